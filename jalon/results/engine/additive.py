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
from jalon.results.engine.shape import Column, Part, Shape

WAYS = ibis.table({"kind": "string", "class": "int32", "past": "boolean"}, name="ways")


def figures(shape: Shape) -> ir.Table:
    """One row a (class, past, window, centre, category), with the parts of the shape as columns.

    Rows that are simulated and those that are not stand apart.
    """
    cube = _wide(shape) if shape.is_dense else _narrow(shape)
    spread = cube.join(WAYS, ["kind"]).join(SPANS, ["slot", "past"])
    by = keys(shape, "class", "past", "window", "simulated", centre=shape.centres)
    found = spread.group_by(by).agg(**(_again(spread, shape) if shape.is_dense else _parts(spread, shape)))
    if not shape.centres:
        return of_network(found)
    if not shape.network:
        return found
    whole = found.group_by(keys(shape, "class", "past", "window", "simulated", centre=False))
    return stacked([found, of_network(whole.agg(**_again(found, shape)))], list(found.columns))


def _narrow(shape: Shape) -> ir.Table:
    """The cube whose cells tell which filters their rows pass: best when a filter matters to few kinds."""
    rows = _weighed(placed(shape), shape)
    names = ["rows", *dict.fromkeys(part.name for part in shape.parts if part.name != "rows")]
    by = keys(shape, "kind", "slot", "simulated", *shape.passed, centre=shape.centres)
    return rows.group_by(by).agg(**{name: rows[name].sum() for name in names})


def _wide(shape: Shape) -> ir.Table:
    """The cube with a column for each part: best when every filter matters to most kinds."""
    rows = _weighed(placed(shape), shape)
    return rows.group_by(keys(shape, "kind", "slot", "simulated", centre=shape.centres)).agg(
        **_parts(rows, shape)
    )


def _parts(table: ir.Table, shape: Shape) -> dict[str, ir.IntegerScalar]:
    def added(part: Part) -> ir.IntegerScalar:
        return table[part.name].sum(where=None if part.filter < 0 else filtered(table, part.filter))

    return {f"part{place}": added(part).fill_null(0) for place, part in enumerate(shape.parts)}


def _again(table: ir.Table, shape: Shape) -> dict[str, ir.IntegerScalar]:
    return {name: table[name].sum() for name in (f"part{place}" for place in range(len(shape.parts)))}


def _weighed(rows: ir.Table, shape: Shape) -> ir.Table:
    """The rows with what each adds: to the count, to each column's total, to the rows that say the column."""
    rows = rows.mutate(rows=weight(rows))
    cells: dict[str, ir.IntegerValue] = {}
    for place, column in enumerate(shape.columns):
        cells[f"said{place}"], cells[f"total{place}"] = _cells(rows, column)
    return rows.mutate(
        **{name: cells[name] for name in dict.fromkeys(part.name for part in shape.parts) if name in cells}
    )


def _cells(rows: ir.Table, column: Column) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    if column.reading == "thing":
        things = rows[column.name]
        named = things.nullif("") if column.name == "identity" else things
        return ibis.ifelse(named.isnull(), NONE, rows["rows"]), NONE
    number = read(rows, column)
    total = number * rows["rows"] if column.reading == "plain" else number
    return ibis.ifelse(number.isnull(), NONE, rows["rows"]), total


def openings(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre): rows that moved a stock up to the window's end, and opened it."""
    rows = placed(shape, classed=True)
    cube = rows.group_by(["class", "kind", "slot", "centre"]).agg(rows=weight(rows).sum())
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    return spread.group_by(["measure", "window", "centre"]).agg(
        rows=spread["rows"].sum(),
        opened=ibis.ifelse(spread.kind.endswith(".opening"), spread["rows"], NONE).sum(),
    )
