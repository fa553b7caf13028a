"""The money: of the plan, its lines and contracts, and the books behind every figure."""

from django.urls import path

from jalon.fund.views import (
    files,
    forecasts,
    money,
    money_journal,
    money_steps,
    releases,
    sharing_making,
    sharings,
    tranche_steps,
    tranches,
)

app_name = "fund"
urlpatterns = [
    path("fund/", money.plan, name="plan"),
    path("fund/lines/<str:code>/", money.line, name="line"),
    path("fund/funders/<str:code>/", money.funder, name="funder"),
    path("contracts/<str:code>/money/", money.contract, name="contract"),
    path("contracts/<str:code>/money/commitment/", money_steps.commitment, name="commitment"),
    path("fund/journal/", money_journal.journal, name="journal"),
    path("fund/journal.xlsx", money_journal.journal_workbook, name="journal_workbook"),
    path("fund/books/<slug:form>/", money_journal.books, name="books"),
    path("fund/entries/<uuid:uid>/", money_journal.entry, name="entry"),
    path("fund/files/<str:kind>/<uuid:uid>/<str:sha256>/", files.file, name="file"),
    path("fund/entries/<uuid:uid>/reversal/", money_journal.reversal, name="reversal"),
    path("fund/pledges/new/", money_steps.step, {"kind": "pledge"}, name="pledge"),
    path("fund/receipts/new/", money_steps.step, {"kind": "receipt"}, name="receipt"),
    path("fund/allocations/new/", money_steps.step, {"kind": "allocation"}, name="allocation"),
    path("fund/transfers/new/", money_steps.step, {"kind": "transfer"}, name="transfer"),
    path("fund/carrying-forward/new/", money_steps.step, {"kind": "carry_forward"}, name="carry_forward"),
    path("fund/tranches/", tranches.tranches, name="tranches"),
    path("fund/waiting/", tranches.waits, name="waiting"),
    path("contracts/<str:code>/tranches/<str:tranche>/", tranches.tranche, name="tranche"),
    path(
        "contracts/<str:code>/tranches/<str:tranche>/releases/",
        tranche_steps.releases,
        name="tranche_releases",
    ),
    path(
        "contracts/<str:code>/tranches/<str:tranche>/acceptances/",
        tranche_steps.acceptances,
        name="tranche_acceptances",
    ),
    path("fund/releases/<uuid:uid>/", releases.release, name="release"),
    path("fund/releases/<uuid:uid>/steps/", releases.steps, name="release_steps"),
    path("fund/releases/<uuid:uid>/document/", releases.document, name="release_document"),
    path("fund/forecast/", forecasts.plan, name="forecast"),
    path("contracts/<str:code>/month/", forecasts.month, name="month"),
    path("fund/sharings/", sharings.sharings, name="sharings"),
    path("fund/sharings/new/", sharing_making.new, name="sharing_new"),
    path("fund/sharings/model.xlsx", sharing_making.template, name="sharing_template"),
    path("fund/sharings/comparison/", sharings.compared, name="sharing_comparison"),
    path("fund/sharings/<uuid:uid>/", sharings.sharing, name="sharing"),
    path("fund/sharings/<uuid:uid>/shares.xlsx", sharings.shares_workbook, name="sharing_shares"),
    path("fund/sharings/<uuid:uid>/problem.xlsx", sharings.problem_workbook, name="sharing_problem"),
    path("fund/sharings/<uuid:uid>/variation/", sharing_making.variation, name="sharing_variation"),
    path("fund/sharings/<uuid:uid>/search/", sharing_making.search, name="sharing_search"),
    path("fund/sharings/<uuid:uid>/proposal/", sharing_making.proposal, name="sharing_proposal"),
]
