"""What a worker learns before its first reader."""

import pytest

from jalon.journal.models import Event
from jalon.plan import queries as plans
from jalon.results.queries import overview as overviews
from jalon.site import first_question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    monkeypatch.setattr(first_question.connection, "close", lambda: None)


def test_without_a_plan_there_is_nothing_to_ask():
    first_question.ask()

    assert not Event.objects.exists()


def test_a_failure_is_told_to_the_log_only(monkeypatch, caplog):
    monkeypatch.setattr(plans, "plan_on", lambda today: object())
    monkeypatch.setattr(overviews, "overview", lambda plan, on: 1 / 0)

    first_question.ask()

    assert "ZeroDivisionError" in caplog.text


def test_the_plan_of_today_is_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(plans, "plan_on", lambda today: "the plan")
    monkeypatch.setattr(overviews, "overview", lambda plan, on: asked.append(plan))

    first_question.ask()

    assert asked == ["the plan"]
