"""From measures to figures: the questions put to the rows, and their answers put together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal, Protocol

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.kinds import CATALOGUE, Kind
from jalon.kernel.measures import Measure
from jalon.results.engine import additive, distinct, extremes, rows, status
from jalon.results.engine.figures import KEYS, OPENINGS, PARTS, SCHEMA, Figures
from jalon.results.engine.shape import THINGS, Question, Shape, kinds, question
from jalon.results.engine.source import Source, kept
from jalon.results.engine.windows import Slots, Window

Level = Literal["network", "centre", "both"]


class Session(Protocol):
    """An engine with the rows of one source before it."""

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

    undone = session.answer(_sql(compiled, rows.undone, NOTHING), {}, {})

    def answer(definition, put: Question, tables: Mapping[str, pa.Table], *more) -> pa.Table:
        shape = replace(put.shape, undone=undone.num_rows > 0)
        small = {"members": put.members, "kinds": kinds(shape), "undone": undone, **tables}
        return session.answer(_sql(compiled, definition, shape, *more), shape.attributes, small)

    others = [found for part in (_distinct, _edges, _latest, _in_force) for found in part(inquiry, answer)]
    table = _together(_added(inquiry, answer), others)
    openings = _openings(inquiry, answer)
    return Figures(codes, list(inquiry.measures.values()), inquiry.dimension, table, openings)


@lru_cache(maxsize=512)
def _sql(compiled: Callable[[ir.Table], str], definition: Callable[..., ir.Table], *asked) -> str:
    return compiled(definition(*asked))


def _added(inquiry: Inquiry, answer: Answer) -> pa.Table:
    """The additive parts of every measure."""
    past = any(measure.is_position for measure in inquiry.measures.values())
    tables = {"days": inquiry.slots.days(past=past), "spans": inquiry.slots.spans()}
    return _complete(answer(additive.figures, inquiry.question(inquiry.measures, adding=True), tables))


def _openings(inquiry: Inquiry, answer: Answer) -> pa.Table:
    """Of each stock, the centres that moved and opened it, whatever its conditions."""
    stocks = {number: replace(measure, where=()) for number, measure in inquiry.chosen("stock").items()}
    if not stocks:
        return OPENINGS.empty_table()
    tables = {"days": inquiry.slots.days(past=True), "spans": inquiry.slots.spans()}
    return answer(additive.openings, inquiry.question(stocks, category=""), tables)


def _distinct(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    for thing in THINGS:
        measures = inquiry.chosen("distinct", of=thing)
        if not measures or not inquiry.windows:
            continue
        merges = inquiry.merges if thing == "enterprise" else {}
        put = inquiry.question(measures, thing=thing, masks=inquiry.slots.masks, merged=bool(merges))
        tables = {"days": inquiry.slots.days(past=False), "merges": _pairs(merges)}
        found = answer(distinct.figures, put, tables, inquiry.windows)
        for place, window in enumerate(inquiry.slots.open):
            yield _of_window(found, f"window{place}", window)


def _pairs(merges: Mapping[int, int]) -> pa.Table:
    columns = {
        "merged": pa.array(list(merges), pa.int32()),
        "kept": pa.array(list(merges.values()), pa.int32()),
    }
    return pa.table(columns)


def _of_window(found: pa.Table, column: str, window: int) -> pa.Table:
    found = found.filter(pc.greater(found[column], 0))
    shown = [name for name in ("measure", "centre", "category") if name in found.column_names]
    window_column = pa.repeat(pa.scalar(window, pa.int32()), found.num_rows)
    return found.select(shown).append_column("window", window_column).append_column("total", found[column])


def _edges(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    measures = inquiry.chosen("max", "min")
    if not measures:
        return
    tables = {"days": inquiry.slots.days(past=False), "spans": inquiry.slots.spans()}
    found = answer(extremes.edges, inquiry.question(measures), tables)
    for edge in ("max", "min"):
        numbers = pa.array(list(inquiry.chosen(edge)), pa.int32())
        part = found.filter(pc.and_(pc.is_in(found["measure"], numbers), pc.is_valid(found[edge])))
        yield part.append_column("total", part[edge]).drop_columns(["max", "min"])


def _latest(inquiry: Inquiry, answer: Answer) -> Iterable[pa.Table]:
    measures = inquiry.chosen("last")
    if measures:
        tables = {"days": inquiry.slots.days(past=True), "spans": inquiry.slots.spans()}
        yield answer(extremes.latest, inquiry.question(measures), tables)


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
    tables = {"days": inquiry.slots.days(past=True), "ends": inquiry.slots.ends()}
    found = answer(status.figures, inquiry.question(measures, opening=opening), tables)
    yield found.append_column("rows", found["total"])


def _together(added: pa.Table, others: Iterable[pa.Table]) -> pa.Table:
    """The additive parts with what the other questions found; a part that neither gives is 0."""
    others = [_complete(other) for other in others]
    if not others:
        return added
    theirs = pa.concat_tables(others)
    numbers = pc.unique(theirs["measure"])
    shared = pc.is_in(added["measure"], numbers)
    both = pa.concat_tables([added.filter(shared), theirs])
    both = both.group_by(KEYS).aggregate([(part, "sum") for part in PARTS])
    both = both.rename_columns([*KEYS, *PARTS]).cast(SCHEMA)
    return pa.concat_tables([added.filter(pc.invert(shared)), both])


def _complete(table: pa.Table) -> pa.Table:
    """A table with every column of the figures."""
    blank = {"category": pa.scalar("")}
    columns = [
        table[name] if name in table.column_names
        else pa.repeat(blank.get(name, pa.scalar(0, pa.int64())), table.num_rows)
        for name in SCHEMA.names
    ]  # fmt: skip
    return pa.table(columns, names=SCHEMA.names).cast(SCHEMA)


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
