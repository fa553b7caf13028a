"""Where a year will end: properties, and what would have been said of series whose end is known."""

import math
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.kernel.forecast import Forecast, Series, forecast, needed, warning
from jalon.kernel.forecast.smoothing import indices
from jalon.kernel.reasons import NotComputable

SUMMER = [1 + 0.4 * math.sin(2 * math.pi * month / 12 + 1) for month in range(12)]


def series(values, first_month=1, **said):
    return Series([None if one is None else Decimal(str(one)) for one in values], first_month, **said)


def counts(seed, months, *, level=100.0, growth=0.01, season=SUMMER, drift=0.03):
    """Months of deeds around a level that grows, with a season, a random walk and chance itself."""
    chance, wander, values = random.Random(seed), 0.0, []
    for month in range(months):
        wander += chance.gauss(0, drift)
        mean = level * (1 + growth * month) * season[month % 12] * math.exp(wander)
        values.append(max(0, round(chance.gauss(mean, math.sqrt(mean)))))
    return values


# plain cases


def test_a_steady_flow_goes_on():
    found = forecast(series([10] * 6))

    assert (found.method, found.so_far, found.value) == ("run_rate", 60, 120)
    assert found.months == (10,) * 6


def test_a_flow_without_a_season_ends_by_the_elapsed_share_of_its_profile():
    profile = [Decimal(share) for share in (5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15)]

    found = forecast(series([5] * 6, profile=profile))

    assert abs(found.value - 100) < Decimal("0.01")


def test_a_season_seen_twice_is_expected_again():
    year = [10, 10, 10, 10, 10, 10, 10, 40, 10, 10, 10, 10]

    found = forecast(series([*year, *year, *year[:7]]))

    assert found.method == "smoothing_seasonal"
    assert found.months[0] > 30
    assert all(month < 15 for month in found.months[1:])


def test_a_cumulative_indicator_ends_from_where_it_is():
    found = forecast(series([10] * 3, accumulation="cumulative", before=Decimal(500)))

    assert (found.so_far, found.value) == (530, 620)


def test_a_short_stock_stays_where_it_is():
    found = forecast(series([40, 42, 41], accumulation="stock"))

    assert (found.method, found.value) == ("last_value", 41)
    assert found.low < 41 < found.high


def test_a_long_level_follows_its_slope_and_slows_down():
    found = forecast(series(range(50, 68), accumulation="level"))

    assert found.method == "smoothing"
    assert 67 < found.value < 74


def test_the_year_of_a_series_that_starts_in_april():
    found = forecast(series([10] * 5, first_month=4))

    assert (found.months_left, found.so_far, found.value) == (4, 50, 90)


def test_months_not_received_are_not_zeros():
    found = forecast(series([None, None, 10, None, 10, 10]))

    assert found.months == (10,) * 6
    assert found.data == 3


def test_nothing_received_is_not_computable():
    assert isinstance(forecast(series([None, None])), NotComputable)
    assert isinstance(forecast(series([])), NotComputable)


@pytest.mark.parametrize("said", [{"first_month": 0}, {"profile": [Decimal(1)] * 11}])
def test_a_series_that_says_nothing_is_refused(said):
    with pytest.raises(ValueError):
        series([1], **said)


# properties

VALUES = st.lists(st.none() | st.integers(0, 10_000), min_size=1, max_size=60)
KINDS = st.sampled_from(["flow", "cumulative", "stock", "level"])


@given(VALUES, KINDS, st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_an_end_lies_in_its_interval_and_counts_are_never_negative(values, kind, first_month):
    asked = series(values, first_month, accumulation=kind)
    found = forecast(asked)

    if isinstance(found, Forecast):
        assert 0 <= found.low <= found.value <= found.high
        assert len(found.months) == asked.months_left
        assert min(found.months) >= 0
        if asked.adds_up:
            assert found.low >= found.so_far
            assert abs(found.so_far + sum(found.months) - found.value) < Decimal("0.01")


@given(VALUES, st.integers(2, 50))
@settings(max_examples=60, deadline=None)
def test_ten_times_the_deeds_end_at_ten_times_the_value(values, times):
    one, more = (
        forecast(series(values, is_count=False)),
        forecast(series([v and v * times for v in values], is_count=False)),
    )

    if isinstance(one, Forecast):
        assert abs(more.value - one.value * times) <= abs(one.value) * Decimal("0.001") * times + times


# backtests


@pytest.mark.parametrize("months", [30, 42, 54])
def test_the_interval_holds_as_often_as_it_should_on_known_series(months):
    errors, naive, held = [], [], 0
    for seed in range(60):
        values = counts(seed, months // 12 * 12 + 12)
        gone = values[months // 12 * 12 : months]
        truth = sum(values[months // 12 * 12 :])

        found = forecast(series(values[:months]))

        held += found.low <= truth <= found.high
        errors.append(abs(float(found.value) - truth) / truth)
        naive.append(abs(sum(gone) * 12 / len(gone) - truth) / truth)

    assert held >= 0.75 * 60
    assert sum(errors) / 60 < 0.06
    assert sum(errors) < 0.5 * sum(naive)


def test_a_year_alone_is_unsure_for_want_of_a_season():
    held = 0
    for seed in range(60):
        values = counts(seed, 12, growth=0)
        found = forecast(series(values[:4]))
        held += found.low <= sum(values) <= found.high

    assert held >= 0.7 * 60


def test_a_forecast_takes_less_than_five_milliseconds():
    asked = series(counts(1, 57))
    times = []

    for _ in range(20):
        started = time.process_time()
        forecast(asked)
        times.append(time.process_time() - started)

    assert min(times) < 0.005


# what to do


def test_what_is_needed_this_month_is_in_the_proportion_of_the_months():
    found = forecast(series([10] * 9))

    asked = needed(Decimal(150), found)

    assert (asked.total, asked.this_month, asked.effort) == (60, 20, 2)
    assert sum(asked.by_month) == 60
    assert asked.sentence.key == "forecast.needed_at_least"


def test_a_shorter_deadline_asks_for_more_each_month():
    found = forecast(series([10] * 9))

    assert needed(Decimal(150), found, 2).this_month == 30


def test_nothing_is_needed_of_a_target_reached():
    asked = needed(Decimal(80), forecast(series([10] * 9)))

    assert (asked.is_reached, asked.total, asked.sentence.key) == (True, 0, "forecast.reached")


def test_a_ceiling_says_how_much_may_still_come():
    asked = needed(Decimal(105), forecast(series([10] * 9)), direction="at_most")

    assert (asked.total, asked.this_month) == (15, 5)


def test_a_stock_moves_by_equal_steps():
    asked = needed(Decimal(56), forecast(series([40, 42, 44, 46, 48, 50, 50, 50, 50], accumulation="stock")))

    assert (asked.total, asked.this_month, asked.by_month) == (6, 2, (2, 2, 2))


@pytest.mark.parametrize("months_left", [0, 4])
def test_months_that_are_not_left_are_refused(months_left):
    with pytest.raises(ValueError):
        needed(Decimal(1), forecast(series([10] * 9)), months_left)


@pytest.mark.parametrize(
    ("target", "direction", "alarm", "key"),
    [
        (300, "at_least", "late", "forecast.out_of_reach"),
        (122, "at_least", "watch", "forecast.falls_short"),
        (91, "at_least", "none", "forecast.safe"),
        (91, "at_most", "late", "forecast.out_of_reach"),
        (118, "at_most", "watch", "forecast.falls_short"),
        (300, "at_most", "none", "forecast.safe"),
    ],
)
def test_a_warning_comes_early_with_its_reason(target, direction, alarm, key):
    found = warning(Decimal(target), forecast(series([10, 9, 11] * 3)), direction=direction)

    assert (found.alarm, found.sentence.key) == (alarm, key)
    assert bool(found) == (alarm != "none")
    assert found.sentence.children[0].key == "forecast.by_run_rate"


def test_growth_does_not_pass_for_a_season():
    growing = [100 + 5 * month for month in range(36)]

    assert all(abs(index - 1) < 0.02 for index in indices(growing, 0))
