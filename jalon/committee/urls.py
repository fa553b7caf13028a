"""Deciding: sessions, their points and minutes, decisions; evaluations, recommendations, the ladder."""

from django.urls import path

from jalon.committee.views import agenda, decisions, keeping, papers, points, sessions

app_name = "committee"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("call/", sessions.call, name="call"),
    path("seats/", keeping.seats, name="seats"),
    path("seats/<uuid:uid>/end/", keeping.seat_end, name="seat_end"),
    path("rules/", keeping.rules, name="rules"),
    path("calendar/", keeping.calendar, name="calendar"),
    path("calendar/<str:token>.ics", keeping.feed, name="feed"),
    path("sessions/<uuid:uid>/", sessions.session, name="session"),
    path("sessions/<uuid:uid>/agenda/", agenda.agenda, name="agenda"),
    path("sessions/<uuid:uid>/points/", agenda.points, name="points"),
    path("sessions/<uuid:uid>/roll/", sessions.roll, name="roll"),
    path("sessions/<uuid:uid>/answer/", sessions.answer, name="answer"),
    path("sessions/<uuid:uid>/opening/", sessions.opening, name="opening"),
    path("sessions/<uuid:uid>/postponement/", sessions.postponement, name="postponement"),
    path("sessions/<uuid:uid>/cancellation/", sessions.cancellation, name="cancellation"),
    path("sessions/<uuid:uid>/book.pdf", papers.book, name="book"),
    path("sessions/<uuid:uid>/minutes.pdf", papers.minutes, name="minutes"),
    path("sessions/<uuid:uid>/minutes/", papers.issue, name="minutes_issue"),
    path("sessions/<uuid:uid>/minutes/correction/", papers.correction, name="minutes_correction"),
    path("sessions/<uuid:uid>/minutes/signature/", papers.signature, name="minutes_signature"),
    path("points/<uuid:uid>/", points.point, name="point"),
    path("points/<uuid:uid>/removal/", agenda.removal, name="removal"),
    path("points/<uuid:uid>/place/", agenda.place, name="place"),
    path("points/<uuid:uid>/withdrawal/", points.withdrawal, name="withdrawal"),
    path("points/<uuid:uid>/votes/", points.ballot, name="votes"),
    path("points/<uuid:uid>/decision/", points.decision, name="decide"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.xlsx", decisions.decisions_file, name="decisions_file"),
    path("decisions/<uuid:uid>/", decisions.decision, name="decision"),
    path("decisions/<uuid:uid>/follow-up/", decisions.follow_up, name="follow_up"),
    path("decisions/<uuid:uid>/documents/<str:sha256>/", decisions.document, name="decision_document"),
]
