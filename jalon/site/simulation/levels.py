"""How much the network does in a year, and how a year goes: published totals, and imagination between them.

Published: about 14,500 analyses and tests and 270 staff in 2021-22, turnover about 70 MDH in 2021; targets
of the plan for 2026: turnover +156 %, staff about +100 %, equipment 300 MDH.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import numpy as np

from jalon.site.simulation.centres import Character

FIRST_YEAR = 2022

YEARLY = {
    "tests": (15_500, 18_200, 21_600, 25_300, 28_800),
    "income": (76_000_000, 96_000_000, 123_000_000, 152_000_000, 182_000_000),  # dirhams without VAT
    "hours": (38_000, 46_000, 56_000, 67_000, 78_000),
    "days": (2_400, 3_000, 3_800, 4_700, 5_600),
}
"""Totals of the network for 2022 to 2026."""

STAFF = (288, 340, 402, 470, 548)
"""Heads of the network at the end of 2022 to 2026."""

DRIVER = {"income.invoiced": "income", "income.credited": "income", "training.attended": "hours",
          "training.held": "hours", "assistance.delivered": "days", "deliverable.accepted": "days",
          "project.followed": "days"}  # fmt: skip
"""The total a kind grows with; the others grow with the tests."""

SEASON = (0.96, 0.98, 1.04, 1.03, 1.06, 1.08, 1.02, 0.62, 1.05, 1.12, 1.10, 1.02)
"""August is quiet, autumn is not."""

FASTING = {
    2021: (date(2021, 4, 14), 30), 2022: (date(2022, 4, 3), 30), 2023: (date(2023, 3, 23), 29),
    2024: (date(2024, 3, 12), 29), 2025: (date(2025, 3, 2), 29), 2026: (date(2026, 2, 19), 29),
    2027: (date(2027, 2, 9), 29),
}  # fmt: skip
"""Ramadan, first day and length; days are slower. Only the simulation reads this."""
FASTING_PACE = 0.75


@dataclass(frozen=True)
class Month:
    """A month of the simulated life, cut at the first and last day asked for."""

    year: int
    number: int
    first: date
    last: date

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def middle(self) -> float:
        return self.year + (self.number - 0.5) / 12

    @cached_property
    def weight(self) -> float:
        """The share of an average month's work done in these days."""
        whole = calendar.monthrange(self.year, self.number)[1]
        return SEASON[self.number - 1] * sum(pace(day) for day in self.days) / whole

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @cached_property
    def working_days(self) -> list[date]:
        return [day for day in self.days if day.weekday() < 5] or self.days


def pace(day: date) -> float:
    first, length = FASTING.get(day.year, (date.max, 0))
    return FASTING_PACE if 0 <= (day - first).days < length else 1.0


@cache
def months(start: date, end: date) -> tuple[Month, ...]:
    found, day = [], start
    while day <= end:
        last = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
        found.append(Month(day.year, day.month, day, min(last, end)))
        day = last + timedelta(days=1)
    return tuple(found)


def yearly(measure: str, at: float) -> float:
    """The network's total a year, going smoothly through the middle of each year."""
    totals = YEARLY[measure]
    middles = [FIRST_YEAR + 0.5 + n for n in range(len(totals))]
    if at > middles[-1]:
        return totals[-1] + (totals[-1] - totals[-2]) * (at - middles[-1])
    return float(np.interp(at, middles, totals)) * 0.93 ** max(0.0, middles[0] - at)


def share(centre: Character, measure: str, at: float) -> float:
    """A centre's part of a total, drifting with its own pace."""
    own = {"income": centre.income, "tests": centre.tests}.get(measure, centre.firms)
    return own * centre.pace ** max(0.0, at - FIRST_YEAR - 0.5)


def of_month(centre: Character, measure: str, month: Month) -> float:
    return yearly(measure, month.middle) * share(centre, measure, month.middle) * month.weight / 12


def of_year(centre: Character, measure: str, year: int) -> float:
    return sum(of_month(centre, measure, month) for month in months(date(year, 1, 1), date(year, 12, 31)))


def staff_on(centre: Character, day: date) -> float:
    """Heads the centre should have on a day."""
    at = day.year + (day.timetuple().tm_yday / 366) - 1
    ends = [FIRST_YEAR + n for n in range(len(STAFF))]
    heads = float(np.interp(at, ends, STAFF)) if at < ends[-1] else STAFF[-1] * 1.05 ** (at - ends[-1])
    return max(4.0, heads * centre.staff * centre.pace ** max(0.0, (at - FIRST_YEAR) / 2))
