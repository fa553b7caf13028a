"""What to do this month to reach the target, and whether to worry already."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jalon.kernel.forecast.yearend import Forecast
from jalon.kernel.sentences import Sentence, said

Direction = Literal["at_least", "at_most"]
Alarm = Literal["none", "watch", "late"]


@dataclass(frozen=True)
class Needed:
    """What is still to do; of an `at_most` target, the most that may still come.

    `by_month` are the months left, this one first. `effort` is the total over what is forecast of these
    months: 1.25 is a quarter more than usual, None where nothing is forecast.
    """

    total: Decimal
    this_month: Decimal
    by_month: tuple[Decimal, ...]
    effort: Decimal | None
    is_reached: bool
    sentence: Sentence


def needed(
    target: Decimal, found: Forecast, months_left: int | None = None, *, direction: Direction = "at_least"
) -> Needed:
    """What each month left must bring to end on the target, in the usual proportion of these months.

    Of a flow or a cumulative indicator the months share the total by their weight in the forecast; of a stock
    or a level each must move by an equal step. `months_left` shortens the horizon (a deadline before
    December). Nothing is needed of a target already reached. Raises ValueError for more months than are left,
    or none.
    """
    count = found.months_left if months_left is None else months_left
    if not 1 <= count <= found.months_left:
        raise ValueError(f"{count} months are not among the {found.months_left} left")
    gap = target - found.so_far
    is_reached = gap <= 0 if direction == "at_least" else gap < 0
    total = max(gap, Decimal(0)) if found.weights or direction == "at_least" else gap
    weights = found.weights[:count] or (Decimal(1),) * count
    whole = sum(weights, Decimal(0)) or Decimal(1)
    months = tuple(total * weight / whole for weight in weights)
    usual = _usual(found, count)
    effort = total / usual if usual > 0 else None
    sentence = said(
        "forecast.reached" if is_reached else f"forecast.needed_{direction}",
        target=target,
        so_far=found.so_far,
        total=total,
        this_month=months[0],
        usual_month=found.months[0] if found.weights else usual / count,
        months_left=count,
        effort=effort,
    )
    return Needed(total, months[0], months, effort, is_reached, sentence)


def _usual(found: Forecast, count: int) -> Decimal:
    if found.weights:
        return sum(found.months[:count], Decimal(0))
    return found.months[count - 1] - found.so_far


@dataclass(frozen=True)
class Warning:
    """Whether to worry, and why.

    `late`: not even the good end of the interval reaches the target; `watch`: the expected end does not, or
    only just. The sentence says which, and by how much.
    """

    alarm: Alarm
    sentence: Sentence

    def __bool__(self) -> bool:
        return self.alarm != "none"


def warning(target: Decimal, found: Forecast, *, direction: Direction = "at_least") -> Warning:
    """Whether the year's end threatens a target, with its reason."""
    sign = 1 if direction == "at_least" else -1
    worst, best = (found.low, found.high) if sign == 1 else (found.high, found.low)
    alarm: Alarm
    if sign * (best - target) < 0:
        alarm, key = "late", "forecast.out_of_reach"
    elif sign * (found.value - target) < 0:
        alarm, key = "watch", "forecast.falls_short"
    elif sign * (worst - target) < 0:
        alarm, key = (
            "watch" if 2 * sign * (found.value - target) < abs(best - found.value) else "none",
            ("forecast.not_yet_safe"),
        )
    else:
        alarm, key = "none", "forecast.safe"
    basis = said(f"forecast.by_{found.method}", months=found.data, tests=found.tests)
    numbers = {"target": target, "value": found.value, "low": found.low, "high": found.high}
    return Warning(alarm, said(key, basis, missing=sign * (target - found.value), **numbers))
