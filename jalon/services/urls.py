"""The work of the centres: requests and their steps, the answers of a centre, its catalogue."""

from django.urls import path

from jalon.services.views import answers, offerings, requests, steps

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
    path("offerings/", offerings.offerings, name="offerings"),
    path("offerings/new/", offerings.new_offering, name="new_offering"),
    path("offerings/<uuid:uid>/", offerings.offering, name="offering"),
    path("offerings/<uuid:uid>/versions/new/", offerings.version, name="version"),
    path("offerings/<uuid:uid>/opening/", offerings.opening, name="opening"),
    path("offerings/<uuid:uid>/prices/", offerings.prices, name="prices"),
]
