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
from jalon.results.engine.shape import Shape

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
    rows = placed(shape)
    rows = rows.mutate(weight=weight(rows))
    cube = (
        rows.join(KINDS, ["kind"]).group_by(["class", "kind", "slot", "centre"]).agg(rows=rows.weight.sum())
    )
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    return spread.group_by(["measure", "window", "centre"]).agg(
        rows=spread["rows"].sum().cast("int64"),
        opened=ibis.ifelse(spread.kind.endswith(".opening"), spread["rows"], NONE).sum().cast("int64"),
    )


def _added(table: ir.Table, by: list[str]) -> ir.Table:
    return table.group_by(by).agg(**{name: table[name].sum().cast("int64") for name in PARTS})


def _cube(shape: Shape) -> ir.Table:
    rows = placed(shape)
    rows = rows.mutate(weight=weight(rows))
    cells = {
        "rows": rows.weight.sum(),
        "simulated": ibis.ifelse(rows.simulated, rows.weight, NONE).sum(),
    }
    for place, column in enumerate(shape.columns):
        cells |= _cells(rows, place, column)
    by = keys(shape, "kind", "slot", *shape.passed, centre=shape.centres)
    return rows.group_by(by).agg(**cells).join(KINDS, ["kind"])


def _cells(rows: ir.Table, place: int, column) -> dict[str, ir.Value]:
    if column.reading == "thing":
        named = rows[column.name].notnull()
        if column.name == "identity":
            named = named & (rows.identity != "")
        return {f"said{place}": ibis.ifelse(named, rows.weight, NONE).sum()}
    number = read(rows, column)
    total = number if column.reading == "signed" else number * rows.weight
    if column.name in ("quantity", "amount"):
        total = number  # a reversal's is negated
    return {
        f"total{place}": total.sum(),
        f"said{place}": ibis.ifelse(number.notnull(), rows.weight, NONE).sum(),
    }


def _measured(member: ir.Table, shape: Shape) -> dict[str, ir.Value]:
    said = chosen(member, shape, "said", member["rows"])
    total = chosen(member, shape, "total", member["rows"])
    things = [place for place, column in enumerate(shape.columns) if column.reading == "thing"]
    behind = ibis.ifelse(member["column"].isin(things), said, member["rows"]) if things else member["rows"]
    parts = {
        "rows": ibis.ifelse(member.counts, behind, NONE),
        "simulated": member.simulated,
        "total": ibis.ifelse(member.adds, total.fill_null(0), NONE),
        "unsaid": ibis.ifelse(member.counts, behind - said, NONE),
    }
    return {name: part.sum().cast("int64") for name, part in parts.items()}
