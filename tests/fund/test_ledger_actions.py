"""Every step of money, as people say it."""

from dataclasses import replace

import pytest

from jalon.fund.actions import ledger as books
from jalon.fund.actions import ledger_contracts, ledger_payments, ledger_sources
from jalon.fund.models import Entry
from jalon.fund.queries.ledger import along, balances, cofinancing, parts, position
from jalon.journal.queries import latest
from jalon.kernel import ledger
from tests.factories.contracts import contract as promised_to
from tests.factories.contracts import contract_version, whole_terms
from tests.factories.fund import DAY, PLACE, committed, post
from tests.factories.network import OrganisationFactory
from tests.factories.people import UserFactory
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return plan_version().plan


@pytest.fixture
def funder():
    return OrganisationFactory(kind="funder", code="MIN")


@pytest.fixture
def people():
    return books.People(*(UserFactory() for _ in range(3)))


def paid(plan, people, amount=400_00):
    """A commitment of 600.00 of which an amount was released, ordered and paid."""
    committed(plan, 600_00)
    told = {"place": PLACE, "amount": amount, "people": people, "by": None, "on": DAY}
    asked = replace(people, payer=None)
    ledger_payments.release(plan, **told | {"people": asked})
    ledger_payments.order(plan, document="OP 1", **told | {"people": asked})
    return ledger_payments.pay(plan, document="OV 1", **told)


def standing(plan, **where):
    held = position(plan, **where)
    return {
        name: getattr(held, name)
        for name in ("available", "commitment", "payable", "paid", "spent", "owed", "returned")
        if getattr(held, name)
    }


def test_a_pledge_is_opened_on_a_line(plan, funder):
    ledger_sources.pledge(plan, funder=funder, amount=900_00, document="Convention", by=None, on=DAY)

    entry = ledger_sources.allocate(plan, funder=funder, place=PLACE, amount=500_00, by=None, on=DAY)

    assert entry.event.verb == "fund.allocated"
    assert along(plan, "account", "line", "axis", "year") == {
        ("line", "1", "1", 2024): 500_00,
        ("source", "1", "1", 2024): -500_00,
    }


def test_a_withdrawn_pledge_leaves_what_was_drawn(plan, funder):
    committed(plan, 600_00)

    with pytest.raises(books.Refused) as refused:
        ledger_sources.pledge(plan, funder=funder, amount=-1_00, document="Lettre", by=None, on=DAY)

    assert [(one.code, one.amount) for one in refused.value.problems] == [("beyond_pledge", 1_00)]


def test_the_gaps_of_a_funder_are_said(plan, funder):
    committed(plan, 600_00)

    ledger_sources.pledge(plan, funder=funder, amount=400_00, document="Avenant", by=None, on=DAY)
    ledger_sources.receive(plan, funder=funder, amount=250_00, document="Virement", by=None, on=DAY)

    (gap,) = cofinancing(plan)
    assert (gap.pledged, gap.to_draw, gap.to_come) == (1_000_00, 400_00, 350_00)


def test_money_is_paid_then_justified_by_activity(plan, people):
    paid(plan, people)

    ledger_payments.justify(
        plan, place=PLACE, amount=150_00, document="F 1", activity="private", by=None, on=DAY
    )

    assert standing(plan) == {"commitment": 200_00, "paid": 250_00, "spent": 150_00}
    assert along(plan, "activity", account="spent") == {("private",): 150_00}


def test_a_payment_needs_three_people(plan, people):
    committed(plan, 600_00)
    asked = replace(people, payer=None)
    ledger_payments.release(plan, place=PLACE, amount=1_00, people=asked, by=None, on=DAY)

    with pytest.raises(books.Refused) as refused:
        ledger_payments.pay(
            plan,
            place=PLACE,
            amount=1_00,
            document="OV",
            people=replace(people, payer=people.approver),
            by=None,
            on=DAY,
        )

    assert [one.code for one in refused.value.problems] == ["same_person"]


def test_everything_wrong_is_said_at_once(plan, people):
    with pytest.raises(books.Refused) as refused:
        ledger_payments.pay(
            plan, place=PLACE, amount=1_00, document="", people=books.People(), by=None, on=DAY
        )

    assert {one.code for one in refused.value.problems} == {
        "document_missing",
        "requester_missing",
        "approver_missing",
        "payer_missing",
        "below_zero",
    }
    assert len(set(refused.value.sentences("ar"))) == 5


def test_what_is_clawed_back_returns_to_its_funder(plan, funder, people):
    paid(plan, people)
    told = {"place": PLACE, "by": None, "on": DAY}

    ledger_payments.claw_back(plan, amount=100_00, document="Décision 3", **told)
    ledger_payments.cash_in(plan, amount=60_00, document="Reçu", **told)
    ledger_sources.restore(plan, funder=funder, amount=60_00, **told)

    assert standing(plan) == {"commitment": 200_00, "paid": 300_00, "owed": 40_00}
    assert position(plan).drawn == 540_00


def test_a_debt_is_withheld_from_a_payment(plan, people):
    paid(plan, people)
    ledger_payments.claw_back(plan, place=PLACE, amount=100_00, document="D", by=None, on=DAY)
    asked = replace(people, payer=None)
    ledger_payments.release(plan, place=PLACE, amount=150_00, people=asked, by=None, on=DAY)

    ledger_payments.offset(
        plan, owed=PLACE, payable=PLACE, amount=100_00, people=people, document="OV 2", by=None, on=DAY
    )

    assert standing(plan) == {"commitment": 50_00, "payable": 50_00, "paid": 400_00, "returned": 100_00}


def test_money_moves_between_lines_by_an_authority(plan, funder):
    committed(plan, 600_00)
    post(plan, ledger.uncommit(PLACE, 100_00, on=DAY))
    to = ledger.Place("2", 2024, axis="1")

    ledger_sources.transfer(
        plan, place=PLACE, to=to, amount=30_00, authority="Comité du 1er mars", by=None, on=DAY
    )
    with pytest.raises(books.Refused):
        ledger_sources.transfer(plan, place=PLACE, to=to, amount=1_00, authority=" ", by=None, on=DAY)

    assert along(plan, "line", account="line") == {("1",): 70_00, ("2",): 30_00}


def test_what_a_year_did_not_use_goes_to_the_next(plan):
    committed(plan, 600_00)

    ledger_sources.carry_forward(
        plan,
        place=PLACE,
        to_year=2025,
        amount=200_00,
        account=ledger.Account.COMMITMENT,
        by=None,
        on=DAY,
    )

    assert along(plan, "year", account="commitment") == {(2024,): 400_00, (2025,): 200_00}


def test_an_entry_is_undone_by_its_reversal(plan, people):
    payment = paid(plan, people)

    undone = ledger_sources.reverse(payment, reason="Payé deux fois", by=None, on=DAY)

    assert undone.reverses == payment
    assert standing(plan) == {"commitment": 200_00, "payable": 400_00}


def allocated(plan, funder, amount=9_000_000_00):
    ledger_sources.pledge(plan, funder=funder, amount=4 * amount, document="C", by=None, on=DAY)
    for year in (2023, 2024, 2025):
        place = ledger.Place("1", year)
        ledger_sources.allocate(plan, funder=funder, place=place, amount=amount, by=None, on=DAY)


def test_a_contract_is_committed_as_it_promises(plan, funder):
    held = promised_to(plan=plan)
    contract_version(held)
    allocated(plan, funder)

    entries = ledger_contracts.commit(held, by=None, on=DAY)

    assert [entry.step for entry in entries] == ["commit"] * 3
    assert along(plan, "year", account="commitment", contract=held.code) == {
        (2023,): 1_000_000_00,
        (2024,): 1_000_000_00,
        (2025,): 1_000_000_00,
    }
    with pytest.raises(ledger_contracts.NothingToCommit):
        ledger_contracts.commit(held, by=None, on=DAY)


def test_an_amendment_moves_commitments_by_what_it_changes(plan, funder):
    held = promised_to(plan=plan)
    contract_version(held)
    allocated(plan, funder)
    ledger_contracts.commit(held, by=None, on=DAY)
    terms = whole_terms(held)
    first, *rest = terms.allocations
    less = replace(terms, effective_from=DAY, allocations=(replace(first, amount=400_000_00), *rest))
    contract_version(held, less, number=2)

    entries = ledger_contracts.commit(held, by=None, on=DAY)

    assert [(entry.step, entry.postings.first().amount) for entry in entries] == [("uncommit", -600_000_00)]


def test_what_was_carried_forward_is_not_committed_again(plan, funder):
    held = promised_to(plan=plan)
    contract_version(held)
    allocated(plan, funder)
    ledger_contracts.commit(held, by=None, on=DAY)
    place = ledger.Place("1", 2023, held.code)
    told = {"account": ledger.Account.COMMITMENT, "by": None, "on": DAY}
    ledger_sources.carry_forward(plan, place=place, to_year=2024, amount=500_000_00, **told)

    with pytest.raises(ledger_contracts.NothingToCommit):
        ledger_contracts.commit(held, by=None, on=DAY)


def test_a_centre_that_leaves_gives_back_what_it_did_not_use(plan, people):
    paid(plan, people)
    held = promised_to(plan=plan, code="CO-A")

    ledger_contracts.uncommit(held, reason="Retrait", by=None, on=DAY)

    assert standing(plan) == {"available": 200_00, "paid": 400_00}


def test_balances_are_read_as_known_at_a_moment(plan, people):
    committed(plan, 600_00)
    moment = latest()
    before = balances(plan), parts(plan)
    post(plan, ledger.uncommit(PLACE, 100_00, on=DAY))

    assert (balances(plan, known_at=moment), parts(plan, known_at=moment)) == before
    assert balances(plan) != before[0]


def test_balances_of_a_day_leave_out_later_days(plan):
    committed(plan, 600_00)
    later = DAY.replace(month=6)
    post(plan, ledger.uncommit(PLACE, 100_00, on=later))

    assert along(plan, "account", on=DAY) == {("commitment",): 600_00, ("source",): -600_00}
    assert along(plan, "account", on=later)["line",] == 100_00


def test_an_entry_reads_back_as_the_kernel_wrote_it(plan, people):
    entry = Entry.objects.get(pk=paid(plan, people).pk)

    read = entry.as_entry()

    assert read.postings == ledger.pay(PLACE, 400_00, on=DAY).postings
    assert (read.number, read.payer) == (entry.number, str(people.payer.uid))
