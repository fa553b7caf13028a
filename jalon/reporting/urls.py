"""Vouching: returns, their calendar, questions on figures."""

from django.urls import path

from jalon.reporting.views import (
    calendar,
    contract,
    enlarging,
    levels,
    page,
    questions,
    returns,
    samples,
    seals,
)

app_name = "reporting"
urlpatterns = [
    path("returns/", returns.returns, name="returns"),
    path("returns/calendar/", calendar.calendar, name="calendar"),
    path("returns/calendar/terms/", calendar.terms, name="calendar_terms"),
    path("returns/holidays/", calendar.holidays, name="holidays"),
    path("returns/holidays/proposals/", calendar.proposals, name="holiday_proposals"),
    path("contracts/<str:code>/returns/", contract.contract, name="contract"),
    path("contracts/<str:code>/returns/<str:period>/", page.page, name="return"),
    path("contracts/<str:code>/returns/<str:period>/submission/", page.submission, name="submission"),
    path("contracts/<str:code>/returns/<str:period>/sending-back/", page.sending_back, name="sending_back"),
    path("contracts/<str:code>/returns/<str:period>/levels/<str:indicator>/", levels.level, name="level"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.new, name="question_new"),
    path("questions/<uuid:uid>/", questions.question, name="question"),
    path("contracts/<str:code>/returns/<str:period>/sample/", samples.sample, name="sample"),
    path(
        "contracts/<str:code>/returns/<str:period>/sample/population/",
        samples.population_file,
        name="population",
    ),
    path(
        "contracts/<str:code>/returns/<str:period>/sample/enlargement/",
        enlarging.enlargement,
        name="enlargement",
    ),
    path(
        "contracts/<str:code>/returns/<str:period>/sample/<str:verb>/",
        samples.sample_step,
        name="sample_step",
    ),
    path("sampled/<uuid:uid>/", samples.finding, name="finding"),
    path("sampled/<uuid:uid>/reply/", samples.reply, name="reply"),
    path("seals/", seals.seals, name="seals"),
    path("seals/<uuid:uid>/", seals.seal, name="seal"),
    path("seals/<uuid:uid>/bundle/", seals.seal_bundle, name="seal_bundle"),
]
