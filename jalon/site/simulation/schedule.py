"""When each month of each centre is recorded, and up to which day the centre then says it is complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from jalon.site.simulation.centres import CENTRES, LATE, LATE_BY, Character
from jalon.site.simulation.levels import Month

CONTINUOUS = 30  # a centre this many days behind records whole months only


@dataclass(frozen=True, order=True)
class Delivery:
    """A centre's month, brought in at an instant; `received_to` when the centre attests something with it."""

    at: datetime
    place: int
    month: int
    received_to: date | None

    @property
    def stamp(self) -> int:
        """Milliseconds, before anything is cut to the clock: what identifiers begin with."""
        return int(self.at.timestamp() * 1000)


def deliveries(span: Sequence[Month], end: date) -> list[Delivery]:
    """In the order of time; what a late centre would bring after the last day is not there yet."""
    found = []
    for place, centre in enumerate(CENTRES):
        found += of_centre(centre, place, span, end)
    return sorted(found)


def of_centre(centre: Character, place: int, span: Sequence[Month], end: date) -> list[Delivery]:
    found, before = [], datetime.min.replace(tzinfo=UTC)
    for number, month in enumerate(span):
        due = month.last + timedelta(days=lag_of(centre, month))
        if due > end and centre.lag >= CONTINUOUS:
            break
        at = max(at_work(min(due, end), place), before + timedelta(minutes=30))
        found.append(Delivery(at, place, number, attested(month, due, end, centre)))
        before = at
    return found


def lag_of(centre: Character, month: Month) -> int:
    return LATE_BY if (centre.code, month.year, month.number) == LATE else centre.lag


def at_work(day: date, place: int) -> datetime:
    return datetime.combine(day, time(9 + place // 2, 30 * (place % 2) + place), UTC)


def attested(month: Month, due: date, end: date, centre: Character) -> date | None:
    """A whole month once it is in; of the last one, what lies further back than the centre's own delay."""
    if due <= end:
        return month.last
    so_far = end - timedelta(days=centre.lag)
    return so_far if so_far >= month.first else None


def recorded(span: Sequence[Month], brought: Sequence[Delivery]) -> np.ndarray:
    """Which months of which centre are in: [centre, month]."""
    found = np.zeros((len(CENTRES), len(span)), dtype=bool)
    for delivery in brought:
        found[delivery.place, delivery.month] = True
    return found
