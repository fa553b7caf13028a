"""Counts, sums, means and stocks: one scan to a cube of kinds and slots, then the sums of each window."""

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import (
    NONE,
    SPANS,
    counted,
    filtered,
    keys,
    of_network,
    placed,
    read,
    stacked,
    weight,
)
from jalon.results.engine.shape import Column, Shape

WAYS = ibis.table({"kind": "string", "class": "int32", "past": "boolean"}, name="ways")


def figures(shape: Shape) -> ir.Table:
    """One row a (class, past, window, centre, category), with the parts of the shape as columns.

    Rows that are simulated and those that are not stand apart.
    """
    spread = _cube(shape).join(WAYS, ["kind"]).join(SPANS, ["slot", "past"])
    sums = {f"part{place}": _part(spread, shape, part) for place, part in enumerate(shape.parts)}
    by = keys(shape, "class", "past", "window", "simulated", centre=shape.centres)
    found = spread.group_by(by).agg(**sums)
    if not shape.centres:
        return of_network(found)
    if not shape.network:
        return found
    whole = found.group_by(keys(shape, "class", "past", "window", "simulated", centre=False))
    return stacked(
        [found, of_network(whole.agg(**{name: found[name].sum() for name in sums}))], found.columns
    )


def _part(spread: ir.Table, shape: Shape, part) -> ir.IntegerValue:
    where = None if part.filter < 0 else filtered(spread, part.filter)
    return spread[part.name].sum(where=where).fill_null(0)


def openings(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre): rows that moved a stock up to the window's end, and opened it."""
    rows = placed(shape, classed=True)
    cube = rows.group_by(["class", "kind", "slot", "centre"]).agg(rows=_live(rows, rows.id))
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    return spread.group_by(["measure", "window", "centre"]).agg(
        rows=spread["rows"].sum(),
        opened=ibis.ifelse(spread.kind.endswith(".opening"), spread["rows"], NONE).sum(),
    )


def _cube(shape: Shape) -> ir.Table:
    rows = placed(shape)
    cells = {"rows": rows.count() - 2 * rows.reverses.count()}
    for place, column in enumerate(shape.columns):
        cells |= _cells(rows, place, column)
    by = keys(shape, "kind", "slot", "simulated", *shape.passed, centre=shape.centres)
    return rows.group_by(by).agg(**cells)


def _cells(rows: ir.Table, place: int, column: Column) -> dict[str, ir.Value]:
    if column.reading == "thing":
        things = rows[column.name]
        return {f"said{place}": _live(rows, things.nullif("") if column.name == "identity" else things)}
    number = read(rows, column)
    if column.name == "quantity":
        return {f"total{place}": number.sum()}  # every row says it, and a reversal's is negated
    total = number * weight(rows) if column.reading == "plain" else number
    return {f"total{place}": total.sum(), f"said{place}": _live(rows, number)}


def _live(rows: ir.Table, column: ir.Column) -> ir.IntegerScalar:
    """How many rows say a column, none of them reversed: a reversal says what the row it cancels said."""
    reversals = ibis.ifelse(rows.reverses.notnull(), column, ibis.null(column.type()))
    return column.count() - 2 * reversals.count()
