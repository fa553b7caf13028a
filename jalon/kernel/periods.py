"""Calendar periods: years, halves, quarters and months, both ends included."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

Kind = Literal["year", "half", "quarter", "month"]

# Months in one period of each kind, longest first.
LENGTHS: Final[dict[Kind, int]] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
KINDS: Final[tuple[Kind, ...]] = tuple(LENGTHS)
CODE: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})))?", re.ASCII)


class PeriodError(ValueError):
    """A code or a pair of dates that makes no period."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Raises PeriodError when `end` is before `start`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError(f"A period cannot end on {self.end}, before it starts on {self.start}.")

    @property
    def kind(self) -> Kind | Literal["span"]:
        """'year', 'half', 'quarter', 'month', or 'span' for days that are no calendar period."""
        for kind in KINDS:
            if self == containing(kind, self.start):
                return kind
        return "span"

    @property
    def code(self) -> str:
        """ "2024", "2024-H1", "2024-Q2", "2024-05", or "2024-01-15/2024-03-17" for a span."""
        year = f"{self.start.year:04}"
        match self.kind:
            case "year":
                return year
            case "half":
                return f"{year}-H{_rank(self.start, 6)}"
            case "quarter":
                return f"{year}-Q{_rank(self.start, 3)}"
            case "month":
                return f"{year}-{self.start.month:02}"
        return f"{self.start}/{self.end}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.code

    def covers(self, other: "Period") -> bool:
        """Whether every day of the other one is also one of this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether they share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def elapsed_share(self, on: date) -> Decimal:
        """The share of its days gone by at the end of a day: 0 before the first, 1 from the last on."""
        gone = (on - self.start).days + 1
        return Decimal(min(max(gone, 0), self.days)) / self.days

    def clipped(self, on: date) -> "Period | None":
        """The part up to a day, that day included; None when it had not begun."""
        if on < self.start:
            return None
        return self if on >= self.end else Period(self.start, on)

    def previous(self) -> "Period":
        """The period just before, of the same kind; for a span, as many days."""
        return self._beside(self.start - timedelta(days=1), -self.days)

    def next(self) -> "Period":
        """The period just after, of the same kind; for a span, as many days."""
        return self._beside(self.end + timedelta(days=1), self.days)

    def year_before(self) -> "Period":
        """The same calendar period one year earlier. Raises PeriodError for a span."""
        if self.kind == "span":
            raise PeriodError(f"{self.code} is no calendar period: it has no equal a year before.")
        return containing(self.kind, self.start.replace(year=self.start.year - 1))

    def months(self) -> "list[Period]":
        """Its months, in order; for a span, every month it touches."""
        return periods("month", self.start, self.end)

    def _beside(self, day: date, shift: int) -> "Period":
        if self.kind == "span":
            return Period(self.start + timedelta(days=shift), self.end + timedelta(days=shift))
        return containing(self.kind, day)


def containing(kind: Kind, day: date) -> Period:
    """The calendar period of a kind in which a day falls."""
    if kind not in LENGTHS:
        raise PeriodError(f"“{kind}” is no kind of period: write {', '.join(KINDS)}.")
    length = LENGTHS[kind]
    return _calendar(day.year, length, _rank(day, length))


def periods(kind: Kind, start: date, end: date) -> list[Period]:
    """The whole calendar periods of a kind that share a day with start..end; none when end < start."""
    found: list[Period] = []
    day = start
    while day <= end:
        found.append(containing(kind, day))
        if found[-1].end >= end:
            break
        day = found[-1].end + timedelta(days=1)
    return found


def parse(code: str) -> Period:
    """The period of a code: the inverse of `Period.code`. Raises PeriodError."""
    if "/" in code:
        return _span(code)
    found = CODE.fullmatch(code)
    if found is None:
        raise _unreadable(code)
    year, half, quarter, month = found.groups()
    length = 6 if half else 3 if quarter else 1 if month else 12
    try:
        return _calendar(int(year), length, int(half or quarter or month or 1))
    except ValueError as error:
        raise _unreadable(code) from error


def year(number: int) -> Period:
    """The calendar year of a number."""
    return _calendar(number, 12, 1)


def _rank(day: date, length: int) -> int:
    """Which period of so many months within its year, from 1."""
    return (day.month - 1) // length + 1


def _calendar(year: int, length: int, rank: int) -> Period:
    last = rank * length
    start = date(year, last - length + 1, 1)
    return Period(start, date(year, last, monthrange(year, last)[1]))


def _span(code: str) -> Period:
    first, _, last = code.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise _unreadable(code) from error
    return Period(start, end)


def _unreadable(code: str) -> PeriodError:
    return PeriodError(f"“{code}” is no period: write 2024, 2024-H1, 2024-Q2 or 2024-05.")
