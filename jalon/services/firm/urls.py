"""The pages of firms."""

from django.urls import path

from jalon.services.firm import finding, opening, views

urlpatterns = [
    path("", views.portal, name="portal"),
    path("registration/", opening.registration, name="firm_registration"),
    path("opening/<str:token>/", opening.opening, name="firm_opening"),
    path("services/", finding.services, name="portal_services"),
    path("search/", finding.search, name="portal_search"),
    path("services/<uuid:uid>/", views.ask, name="portal_ask"),
    path("requests/<uuid:uid>/", views.request, name="portal_request"),
    path("requests/<uuid:uid>/receipt/", views.receipt, name="portal_receipt"),
    path("requests/<uuid:uid>/steps/<slug:verb>/", views.steps, name="portal_step"),
    path("requests/<uuid:uid>/notes/", views.notes, name="portal_notes"),
    path("requests/<uuid:uid>/rating/", views.rating, name="portal_rating"),
    path("requests/<uuid:uid>/files/<str:sha256>/", views.document, name="portal_document"),
]
