"""Mean, median and percentiles of a tally."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.quantiles import MEDIAN, NINE_IN_TEN, counted, mean, percentile

TALLIES = st.dictionaries(st.integers(-50, 400), st.integers(0, 9), max_size=12)
SHARES = st.fractions(min_value=Fraction(1, 1000), max_value=1)


@pytest.mark.parametrize(
    ("values", "median", "ninth"),
    [([7], 7, 7), ([1, 2], 1, 2), ([1, 2, 3], 2, 3), (range(1, 11), 5, 9), (range(1, 12), 6, 10)],
)
def test_a_percentile_is_a_value_that_was_seen(values, median, ninth):
    tally = dict.fromkeys(values, 1)

    assert (percentile(tally, MEDIAN), percentile(tally, NINE_IN_TEN)) == (median, ninth)


def test_of_nothing_there_is_no_mean_and_no_percentile():
    assert mean({}) is None
    assert mean({5: 0}) is None
    assert percentile({}, MEDIAN) is None
    assert percentile({5: 0}, MEDIAN) is None


def test_the_mean_weighs_each_value_by_the_times_it_came():
    assert mean({2: 3, 10: 1}) == Decimal(4)


@given(TALLIES, SHARES)
def test_at_least_the_share_is_not_above_it_and_no_smaller_value_does(tally, share):
    found, total = percentile(tally, share), counted(tally)

    def up_to(value):
        return sum(times for one, times in tally.items() if one <= value)

    if total:
        assert tally[found] > 0
        assert up_to(found) >= share * total
        smaller = [value for value, times in tally.items() if times and value < found]
        assert all(up_to(value) < share * total for value in smaller)
    else:
        assert found is None


@given(TALLIES)
def test_the_mean_lies_between_the_smallest_and_the_largest(tally):
    seen = [value for value, times in tally.items() if times]

    assert not seen or min(seen) <= mean(tally) <= max(seen)


@pytest.mark.parametrize("share", [Fraction(0), Fraction(-1, 2), Fraction(11, 10)])
def test_a_share_is_above_nothing_and_up_to_the_whole(share):
    with pytest.raises(ValueError, match="share"):
        percentile({1: 1}, share)


def test_a_value_does_not_come_less_than_never():
    with pytest.raises(ValueError, match="zero times"):
        mean({1: -1})
