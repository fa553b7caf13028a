"""What the contracts promise together against what the plan promised."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.coverage import coverage
from jalon.kernel.reasons import NotComputable

amounts = st.decimals(Decimal(0), Decimal(100_000), places=3)


def promises(**values):
    return {name: Decimal(value) for name, value in values.items()}


def test_what_contracts_promise_adds_up():
    found = coverage(promises(ctth=400, ctpc=800), Decimal(1600))

    assert (found.promised, found.planned, found.share) == (1200, 1600, Decimal("0.75"))
    assert not found.is_upper_bound


def test_contracts_may_promise_more_than_the_plan():
    assert coverage(promises(ctth=400, ctpc=800), Decimal(800)).share == Decimal("1.5")


def test_distinct_firms_give_only_an_upper_bound():
    found = coverage(promises(ctth=400, ctpc=800), Decimal(1600), over_centres="distinct")

    assert found.promised == 1200
    assert found.is_upper_bound


def test_of_a_maximum_the_largest_promise_stands():
    assert coverage(promises(ctth=4, ctpc=8), Decimal(10), over_centres="max").promised == 8


@pytest.mark.parametrize("over_centres", ["ratio", "none"])
def test_rates_of_contracts_are_not_added(over_centres):
    found = coverage(promises(ctth=40, ctpc=80), Decimal(50), over_centres=over_centres)

    assert found.promised == found.share == NotComputable("not_additive")


def test_a_contract_without_a_known_target_is_named_and_not_counted_as_zero():
    stated = promises(ctth=400)
    found = coverage(stated | {"ctpc": NotComputable("baseline_not_published"), "cmtc": None}, Decimal(1600))

    assert found.promised == 400
    assert found.unstated == ("ctpc", "cmtc")


def test_when_no_contract_publishes_a_target_nothing_is_known():
    assert coverage({"ctth": None}, Decimal(1600)).promised == NotComputable("no_contract_target")
    assert coverage({}, Decimal(1600)).share == NotComputable("no_contract_target")


def test_an_unpublished_target_of_the_plan_has_no_share():
    found = coverage(promises(ctth=400), None)

    assert (found.promised, found.share) == (400, NotComputable("target_not_published"))
    reason = NotComputable("baseline_not_published")
    assert coverage(promises(ctth=400), reason).share == reason


def test_a_target_of_zero_has_no_share():
    assert coverage(promises(ctth=400), Decimal(0)).share == NotComputable("target_is_zero")


def test_one_contract_cannot_promise_two_values():
    with pytest.raises(ValueError, match="ctth"):
        coverage([("ctth", Decimal(1)), ("ctth", Decimal(2))], Decimal(10))


@given(st.dictionaries(st.integers(), amounts, min_size=1), amounts.filter(bool))
def test_a_contract_read_twice_counts_once(stated, planned):
    twice = [*stated.items(), *stated.items()]

    assert coverage(twice, planned) == coverage(stated, planned)
