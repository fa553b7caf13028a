"""A row the verification corrected is recorded anew by the decision that validates, and the past stays."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.models import Evidence
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.reporting.actions import Refused, accept_findings, bring, draw, find, validate, verify
from jalon.reporting.queries.values import values
from tests.evidence.making import deed, recorded
from tests.factories.network import MembershipFactory, NetworkFactory
from tests.factories.reporting import AFTER, PERIOD, counted, promising, received, submitted
from tests.factories.results import contract as signed
from tests.factories.results import sheet
from tests.factories.verification import SESSION_DAY, a_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier():
    return MembershipFactory(role="verifier", organisation=NetworkFactory()).user


@pytest.fixture
def report():
    """A return of three rows, of 10, 20 and 30 tests: few enough to be all drawn."""
    contract = promising()
    counted(contract.centre, 10, 20, 30)
    received(contract.centre)
    return submitted(contract)


def findings(report, verifier, **found):
    """What was found of each row, by its reference; the others are accepted."""
    sample = draw(report, by=verifier, on=AFTER)
    for thing in sample.things.all():
        name = Evidence.objects.get(uid=thing.rows[0]).external_id.replace("-", "")
        said = found.get(name, {"outcome": "accepted"})
        find(thing, **said, by=verifier, on=AFTER)
    return sample


def brought(report, verifier, **found):
    findings(report, verifier, **found)
    verify(report, by=verifier, on=AFTER)
    accept_findings(report, by=None, on=AFTER)
    bring(report, by=None, on=AFTER)


def decided(report):
    return validate(report, by=None, on=SESSION_DAY, decision=a_decision())


FIFTEEN = {"outcome": "corrected", "quantity": Decimal(15), "reason": "Quinze au registre."}
GONE = {"outcome": "rejected", "reason": "Doublon."}


def test_validating_records_anew_what_the_check_corrected(report, verifier):
    brought(report, verifier, T1=FIFTEEN)

    decided(report)

    row = Evidence.objects.live().get(external_id="T-1")
    assert (row.quantity, row.revision) == (Decimal(15), 2)
    found = values(report.contract, PERIOD)["TESTS"]
    assert found.validated.value == found.live.value == Decimal(55)


def test_rejected_and_corrected_rows_go_by_the_same_decision(report, verifier):
    brought(report, verifier, T1=FIFTEEN, T2=GONE)

    decided(report)

    payload = Event.objects.get(verb="return.validated").payload
    assert (payload["reversed"], payload["corrected"]) == (1, 1)
    found = values(report.contract, PERIOD)["TESTS"]
    assert found.validated.value == found.live.value == Decimal(25)


def test_what_was_known_before_the_decision_reads_the_same(report, verifier):
    brought(report, verifier, T1=FIFTEEN)
    before = latest()

    decided(report)

    assert values(report.contract, PERIOD, known_at=before)["TESTS"].live.value == Decimal(60)


def test_a_row_mended_by_its_centre_meanwhile_is_left_as_the_centre_said(report, verifier):
    from jalon.evidence.actions import correct

    brought(report, verifier, T1=FIFTEEN)
    correct(Evidence.objects.get(external_id="T-1"), by=None, reason="Relu.", quantity=Decimal(14))

    decided(report)

    assert Evidence.objects.live().get(external_id="T-1").quantity == Decimal(14)


def test_a_kind_that_counts_down_is_corrected_with_its_sign(verifier):
    contract = promising(codes=())
    measures = {"staff": {"kinds": ["staff.opening", "staff.joined", "staff.left"], "aggregation": "stock"}}
    sheet("STAFF", measures=measures, formula="staff", accumulation="stock")
    signed(contract.plan, contract.centre, number=2, targets=[("STAFF", "per_period", 2024, 100)])
    recorded(
        contract.centre,
        deed("S-1", "staff.opening", date(2023, 12, 31), Decimal(20)),
        deed("S-2", "staff.left", date(2024, 2, 1), Decimal(5)),
    )
    received(contract.centre)
    report = submitted(contract)
    brought(
        report, verifier, S2={"outcome": "corrected", "quantity": Decimal(-3), "reason": "Trois départs."}
    )

    decided(report)

    assert Evidence.objects.live().get(external_id="S-2").quantity == Decimal(-3)
    found = values(contract, PERIOD)["STAFF"]
    assert found.validated.value == found.live.value == Decimal(17)


def test_a_number_the_evidence_does_not_take_is_refused_when_it_is_found(report, verifier):
    with pytest.raises(Refused) as refused:
        findings(report, verifier, T1={**FIFTEEN, "quantity": Decimal(-15)})

    assert refused.value.reasons == ("correction_not_recorded",)
