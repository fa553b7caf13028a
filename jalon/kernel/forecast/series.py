"""A monthly series as it is known today."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Accumulation = Literal["flow", "cumulative", "stock", "level"]
"""`flow` adds up over the year, `cumulative` since `before`; `stock` and `level` are read at the end."""

MONTHS = 12


@dataclass(frozen=True)
class Series:
    """The months of an indicator, oldest first; `first_month` is the calendar month (1 to 12) of the first.

    Of a flow or a cumulative indicator each value is the month's own amount; of a stock or a level, where it
    stood at the month's end. None is a month not received. The last value is of the last month over: a month
    under way is not given. `before` is what a cumulative indicator had reached before the first month.
    `profile` is the usual share of each calendar month in a year's flow, January first. `is_count`: things,
    which are never negative.
    """

    values: Sequence[Decimal | None]
    first_month: int
    accumulation: Accumulation = "flow"
    is_count: bool = True
    before: Decimal = Decimal(0)
    profile: Sequence[Decimal] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= MONTHS:
            raise ValueError(f"a month is 1 to 12, not {self.first_month}")
        if self.profile is not None and (len(self.profile) != MONTHS or min(self.profile) < 0):
            raise ValueError("a profile has twelve shares, none negative")

    @property
    def adds_up(self) -> bool:
        return self.accumulation in ("flow", "cumulative")

    @property
    def months_gone(self) -> int:
        """Months of the current year that are over, 0 to 11: a year that is over has another one begun."""
        return (self.first_month - 1 + len(self.values)) % MONTHS

    @property
    def months_left(self) -> int:
        """Months of the current year still to come, 1 to 12."""
        return MONTHS - self.months_gone

    @property
    def so_far(self) -> Decimal:
        """What counts already: the year of a flow, all of a cumulative, the last value of the others."""
        known = [value for value in self.values if value is not None]
        if self.accumulation == "flow":
            gone = self.values[max(0, len(self.values) - self.months_gone) :] if self.months_gone else ()
            return sum((value for value in gone if value is not None), Decimal(0))
        if self.accumulation == "cumulative":
            return sum(known, self.before)
        return known[-1] if known else Decimal(0)
