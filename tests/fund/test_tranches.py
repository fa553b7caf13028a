"""What is due of a tranche: on validated values alone, by the promise of the period, whatever came later."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.fund.actions.accepting import accept_document, accept_money, withdraw_acceptance
from jalon.fund.queries.tranches import NoTranche, due_now, dues, would_be
from jalon.fund.queries.true_ups import true_ups
from jalon.journal.queries import latest
from tests.evidence.making import deed, recorded
from tests.factories import releases as made
from tests.factories.network import EstablishmentFactory
from tests.factories.releases import AMOUNT, DAY, Promised, rated
from tests.factories.results import sheet

pytestmark = pytest.mark.django_db


def reasons(due):
    return [reason.key for reason in due.outcome.reasons]


def test_a_tranche_is_due_on_validated_values():
    contract = made.ready(*rated(90, 86))

    due = due_now(contract, "T1", on=DAY)

    assert due.amount == AMOUNT
    assert due.state == "due"
    assert {value.stage for value in due.facts.values.values()} == {"validated"}


@pytest.mark.parametrize("state", ["submitted", "verified"])
def test_nothing_is_due_on_a_value_that_is_not_validated(state):
    contract = made.ready(*rated(90, 86), state=state)

    due = due_now(contract, "T1", on=DAY)

    assert due.amount == 0
    assert reasons(due) == ["value_not_validated", "value_not_validated"]


def test_what_it_would_be_on_declared_values_is_a_simulation():
    contract = made.ready(*rated(90, 86), state="submitted")

    due = would_be(contract, "T1", on=DAY, stage="declared")

    assert due.outcome.amount == AMOUNT
    assert due.is_simulation
    assert "actual_provisional" in [one.key for _depth, one in due.explanation.walk()]


def test_a_promise_nobody_reported_on_is_not_dropped():
    said, unsaid = rated(90, 86)
    contract = made.promising(said, unsaid)
    made.reported(contract, said)

    due = due_now(contract, "T1", on=DAY)

    assert reasons(due) == ["not_computable"]


def test_a_tranche_nobody_promised_is_said():
    contract = made.ready(*rated(90))

    with pytest.raises(NoTranche):
        due_now(contract, "T9", on=DAY)


def test_quarters_validated_one_by_one_make_the_year():
    promised = Promised("I0", actual=20)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        made.reported(contract, promised, period=quarter)
    before = due_now(contract, "T1", on=DAY)

    made.reported(contract, promised, period="2024-Q4")

    assert reasons(before) == ["value_missing"]
    assert due_now(contract, "T1", on=DAY).amount == AMOUNT * 80 // 100


def test_a_cumulative_target_counts_the_years_since_the_plan_began():
    promised = Promised("I0", value=200, shape="cumulative", actual=50)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    made.reported(contract, promised, period="2023")
    made.reported(contract, promised, period="2024")

    assert due_now(contract, "T1", on=DAY).amount == AMOUNT // 2


def test_an_amendment_never_reaches_a_submitted_period():
    contract = made.ready(Promised("I0", value=100, actual=90))
    before = due_now(contract, "T1", on=DAY)

    made.promising(Promised("I0", value=900), held=contract, number=2, amount=5)
    after = due_now(contract, "T1", on=DAY)

    assert before.explanation == after.explanation
    assert after.amount == AMOUNT


def test_a_document_is_accepted_and_its_acceptance_withdrawn():
    rule = {"rule": "on_acceptance", "document": "work-plan"}
    contract = made.promising(rule=rule)
    asks, _approves, _pays = made.people()

    accepted = accept_document(contract, "work-plan", document="Plan 2024", by=asks, on=DAY)
    known_at = latest()
    withdraw_acceptance(accepted, document="Courrier du 3 avril", by=asks, on=DAY)

    assert due_now(contract, "T1", on=DAY).outcome.blocked
    assert due_now(contract, "T1", on=DAY, known_at=known_at).amount == AMOUNT


def test_the_fund_matches_what_was_verified():
    contract = made.promising(rule={"rule": "matching", "share": "0.5", "cap_share_of_cost": "0.4"})
    asks, _approves, _pays = made.people()
    told = {"year": 2024, "document": "Relevé", "by": asks, "on": DAY}

    accept_money(contract, "others", "FMC", amount=800_000, **told)
    accept_money(contract, "cost", "", amount=900_000, **told)

    assert due_now(contract, "T1", on=DAY).amount == 360_000


def test_a_plan_is_read_in_as_many_queries_as_a_contract():
    one = made.ready(*rated(90, 86))
    with CaptureQueriesContext(
        connection,
    ) as of_one:
        assert len(dues(one.plan, on=DAY)) == 1
    for _place in range(3):
        other = made.promising(*rated(90, 86), plan=one.plan)
        made.reported(other, *rated(90, 86))

    with CaptureQueriesContext(connection) as of_four:
        assert len(dues(one.plan, on=DAY)) == 4

    assert len(of_four) == len(of_one) <= 20


def test_a_value_changed_would_change_the_amount_and_nothing_is_kept():
    contract = made.ready(*rated(90, 60), rule={"rule": "proportional", "weights": {"I0": 1, "I1": 1}})
    due = due_now(contract, "T1", on=DAY)
    before = latest()

    changed = due.if_changed({"I1": 40})

    assert (due.amount, changed.outcome.amount) == (750_000, 950_000)
    assert changed.is_simulation
    assert latest() == before


def test_a_tranche_waits_for_its_day():
    contract = made.ready(*rated(90), due_on=date(2025, 6, 30))

    assert reasons(due_now(contract, "T1", on=DAY)) == ["not_due_yet"]


def test_a_tranche_whose_conditions_nobody_can_read_is_blocked():
    contract = made.ready(*rated(90), conditions=[{"kind": "when_pleased"}])

    due = due_now(contract, "T1", on=DAY)

    assert due.outcome.blocked
    assert due.amount == 0


def test_a_lifetime_cap_holds_over_the_years():
    rule = {"rule": "per_unit", "indicator": "I0", "price": "100", "lifetime_cap": 800_000}
    tranches = [{"code": "T1", "rule": rule}, {"code": "T2", "rule": rule, "year": 2025, "due_on": None}]
    promised = Promised("I0", None, actual=50)
    contract = made.promising(promised, tranches=tranches)
    made.reported(contract, promised, period="2024")
    made.reported(contract, promised, period="2025")
    made.commit(contract)
    before = due_now(contract, "T2", on=date(2026, 3, 1)).amount

    made.paid(contract, made.people())

    assert before == 500_000
    assert due_now(contract, "T2", on=date(2026, 3, 1)).amount == 300_000


def test_a_certificate_is_paid_by_one_tranche_alone():
    measures = {
        "certificates": {"kinds": ["certificate.issued"], "aggregation": "distinct", "of": "identity"}
    }
    sheet("CERT", measures=measures, formula="certificates")
    rule = {"rule": "per_unit", "indicator": "CERT", "price": "100", "once_per_unit": True}
    tranches = [{"code": "T1", "rule": rule}, {"code": "T2", "rule": rule}]
    promised = Promised("CERT", None, actual=3)
    contract = made.promising(promised, tranches=tranches)
    firm = EstablishmentFactory().enterprise
    said = {"kind": "certificate.issued", "on": date(2024, 5, 2), "quantity": Decimal(1), "enterprise": firm}
    deeds = [deed(f"C-{n}", identity=f"C{n}", **said) for n in range(3)]
    recorded(contract.centre, *deeds)
    made.reported(contract, promised)
    made.commit(contract)
    before = due_now(contract, "T2", on=DAY).amount

    release = made.paid(contract, made.people())

    assert before == release.amount == 30_000
    assert due_now(contract, "T2", on=DAY).amount == 0
    assert "C1" not in str(release.facts)  # a mark, not the name


LATER = date(2026, 3, 1)
UNIT = {"rule": "per_unit", "indicator": "I0", "price": "100"}


def of_two_years(rule, promised, *periods):
    """A contract that pays so much a unit in 2024 and in 2025, its returns validated, its money committed."""
    second = {"code": "T2", "rule": rule, "year": 2025, "due_on": None}
    contract = made.promising(promised, tranches=[{"code": "T1", "rule": rule}, second])
    for period in periods:
        made.reported(contract, promised, period=period)
    for year in (2024, 2025):
        made.commit(contract, AMOUNT * 10, year=year)
    return contract


def said_of(contract):
    return [(one.due.terms.code, one.amount) for one in true_ups(contract.plan, on=LATER)]


@pytest.mark.parametrize("cap", [{}, {"lifetime_cap": AMOUNT * 10}])
def test_a_year_of_a_cumulative_target_pays_what_it_added_and_leaves_the_years_before(cap):
    promised = Promised("I0", 200, "cumulative", actual=30, years=(2024, 2025))
    contract = of_two_years(UNIT | cap, promised, "2023", "2024", "2025")
    three = made.people()

    first = made.paid(contract, three, on=LATER)
    second = made.paid(contract, three, on=LATER, tranche="T2")

    assert (first.amount, second.amount) == (600_000, 300_000)
    assert said_of(contract) == []


def test_a_later_year_paid_first_leaves_nothing_to_pay_twice():
    promised = Promised("I0", 200, "cumulative", actual=30, years=(2024, 2025))
    contract = of_two_years(UNIT, promised, "2023", "2024", "2025")

    made.paid(contract, made.people(), on=LATER, tranche="T2")

    assert due_now(contract, "T1", on=LATER).amount == 0


def test_a_unit_counted_again_a_year_later_stays_paid_where_it_was_first():
    measures = {"c": {"kinds": ["certificate.issued"], "aggregation": "distinct", "of": "identity"}}
    sheet("CERT", measures=measures, formula="c")
    promised = Promised("CERT", None, actual=2)
    rule = {"rule": "per_unit", "indicator": "CERT", "price": "100", "once_per_unit": True}
    contract = of_two_years(rule, promised)
    firm = EstablishmentFactory().enterprise
    said = {"kind": "certificate.issued", "quantity": Decimal(1), "enterprise": firm}
    issued = {"A": date(2024, 5, 2), "B": date(2024, 5, 3), "B2": date(2025, 5, 3), "C": date(2025, 5, 4)}
    recorded(contract.centre, *[deed(key, identity=key[0], on=on, **said) for key, on in issued.items()])
    for period in ("2024", "2025"):
        made.reported(contract, promised, period=period)
    three = made.people()

    first = made.paid(contract, three, on=LATER)
    second = made.paid(contract, three, on=LATER, tranche="T2")

    assert (first.amount, second.amount) == (20_000, 10_000)
    assert said_of(contract) == []


def test_a_lifetime_cap_holds_over_tranches_that_hold_a_part_back():
    rule = UNIT | {"lifetime_cap": 500_000, "sustained": {"share": "0.2", "until": "2026-01-01"}}
    contract = of_two_years(rule, Promised("I0", None, actual=40), "2024", "2025")

    first = made.paid(contract, made.people(), on=LATER)

    assert first.amount == 400_000
    assert due_now(contract, "T2", on=LATER).amount == 100_000


def test_half_a_centime_paid_is_not_claimed_back():
    contract = made.ready(Promised("I0", None, actual=Decimal("10.1")), rule=UNIT | {"price": "125.05"})

    paid = made.paid(contract, made.people())

    assert paid.amount == 126_301
    assert due_now(contract, "T1", on=DAY).amount == 0
