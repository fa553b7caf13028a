"""What the committee decides of a return takes effect, and only by a decision."""

from decimal import Decimal

import pytest

from jalon.reporting.actions import Refused, lift, refuse, reopen, submit, validate
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.values import validated, values
from tests.factories.reporting import AFTER, PERIOD, counted, promising, received, submitted
from tests.factories.verification import SESSION_DAY, a_decision, before_committee, validated_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    contract = promising()
    counted(contract.centre, 30, 12)
    received(contract.centre)
    return submitted(contract)


def test_validating_takes_over_the_verified_values(report):
    before_committee(report, TESTS=Decimal(38))
    decision = a_decision()

    step = validate(report, by=None, on=SESSION_DAY, decision=decision)

    value = validated(report.contract, "TESTS", PERIOD)
    assert (value.value, value.round, value.reservation) == (Decimal(38), 1, "")
    assert (step.state, step.decision) == ("validated", decision)


def test_without_a_decision_nothing_is_validated(report):
    before_committee(report)

    with pytest.raises(Refused) as refused:
        validate(report, by=None, on=SESSION_DAY, decision=None)

    assert refused.value.reasons == ("decision_minuted",)
    assert validated(report.contract, "TESTS", PERIOD) is None


def test_a_return_that_was_not_verified_is_not_validated(report):
    with pytest.raises(Refused) as refused:
        validate(report, by=None, on=SESSION_DAY, decision=a_decision())

    assert refused.value.reasons == ("not_from_here",)


def test_a_reservation_stands_with_the_value_and_can_be_lifted(report):
    validated_return(report, reservation="Les pièces de mars restent à déposer.")

    value = validated(report.contract, "TESTS", PERIOD)
    assert value.reservation == "Les pièces de mars restent à déposer."
    assert life_of(report).state == "validated_with_reservation"
    assert lift(report, by=None, on=SESSION_DAY, decision=a_decision()).state == "validated"


def test_a_refusal_says_why_and_validates_nothing(report):
    before_committee(report)

    with pytest.raises(Refused) as refused:
        refuse(report, reason=" ", by=None, on=SESSION_DAY, decision=a_decision())
    refuse(report, reason="Aucune pièce.", by=None, on=SESSION_DAY, decision=a_decision())

    assert refused.value.reasons == ("reason_given",)
    assert life_of(report).state == "refused"
    assert validated(report.contract, "TESTS", PERIOD) is None


def test_reopening_takes_the_validated_value_away_and_begins_a_second_round(report):
    contract = report.contract
    validated_return(report)
    counted(contract.centre, 8, stem="LATE")

    reopen(report, reason="Preuves tardives.", by=None, on=SESSION_DAY, decision=a_decision())
    between = validated(contract, "TESTS", PERIOD)
    submit(report, by=None, on=AFTER)
    validated_return(report)

    assert between is None
    found = values(contract, PERIOD)["TESTS"].validated
    assert (found.round, found.value) == (2, Decimal(50))
