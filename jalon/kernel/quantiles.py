"""Mean, median and percentiles of a tally: how many times each value came."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

Tally = Mapping[Decimal, int]

MEDIAN: Final = Fraction(1, 2)
NINE_IN_TEN: Final = Fraction(9, 10)


def counted(tally: Tally) -> int:
    """How many values there are in all. Raises ValueError for a count below zero."""
    if any(times < 0 for times in tally.values()):
        raise ValueError("a value comes zero times or more")
    return sum(tally.values())


def mean(tally: Tally) -> Decimal | None:
    """The arithmetic mean, None of nothing."""
    total = counted(tally)
    return (
        sum((Decimal(value) * times for value, times in tally.items()), Decimal(0)) / total if total else None
    )


def percentile(tally: Tally, share: Fraction) -> Decimal | None:
    """The smallest value that at least `share` of all values do not exceed, None of nothing.

    Definition 1 of Hyndman and Fan (The American Statistician 50, 1996), SQL's `percentile_disc`: always a
    value that was seen, so that "nine in ten within 12 days" is true as it stands.
    `share` is exact and above 0, up to 1. Raises ValueError otherwise.
    """
    if not 0 < share <= 1:
        raise ValueError("a share is above 0, up to 1")
    total, reached = counted(tally), 0
    for value, times in sorted(tally.items()):
        reached += times
        if times and reached >= share * total:
            return Decimal(value)
    return None
