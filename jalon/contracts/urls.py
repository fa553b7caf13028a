"""Promising what: contracts, their versions, their workbook; the targets of a plan itself."""

from django.urls import path

from jalon.contracts.views import contracts, plans

app_name = "contracts"
urlpatterns = [
    path("", contracts.contracts, name="list"),
    path("plans/<str:code>/targets/", plans.targets, name="plan_targets"),
    path("<str:code>/", contracts.contract, name="contract"),
    path("<str:code>/history/", contracts.history, name="history"),
]
