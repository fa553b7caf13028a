"""From measures to figures: the questions put to the rows, and their answers put together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal, Protocol

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.kinds import CATALOGUE, Kind
from jalon.kernel.measures import Measure
from jalon.results.engine import additive, distinct, extremes, rows, status
from jalon.results.engine.figures import OPENINGS, PARTS, Figures
from jalon.results.engine.shape import (
    THINGS,
    Question,
    Shape,
    Target,
    counts,
    kinds,
    layers,
    question,
    targets,
    ways,
)
from jalon.results.engine.source import Source, kept
from jalon.results.engine.spread import Line, by_class, complete, numbers, spread, together
from jalon.results.engine.windows import Slots, Window

Level = Literal["network", "centre", "both"]


class Session(Protocol):
    """An engine with the rows of one source before it."""

    def keep(self, name: str, table: pa.Table) -> None: ...

    def undone(self, sql: str) -> pa.Table: ...

    def answer(
        self, sql: str, attributes: Mapping[str, tuple[str, ...]], tables: Mapping[str, pa.Table]
    ) -> pa.Table: ...


@dataclass(frozen=True)
class Inquiry:
    """What is asked of a source, whatever the engine."""

    measures: Mapping[int, Measure]
    slots: Slots
    by: Level
    dimension: str
    merges: Mapping[int, int]
    kinds: Mapping[str, Kind]

    def chosen(self, *aggregations: str, of: str = "") -> dict[int, Measure]:
        """The measures of some aggregations, by number."""
        return {
            number: measure
            for number, measure in self.measures.items()
            if measure.aggregation in aggregations and of in ("", measure.of)
        }

    def question(self, measures: Mapping[int, Measure], **asked) -> Question:
        """The question some of the measures put."""
        levels = {"centres": self.by != "network", "network": self.by != "centre"}
        return question(measures, **({"category": self.dimension} | levels | asked))

    @property
    def windows(self) -> tuple[tuple[int, ...], ...]:
        """The masks of the windows that have begun."""
        return tuple(self.slots.mask(window) for window in self.slots.open.values())


Answer = Callable[..., pa.Table]


NOTHING: Final = Shape(kinds=(), filters=(), uses=())


def figures(
    codes: Sequence[str], inquiry: Inquiry, session: Session, compiled: Callable[[ir.Table], str]
) -> Figures:
    """The figures of an inquiry, asked of one engine."""
    session.keep("days", inquiry.slots.days(past=False))
    if any(measure.is_position for measure in inquiry.measures.values()):
        session.keep("ever", inquiry.slots.days(past=True))
    undone = session.undone(_sql(compiled, rows.undone, NOTHING))

    def answer(definition, put: Question, tables: Mapping[str, pa.Table], *more) -> pa.Table:
        shape = replace(put.shape, undone=undone.num_rows > 0)
        small = {"members": put.members, "kinds": kinds(shape), "undone": undone, **tables}
        return session.answer(_sql(compiled, definition, shape, *more), shape.attributes, small)

    added = _added(inquiry, answer)
    others = [found for part in (_distinct, _edges, _latest, _in_force) for found in part(inquiry, answer)]
    openings = _openings(inquiry, answer)
    return Figures(codes, list(inquiry.measures.values()), inquiry.dimension, _whole(added, others), openings)


@lru_cache(maxsize=512)
def _sql(compiled: Callable[[ir.Table], str], definition: Callable[..., ir.Table], *asked) -> str:
    return compiled(definition(*asked))


def _added(inquiry: Inquiry, answer: Answer) -> pa.Table:
    """The additive parts of every measure."""
    past = any(measure.is_position for measure in inquiry.measures.values())
    put = inquiry.question(inquiry.measures, adding=True, past=past)
    shape, aims = targets(put, inquiry.measures)
    tables = {
        "spans": inquiry.slots.spans(),
        "ways": ways(shape, aims),
    }
    found = answer(additive.figures, replace(put, shape=shape), tables)
    table = spread(found, _lines(found, aims, inquiry.measures), PARTS)
    classes = Counter(aim.measure for aim in aims)
    several = {measure for measure, count in classes.items() if count > 1}
    if len(pc.unique(found["simulated"])) > 1:
        several = set(inquiry.measures)
    return together(table, several)


def _lines(found: pa.Table, aims: Iterable[Target], measures: Mapping[int, Measure]) -> Iterator[Line]:
    groups, parts = by_class(found, "past"), numbers(found, "part")
    simulated = found["simulated"].to_numpy()
    for aim in aims:
        places = groups.get((aim.kinds, aim.past))
        if places is None:
            continue
        behind = parts[f"part{aim.rows}"][places]
        none = np.zeros(len(places), "int64")
        yield Line(
            aim.measure,
            places,
            {
                "rows": behind if counts(measures[aim.measure]) else none,
                "simulated": behind * simulated[places],
                "total": parts[f"part{aim.total}"][places] if aim.total >= 0 else none,
                "unsaid": behind - parts[f"part{aim.said}"][places] if aim.said >= 0 else none,
            },
        )


def _openings(inquiry: Inquiry, answer: Answer) -> pa.Table:
    """Of each stock, the centres that moved and opened it, whatever its conditions."""
    stocks = {number: replace(measure, where=()) for number, measure in inquiry.chosen("stock").items()}
    if not stocks:
        return OPENINGS.empty_table()
    tables = {"spans": inquiry.slots.spans()}
    return answer(additive.openings, inquiry.question(stocks, category="", past=True), tables)


def _distinct(inquiry: Inquiry, answer: Answer) -> Iterator[pa.Table]:
    for thing in THINGS:
        measures = inquiry.chosen("distinct", of=thing)
        if not inquiry.windows:
            continue
        for layer in layers(measures):
            yield _counted_once(inquiry, answer, thing, {number: measures[number] for number in layer})


def _counted_once(inquiry: Inquiry, answer: Answer, thing: str, measures: Mapping[int, Measure]) -> pa.Table:
    """The distinct things of measures whose kinds are the same or have none in common."""
    slots, merges = inquiry.slots, inquiry.merges if thing == "enterprise" else {}
    asked = {"thing": thing, "masks": slots.masks, "merged": bool(merges), "is_parted": slots.is_parted}
    put = inquiry.question(measures, **asked)
    shape, aims = targets(put, measures)
    tables = {"merges": _pairs(merges)}
    windows = () if slots.is_parted else inquiry.windows
    found = answer(distinct.figures, replace(put, shape=shape), tables, windows)
    return _seen_in_slots(found, aims, slots) if slots.is_parted else _seen_in_windows(found, aims, slots)


def _seen_in_slots(found: pa.Table, aims: Iterable[Target], slots: Slots) -> pa.Table:
    window = np.full(slots.count + 1, -1, "int32")
    for place, each in slots.open.items():
        window[slots.first(each)] = place
    found = found.append_column("window", pa.array(window[found["slot"].to_numpy()]))
    found = found.filter(pc.greater_equal(found["window"], 0))
    groups, parts = by_class(found), numbers(found, "part")
    nobody = np.empty(0, "int64")
    lines = (
        Line(aim.measure, places, {"total": parts[f"part{aim.rows}"][places]})
        for aim in aims
        for places in [groups.get((aim.kinds,), nobody)]
    )
    return spread(found, lines, ("total",))


def _seen_in_windows(found: pa.Table, aims: Sequence[Target], slots: Slots) -> pa.Table:
    groups, parts = by_class(found), numbers(found, "part")
    nobody = np.empty(0, "int64")
    tables = []
    for number, window in enumerate(slots.open):
        lines = [
            Line(aim.measure, places, {"total": parts[f"part{aim.rows}_{number}"][places]})
            for aim in aims
            for places in [groups.get((aim.kinds,), nobody)]
        ]
        table = spread(found, lines, ("total",))
        tables.append(table.append_column("window", pa.repeat(pa.scalar(window, pa.int32()), table.num_rows)))
    return pa.concat_tables(tables)


def _pairs(merges: Mapping[int, int]) -> pa.Table:
    columns = {
        "merged": pa.array(list(merges), pa.int32()),
        "kept": pa.array(list(merges.values()), pa.int32()),
    }
    return pa.table(columns)


def _edges(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    measures = inquiry.chosen("max", "min")
    if not measures:
        return
    tables = {"spans": inquiry.slots.spans()}
    found = answer(extremes.edges, inquiry.question(measures), tables)
    for edge in ("max", "min"):
        numbers = pa.array(list(inquiry.chosen(edge)), pa.int32())
        part = found.filter(pc.and_(pc.is_in(found["measure"], numbers), pc.is_valid(found[edge])))
        yield part.append_column("total", part[edge]).drop_columns(["max", "min"])


def _latest(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    measures = inquiry.chosen("last")
    if measures:
        tables = {"spans": inquiry.slots.spans()}
        yield answer(extremes.latest, inquiry.question(measures, past=True), tables)


def _in_force(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    measures = {
        number: replace(measure, kinds=kinds)
        for number, measure in inquiry.chosen("in_force").items()
        if (kinds := tuple(kind for kind in measure.kinds if inquiry.kinds[kind].opens is not None))
    }
    if not measures:
        return
    every = sorted({kind for measure in measures.values() for kind in measure.kinds})
    opening = tuple(kind for kind in every if inquiry.kinds[kind].opens)
    tables = {"ends": inquiry.slots.ends()}
    found = answer(status.figures, inquiry.question(measures, opening=opening, past=True), tables)
    yield found.append_column("rows", found["total"])


def _whole(added: pa.Table, others: Sequence[pa.Table]) -> pa.Table:
    """The additive parts with what the other questions found."""
    if not others:
        return added
    theirs = [complete(other) for other in others]
    measures = {number for other in theirs for number in pc.unique(other["measure"]).to_pylist()}
    return together(pa.concat_tables([added, *theirs]), measures)


def inquiry(
    source: Source,
    measures: Mapping[str, Measure],
    *,
    periods: Sequence[Window],
    on: date,
    by: Level,
    dimension: str,
    kinds: Mapping[str, Kind] = CATALOGUE,
) -> Inquiry:
    """What is asked, put in order."""
    numbered = dict(enumerate(measures.values()))
    return Inquiry(numbered, Slots(periods, on), by, dimension, kept(source.merges), kinds)
