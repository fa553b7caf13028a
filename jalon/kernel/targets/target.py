"""What is promised, the share of it that is reached, and the share of the way."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jalon.kernel.reasons import NotComputable

Figure = Decimal | NotComputable

ZERO, ONE = Decimal(0), Decimal(1)


class Shape(StrEnum):
    """What a target asks of its indicator."""

    PER_PERIOD = "per_period"
    CUMULATIVE = "cumulative"
    LEVEL = "level"
    GROWTH = "growth"
    AT_MOST = "at_most"
    MAINTAIN = "maintain"


FROM_NOTHING = (Shape.PER_PERIOD, Shape.CUMULATIVE)
"""Shapes that start at zero without a baseline: they count what is done, not where one stands."""


@dataclass(frozen=True)
class Target:
    """What is promised. `value`, `baseline` and `tolerance` are in the indicator's unit.

    A `growth` is written as the plan writes it, in percent: 165 is +165 %, and promises 2.65 times the
    baseline. `tolerance` is how far a `maintain` may be off on either side. `decreases` is asked only of a
    target equal to its baseline, which does not say itself which way is better.
    """

    shape: Shape
    value: Decimal | None
    tolerance: Decimal | None = None
    baseline: Decimal | None = None
    decreases: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", Shape(self.shape))
        if self.tolerance is not None and self.tolerance < 0:
            raise ValueError("a tolerance is not negative")

    @property
    def start(self) -> Decimal | None:
        """Where the way begins: the baseline, or zero for what is counted from nothing."""
        return ZERO if self.baseline is None and self.shape in FROM_NOTHING else self.baseline


def target_value(target: Target) -> Figure:
    """The number to reach: baseline * (1 + growth / 100) for a growth, the value as written otherwise."""
    if target.value is None:
        return NotComputable("target_not_published")
    if target.shape is not Shape.GROWTH:
        return target.value
    if target.baseline is None:
        return NotComputable("baseline_not_published")
    if target.baseline == 0:
        return NotComputable("baseline_is_zero")
    return target.baseline * (1 + target.value / 100)


def achievement(target: Target, actual: Figure | None) -> Figure:
    """The share of the target: actual / target value. Not clipped; not computable on a target of zero."""
    reached, wanted = known(actual), target_value(target)
    if isinstance(reached, NotComputable):
        return reached
    if isinstance(wanted, NotComputable):
        return wanted
    return reached / wanted if wanted else NotComputable("target_is_zero")


def progress(target: Target, actual: Figure | None) -> Figure:
    """The share of the way, for increase and decrease alike: (actual - baseline) / (target value - baseline).

    Neither clipped nor floored, except: `at_most` is 1 when it holds, above it the share of the way down
    within [0, 1] when the baseline is above the target, else 0; `maintain` is 1 inside the tolerance, else
    0; when the target equals the baseline, 1 if it holds, else 0. What is counted from nothing starts at 0
    without a baseline.
    """
    reached, wanted = known(actual), target_value(target)
    if isinstance(reached, NotComputable):
        return reached
    if isinstance(wanted, NotComputable):
        return wanted
    if target.shape is Shape.MAINTAIN:
        return ONE if abs(reached - wanted) <= (target.tolerance or ZERO) else ZERO
    if target.shape is Shape.AT_MOST:
        return _progress_down(target, reached, wanted)
    if target.start is None:
        return NotComputable("baseline_not_published")
    if wanted == target.start:
        return ONE if is_as_good(target, reached, wanted, than=wanted) else ZERO
    return (reached - target.start) / (wanted - target.start)


def _progress_down(target: Target, reached: Decimal, wanted: Decimal) -> Decimal:
    if reached <= wanted:
        return ONE
    if target.baseline is None or target.baseline <= wanted:
        return ZERO
    share = (reached - target.baseline) / (wanted - target.baseline)
    return min(max(share, ZERO), ONE)


def known(actual: Figure | None) -> Figure:
    return NotComputable("unknown") if actual is None else actual


def is_as_good(target: Target, reached: Decimal, wanted: Decimal, *, than: Decimal) -> bool:
    """Whether a value is at least as good as another on the way from the baseline to the target."""
    way = ZERO if target.start is None else wanted - target.start
    goes_down = target.shape is Shape.AT_MOST or way < 0 or (way == 0 and target.decreases)
    return reached <= than if goes_down else reached >= than


def objections(
    target: Target, *, baseline_on: dt.date | None, baseline_source: str
) -> tuple[NotComputable, ...]:
    """What keeps a contract with this target from being signed.

    A growth says what it grows from, with its day and its source; nothing grows from zero.
    """
    if target.value is None:
        return (NotComputable("target_not_published"),)
    if target.shape is not Shape.GROWTH:
        return ()
    if target.baseline is None:
        return (NotComputable("baseline_not_published"),)
    found = []
    if target.baseline == 0:
        found.append(NotComputable("baseline_is_zero"))
    if baseline_on is None:
        found.append(NotComputable("baseline_date_missing"))
    if not baseline_source.strip():
        found.append(NotComputable("baseline_source_missing"))
    return tuple(found)
