"""Where an actual stands against what was expected by now: ahead, on track, to watch or late."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jalon.kernel.periods import Period
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets.target import (
    ZERO,
    Figure,
    Shape,
    Target,
    achievement,
    is_as_good,
    known,
    progress,
    target_value,
)
from jalon.kernel.targets.trajectory import Point
from jalon.kernel.targets.trajectory import expected as expected_value

STATUSES = ("ahead", "on_track", "watch", "late", "not_computable")


@dataclass(frozen=True)
class Thresholds:
    """From which ratio to what was expected a target is ahead, on track, to watch. A plan's data."""

    ahead: Decimal = Decimal("1.05")
    on_track: Decimal = Decimal("0.95")
    watch: Decimal = Decimal("0.85")

    def __post_init__(self) -> None:
        if not self.ahead >= self.on_track >= self.watch:
            raise ValueError("thresholds go down: ahead, on track, watch")

    @classmethod
    def from_mapping(cls, data: Mapping[str, object]) -> "Thresholds":
        """The thresholds a plan writes; those it does not write keep their usual value. Raises ValueError."""
        unknown = set(data) - {"ahead", "on_track", "watch"}
        if unknown:
            raise ValueError(f"no threshold is called {', '.join(sorted(unknown))}")
        try:
            return cls(**{name: Decimal(str(value)) for name, value in data.items()})
        except InvalidOperation as error:
            raise ValueError("a threshold is a number") from error

    def status(self, ratio: Decimal) -> str:
        """The status of a ratio of actual to expected."""
        for name in ("ahead", "on_track", "watch"):
            if ratio >= getattr(self, name):
                return name
        return "late"


USUAL = Thresholds()


@dataclass(frozen=True)
class Standing:
    """A status, the ratio it comes from (None when it only holds or not), and why there is none."""

    status: str
    ratio: Decimal | None = None
    reason: NotComputable | None = None


def standing(
    target: Target, actual: Figure | None, expected: Figure, thresholds: Thresholds = USUAL
) -> Standing:
    """Where the actual stands against what was expected by now.

    The ratio is actual / expected for what is asked each period, (actual - baseline) / (expected - baseline)
    otherwise. When nothing was expected yet, or the plan expects a detour away from the target, it is on
    track if at least as good as expected, else late. What is maintained, and a ceiling its baseline already
    respects, is on track if it holds, else late.
    """
    reached, wanted = known(actual), target_value(target)
    if isinstance(reached, NotComputable):
        return Standing("not_computable", reason=reached)
    if isinstance(wanted, NotComputable):
        return Standing("not_computable", reason=wanted)
    if isinstance(expected, NotComputable):
        return Standing("not_computable", reason=expected)
    if _only_holds(target, wanted):
        return _held(progress(target, reached) == 1)
    start = ZERO if target.shape is Shape.PER_PERIOD else target.start
    if start is None:
        return Standing("not_computable", reason=NotComputable("baseline_not_published"))
    if (expected - start) * (wanted - start) <= 0:
        return _held(is_as_good(target, reached, wanted, than=expected))
    ratio = (reached - start) / (expected - start)
    return Standing(thresholds.status(ratio), ratio)


def _only_holds(target: Target, wanted: Decimal) -> bool:
    if target.shape is Shape.AT_MOST:
        return target.baseline is None or target.baseline <= wanted
    return target.shape is Shape.MAINTAIN


def _held(holds: bool) -> Standing:
    return Standing("on_track" if holds else "late")


def status(target: Target, actual: Figure | None, expected: Figure, thresholds: Thresholds = USUAL) -> str:
    """The status alone: 'ahead', 'on_track', 'watch', 'late' or 'not_computable'."""
    return standing(target, actual, expected, thresholds).status


@dataclass(frozen=True)
class Assessment:
    """Everything a page says of a target and its actual."""

    target_value: Figure
    achievement: Figure
    progress: Figure
    expected: Figure
    standing: Standing


def assess(
    target: Target,
    actual: Figure | None,
    *,
    on: dt.date,
    period: Period,
    window: Period | None = None,
    start: Point | None = None,
    points: Sequence[Point] = (),
    profile: Sequence[Point] = (),
    thresholds: Thresholds = USUAL,
) -> Assessment:
    """Target value, achievement, progress, expected value and standing in one go; see each."""
    due = expected_value(
        target, on=on, period=period, window=window, start=start, points=points, profile=profile
    )
    return Assessment(
        target_value=target_value(target),
        achievement=achievement(target, actual),
        progress=progress(target, actual),
        expected=due,
        standing=standing(target, actual, due, thresholds),
    )
