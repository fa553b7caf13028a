"""The fund's books: balanced, never below zero, read along every dimension."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jalon.kernel.ledger import (
    Account,
    Entry,
    Gap,
    Place,
    Pledge,
    Posting,
    Receipt,
    Step,
    allocate,
    along,
    balances,
    carry_forward,
    cash_in,
    claw_back,
    cofinancing,
    commit,
    deallocate,
    floors,
    justify,
    key,
    net_payments,
    offset,
    order,
    pay,
    position,
    problems,
    release,
    restore,
    reversal,
    touched,
    transfer,
    trial,
    uncommit,
    unrelease,
)
from jalon.kernel.ledger.checking import SENTENCES

ON = dt.date(2024, 3, 1)
LINE = Place("L1", 2024)
PLACE = Place("L1", 2024, contract="CTI-A", axis="A2")
PEOPLE = {"requester": "1", "approver": "2", "payer": "3", "document": "P-1"}
FLOORS = {"MIC": 1_000_000}


def held(*entries):
    return balances(posting for entry in entries for posting in entry.postings)


def codes(found):
    return [problem.code for problem in found]


PAID = (
    allocate("MIC", LINE, 500_000, on=ON),
    commit(PLACE, 300_000, on=ON),
    release(PLACE, 200_000, on=ON),
    order(PLACE, 200_000, on=ON),
    pay(PLACE, 200_000, on=ON),
)


# The way of money


def test_money_walks_from_the_funder_to_the_justified_expense():
    sums = trial(held(*PAID, justify(PLACE, 150_000, on=ON)))

    assert sums == {
        Account.SOURCE: -500_000,
        Account.LINE: 200_000,
        Account.COMMITMENT: 100_000,
        Account.PAYABLE: 0,
        Account.PAID: 50_000,
        Account.SPENT: 150_000,
        Account.OWED: 0,
        Account.RETURNED: 0,
    }


def test_an_order_moves_nothing_but_is_in_the_books():
    ordered = order(PLACE, 200_000, on=ON)

    assert held(ordered) == {}
    assert [line.amount for line in ordered.postings] == [-200_000, 200_000]


def test_money_clawed_back_is_owed_then_returned_then_can_be_allocated_again():
    justified = justify(PLACE, 200_000, on=ON)
    back = claw_back(PLACE, 80_000, on=ON, out_of=Account.SPENT)
    returned = cash_in(PLACE, 80_000, on=ON)
    restored = restore("MIC", PLACE, 80_000, on=ON)

    assert net_payments(held(*PAID, justified, back)) == 200_000
    assert net_payments(held(*PAID, justified, back, returned)) == 120_000
    assert trial(held(*PAID, justified, back, returned, restored))[Account.SOURCE] == -420_000


def test_what_is_owed_is_withheld_from_the_next_payment():
    books = (*PAID, claw_back(PLACE, 30_000, on=ON), release(PLACE, 100_000, on=ON))

    after = trial(held(*books, offset(PLACE, PLACE, 30_000, on=ON)))

    assert after[Account.PAYABLE] == 70_000
    assert after[Account.PAID] == 200_000
    assert (after[Account.OWED], after[Account.RETURNED]) == (0, 30_000)


def test_each_step_back_undoes_its_step():
    for there, back in (
        (allocate("MIC", LINE, 5, on=ON), deallocate("MIC", LINE, 5, on=ON)),
        (commit(PLACE, 5, on=ON), uncommit(PLACE, 5, on=ON)),
        (release(PLACE, 5, on=ON), unrelease(PLACE, 5, on=ON)),
        (pay(PLACE, 5, on=ON, number=7), reversal(pay(PLACE, 5, on=ON, number=7), on=ON, reason="x")),
    ):
        assert held(there)
        assert held(there, back) == {}


def test_what_was_not_used_is_carried_to_a_later_year_on_its_account():
    carried = carry_forward(PLACE, 40, to_year=2025, on=ON, account=Account.COMMITMENT)

    assert along(carried.postings, "account", "year") == {("commitment", 2024): -40, ("commitment", 2025): 40}
    with pytest.raises(ValueError, match="later year"):
        carry_forward(PLACE, 40, to_year=2024, on=ON)
    with pytest.raises(ValueError, match="carried forward on"):
        carry_forward(PLACE, 40, to_year=2025, on=ON, account=Account.PAID)


def test_spending_is_told_apart_by_activity():
    spent = justify(PLACE, 60, on=ON, activity="general"), justify(PLACE, 40, on=ON, activity="private")
    lines = [line for entry in spent for line in entry.postings]

    assert along(lines, "account", "activity") == {
        ("paid", ""): -100,
        ("spent", "general"): 60,
        ("spent", "private"): 40,
    }


@pytest.mark.parametrize("amount", [0, -5, 1.5, True])
def test_a_step_moves_a_positive_number_of_centimes(amount):
    with pytest.raises(ValueError, match="positive number of centimes"):
        commit(PLACE, amount, on=ON)


# What is refused


def test_a_step_beyond_what_is_there_is_refused_with_what_is_missing():
    found = problems(commit(PLACE, 600_000, on=ON), held(*PAID[:1]))

    assert codes(found) == ["below_zero"]
    assert (found[0].amount, found[0].key) == (100_000, key(commit(PLACE, 1, on=ON).postings[0]))


def test_a_funder_gives_no_more_than_it_pledged():
    assert problems(allocate("MIC", LINE, 1_000_000, on=ON), {}, FLOORS) == ()
    found = problems(allocate("MIC", LINE, 1_000_001, on=ON), {}, FLOORS)
    assert [(problem.code, problem.amount) for problem in found] == [("beyond_pledge", 1)]
    assert codes(problems(allocate("STRANGER", LINE, 1, on=ON), {}, FLOORS)) == ["beyond_pledge"]


def test_money_of_another_contract_line_or_year_does_not_help():
    books = held(*PAID[:2])

    for other in (replace(PLACE, contract="CTI-B"), replace(PLACE, line="L2"), replace(PLACE, year=2025)):
        found = problems(release(other, 1, on=ON, **PEOPLE), books)
        assert codes(found) == ["below_zero"]


def test_everything_wrong_with_an_entry_is_said_at_once():
    lines = (
        Posting(Account.SOURCE, "", "", "", 0, 5),
        Posting(Account.PAID, "", "L1", "", 2024, 0, source="MIC"),
    )

    found = problems(Entry(Step.TRANSFER, ON, lines), {})

    assert set(codes(found)) == {
        "line_missing",
        "year_missing",
        "source_missing",
        "zero_line",
        "contract_missing",
        "source_misplaced",
        "unbalanced",
        "authority_missing",
    }
    assert codes(problems(Entry(Step.COMMIT, ON, ()), {})) == ["empty"]


def test_who_requests_who_approves_and_who_pays_are_three_people():
    books = held(*PAID[:4])

    assert problems(pay(PLACE, 5, on=ON, **PEOPLE), books) == ()
    assert codes(problems(pay(PLACE, 5, on=ON, **PEOPLE | {"payer": "2"}), books)) == ["same_person"]
    assert codes(problems(pay(PLACE, 5, on=ON, document="P"), books)) == [
        "requester_missing",
        "approver_missing",
        "payer_missing",
    ]


def test_a_transfer_names_its_authority_and_stays_within_its_year():
    to = replace(LINE, line="L2")
    books = held(*PAID[:1])

    assert codes(problems(transfer(LINE, to, 5, on=ON), books)) == ["authority_missing"]
    assert problems(transfer(LINE, to, 5, on=ON, authority="decision 12"), books) == ()
    with pytest.raises(ValueError, match="within its year"):
        transfer(LINE, replace(to, year=2025), 5, on=ON)


def test_a_reversal_says_what_it_undoes_and_why_and_is_not_reversed():
    undone = reversal(commit(PLACE, 5, on=ON), on=ON)

    assert codes(problems(undone, held(*PAID[:2]))) == ["reason_missing", "reverses_nothing"]
    with pytest.raises(ValueError, match="not reversed"):
        reversal(undone, on=ON)


def test_every_problem_has_its_three_languages():
    for words in SENTENCES.values():
        assert all(words.as_mapping().values())


# Reading


def test_the_position_of_a_contract_counts_each_part_once():
    books = held(*PAID, claw_back(PLACE, 20_000, on=ON))

    found = position(books, contract="CTI-A")

    assert (found.committed, found.released, found.disbursed) == (300_000, 200_000, 200_000)
    assert (found.paid, found.owed, found.available) == (180_000, 20_000, 0)
    assert position(books, line="L1").available == 200_000
    assert position(books).drawn == 500_000


def test_co_financing_shows_its_gaps():
    pledges = [Pledge("MIC", 700, ON), Pledge("MIC", 100, ON), Pledge("FMC", 300, ON)]
    books = held(allocate("MIC", LINE, 500, on=ON), allocate("FMC", LINE, 300, on=ON))

    found = cofinancing(pledges, [Receipt("FMC", 120, ON)], books)

    assert found == (Gap("FMC", 300, 300, 120), Gap("MIC", 800, 500, 0))
    assert [(gap.to_draw, gap.to_come) for gap in found] == [(0, 180), (300, 500)]
    assert floors(pledges) == {"MIC": 800, "FMC": 300}


def test_balances_are_locked_in_one_order_and_continued_from_those_known():
    assert touched(PAID) == tuple(sorted(set(touched(PAID))))
    assert balances(PAID[1].postings, held(PAID[0])) == held(*PAID[:2])


# Whatever happens


class Fund(RuleBasedStateMachine):
    """Any steps in any order; those that are refused are not written."""

    places = st.builds(
        Place, st.sampled_from(["L1", "L2"]), st.sampled_from([2024, 2025]), st.sampled_from(["A", "B"])
    )
    amounts = st.integers(1, 400)
    moves = (commit, uncommit, release, unrelease, order, pay, justify, claw_back, cash_in)
    funders = (allocate, deallocate, restore)

    def __init__(self):
        super().__init__()
        self.entries, self.held, self.paid, self.back = [], {}, 0, 0

    def write(self, entry):
        entry = replace(entry, number=len(self.entries) + 1)
        if problems(entry, self.held, {"MIC": 1000, "FMC": 500}):
            return
        self.entries.append(entry)
        self.held = balances(entry.postings, self.held)
        sign = 1
        if entry.step is Step.REVERSAL:
            sign, entry = -1, self.entries[entry.reverses - 1]
        self.paid += sign * entry.amount * (entry.step is Step.PAY)
        self.back += sign * entry.amount * (entry.step is Step.CASH_IN)
        if entry.step is Step.OFFSET:
            self.paid, self.back = self.paid + sign * entry.amount // 2, self.back + sign * entry.amount // 2

    @rule(step=st.sampled_from(funders), source=st.sampled_from(["MIC", "FMC"]), place=places, amount=amounts)
    def fund(self, step, source, place, amount):
        self.write(step(source, place, amount, on=ON))

    @rule(step=st.sampled_from(moves), place=places, amount=amounts)
    def move(self, step, place, amount):
        self.write(step(place, amount, on=ON, **PEOPLE))

    @rule(place=places, amount=amounts)
    def move_as_far_as_paid(self, place, amount):
        for step in (commit, release, order, pay):
            self.write(step(place, amount, on=ON, **PEOPLE))

    @rule(place=places, amount=amounts)
    def claw_back_what_was_justified(self, place, amount):
        self.write(claw_back(place, amount, on=ON, out_of=Account.SPENT, **PEOPLE))

    @rule(owed=places, payable=places, amount=amounts)
    def withhold(self, owed, payable, amount):
        self.write(offset(owed, payable, amount, on=ON, **PEOPLE))

    @rule(
        account=st.sampled_from([Account.LINE, Account.COMMITMENT, Account.PAYABLE]),
        place=places,
        amount=amounts,
    )
    def carry(self, account, place, amount):
        self.write(carry_forward(place, amount, to_year=place.year + 1, on=ON, account=account))

    @rule(place=places, amount=amounts)
    def shift(self, place, amount):
        to = replace(place, line="L2" if place.line == "L1" else "L1")
        self.write(transfer(place, to, amount, on=ON, authority="decision"))

    @precondition(lambda self: any(entry.step is not Step.REVERSAL for entry in self.entries))
    @rule(data=st.data())
    def undo(self, data):
        undone = {entry.reverses for entry in self.entries}
        left = [e for e in self.entries if e.step is not Step.REVERSAL and e.number not in undone]
        if left:
            self.write(reversal(data.draw(st.sampled_from(left)), on=ON, reason="wrong"))

    @invariant()
    def every_entry_balances(self):
        assert all(sum(line.amount for line in entry.postings) == 0 for entry in self.entries)
        assert sum(self.held.values()) == 0

    @invariant()
    def no_account_but_a_source_is_below_zero(self):
        assert all(amount >= 0 for one, amount in self.held.items() if not one.source)
        assert all(
            amount >= -{"MIC": 1000, "FMC": 500}[one.source]
            for one, amount in self.held.items()
            if one.source
        )

    @invariant()
    def payments_net_of_returns_stay_within_the_envelope(self):
        assert net_payments(self.held) == self.paid - self.back <= 1500

    @invariant()
    def balances_are_those_of_the_postings(self):
        assert self.held == held(*self.entries)


TestFund = Fund.TestCase
TestFund.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
