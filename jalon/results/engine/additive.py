"""Counts, sums, means and stocks: one scan to a cube of classes and slots, then measures and windows."""

from typing import Final

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import (
    KINDS,
    NONE,
    SPANS,
    chosen,
    counted,
    keys,
    of_network,
    placed,
    read,
    stacked,
    weight,
)
from jalon.results.engine.shape import Column, Shape

PARTS: Final = ("rows", "simulated", "total", "unsaid")


def figures(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre, category) with its parts.

    `rows` behind the figure, `simulated` ones, the `total` of the column (or of the rows), and the rows that
    left the number `unsaid`.
    """
    member = counted(_cube(shape), shape)
    by = keys(shape, "measure", "past", "slot", centre=shape.centres)
    measured = member.group_by(by).agg(**_measured(member, shape))
    spread = measured.join(SPANS, ["slot", "past"])
    by = keys(shape, "measure", "window", centre=shape.centres)
    found = _added(spread, by)
    if not shape.centres:
        return of_network(found)
    if not shape.network:
        return found
    whole = of_network(_added(found, keys(shape, "measure", "window", centre=False)))
    return stacked([found, whole], [*by, *PARTS])


def openings(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre): rows that moved a stock up to the window's end, and opened it."""
    rows = placed(shape, classed=True)
    cube = rows.group_by(["class", "kind", "slot", "centre"]).agg(rows=_live(rows, rows.id))
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    return spread.group_by(["measure", "window", "centre"]).agg(
        rows=spread["rows"].sum().cast("int64"),
        opened=ibis.ifelse(spread.kind.endswith(".opening"), spread["rows"], NONE).sum().cast("int64"),
    )


def _added(table: ir.Table, by: list[str]) -> ir.Table:
    return table.group_by(by).agg(**{name: table[name].sum().cast("int64") for name in PARTS})


def _cube(shape: Shape) -> ir.Table:
    rows = placed(shape)
    cells = {"rows": rows.count() - 2 * rows.reverses.count()}
    for place, column in enumerate(shape.columns):
        cells |= _cells(rows, place, column)
    by = keys(shape, "kind", "slot", "simulated", *shape.passed, centre=shape.centres)
    return rows.group_by(by).agg(**cells).join(KINDS, ["kind"])


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


def _measured(member: ir.Table, shape: Shape) -> dict[str, ir.Value]:
    said = chosen(member, shape, "said", member["rows"])
    total = chosen(member, shape, "total", member["rows"])
    things = [place for place, column in enumerate(shape.columns) if column.reading == "thing"]
    behind = ibis.ifelse(member["column"].isin(things), said, member["rows"]) if things else member["rows"]
    parts = {
        "rows": ibis.ifelse(member.counts, behind, NONE),
        "simulated": ibis.ifelse(member.simulated, member["rows"], NONE),
        "total": ibis.ifelse(member.adds, total.fill_null(0), NONE),
        "unsaid": ibis.ifelse(member.counts, behind - said, NONE),
    }
    return {name: part.sum().cast("int64") for name, part in parts.items()}
