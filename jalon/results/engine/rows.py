"""The rows a shape asks for, as Ibis expressions over unbound tables: no engine is named here."""

from collections.abc import Iterable
from typing import Final

import ibis
import ibis.expr.types as ir

from jalon.results.engine.conditions import number
from jalon.results.engine.deeds import deeds, firms, has_firms, marked, passing
from jalon.results.engine.shape import BITS, Column, Shape, member_schema
from jalon.results.engine.source import DEED, FIRM, SCHEMA
from jalon.results.engine.windows import FLOOR, mask_names

SPANS: Final = ibis.table({"window": "int32", "slot": "int32", "past": "boolean"}, name="spans")
UNDONE: Final = ibis.table({"id": "int64"}, name="undone")
MERGES: Final = ibis.table({"merged": "int32", "kept": "int32"}, name="merges")
NONE: Final = ibis.literal(0, "int64")
ONE: Final = ibis.literal(1, "int64")


OF_ROWS: Final = tuple(name for name in SCHEMA.names if name not in (*DEED, *FIRM, "attributes"))


def evidence(shape: Shape) -> ir.Table:
    """The rows known, with the numbers of their deed and firm, and a text column for each attribute needed.

    `paired` is not 0 for a reversal and the row it cancels when they are known to be so without looking, in a
    file not wholly known.
    """
    known = ibis.Schema.from_pyarrow(SCHEMA)
    columns = {name: known[name] for name in OF_ROWS} | dict.fromkeys(("deed", "firm"), "int32")
    return ibis.table(
        columns | {"paired": "int64"} | dict.fromkeys(shape.attributes, "string"), name="evidence"
    )


def members(shape: Shape) -> ir.Table:
    """Which measures count which class of rows, and the filters they need passed."""
    return ibis.table(ibis.Schema.from_pyarrow(member_schema(shape)), name="members")


def days(shape: Shape) -> ir.Table:
    """Each day with its slot and, to count things, the bit of that slot in each mask.

    `days` are those of the windows, `ever` those before too.
    """
    bits = dict.fromkeys(mask_names(shape.masks), "int64") if shape.thing else {}
    return ibis.table({"on": "date", "slot": "int32"} | bits, name="ever" if shape.past else "days")


def floor() -> ir.DateScalar:
    """The day earlier ones are taken for."""
    return ibis.date(FLOOR.isoformat())


def placed(shape: Shape, *, classed: bool = False) -> ir.Table:
    """The rows known with the filters they pass, their slot and category.

    When `classed`, only those of the kinds asked for, with their class; else all of them.
    """
    return _placed(evidence(shape), shape, deeds(shape, classed=classed))


def live(shape: Shape) -> ir.Table:
    """The same of the kinds asked for, without any row of a reversal."""
    rows = evidence(shape)
    # written so that DuckDB does not push it into the scan, where a filter costs more than it spares
    rows = rows.filter(rows.paired == 0)
    if shape.undone:
        rows = rows.anti_join(UNDONE, ["id"])
    return _placed(rows, shape, deeds(shape, classed=True, live=True))


def _placed(rows: ir.Table, shape: Shape, deeds: ir.Table) -> ir.Table:
    rows = rows.join(deeds, ["deed"])
    if has_firms(shape):
        rows = rows.join(firms(shape), ["firm"])
    return passing(marked(rows.join(days(shape), ["on"]), shape, "row"), shape)


def undone(shape: Shape) -> ir.Table:
    """The rows cancelled by a reversal they are not paired with."""
    rows = evidence(shape)
    return rows.filter(rows.reverses.notnull() & (rows.paired == 0)).select(id=rows.reverses)


def weight(rows: ir.Table) -> ir.IntegerValue:
    """What a row adds to a count: a reversal takes away the row it cancels."""
    return rows.sign


def filtered(table: ir.Table, place: int) -> ir.BooleanValue:
    """Whether the rows passed a filter of the shape."""
    return (table[f"passed{place // BITS}"] & ibis.literal(1 << (place % BITS), "int64")) != 0


def read(rows: ir.Table, column: Column) -> ir.IntegerValue:
    """A column's number, scaled; an attribute is written positive and takes its row's sign to add up."""
    if not column.name.startswith("attributes."):
        return rows[column.name]
    said = number(rows[column.name])
    if column.reading == "plain":
        return said
    return ibis.cases((rows.quantity > 0, said), (rows.quantity < 0, -said), else_=NONE)


def keys(shape: Shape, *more: str, centre: bool) -> list[str]:
    """The columns figures of a shape are told apart by."""
    return [*more, *(["centre"] if centre else []), *(["category"] if shape.category else [])]


def counted(table: ir.Table, shape: Shape) -> ir.Table:
    """Classes become measures: each row once for each measure that counts it."""
    return _met(joined(table, shape), shape)


def joined(table: ir.Table, shape: Shape) -> ir.Table:
    """Each row once for each measure of its class, whatever the filters."""
    return table.join(members(shape), ["class"])


def meets(table: ir.Table, shape: Shape) -> ir.BooleanValue:
    """Whether a row joined to a measure passes its filter."""
    needs = [(table[name], table[f"need{word}"]) for word, name in enumerate(shape.passed)]
    return ibis.and_(*((passed & need) == need for passed, need in needs))


def _met(table: ir.Table, shape: Shape) -> ir.Table:
    return table.filter(meets(table, shape)) if shape.filters else table


def chosen(table: ir.Table, shape: Shape, prefix: str, otherwise: ir.Value) -> ir.Value:
    """Of the columns read, the one the row's measure asks for."""
    named = [f"{prefix}{place}" for place in range(len(shape.columns))]
    branches = [
        (table["column"] == place, table[name]) for place, name in enumerate(named) if name in table.columns
    ]
    return ibis.cases(*branches, else_=otherwise) if branches else otherwise


def stacked(parts: Iterable[ir.Table], columns: list[str]) -> ir.Table:
    """The centres' figures and the network's, whose centre is null."""
    first, *others = [part.select(columns) for part in parts]
    for other in others:
        first = first.union(other, distinct=False)
    return first


def of_network(figures: ir.Table) -> ir.Table:
    """Figures of no centre in particular."""
    return figures.mutate(centre=ibis.null("int32"))
