"""Working days, deadlines and reminders; holidays and the days of the weekend are data."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from jalon.kernel.periods import Kind, Period, periods

Days = Collection[dt.date]
WEEKEND: Final = frozenset({5, 6})
"""Saturday and Sunday, counted as `date.weekday()` does: Monday is 0."""

Standing = Literal["done", "done_late", "to_come", "soon", "late", "escalated"]


class CalendarError(ValueError):
    """A week without a working day, or periods that have no deadline."""


def is_working(day: dt.date, holidays: Days = (), weekend: Collection[int] = WEEKEND) -> bool:
    """Whether people work that day. `holidays` is best a set or a mapping by day."""
    return day.weekday() not in weekend and day not in holidays


def add_working_days(
    day: dt.date, n: int, holidays: Days = (), weekend: Collection[int] = WEEKEND
) -> dt.date:
    """The n-th working day after a day, or before it when n is negative; the day itself is never counted.

    n = 0 is the day itself, or the first working day after it. Raises CalendarError without working days.
    """
    _refuse_endless(weekend)
    step = dt.timedelta(days=-1 if n < 0 else 1)
    if n == 0:
        day, n = day - step, 1
    left = abs(n)
    while left:
        day = _moved(day, step)
        left -= is_working(day, holidays, weekend)
    return day


def working_days_between(
    start: dt.date, end: dt.date, holidays: Days = (), weekend: Collection[int] = WEEKEND
) -> int:
    """How many working days there are after `start`, up to `end` included; negative when `end` is before.

    The inverse of `add_working_days`: `working_days_between(d, add_working_days(d, n)) == n` for n > 0.
    """
    if end < start:
        return -working_days_between(
            end - dt.timedelta(days=1), start - dt.timedelta(days=1), holidays, weekend
        )
    days = (end - start).days
    weeks, rest = divmod(days, 7)
    count = weeks * (7 - len(set(weekend) & set(range(7))))
    count += sum((start.weekday() + n) % 7 not in weekend for n in range(1, rest + 1))
    return count - sum(start < day <= end and day.weekday() not in weekend for day in set(holidays))


class WorkingDays:
    """The working days of a span, counted once: many differences are then two look-ups each."""

    def __init__(
        self, start: dt.date, end: dt.date, holidays: Days = (), weekend: Collection[int] = WEEKEND
    ) -> None:
        """Days outside start..end are not known. Raises ValueError when the span ends before it starts."""
        if end < start:
            raise ValueError("a span ends on the day it starts, or later")
        self.start, off = start, frozenset(holidays)
        first, length = start.toordinal(), (end - start).days + 1
        worked = (is_working(dt.date.fromordinal(first + place), off, weekend) for place in range(length))
        self._counts = list(accumulate(worked, initial=0))

    def between(self, start: dt.date, end: dt.date) -> int:
        """The same number as `working_days_between`, for an end that is not before the start.

        Raises LookupError for a day outside the span, ValueError for an end before the start.
        """
        if end < start:
            raise ValueError("working days are counted forward")
        return self._up_to(end) - self._up_to(start)

    def _up_to(self, day: dt.date) -> int:
        place = (day - self.start).days + 1
        if not 0 < place < len(self._counts):
            raise LookupError(f"{day} is outside the days that were counted")
        return self._counts[place]


def _refuse_endless(weekend: Collection[int]) -> None:
    if set(range(7)) <= set(weekend):
        raise CalendarError("Every day of the week is in the weekend: no day is worked.")


def _moved(day: dt.date, step: dt.timedelta) -> dt.date:
    try:
        return day + step
    except OverflowError as error:
        raise CalendarError("There is no such working day in the calendar.") from error


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """The last day to do what a period asks."""

    due_on: dt.date
    period: Period


def deadlines(
    kind: Kind,
    start: dt.date,
    end: dt.date,
    *,
    working_days: int,
    holidays: Days = (),
    weekend: Collection[int] = WEEKEND,
) -> list[Deadline]:
    """A deadline for each whole period of a kind that ends within start..end: so many working days later."""
    whole = [period for period in periods(kind, start, end) if start <= period.end <= end]
    return [
        Deadline(add_working_days(period.end, working_days, holidays, weekend), period) for period in whole
    ]


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """A day to remind somebody: so many days before (negative) or after (positive) the deadline."""

    on: dt.date
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > 0


def reminders(
    due_on: dt.date,
    *,
    before: Iterable[int] = (15, 5, 1),
    after: Iterable[int] = (1, 7),
    holidays: Days = (),
    weekend: Collection[int] = WEEKEND,
    is_in_working_days: bool = False,
) -> list[Reminder]:
    """The schedule of reminders, in order. Each falls on a working day: one due on a day off is sent before.

    Days are calendar days, or working days when said so; days after are never moved back to the deadline.
    """
    shifts = sorted({-abs(n) for n in before} | {abs(n) for n in after if n})
    found = []
    for n in shifts:
        if is_in_working_days:
            day = add_working_days(due_on, n, holidays, weekend)
        else:
            day = _worked(due_on + dt.timedelta(days=n), n > 0, holidays, weekend)
        found.append(Reminder(day, n))
    return sorted(found)


def _worked(day: dt.date, is_after: bool, holidays: Days, weekend: Collection[int]) -> dt.date:
    if is_working(day, holidays, weekend):
        return day
    return add_working_days(day, 1 if is_after else -1, holidays, weekend)


def reminder_for(
    schedule: Sequence[Reminder], on: dt.date, sent_up_to: dt.date | None = None
) -> Reminder | None:
    """The one reminder to send today: the latest due and not yet sent, so that a stopped server sends one."""
    due = [one for one in schedule if one.on <= on and (sent_up_to is None or one.on > sent_up_to)]
    return max(due, default=None)


def standing(
    due_on: dt.date,
    *,
    on: dt.date,
    done_on: dt.date | None = None,
    soon: int = 15,
    escalated_after: int = 15,
    holidays: Days = (),
    weekend: Collection[int] = WEEKEND,
) -> Standing:
    """How a duty stands on a day. `soon` is in calendar days, `escalated_after` in working days."""
    if done_on is not None and done_on <= on:
        return "done" if done_on <= due_on else "done_late"
    if on <= due_on:
        return "soon" if (due_on - on).days <= soon else "to_come"
    late = working_days_between(due_on, on, holidays, weekend)
    return "escalated" if late > escalated_after else "late"
