"""Target values, achievement, progress, what is expected today and the status."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalon.kernel.periods import parse
from jalon.kernel.reasons import REASONS
from jalon.kernel.targets import (
    STATUSES,
    NotComputable,
    Point,
    Shape,
    Standing,
    Target,
    Thresholds,
    achievement,
    assess,
    counted_over,
    expected,
    objections,
    progress,
    standing,
    status,
    target_value,
    trajectory,
)

YEAR = parse("2024")
NEW_YEAR = dt.date(2023, 12, 31)
HALFWAY = dt.date(2024, 7, 1)  # 183 of 366 days are over in the evening

numbers = st.decimals(Decimal(-100_000), Decimal(100_000), places=3)
days = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))


def target(shape, value, **said):
    known = {name: Decimal(str(number)) for name, number in said.items() if not isinstance(number, bool)}
    return Target(shape, None if value is None else Decimal(str(value)), **said | known)


def d(number):
    return Decimal(str(number))


# Target value


@pytest.mark.parametrize(
    ("promised", "expected_value"),
    [
        (target("per_period", 1600), 1600),
        (target("cumulative", 40), 40),
        (target("level", 60, baseline=40), 60),
        (target("growth", 165, baseline=200), 530),
        (target("growth", -20, baseline=50), 40),
        (target("at_most", 5), 5),
        (target("maintain", 10, tolerance=1), 10),
    ],
)
def test_a_target_is_as_written_but_for_a_growth_over_its_baseline(promised, expected_value):
    assert target_value(promised) == expected_value


def test_a_growth_without_baseline_is_not_computable():
    promised = target("growth", 165)

    assert target_value(promised) == NotComputable("baseline_not_published")
    assert achievement(promised, d(100)) == NotComputable("baseline_not_published")
    assert progress(promised, d(100)) == NotComputable("baseline_not_published")


def test_a_growth_over_nothing_has_no_meaning():
    assert target_value(target("growth", 165, baseline=0)) == NotComputable("baseline_is_zero")


def test_a_target_nobody_published_is_not_zero():
    assert target_value(Target(Shape.LEVEL, None)) == NotComputable("target_not_published")


def test_a_shape_nobody_knows_is_refused():
    with pytest.raises(ValueError):
        Target("at_least", Decimal(1))


def test_a_tolerance_below_zero_is_refused():
    with pytest.raises(ValueError, match="tolerance"):
        target("maintain", 10, tolerance=-1)


# Achievement


def test_achievement_is_the_share_of_the_target_and_is_not_clipped():
    assert achievement(target("per_period", 1600), d(400)) == d("0.25")
    assert achievement(target("per_period", 1600), d(2400)) == d("1.5")


def test_a_share_of_zero_has_no_meaning():
    assert achievement(target("at_most", 0), d(3)) == NotComputable("target_is_zero")


@pytest.mark.parametrize("measure_of", [achievement, progress])
def test_an_unknown_actual_stays_unknown_with_its_reason(measure_of):
    assert measure_of(target("level", 5, baseline=1), None) == NotComputable("unknown")
    assert measure_of(target("level", 5, baseline=1), NotComputable("no_opening")) == NotComputable(
        "no_opening"
    )


def test_an_actual_of_zero_is_zero():
    assert achievement(target("per_period", 10), d(0)) == 0
    assert progress(target("per_period", 10), d(0)) == 0


# Progress


@pytest.mark.parametrize(
    ("promised", "actual", "share"),
    [
        (target("level", 50, baseline=100), 60, "0.8"),
        (target("level", 50, baseline=100), 110, "-0.2"),
        (target("level", 50, baseline=100), 40, "1.2"),
        (target("level", 60, baseline=40), 45, "0.25"),
        (target("growth", 100, baseline=125), 250, "1"),
        (target("growth", 100, baseline=125), 270, "1.16"),
        (target("per_period", 200, baseline=100), 150, "0.5"),
        (target("per_period", 200), 150, "0.75"),
        (target("cumulative", 40), 10, "0.25"),
        (target("level", -50, baseline=-100), -75, "0.5"),
        (target("at_most", 5), 5, "1"),
        (target("at_most", 5), 4, "1"),
        (target("at_most", 5), 6, "0"),
        (target("at_most", 5, baseline=20), 8, "0.8"),
        (target("at_most", 5, baseline=20), 30, "0"),
        (target("at_most", 5, baseline=3), 6, "0"),
        (target("at_most", 5, baseline=5), 6, "0"),
        (target("maintain", 10, tolerance=1), 11, "1"),
        (target("maintain", 10, tolerance=1), 9, "1"),
        (target("maintain", 10, tolerance=1), "11.001", "0"),
        (target("maintain", 10), 10, "1"),
        (target("level", 40, baseline=40), 40, "1"),
        (target("level", 40, baseline=40), 41, "1"),
        (target("level", 40, baseline=40), 39, "0"),
        (target("level", 40, baseline=40, decreases=True), 39, "1"),
        (target("level", 40, baseline=40, decreases=True), 41, "0"),
        (target("growth", 0, baseline=40), 39, "0"),
        (target("cumulative", 0), 0, "1"),
    ],
)
def test_progress_is_the_share_of_the_way(promised, actual, share):
    assert progress(promised, d(actual)) == d(share)


def test_a_level_without_baseline_has_no_way():
    assert progress(target("level", 60), d(50)) == NotComputable("baseline_not_published")


@given(numbers, numbers, numbers)
def test_progress_reads_the_same_upwards_and_downwards(baseline, wanted, actual):
    assume(baseline != wanted)

    up = progress(Target("level", wanted, baseline=baseline), actual)
    down = progress(Target("level", -wanted, baseline=-baseline), -actual)

    assert up == down


@given(numbers, numbers)
def test_progress_is_nothing_at_the_baseline_and_whole_at_the_target(baseline, wanted):
    assume(baseline != wanted)
    promised = Target("level", wanted, baseline=baseline)

    assert progress(promised, baseline) == 0
    assert progress(promised, wanted) == 1


@given(numbers, numbers, st.none() | numbers)
def test_a_ceiling_is_never_more_than_kept_nor_less_than_broken(wanted, actual, baseline):
    share = progress(Target("at_most", wanted, baseline=baseline), actual)

    assert 0 <= share <= 1
    assert (share == 1) == (actual <= wanted) or baseline is not None


@given(numbers, numbers)
def test_a_target_equal_to_its_baseline_is_held_or_not(both, actual):
    assert progress(Target("level", both, baseline=both), actual) == (1 if actual >= both else 0)


# Expected today


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (dt.date(2024, 1, 1), d(366) / 366),
        (HALFWAY, 183),
        (dt.date(2024, 12, 31), 366),
        (dt.date(2026, 1, 1), 366),
    ],
)
def test_what_is_asked_each_year_is_expected_day_by_day(on, due):
    assert expected(target("per_period", 366), on=on, period=YEAR) == due


def test_nothing_is_expected_of_a_year_that_has_not_begun():
    assert expected(target("per_period", 366), on=NEW_YEAR, period=YEAR) == NotComputable("not_begun")


def test_a_quarter_is_asked_its_part_of_the_year():
    quarter = parse("2024-Q2")

    promised = target("per_period", 366)

    assert expected(promised, on=dt.date(2024, 4, 10), period=YEAR, window=quarter) == 10
    assert expected(promised, on=dt.date(2025, 4, 10), period=YEAR, window=quarter) == 91


def test_a_contract_may_bring_its_own_profile():
    profile = [Point(dt.date(2024, 6, 30), d("0.2")), Point(dt.date(2024, 12, 31), d(1))]

    promised = target("per_period", 1000)

    assert expected(promised, on=dt.date(2024, 6, 30), period=YEAR, profile=profile) == 200
    assert expected(promised, on=dt.date(2024, 12, 31), period=YEAR, profile=profile) == 1000


def test_a_level_is_expected_on_the_line_from_its_baseline():
    promised = target("level", 140, baseline=40)

    due = expected(promised, on=HALFWAY, period=YEAR, start=Point(NEW_YEAR, d(40)))

    assert due == 90


def test_a_growth_is_expected_on_the_line_to_what_it_promises():
    promised = target("growth", 50, baseline=100)

    assert expected(promised, on=HALFWAY, period=YEAR, start=Point(NEW_YEAR, d(100))) == 125


def test_milestones_bend_the_line():
    promised = target("level", 140, baseline=40)
    milestones = [Point(HALFWAY, d(50)), Point(YEAR.end, d(140))]

    due = expected(promised, on=HALFWAY, period=YEAR, start=Point(NEW_YEAR, d(40)), points=milestones)

    assert due == 50


def test_what_is_cumulative_starts_from_nothing_before_the_plan():
    promised = target("cumulative", 366)

    assert expected(promised, on=dt.date(2024, 1, 10), period=YEAR, start=Point(NEW_YEAR, d(0))) == 10


def test_without_a_baseline_a_level_is_expected_only_from_its_date_on():
    promised = target("level", 140)

    assert expected(promised, on=HALFWAY, period=YEAR) == NotComputable("baseline_not_published")
    assert expected(promised, on=YEAR.end, period=YEAR) == 140


def test_a_ceiling_and_what_is_maintained_hold_on_any_day():
    assert expected(target("at_most", 5), on=HALFWAY, period=YEAR) == 5
    assert expected(target("maintain", 10, tolerance=1), on=HALFWAY, period=YEAR) == 10


def test_nothing_can_be_expected_of_a_target_that_is_not_computable():
    assert expected(target("growth", 165), on=HALFWAY, period=YEAR) == NotComputable("baseline_not_published")


def test_a_trajectory_is_flat_before_and_after_its_points():
    points = [Point(dt.date(2024, 1, 1), d(10)), Point(dt.date(2024, 1, 11), d(20))]

    assert [trajectory(points, dt.date(2024, 1, day)) for day in (1, 2, 11, 31)] == [10, 11, 20, 20]
    assert trajectory(points, dt.date(2020, 1, 1)) == 10


def test_a_trajectory_without_points_says_so():
    assert trajectory([], HALFWAY) == NotComputable("no_target")


def test_two_values_on_one_day_are_refused():
    with pytest.raises(ValueError, match="one day"):
        trajectory([Point(HALFWAY, d(1)), Point(HALFWAY, d(2))], NEW_YEAR)


@given(st.dictionaries(days, numbers, min_size=1, max_size=6), days)
def test_a_trajectory_stays_between_its_points_and_passes_through_them(values, on):
    points = [Point(day, value) for day, value in values.items()]

    assert min(values.values()) <= trajectory(points, on) <= max(values.values())
    assert all(trajectory(points, day) == value for day, value in values.items())


@given(st.dates(YEAR.start, YEAR.end), st.decimals(0, 1_000_000, places=3))
def test_what_the_quarters_are_asked_is_what_the_year_is_asked(on, amount):
    promised = Target("per_period", amount)
    quarters = [parse(f"2024-Q{number}") for number in (1, 2, 3, 4)]

    parts = [expected(promised, on=on, period=YEAR, window=quarter) for quarter in quarters]
    begun = [part for part in parts if isinstance(part, Decimal)]

    assert abs(sum(begun) - expected(promised, on=on, period=YEAR)) < d("1e-15")


# Status


@pytest.mark.parametrize(
    ("actual", "told"),
    [
        (105, "ahead"),
        (104, "on_track"),
        (95, "on_track"),
        (94, "watch"),
        (85, "watch"),
        (84, "late"),
        (0, "late"),
    ],
)
def test_the_status_of_a_flow_is_its_share_of_what_was_expected(actual, told):
    promised = target("per_period", 1000, baseline=900)

    assert standing(promised, d(actual), d(100)) == Standing(told, d(actual) / 100)


@pytest.mark.parametrize(
    ("actual", "told"), [(100, "late"), (67, "late"), (65, "watch"), (60, "on_track"), (58, "ahead")]
)
def test_the_status_of_a_decreasing_level_is_its_share_of_the_way_expected(actual, told):
    assert status(target("level", 50, baseline=100), d(actual), d(60)) == told


def test_what_is_cumulative_is_measured_from_nothing():
    assert standing(target("cumulative", 100), d(45), d(50)) == Standing("watch", d("0.9"))


@pytest.mark.parametrize(
    ("promised", "actual", "told"),
    [
        (target("per_period", 100), 0, "on_track"),
        (target("level", 60, baseline=40), 40, "on_track"),
        (target("level", 60, baseline=40), 39, "late"),
        (target("level", 20, baseline=40), 40, "on_track"),
        (target("level", 20, baseline=40), 41, "late"),
        (target("at_most", 20, baseline=40), 41, "late"),
    ],
)
def test_when_nothing_was_expected_yet_it_is_enough_to_be_as_good(promised, actual, told):
    due = d(0) if promised.shape == "per_period" else promised.baseline

    assert standing(promised, d(actual), due) == Standing(told)


def test_a_detour_the_plan_foresaw_is_not_held_against_a_centre():
    moving_out = target("level", 150, baseline=100)

    assert standing(moving_out, d(95), d(90)) == Standing("on_track")
    assert standing(moving_out, d(89), d(90)) == Standing("late")


@pytest.mark.parametrize(
    ("promised", "actual", "told"),
    [
        (target("at_most", 5), 5, "on_track"),
        (target("at_most", 5), 6, "late"),
        (target("at_most", 10, baseline=5), 6, "on_track"),
        (target("at_most", 10, baseline=5), 11, "late"),
        (target("maintain", 10, tolerance=1), 9, "on_track"),
        (target("maintain", 10, tolerance=1), 8, "late"),
    ],
)
def test_what_only_holds_or_not_is_on_track_or_late(promised, actual, told):
    due = expected(promised, on=HALFWAY, period=YEAR)

    assert standing(promised, d(actual), due) == Standing(told)


def test_a_ceiling_to_come_down_to_is_followed_on_its_way():
    promised = target("at_most", 50, baseline=100)

    assert standing(promised, d(60), d(75)) == Standing("ahead", d("1.6"))
    assert standing(promised, d(90), d(75)) == Standing("late", d("0.4"))


@pytest.mark.parametrize(
    ("promised", "actual", "due", "reason"),
    [
        (target("level", 60, baseline=40), NotComputable("no_opening", "3"), d(50), "no_opening"),
        (target("level", 60, baseline=40), None, d(50), "unknown"),
        (target("growth", 165), d(5), d(50), "baseline_not_published"),
        (target("level", 60), d(5), d(50), "baseline_not_published"),
        (target("per_period", 60), d(5), NotComputable("not_begun"), "not_begun"),
    ],
)
def test_a_status_that_cannot_be_told_says_why(promised, actual, due, reason):
    found = standing(promised, actual, due)

    assert (found.status, found.ratio, found.reason.reason) == ("not_computable", None, reason)


def test_the_thresholds_are_the_plans():
    strict = Thresholds.from_mapping({"on_track": "1.0", "watch": 0.9})

    assert strict == Thresholds(on_track=d("1.0"), watch=d("0.9"))
    assert status(target("per_period", 100), d(95), d(100), strict) == "watch"


@pytest.mark.parametrize("data", [{"on_track": 2}, {"late": 1}, {"watch": "soon"}])
def test_thresholds_out_of_order_or_unknown_are_refused(data):
    with pytest.raises(ValueError):
        Thresholds.from_mapping(data)


@given(st.sampled_from(list(Shape)), numbers, st.none() | numbers, numbers, days)
def test_there_is_always_a_status_and_a_reason_when_there_is_none(shape, wanted, baseline, actual, on):
    promised = Target(shape, wanted, baseline=baseline)
    start = None if baseline is None else Point(NEW_YEAR, baseline)

    found = assess(promised, actual, on=on, period=YEAR, start=start).standing

    assert found.status in STATUSES
    assert (found.status == "not_computable") == (found.reason is not None)


@given(numbers, numbers, numbers, numbers, days)
def test_doing_better_never_worsens_the_status(baseline, wanted, one, other, on):
    assume(baseline != wanted)
    promised = Target("level", wanted, baseline=baseline)
    due = expected(promised, on=on, period=YEAR, start=Point(NEW_YEAR, baseline))
    worse, better = sorted((one, other), reverse=wanted < baseline)

    ranks = [STATUSES.index(status(promised, actual, due)) for actual in (better, worse)]

    assert ranks[0] <= ranks[1]


def test_one_call_gives_all_a_page_says():
    found = assess(target("per_period", 366), d(183), on=HALFWAY, period=YEAR)

    assert (found.target_value, found.achievement, found.progress) == (366, d("0.5"), d("0.5"))
    assert (found.expected, found.standing) == (183, Standing("on_track", d(1)))


# Time and signature


def test_what_is_cumulative_is_counted_since_the_plans_start():
    start = dt.date(2023, 1, 1)

    assert counted_over(Shape.CUMULATIVE, YEAR, plan_starts_on=start).start == start
    assert counted_over(Shape.PER_PERIOD, YEAR, plan_starts_on=start) == YEAR


def test_a_plan_that_starts_later_leaves_the_period_as_it_is():
    assert counted_over(Shape.CUMULATIVE, YEAR, plan_starts_on=dt.date(2026, 1, 1)) == YEAR


@pytest.mark.parametrize(
    ("promised", "on", "source", "told"),
    [
        (target("growth", 165, baseline=860), HALFWAY, "Annual report 2021", []),
        (target("growth", 165), HALFWAY, "Annual report 2021", ["baseline_not_published"]),
        (target("growth", 165, baseline=860), None, "", ["baseline_date_missing", "baseline_source_missing"]),
        (target("growth", 165, baseline=0), HALFWAY, "Annual report 2021", ["baseline_is_zero"]),
        (target("level", 165), None, "", []),
        (Target(Shape.LEVEL, None), None, "", ["target_not_published"]),
    ],
)
def test_a_growth_is_signed_only_with_what_it_grows_from(promised, on, source, told):
    found = objections(promised, baseline_on=on, baseline_source=source)

    assert [objection.reason for objection in found] == told


# Reasons


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_has_its_sentence_in_three_languages(code):
    words = REASONS[code]

    assert words.fr and words.ar and words.en
    assert len({("{detail}" in text) for text in (words.fr, words.ar, words.en)}) == 1


def test_a_reason_is_told_with_what_it_is_about():
    assert NotComputable("no_opening").sentence("fr") == "Situation de départ non enregistrée."
    assert NotComputable("no_opening", "CTTH").sentence() == (
        "The situation at the start is not recorded: CTTH."
    )


def test_a_reason_without_sentence_is_refused():
    with pytest.raises(ValueError, match="because"):
        NotComputable("because")


def test_what_is_not_computable_is_not_true():
    assert not NotComputable("no_rows")
