"""Greatest, least and latest: what no sum can give back."""

from typing import Final

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import (
    NONE,
    ONE,
    SPANS,
    chosen,
    counted,
    keys,
    live,
    of_network,
    read,
    stacked,
)
from jalon.results.engine.shape import Shape

EDGES: Final = ("max", "min")


def edges(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre, category): the greatest and the least number."""
    rows = _numbered(shape)
    names = [(f"{edge}{place}", edge, place) for place in range(len(shape.columns)) for edge in EDGES]
    cube = rows.group_by(keys(shape, "class", "slot", *shape.passed, centre=True)).agg(
        **{name: getattr(rows[f"number{place}"], edge)() for name, edge, place in names}
    )
    spread = counted(cube, shape).join(SPANS, ["slot", "past"])
    spread = spread.mutate(**{edge: chosen(spread, shape, edge, ibis.null("int64")) for edge in EDGES})
    found = _edged(spread, keys(shape, "measure", "window", "over", centre=True))
    return _levels(found, shape, _edged, list(EDGES))


def _edged(table: ir.Table, by: list[str]) -> ir.Table:
    return table.group_by(by).agg(**{edge: getattr(table[edge], edge)() for edge in EDGES})


def latest(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre, category): the number latest by day, then by moment, then by id.

    `rows` are the centres behind it, `unsaid` those whose latest row leaves the number out.
    """
    rows = _numbered(shape)
    last = _last(rows, keys(shape, "class", "slot", *shape.passed, centre=True))
    spread = counted(last, shape).join(SPANS, ["slot", "past"])
    spread = spread.mutate(number=chosen(spread, shape, "number", ibis.null("int64")))
    found = _last(spread, keys(shape, "measure", "window", "over", centre=True))
    said = found.number.notnull()
    found = found.mutate(
        total=found.number.fill_null(0),
        rows=ibis.ifelse(said, ONE, NONE),
        unsaid=ibis.ifelse(said, NONE, ONE),
    )
    return _levels(found, shape, _consolidated, ["total", "rows", "unsaid"])


def _numbered(shape: Shape) -> ir.Table:
    rows = live(shape)
    return rows.mutate(**{f"number{place}": read(rows, column) for place, column in enumerate(shape.columns)})


def _last(rows: ir.Table, by: list[str]) -> ir.Table:
    order = [rows["on"].desc(), rows.moment.desc(), rows.id.desc()]
    ranked = rows.mutate(rank=ibis.row_number().over(group_by=by, order_by=order))
    return ranked.filter(ranked["rank"] == 0)


def _consolidated(found: ir.Table, by: list[str]) -> ir.Table:
    whole = found.group_by(by).agg(
        sum=found.total.sum(),
        max=found.number.max(),
        min=found.number.min(),
        rows=found["rows"].sum(),
        unsaid=found.unsaid.sum(),
    )
    branches = [(whole.over == way, whole[way].fill_null(0).cast("int64")) for way in ("sum", "max", "min")]
    return whole.mutate(total=ibis.cases(*branches))


def _levels(found: ir.Table, shape: Shape, consolidated, names: list[str]) -> ir.Table:
    """The centres' figures, and the network's unless the measure has none."""
    columns = [*keys(shape, "measure", "window", centre=True), *names]
    parts = [found] if shape.centres else []
    if shape.network:
        known = found.filter(found.over != "none")
        whole = consolidated(known, keys(shape, "measure", "window", "over", centre=False))
        parts.append(of_network(whole))
    return stacked(parts, columns)
