"""Late evidence moves its own period, and no other's value."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.actions import reverse
from jalon.journal.queries import latest
from jalon.reporting.queries.late import late_evidence
from tests.factories.reporting import counted, opened, promising, received, submitted

pytestmark = pytest.mark.django_db


def declared():
    contract = promising()
    rows = counted(contract.centre, 30, 12)
    received(contract.centre)
    return contract, rows, submitted(contract)


def test_late_rows_are_listed_with_what_they_move():
    contract, _rows, report = declared()

    counted(contract.centre, 5, stem="LATE")

    late = late_evidence(report)
    assert [row.external_id for row in late.rows] == ["LATE-0"]
    assert late.moved["TESTS"].difference == Decimal(5)


def test_a_reversal_after_the_submission_is_late_evidence_too():
    _contract, rows, report = declared()

    reverse(rows[1], by=None, reason="Compté deux fois.")

    assert late_evidence(report).moved["TESTS"].difference == Decimal(-12)


def test_evidence_of_another_period_is_not_late_for_this_one():
    contract, _rows, report = declared()

    counted(contract.centre, 9, on=date(2024, 5, 2), stem="NEXT")

    assert late_evidence(report).rows == ()
    assert late_evidence(report).moved == {}


def test_what_came_after_the_moment_asked_is_not_known():
    contract, _rows, report = declared()
    moment = latest()

    counted(contract.centre, 5, stem="LATE")

    assert late_evidence(report, moment).rows == ()


def test_nothing_is_late_for_a_return_being_written():
    contract = promising()
    report = opened(contract)
    counted(contract.centre, 5)

    assert late_evidence(report).rows == ()
