"""What happens on which day of the simulated year, in the order of time.

Acts run between the deliveries of evidence, by the real actions, each recorded at its instant.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from jalon.evidence.rows import FIELDS
from jalon.journal.actions import happening
from jalon.site.simulation.year import beginning, halves, judging, money, today, undertaking
from jalon.site.simulation.year.cast import Cast, at, cast

REVERSES = FIELDS.index("reverses")
PARTS = (beginning.acts, halves.acts, judging.acts, money.acts, today.acts, undertaking.acts)


@dataclass(frozen=True)
class Act:
    """Something done at an instant."""

    at: datetime
    do: Callable[[Cast, date], object]


class Year:
    """The acts still to come, with others done between them; `life` is asked which rows it will reverse."""

    def __init__(self, life, others: Iterable[Act] = ()):
        self.life, self.cast = life, cast()
        self.acts = deque(sorted((*acts(life.end), *others), key=lambda act: act.at))
        self.done = 0

    def until(self, instant: datetime | None) -> None:
        """Do everything that happens before an instant; None: everything that is left."""
        while self.acts and (instant is None or self.acts[0].at < instant):
            act = self.acts.popleft()
            self.cast.corrected_later = to_be_corrected(self.life)
            with happening(min(act.at, self.life.now)):
                act.do(self.cast, act.at.date())
            self.done += 1


def to_be_corrected(life) -> frozenset[int]:
    """The rows the life will reverse when their correction comes in."""
    waiting = (row[REVERSES] for rows in life.waiting.values() for row in rows)
    return frozenset(key for key in waiting if key)


def acts(end: date) -> Iterator[Act]:
    """Everything that happens up to a day; what is left open depends on that day."""
    found = [Act(at(day, hour), do) for part in PARTS for day, hour, do in part(end)]
    ready = [act for act in found if act.at.date() <= end]
    yield from sorted(ready, key=lambda act: act.at)
