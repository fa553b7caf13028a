"""What was expected by a day, on the way to a target."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from jalon.kernel.periods import Period
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets.target import ZERO, Figure, Shape, Target, target_value

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Point:
    """A value at the end of a day: a baseline, a yearly target, a milestone, a share of a year's amount."""

    on: dt.date
    value: Decimal


def trajectory(points: Iterable[Point], on: dt.date) -> Figure:
    """The value at the end of a day on the straight lines between dated points; flat before and after them.

    Raises ValueError when two points of one day differ.
    """
    dated = sorted(set(points))
    return _on_course(dated, on) if dated else NotComputable("no_target")


def _on_course(points: Sequence[Point], on: dt.date) -> Decimal:
    dated = sorted(points)
    if len({point.on for point in dated}) < len(dated):
        raise ValueError("two points of one day differ")
    for before, after in pairwise(dated):
        if before.on <= on < after.on:
            gone = (after.value - before.value) * (on - before.on).days
            return before.value + gone / (after.on - before.on).days
    return dated[0].value if on < dated[0].on else dated[-1].value


def expected(
    target: Target,
    *,
    on: dt.date,
    period: Period,
    window: Period | None = None,
    start: Point | None = None,
    points: Sequence[Point] = (),
    profile: Sequence[Point] = (),
) -> Figure:
    """The value expected by the end of a day.

    `period` is the target's own, usually a year. What is asked each period: its amount times the share of
    the period gone by, or the share of the contract's `profile` (points from 0 to 1); with a `window` inside
    the period, the part of that window. What is maintained: the target itself. Everything else: on the
    straight lines from `start` (the baseline and its day, or 0 the day before the plan for what is
    cumulative) through `points` (the dated targets or the milestones, by default the target at the period's
    end). Before the first point and without a start, the expected value is unknown, but for a ceiling, which
    holds on any day.
    """
    wanted = target_value(target)
    if isinstance(wanted, NotComputable):
        return wanted
    if target.shape is Shape.PER_PERIOD:
        return _expected_flow(wanted, on, period, window or period, profile)
    if target.shape is Shape.MAINTAIN:
        return wanted
    dated = sorted(points) or [Point(period.end, wanted)]
    if start is not None:
        return trajectory([start, *(point for point in dated if point.on > start.on)], on)
    if on >= dated[0].on:
        return trajectory(dated, on)
    return dated[0].value if target.shape is Shape.AT_MOST else NotComputable("baseline_not_published")


def _expected_flow(
    wanted: Decimal, on: dt.date, period: Period, window: Period, profile: Sequence[Point]
) -> Figure:
    if on < window.start:
        return NotComputable("not_begun")
    shares = [point for point in profile if period.start <= point.on < period.end]
    course = [Point(period.start - DAY, ZERO), Point(period.end, wanted)]
    course += [Point(point.on, wanted * point.value) for point in shares]
    return _on_course(course, min(on, window.end)) - _on_course(course, window.start - DAY)


def counted_over(shape: Shape, period: Period, *, plan_starts_on: dt.date) -> Period:
    """The days whose deeds count towards a target of this shape.

    They begin with the plan for what is cumulative, else with the period. The plan's start is the one of the
    version in force: re-dating a plan moves it.
    """
    if shape is Shape.CUMULATIVE and plan_starts_on <= period.end:
        return Period(plan_starts_on, period.end)
    return period
