"""What a dated target asks of one period: the part of it that a cell is compared with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jalon.kernel.periods import Period
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets.standing import USUAL, Standing, Thresholds, standing
from jalon.kernel.targets.target import Figure, Shape, Target, achievement, progress, target_value
from jalon.kernel.targets.trajectory import Point, expected, trajectory

YEARLY = (Shape.PER_PERIOD, Shape.GROWTH, Shape.LEVEL)


@dataclass(frozen=True)
class Asked:
    """Everything a cell says of its target. `target` is the part that falls on the cell's own period."""

    target: Figure
    trajectory: Figure
    achievement: Figure
    progress: Figure
    standing: Standing


def asked(
    target: Target,
    actual: Figure | None,
    *,
    on: dt.date,
    window: Period,
    due: Period,
    is_flow: bool,
    start: Point | None = None,
    points: Sequence[Point] = (),
    thresholds: Thresholds = USUAL,
) -> Asked:
    """What the target of a year asks of a window of days, and how the actual stands.

    `due` is the target's year, `window` the period of the cell, `is_flow` whether deeds add up over time (a
    ratio of flows does not). The yearly amount of a flow falls on a window by days, and so does the baseline
    it grows from; between two dated years it lies on the line between them. Everything else is read at the
    window's end, on the line through the dated points.
    """
    if is_flow and target.shape in YEARLY:
        target, points = _yearly(target, window, due, start, points), ()
        due = _year(window)
        start = None
    elif target.shape is Shape.PER_PERIOD:
        target = replace(target, shape=Shape.LEVEL)
    part = _part(target, window, due)
    until = min(on, window.end)
    way = expected(target, on=until, period=due, window=window, start=start, points=points)
    return Asked(
        target=target_value(part),
        trajectory=way,
        achievement=achievement(part, actual),
        progress=progress(part, actual),
        standing=standing(target, actual, way, thresholds),
    )


def _year(window: Period) -> Period:
    return Period(window.start.replace(month=1, day=1), window.end.replace(month=12, day=31))


def _yearly(
    target: Target, window: Period, due: Period, start: Point | None, points: Sequence[Point]
) -> Target:
    """The target as the amount of the window's own year."""
    wanted = target_value(target)
    if isinstance(wanted, NotComputable):
        return target
    if target.shape is not Shape.PER_PERIOD:
        dated = [*points] or [Point(due.end, wanted)]
        before = [start] if start else []
        line = trajectory([*before, *(p for p in dated if not start or p.on > start.on)], _year(window).end)
        wanted = line if isinstance(line, Decimal) else wanted
    return replace(target, shape=Shape.PER_PERIOD, value=wanted)


def _part(target: Target, window: Period, due: Period) -> Target:
    """A yearly amount, and its baseline, cut to the days of a window shorter than the year."""
    if target.shape is not Shape.PER_PERIOD or window == due or target.value is None:
        return target
    baseline = None if target.baseline is None else target.baseline * window.days / due.days
    return replace(target, value=target.value * window.days / due.days, baseline=baseline)
