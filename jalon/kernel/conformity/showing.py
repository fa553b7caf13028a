"""Figures for people that never contradict the verdict, and the numbers of the picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Final

from jalon.kernel.conformity.deciding import Statement
from jalon.kernel.conformity.terms import Limits, Number, Zone, decimals

MOST_PLACES: Final = 40
SLIVER: Final = Decimal("0.00001")


def rounded(value: Number, places: int) -> Decimal:
    """A number half to even at so many decimals, however long it is."""
    exact = Fraction(value)
    with localcontext() as context:
        context.prec = 60 + places + len(str(abs(exact.numerator) // exact.denominator))
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def shown(value: Number, *bounds: Number | None, places: int = 0) -> Decimal:
    """The value with at least so many decimals, and more until it stands to each bound as it really does.

    Each bound is taken exactly: print it with `shown(bound, value)` or in full.

    >>> shown(Decimal("66.004"), 66, places=1), shown(Decimal("66"), 66, places=1)
    (Decimal('66.004'), Decimal('66.0'))
    """
    exact = Fraction(value)
    against = [Fraction(bound) for bound in bounds if bound is not None]
    for more in range(places, MOST_PLACES + 1):
        text = rounded(exact, more)
        if all(_side(Fraction(text), bound) == _side(exact, bound) for bound in against):
            return text
    return rounded(exact, MOST_PLACES)


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)


def places_of(*numbers: Number | None) -> int:
    """Decimals that print each of these limits in full, as they were typed; 6 for one that never ends."""
    written = [decimals(Fraction(number)) for number in numbers if number is not None]
    return max((6 if count is None else count for count in written), default=0)


@dataclass(frozen=True, slots=True)
class Figures:
    """A result, its limits and its acceptance limits as they are printed together."""

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    accept_lower: Decimal | None
    accept_upper: Decimal | None


def figures(statement: Statement) -> Figures:
    """The numbers to print side by side: whoever compares them by eye finds the verdict that was stated."""
    limits, zone = statement.limits, statement.acceptance
    inner = (zone.lower, zone.upper) if zone else (None, None)
    outer = statement.limits.moved(-statement.guard) if statement.guard is not None else None
    bounds = (limits.lower, limits.upper, *inner, *((outer.lower, outer.upper) if outer else ()))
    places = _telling_places(statement.result.value, bounds)
    return Figures(
        *(None if number is None else rounded(number, places)
          for number in (statement.result.value, limits.lower, limits.upper, *inner))
    )  # fmt: skip


def _telling_places(value: Number | None, bounds: Iterable[Number | None]) -> int:
    """The fewest decimals at which the value and the rounded bounds stand as the exact ones do."""
    against = [Fraction(bound) for bound in bounds if bound is not None]
    least = places_of(*(bound for bound in (value, *against) if bound is not None and _is_short(bound)))
    if value is None:
        return least
    exact = Fraction(value)
    for places in range(least, MOST_PLACES + 1):
        text = Fraction(rounded(exact, places))
        if all(_side(text, Fraction(rounded(bound, places))) == _side(exact, bound) for bound in against):
            return places
    return MOST_PLACES


def _is_short(bound: Number) -> bool:
    count = decimals(Fraction(bound))
    return count is not None and count <= 6


@dataclass(frozen=True, slots=True)
class Zones:
    """What a figure of the result draws, in the unit of the limits: the axis, the zones, the result and U."""

    start: Fraction
    end: Fraction
    tolerance: Zone
    acceptance: Zone | None
    rejection: Zone | None
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None


def zones(statement: Statement) -> Zones:
    """The numbers of the figure: tolerance, acceptance inside it, rejection outside `rejection`, and y +- U.

    The axis holds everything with a tenth of its width around.
    """
    result, limits, guard = statement.result, statement.limits, statement.guard
    value = None if result.value is None else Fraction(result.value)
    spread = Fraction(result.uncertainty or 0)
    low, high = (None, None) if value is None else (value - spread, value + spread)
    tolerance = limits.moved(Fraction(0))
    rejection = None if guard is None else limits.moved(-guard)
    start, end = _axis(low, high, tolerance, rejection)
    acceptance = statement.acceptance
    kept = None if acceptance is None or acceptance.is_empty else acceptance
    return Zones(start, end, tolerance, kept, rejection, value, low, high)


def _axis(*marks: Fraction | Zone | None) -> tuple[Fraction, Fraction]:
    points: list[Fraction] = []
    for mark in marks:
        ends = (mark.lower, mark.upper) if isinstance(mark, Zone) else (mark,)
        points += [end for end in ends if end is not None]
    if not points:
        return Fraction(0), Fraction(1)
    width = (max(points) - min(points)) or abs(points[0]) or Fraction(1)
    return min(points) - width / 10, max(points) + width / 10


def likely(probability: Decimal) -> tuple[str, Decimal]:
    """A probability for print at five decimals: never 1 or 0 when it is not; the sign to put before it."""
    if probability > 1 - SLIVER:
        return (">", 1 - SLIVER) if probability < 1 else ("", Decimal(1))
    if probability < SLIVER:
        return ("<", SLIVER) if probability > 0 else ("", Decimal(0))
    return "", probability.quantize(SLIVER, ROUND_HALF_EVEN)


def limits_said(limits: Limits) -> tuple[str, str]:
    """The signs that go with the lower and the upper limit, from their bounds."""
    return (">" if limits.excludes_lower else "≥", "<" if limits.excludes_upper else "≤")
