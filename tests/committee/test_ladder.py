"""What follows for a contract that falls behind, by the values validated: nothing moves by itself."""

from datetime import date, timedelta

import pytest

from jalon.committee.actions import agenda, warning
from jalon.committee.actions.deciding import decide
from jalon.committee.actions.refusing import Refused
from jalon.committee.queries.due import due, standing_due
from jalon.committee.queries.standings import proposals, stands
from jalon.contracts.queries.suspensions import suspension_of
from jalon.fund.actions.refusing import Refused as FundRefused
from jalon.fund.actions.releases import propose_release
from jalon.kernel.states.ladder import LadderRules
from tests.factories.committee import CALLED_ON, SESSION_DAY, called, opened, secretary
from tests.factories.network import CentreFactory, holder
from tests.factories.releases import DAY, rated, ready
from tests.factories.reporting import counted, promising, submitted
from tests.factories.verification import validated_return

pytestmark = pytest.mark.django_db

ON = date(2024, 12, 1)


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


def behind(*, periods=2):
    """A contract of 100 tests a year that has 5 validated of about 25 in each of some quarters."""
    held = promising()
    for number in range(periods):
        month = 1 + 3 * number
        counted(held.centre, 5, on=date(2024, month, 2), stem=f"Q{number}")
        period = f"2024-Q{number + 1}"
        validated_return(submitted(held, period, on=date(2024, month + 3, 10)))
    return held


def move(held, verb, *, on=ON, by=None, reason="En retard", **said):
    return warning.warn(held, verb, reason=reason, by=by, on=on, **said)


def decided(held, verb, on=SESSION_DAY):
    session = called(held.plan)
    item = agenda.put_on_agenda(session, standing_due(held, verb), by=None, on=CALLED_ON)
    opened(session)
    return decide(item, verb, by=None, on=on, by_consensus=True, reason="Décidé")


def test_a_contract_behind_by_its_validated_values_is_proposed_for_an_alert():
    held = behind(periods=1)

    found = proposals(held.plan, ON)[0]

    assert (found.verb, found.record.late, found.record.computable) == ("alert", 1, 1)
    assert stands([held])[0].state == "normal"


def test_what_is_not_validated_proposes_nothing():
    held = promising()
    counted(held.centre, 5)
    submitted(held)

    assert proposals(held.plan, ON)[0].verb is None
    with pytest.raises(Refused) as refused:
        move(held, "alert")
    assert refused.value.reasons == ("ladder.falls_behind",)


def test_reasons_are_asked_once_it_stays_behind_for_periods_in_a_row():
    held = behind(periods=2)
    after_one, after_two = date(2024, 5, 1), date(2024, 8, 1)
    move(held, "alert", on=after_one)

    with pytest.raises(Refused) as refused:
        move(held, "ask_reasons", on=after_one)

    assert refused.value.reasons == ("ladder.still_behind",)
    assert proposals(held.plan, after_two)[0].verb == "ask_reasons"


def test_the_bounds_are_data_of_the_plan():
    held = behind(periods=1)
    rules = LadderRules(patience=0)
    warning.rule_ladder(held.plan, rules=rules, effective_from=date(2024, 1, 1), by=None)
    move(held, "alert")

    move(held, "ask_reasons")

    assert stands([held])[0].state == "reasons_asked"


def test_the_ministry_alerts_and_a_centre_does_not():
    held = behind(periods=1)

    with pytest.raises(Refused) as refused:
        move(held, "alert", by=holder("centre_director", held.centre))
    move(held, "alert", by=secretary())

    assert "ladder.not_yours" in refused.value.reasons
    assert stands([held])[0].state == "alert"


def test_the_centre_answers_and_the_committee_decides_what_follows():
    held = behind()
    for verb in ("alert", "ask_reasons"):
        move(held, verb)
    with pytest.raises(Refused):
        warning.answer(held, reasons="Moi", by=holder("centre_director", CentreFactory()), on=ON)
    assert not [one for one in due(held.plan, ON) if one.kind == "standing"]

    warning.answer(held, reasons="Panne", by=holder("centre_director", held.centre), on=ON)
    decision = decided(held, "support", on=ON)

    stand = stands([held])[0]
    assert (stand.state, stand.steps[-1].decision) == ("quarterly_support", decision.uid)


def test_a_suspended_contract_is_released_nothing_until_it_is_taken_up_again():
    held = ready(*rated(90, 86))
    suspended = warning.suspend(held, reason="Rien n'avance", by=None, on=DAY)
    with pytest.raises(FundRefused) as refused:
        propose_release(held, "T1", by=secretary(), on=DAY)

    warning.resume(held, reason="Repris", by=None, on=DAY)
    release = propose_release(held, "T1", by=secretary(), on=DAY)

    assert suspended.is_suspended
    assert "contract_suspended" in refused.value.reasons
    assert suspension_of(held) is None
    assert release.amount > 0


def test_the_whole_ladder_ends_in_a_suspension_recorded_with_its_decision():
    held = behind()
    steps = (("alert", 0), ("ask_reasons", 1), ("support", 30), ("reevaluate", 230), ("suspend", 600))
    decision = "9d3a7f0e-58a4-4c0f-8a51-5c1a2f0f9c11"
    for verb, days in steps:
        said = {"decision": decision} if verb not in ("alert", "ask_reasons") else {}
        move(held, verb, on=ON + timedelta(days=days), **said)

    assert stands([held])[0].state == "suspended"
    assert str(suspension_of(held).decision) == decision
