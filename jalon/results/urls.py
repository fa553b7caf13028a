"""Where the plan stands, and everything a figure opens onto."""

from django.urls import path

from jalon.results.views import (
    comparisons,
    contract,
    exports,
    figure,
    forecast,
    indicator,
    plan,
    search,
    tree,
)

app_name = "results"
urlpatterns = [
    path("", plan.state, name="state"),
    path("state.xlsx", exports.workbook, name="state_workbook"),
    path("state.json", exports.as_json, name="state_json"),
    path("note/<slug:language>.pdf", exports.note, name="note"),
    path("forecast/", forecast.forecasts, name="forecast"),
    path("forecast/warnings/", forecast.warnings, name="warnings"),
    path("centres/", comparisons.centres, name="centres"),
    path("plans/", comparisons.plans, name="plans"),
    path("axes/<str:code>/", tree.axis, name="axis"),
    path("axes/<str:code>/objectives/<str:objective>/", tree.objective, name="objective"),
    path("indicators/<str:code>/", indicator.indicator, name="indicator"),
    path("contracts/<str:code>/results/", contract.contract, name="contract"),
    path("centres/<str:code>/results/", contract.centre, name="centre"),
    path("figure/", figure.figure, name="figure"),
    path("search/", search.search, name="search"),
    path("figure/rows.csv", figure.rows, name="figure_rows"),
]
