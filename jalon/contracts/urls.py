"""Promising what: contracts, their versions, their workbook; the targets of a plan itself."""

from django.urls import path

from jalon.contracts.views import contracts, life, plans, undertakings, workbooks

app_name = "contracts"
urlpatterns = [
    path("", contracts.contracts, name="list"),
    path("plans/<str:code>/targets/", plans.targets, name="plan_targets"),
    path("<str:code>/", contracts.contract, name="contract"),
    path("<str:code>/history/", contracts.history, name="history"),
    path("<str:code>/documents/", life.documents, name="documents"),
    path("<str:code>/life/", life.act, name="act"),
    path("<str:code>/signature/", life.signature, name="signature"),
    path("<str:code>/undertakings/", undertakings.undertakings, name="undertakings"),
    path("<str:code>/workbook/", workbooks.workbook, name="workbook"),
    path("<str:code>/workbook.xlsx", workbooks.workbook_file, name="workbook_file"),
    path("<str:code>/draft/", workbooks.draft, name="draft"),
    path("<str:code>/draft/removal/", workbooks.draft_removal, name="draft_removal"),
]
