"""The work of the centres: requests and their steps, the answers of a centre, its catalogue."""

from django.urls import include, path

from jalon.services.firm import accounts, opening
from jalon.services.invoicing import views as invoicing
from jalon.services.quality.views import comparison, desk
from jalon.services.quality.views.firm import complaint
from jalon.services.views import answers, offerings, requests, satisfaction, steps

app_name = "services"
urlpatterns = [
    path("", requests.requests, name="requests"),
    path("requests/new/", requests.choice, name="choice"),
    path("requests/new/<uuid:uid>/", requests.new, name="new"),
    path("requests/<uuid:uid>/", requests.request, name="request"),
    path("requests/<uuid:uid>/notes/", requests.notes, name="notes"),
    path("requests/<uuid:uid>/review/", answers.review, name="review"),
    path("requests/<uuid:uid>/quote/", answers.quote, name="quote"),
    path("requests/<uuid:uid>/steps/<slug:verb>/", steps.steps, name="step"),
    path("requests/<uuid:uid>/receipt/", requests.receipt, name="receipt"),
    path("requests/<uuid:uid>/satisfaction/", satisfaction.asking, name="asking"),
    path("requests/<uuid:uid>/account/", opening.invitation, name="firm_invitation"),
    path("requests/<uuid:uid>/account/<uuid:person>/ending/", accounts.ending, name="firm_ending"),
    path("requests/<uuid:uid>/account/<uuid:person>/reopening/", accounts.reopening, name="firm_reopening"),
    path("portal/requests/<uuid:uid>/complaint/", complaint, name="portal_complaint"),
    path("portal/", include("jalon.services.firm.urls")),
    path("satisfaction/<str:token>/", satisfaction.satisfaction, name="satisfaction"),
    path("requests/<uuid:uid>/invoice/", invoicing.new_invoice, name="new_invoice"),
    path("invoices/", invoicing.invoices, name="invoices"),
    path("invoices/file/", invoicing.accountant_file, name="accountant_file"),
    path("invoices/<uuid:uid>/", invoicing.invoice, name="invoice"),
    path("invoices/<uuid:uid>/paper/", invoicing.paper, name="invoice_paper"),
    path("invoices/<uuid:uid>/credit/", invoicing.credit, name="credit"),
    path("invoices/<uuid:uid>/payments/", invoicing.payments, name="payments"),
    path(
        "invoices/<uuid:uid>/payments/<int:key>/undoing/", invoicing.payment_undoing, name="payment_undoing"
    ),
    path("certification/", include("jalon.services.certification.desk")),
    path("cases/", include("jalon.services.quality.urls")),
    path("comparison/", comparison.comparison, name="comparison"),
    path("comparison.xlsx", comparison.comparison_workbook, name="comparison_workbook"),
    path("desk/", desk.desks, name="desks"),
    path("desk/<str:code>/", desk.desk, name="desk"),
    path("desk/<str:code>/<slug:figure>/", desk.desk_rows, name="desk_rows"),
    path("", include("jalon.services.testing.urls")),
    path("", include("jalon.services.validation.desk")),
    path("offerings/", offerings.offerings, name="offerings"),
    path("offerings/new/", offerings.new_offering, name="new_offering"),
    path("offerings/<uuid:uid>/", offerings.offering, name="offering"),
    path("offerings/<uuid:uid>/versions/new/", offerings.version, name="version"),
    path("offerings/<uuid:uid>/opening/", offerings.opening, name="opening"),
    path("offerings/<uuid:uid>/prices/", offerings.prices, name="prices"),
]
