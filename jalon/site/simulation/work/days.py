"""Working days of the simulated centres."""

from collections.abc import Iterator
from datetime import date, timedelta


def later(day: date, count: int) -> date:
    """So many working days after a day; before it, when below zero."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left or day.weekday() > 4:
        day += step
        left -= day.weekday() < 5 and left > 0
    return day


def mondays(start: date, end: date) -> Iterator[date]:
    day = start + timedelta(days=-start.weekday() % 7)
    while day <= end:
        yield day
        day += timedelta(days=7)
