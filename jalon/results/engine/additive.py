"""Counts, sums, means and stocks: one scan to a cube of kinds and slots."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from jalon.results.engine.deeds import alike, deeds, firms, has_firms, marked, marks, passing
from jalon.results.engine.rows import (
    NONE,
    ONE,
    SPANS,
    counted,
    days,
    evidence,
    filtered,
    keys,
    placed,
    read,
    weight,
)
from jalon.results.engine.shape import Column, Part, Shape
from jalon.results.engine.source import FIRM


def figures(shape: Shape) -> ir.Table:
    """The cube: one row a (kind, slot, centre, category), simulated or not.

    In a dense cube the parts of the shape are its columns; else the sums they are made of, by the filters
    rows pass.
    """
    return _wide(shape) if shape.is_dense else _narrow(shape)


def told(shape: Shape) -> ir.Table:
    """The deeds with one number for those alike, put in a table of its own: DuckDB joins it faster."""
    found = deeds(shape)
    return alike(found, "mark", _alike(shape, found.columns, "deed"))


def of_firms(shape: Shape) -> ir.Table:
    """The same of the firms."""
    found = firms(shape)
    return alike(found, "mark_of_firm", _alike(shape, found.columns, "firm"))


def _alike(shape: Shape, columns: Sequence[str], own: str) -> list[str]:
    """What tells deeds or firms apart: in a dense cube not the filters they pass nor their sign."""
    left_out = {own, "sign", *marks(shape, own)} if shape.is_dense else {own}
    return [name for name in columns if name not in left_out]


def _kept(expression: ir.Table, name: str) -> ir.Table:
    return ibis.table(expression.schema(), name=name)


def _narrow(shape: Shape) -> ir.Table:
    """The cube whose cells tell which filters their rows pass: best when a filter matters to few kinds."""
    rows, names = _marked(shape), _names(shape)
    sums = {name: _whole(rows, shape, name) for name in names}
    cube = _named(rows.group_by(_by(shape, *marks(shape, "row"))).agg(**sums), shape)
    cube = passing(cube, shape)
    weighed = {name: cube[name] * cube.sign for name in names if not _is_signed(shape, name)}
    cube = cube.mutate(**weighed) if weighed else cube
    by = keys(shape, "kind", "slot", "simulated", *shape.passed, centre=shape.centres)
    return cube.group_by(by).agg(**{name: cube[name].sum() for name in names})


def _wide(shape: Shape) -> ir.Table:
    """The cube with a column for each part: best when every filter matters to most kinds."""
    rows = passing(_read(_marked(shape), shape), shape)
    weighed = {name: rows[name] * rows.sign for name in _names(shape) if not _is_signed(shape, name)}
    rows = rows.mutate(**weighed) if weighed else rows
    return _named(rows.group_by(_by(shape)).agg(**_parts(rows, shape)), shape)


def _marked(shape: Shape) -> ir.Table:
    """The rows known, with the numbers of what they say and, in a dense cube, the filters they pass."""
    bits = {"deed": ["sign", *marks(shape, "deed")], "firm": marks(shape, "firm")}
    bits = bits if shape.is_dense else {"deed": [], "firm": []}
    deed = _kept(told(shape), "told").select(["deed", "mark", *bits["deed"]])
    rows = evidence(shape).select(_needed(shape)).join(deed, ["deed"])
    if has_firms(shape):
        firm = _kept(of_firms(shape), "of_firms").select(["firm", "mark_of_firm", *bits["firm"]])
        rows = rows.join(firm, ["firm"])
    return marked(rows.join(days(shape), ["on"]), shape, "row")


def _named(cube: ir.Table, shape: Shape) -> ir.Table:
    """The cube with what its numbers stand for."""
    for name, made in (("told", told(shape)), ("of_firms", of_firms(shape))):
        mark = made.columns[-1]
        if mark in cube.columns:
            words = _kept(made, name)
            own = _alike(shape, made.columns[:-1], "deed" if name == "told" else "firm")
            cube = cube.join(words.select([mark, *own]).distinct(), [mark])
    return cube


def _needed(shape: Shape) -> list[str]:
    """The columns of the rows that matter."""
    firm = ["firm"] if has_firms(shape) else []
    centre = ["centre"] if shape.centres else []
    read = [column.name for column in shape.columns]
    return list(dict.fromkeys(["deed", "on", *firm, *centre, "quantity", *read, *shape.attributes]))


def _by(shape: Shape, *more: str) -> list[str]:
    """What rows are added up by before their numbers are put into words."""
    of_firm = has_firms(shape) and (not shape.is_dense or shape.category in FIRM)
    return [
        *(["centre"] if shape.centres else []),
        "slot",
        "mark",
        *(["mark_of_firm"] if of_firm else []),
        *more,
    ]


def _parts(table: ir.Table, shape: Shape) -> dict[str, ir.IntegerScalar]:
    def added(part: Part) -> ir.IntegerScalar:
        return table[part.name].sum(where=None if part.filter < 0 else filtered(table, part.filter))

    return {f"part{place}": added(part).fill_null(0) for place, part in enumerate(shape.parts)}


def _names(shape: Shape) -> list[str]:
    """The columns added up."""
    return ["rows", *dict.fromkeys(part.name for part in shape.parts if part.name != "rows")]


def _is_signed(shape: Shape, name: str) -> bool:
    """Whether a reversal's own number takes away; else the sign of its row does."""
    return name.startswith("total") and _column(shape, name).reading == "signed"


def _column(shape: Shape, name: str) -> Column:
    return shape.columns[int(name.removeprefix("said").removeprefix("total"))]


def _whole(rows: ir.Table, shape: Shape, name: str) -> ir.IntegerScalar:
    """What rows of one sign add up to in a column of the cube."""
    if name == "rows":
        return rows.count()
    said, number = _cells(rows, _column(shape, name))
    return said.count() if name.startswith("said") else number.sum()


def _read(rows: ir.Table, shape: Shape) -> ir.Table:
    """The rows with what each adds: to the count, to each column's total, to the rows that say the column."""
    cells: dict[str, ir.IntegerValue] = {"rows": ONE}
    for place, column in enumerate(shape.columns):
        said, cells[f"total{place}"] = _cells(rows, column)
        cells[f"said{place}"] = ibis.ifelse(said.isnull(), NONE, ONE)
    return rows.mutate(**{name: cells[name] for name in _names(shape)})


def _cells(rows: ir.Table, column: Column) -> tuple[ir.Value, ir.IntegerValue]:
    """What is not null where a row says a column, and its number."""
    if column.reading == "thing":
        things = rows[column.name]
        return things.nullif("") if column.name == "identity" else things, NONE
    number = read(rows, column)
    return number, number


def openings(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre): rows that moved a stock up to the window's end, and opened it."""
    rows = placed(shape, classed=True)
    cube = rows.group_by(["class", "kind", "slot", "centre"]).agg(rows=weight(rows).sum())
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    return spread.group_by(["measure", "window", "centre"]).agg(
        rows=spread["rows"].sum(),
        opened=ibis.ifelse(spread.kind.endswith(".opening"), spread["rows"], NONE).sum(),
    )
