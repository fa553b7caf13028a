"""`jalon return list`: what the contracts owe, as a table and as JSON."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from jalon.reporting.actions.calendar import keep_calendar
from jalon.site.cli import jalon, session
from tests.factories.reporting import promising, submitted

pytestmark = pytest.mark.django_db
TERMS = {"effective_from": date(2024, 1, 1), "every": "quarter", "submit_days": 20, "weekend": [6, 7]}


@pytest.fixture
def run(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(session, "ready", lambda **_options: nullcontext())
    return lambda *said: CliRunner().invoke(jalon, ["return", "list", *said])


def test_returns_are_listed_with_what_is_late(run):
    contract = promising()
    keep_calendar(contract.plan, by=None, **TERMS)
    submitted(contract, on=date(2024, 4, 10))
    asked = ("--plan", contract.plan.code, "--on", "2024-09-01")

    told, data = run(*asked), json.loads(run(*asked, "--json").output)

    assert told.output.startswith("1 late of 3 owed")
    assert [(row["period"], row["state"], row["standing"]) for row in data] == [
        ("2024-Q1", "submitted", "done"),
        ("2024-Q2", "to_open", "escalated"),
        ("2024-Q3", "not_begun", "to_come"),
    ]
    assert data[0]["submitted_on"] == "2024-04-10"
