"""Who is counted: a centre that left takes its stocks with it, so windows are asked apart by who had left."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jalon.kernel.measures import Departures, Measure, gone
from jalon.results.engine.windows import Window


class Portion(NamedTuple):
    """Measures to ask over some of the windows, without the rows of some centres."""

    measures: Mapping[int, Measure]
    windows: Sequence[int]  # their places in the list asked for
    without: frozenset[int]


def left(windows: Sequence[Window], on: date, departures: Departures) -> dict[int, frozenset[int]]:
    """The centres gone at the end of each window that has begun, by the window's place."""
    begun = ((place, window) for place, window in enumerate(windows) if window.start <= on)
    return {place: gone(departures, min(window.end, on)) for place, window in begun}


def portions(
    measures: Sequence[Measure], windows: Sequence[Window], away: Mapping[int, frozenset[int]]
) -> list[Portion]:
    """What to ask: everything at once as long as nobody left, else what stands at a day apart."""
    every, whole = dict(enumerate(measures)), range(len(windows))
    stands = {number: measure for number, measure in every.items() if measure.is_position}
    if not stands or not any(away.values()):
        return [Portion(every, whole, frozenset())]
    moves = {number: measure for number, measure in every.items() if number not in stands}
    apart: dict[frozenset[int], list[int]] = {}
    for place, centres in away.items():
        apart.setdefault(centres, []).append(place)
    found = [Portion(stands, places, centres) for centres, places in apart.items()]
    return [Portion(moves, whole, frozenset()), *found] if moves else found
