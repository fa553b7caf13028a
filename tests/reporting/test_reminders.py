"""Reminders: each is sent once, to who may act, and lateness reaches the ministry."""

from datetime import date

import pytest
from django.core import mail

from jalon.journal.queries import latest
from jalon.reporting.actions.calendar import keep_calendar
from jalon.reporting.actions.reminding import remind
from jalon.reporting.models import Reminder
from jalon.reporting.queries.calendar import due
from tests.factories.network import holder
from tests.factories.reporting import promising, submitted

pytestmark = pytest.mark.django_db

# the first quarter of 2024 is due on 26 April, twenty working days after its end
TERMS = {
    "effective_from": date(2024, 1, 1),
    "every": "quarter",
    "submit_days": 20,
    "weekend": [6, 7],
    "remind_days": [-5, 1],
    "escalate_days": 10,
}


@pytest.fixture
def contract():
    made = promising()
    keep_calendar(made.plan, by=None, **TERMS)
    holder("centre_director", made.centre, email="direction@centre.ma")
    holder("programme_officer", email="suivi@ministere.ma")
    return made


@pytest.fixture
def reminded(django_capture_on_commit_callbacks):
    def on(contract, day):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind(contract.plan, on=day)
        return [(letter.to[0], letter.subject) for letter in mail.outbox]

    return on


def test_a_reminder_is_sent_on_its_day_and_once(contract, reminded):
    before = reminded(contract, date(2024, 4, 18))
    day = reminded(contract, date(2024, 4, 19))  # five days before falls on a Sunday: sent the Friday before
    again = reminded(contract, date(2024, 4, 19))
    next_day = reminded(contract, date(2024, 4, 20))

    assert (before, again, next_day) == ([], [], [])
    assert [address for address, _subject in day] == ["direction@centre.ma"]


def test_lateness_is_told_to_the_director_and_then_to_the_ministry(contract, reminded):
    late = reminded(contract, date(2024, 4, 29))
    long_late = reminded(contract, date(2024, 5, 13))
    again = reminded(contract, date(2024, 5, 14))

    assert [address for address, _subject in late] == ["direction@centre.ma"]
    assert "suivi@ministere.ma" in [address for address, _subject in long_late]
    assert again == []
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"late", "escalated"}


def test_a_submitted_return_is_not_reminded_of(contract, reminded):
    submitted(contract, on=date(2024, 4, 10))

    assert reminded(contract, date(2024, 4, 29)) == []


def test_a_server_that_stood_still_sends_one_letter_and_not_all_it_missed(contract, reminded):
    sent = reminded(contract, date(2024, 4, 30))

    assert len(sent) == 1
    assert Reminder.objects.get().kind == "late"


def test_nothing_is_due_before_somebody_keeps_a_calendar():
    contract = promising()

    assert due(contract.plan, on=date(2024, 6, 30)) == []


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2024, 3, 31), "to_come"),
        (date(2024, 4, 12), "soon"),
        (date(2024, 4, 26), "soon"),
        (date(2024, 4, 27), "late"),
        (date(2024, 5, 10), "late"),
        (date(2024, 5, 13), "escalated"),
    ],
)
def test_a_return_is_due_late_and_escalated_by_working_days(contract, day, standing):
    first = due(contract.plan, on=day)[0]

    assert (first.period.code, first.due_on) == ("2024-Q1", date(2024, 4, 26))
    assert first.standing == standing


def test_what_is_read_as_known_before_does_not_know_the_submission(contract):
    moment = latest()
    submitted(contract, on=date(2024, 4, 10))

    [now] = due(contract.plan, on=date(2024, 4, 11), spans=[due_period(contract)])
    [before] = due(contract.plan, on=date(2024, 4, 11), known_at=moment, spans=[due_period(contract)])
    assert (now.standing, before.standing) == ("done", "soon")


def due_period(contract):
    return due(contract.plan, on=date(2024, 4, 1))[0].period
