"""A return from opening to submission: what it freezes stays."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.kernel.periods import parse
from jalon.reporting.actions import Refused, open_return, send_back, submit
from jalon.reporting.actions.calendar import keep_calendar
from jalon.reporting.actions.remarks import Note, remark
from jalon.reporting.models import Return
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.sheet import sheet_of
from jalon.reporting.queries.values import validated, values
from tests.factories.reporting import (
    AFTER,
    PERIOD,
    counted,
    opened,
    promising,
    received,
    settled,
    submitted,
)

TERMS = {"effective_from": date(2014, 1, 1), "every": "quarter", "submit_days": 20, "weekend": [6, 7]}
pytestmark = pytest.mark.django_db


def test_a_period_has_one_return_however_often_it_is_opened():
    contract = promising()

    first, again = (open_return(contract, PERIOD, by=None, on=AFTER) for _time in range(2))

    assert first.pk == again.pk
    assert Return.objects.count() == 1
    assert life_of(first).state == "open"
    assert first.due_on == date(2024, 4, 26)  # twenty working days after March


def test_submitting_declares_what_the_evidence_says_at_that_moment():
    contract = promising()
    counted(contract.centre, 30, 12)
    received(contract.centre)

    report = submitted(contract)

    value = values(contract, PERIOD)["TESTS"].declared
    assert (value.value, value.rows, value.round) == (Decimal(42), 2, 1)
    assert life_of(report).known_at == value.known_at


def test_late_evidence_moves_the_live_value_and_not_the_declared_one():
    contract = promising()
    counted(contract.centre, 30)
    received(contract.centre)
    submitted(contract)

    counted(contract.centre, 5, stem="LATE")

    found = values(contract, PERIOD)["TESTS"]
    assert (found.declared.value, found.live.value) == (Decimal(30), Decimal(35))


def test_what_cannot_be_computed_is_declared_with_its_reason():
    contract = promising()
    keep_calendar(contract.plan, by=None, **TERMS, checks={"to_settle": []})
    report = opened(contract)
    remark(report, [Note("explanation", "Le registre a brûlé.", check="not_received")], by=None)
    remark(report, [Note("explanation", "Idem.", "TESTS", "not_computable")], by=None)

    submit(report, by=None, on=AFTER)

    value = values(contract, PERIOD)["TESTS"].declared
    assert (value.value, value.reason) == (None, "not_received")


def test_a_check_that_is_not_answered_keeps_the_return_back():
    contract = promising()
    counted(contract.centre, 30)
    report = opened(contract)

    with pytest.raises(Refused) as refused:
        submit(report, by=None, on=AFTER)

    assert refused.value.reasons == ("checks_settled",)
    asked = [one.check.code for one in sheet_of(contract, parse(PERIOD)).unsettled]
    assert asked == ["not_received", "recorded_late"]


def test_nothing_is_written_in_a_return_that_was_submitted():
    report = submitted(promising())

    with pytest.raises(Refused) as refused:
        remark(report, [Note("comment", "Après coup.")], by=None)

    assert refused.value.reasons == ("already_submitted",)


def test_a_period_that_is_not_over_is_not_submitted():
    report = opened(promising())

    with pytest.raises(Refused) as refused:
        submit(report, by=None, on=date(2024, 3, 31))

    assert "period_ended" in refused.value.reasons


def test_a_return_is_submitted_once():
    report = submitted(promising())

    with pytest.raises(Refused) as refused:
        submit(report, by=None, on=AFTER)

    assert refused.value.reasons == ("not_from_here",)


def test_a_return_sent_back_is_submitted_again_in_a_second_round():
    contract = promising()
    received(contract.centre)
    report = submitted(contract)
    send_back(report, reason="Une pièce manque.", by=None, on=AFTER)
    counted(contract.centre, 4)
    settled(report)

    submit(report, by=None, on=AFTER)

    value = values(contract, PERIOD)["TESTS"].declared
    assert (value.round, value.value) == (2, Decimal(4))


def test_nothing_is_validated_by_a_submission():
    contract = promising()
    received(contract.centre)
    submitted(contract)

    assert validated(contract, "TESTS", PERIOD) is None
