"""The figures that add up, and beside them the distinct ones that stand in the same places."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.measures import Measure
from jalon.results.engine import additive
from jalon.results.engine.deeds import as_told, has_firms
from jalon.results.engine.figures import OPENINGS, PARTS
from jalon.results.engine.inquiry import Answers, Inquiry
from jalon.results.engine.seen import NOBODY, Seen
from jalon.results.engine.shape import Target, counts, targets
from jalon.results.engine.source import DEED, FIRM
from jalon.results.engine.spread import Line, by_class, numbers, places_of, spread, taken, together
from jalon.results.engine.windowed import EVERY_ROW, Cube


@dataclass(frozen=True)
class Sums:
    """One row a (class, past, window, centre, category, simulated or not), one column a part."""

    table: pa.Table
    aims: Sequence[Target]
    cube: Cube

    @cached_property
    def several(self) -> frozenset[int]:
        """The measures that find their figure in several rows for one place."""
        if len(pc.unique(self.table["simulated"])) > 1:
            return frozenset(aim.measure for aim in self.aims)
        classes = Counter(aim.measure for aim in self.aims)
        return frozenset(measure for measure, count in classes.items() if count > 1)

    @cached_property
    def groups(self) -> dict[tuple, np.ndarray]:
        """The rows of each class, looking back or not."""
        return by_class(self.table, "past")

    def figures(self, measures: Mapping[int, Measure], beside: Mapping[int, np.ndarray]) -> pa.Table:
        """A row a figure; `beside` gives the totals of distinct measures, for the rows of their class."""
        lines = [
            Line(aim.measure, places, partial(self._chosen, aim, places, measures[aim.measure], beside))
            for aim in self.aims
            for places in [self.groups.get((aim.kinds, aim.past), NOBODY)]
        ]
        return together(spread(self.table, lines, PARTS), self.several)

    def _chosen(
        self, aim: Target, places: np.ndarray, measure: Measure, beside: Mapping[int, np.ndarray]
    ) -> dict[str, np.ndarray]:
        behind = taken(self._part(aim.rows), places)
        chosen = {"rows": behind} if counts(measure) else {}
        if self._has_simulated:
            chosen["simulated"] = behind * taken(self._simulated, places)
        if aim.measure in beside:
            chosen["total"] = beside[aim.measure]
        elif aim.total >= 0:
            chosen["total"] = taken(self._part(aim.total), places)
        if aim.said >= 0:
            chosen["unsaid"] = behind - taken(self._part(aim.said), places)
        return chosen

    def _part(self, place: int) -> np.ndarray:
        return self._parts[f"part{place}"]

    @cached_property
    def _parts(self) -> dict[str, np.ndarray]:
        return numbers(self.table, "part")

    @cached_property
    def _simulated(self) -> np.ndarray:
        return self.table["simulated"].to_numpy()

    @cached_property
    def _has_simulated(self) -> bool:
        return bool(self._simulated.any())


def sums(inquiry: Inquiry, answer: Answers) -> tuple[Sums, list[Sums]]:
    """The parts of every measure that add up; apart, those of measures that read what few kinds say."""
    apart = {number: measure for number, measure in inquiry.measures.items() if _is_apart(measure)}
    others = {number: measure for number, measure in inquiry.measures.items() if number not in apart}
    if not others:
        return _sums(inquiry, answer, apart), []
    return _sums(inquiry, answer, others), [_sums(inquiry, answer, apart)] if apart else []


def _is_apart(measure: Measure) -> bool:
    return measure.of.startswith("attributes.") and counts(measure)


def _sums(inquiry: Inquiry, answer: Answers, measures: Mapping[int, Measure]) -> Sums:
    past = any(measure.is_position for measure in measures.values())
    put = inquiry.question(measures, adding=True, past=past)
    shape, aims = targets(put, measures)
    if any(measure.aggregation == "stock" for measure in measures.values()):
        shape = replace(shape, parts=tuple(dict.fromkeys([*shape.parts, EVERY_ROW])))
    made = {"told": (additive.told, as_told(shape, DEED))}
    if has_firms(shape):
        made["of_firms"] = additive.of_firms, as_told(shape, FIRM)
    asked = replace(shape, category=FIRM[0]) if shape.category in FIRM else shape  # `of_firms` knows which
    cube = Cube(answer(additive.figures, replace(put, shape=asked), {}, made=made), shape, inquiry.slots)
    return Sums(cube.windowed(aims), aims, cube)


def matched(these: Sums, seen: Seen) -> dict[int, np.ndarray]:
    """The totals of distinct measures of a single class, in the order of that class's rows among the sums.

    Firms seen in a place have rows there, so every place of theirs is found.
    """
    mine = {aim.measure: aim for aim in these.aims if aim.measure not in these.several}
    aims = [aim for aim in seen.aims if aim.measure in mine]
    groups, parts = by_class(seen.table), numbers(seen.table, "part")
    here, there = places_of(these.table, seen.table)
    found: dict[int, np.ndarray] = {}
    pairs: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
    for aim in aims:
        own, theirs = these.groups.get((mine[aim.measure].kinds, 0), NOBODY), groups.get((aim.kinds,), NOBODY)
        pair = (mine[aim.measure].kinds, aim.kinds)
        if pair not in pairs:
            pairs[pair] = _matches(here[own], there[theirs])
        places, known = pairs[pair]
        total = np.zeros(len(own), "int64")
        total[known] = parts[f"part{aim.rows}"][theirs][places]
        found[aim.measure] = total
    return found


def _matches(own: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of the own places that is also theirs: where it is among theirs; and which those are."""
    order = np.argsort(theirs)
    if not len(order):
        return NOBODY, NOBODY
    places = order[np.searchsorted(theirs, own, sorter=order).clip(max=len(order) - 1)]
    known = np.flatnonzero(theirs[places] == own)
    return places[known], known


def openings(inquiry: Inquiry, answer: Answers, found: Iterable[Sums]) -> pa.Table:
    """Of each stock, the centres that moved and opened it, whatever its conditions."""
    stocks = {number: replace(measure, where=()) for number, measure in inquiry.chosen("stock").items()}
    holding = [each for each in found if stocks.keys() & {aim.measure for aim in each.aims}]
    if all(each.cube.tells_rows for each in holding):
        return _told(stocks, holding)
    put = inquiry.question(stocks, category="", past=True)
    return answer(additive.openings, put, {"spans": inquiry.slots.spans()})


def _told(stocks: Mapping[int, Measure], found: Iterable[Sums]) -> pa.Table:
    """The openings of stocks, from the cubes they were added up in."""
    batches = (
        batch
        for each in found
        for asked in [{aim.measure for aim in each.aims} & stocks.keys()]
        for batch in each.cube.openings({number: stocks[number].kinds for number in asked})
    )
    return pa.Table.from_batches(batches, OPENINGS)
