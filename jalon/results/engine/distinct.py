"""Distinct firms and identities: each once, with the slots it was seen in, then those of each window."""

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import MERGES, NONE, filtered, keys, live, of_network, stacked
from jalon.results.engine.shape import Part, Shape
from jalon.results.engine.windows import mask_names


def figures(shape: Shape) -> ir.Table:
    """How many things have a row that passes a filter: one row a (class, centre, category).

    When no slot is in two windows, one row for each slot too, and a column for each filter; else one row for
    each set of slots in which things passed each filter, and how many things have it.
    """
    things = _things(shape)
    if not shape.centres:
        return of_network(_numbers(things, shape, centre=False))
    found = _numbers(things, shape, centre=True)
    if not shape.network:
        return found
    whole = _once(things, shape, _keys(shape, "thing", centre=False))
    return stacked([found, of_network(_numbers(whole, shape, centre=False))], list(found.columns))


def _keys(shape: Shape, *more: str, centre: bool) -> list[str]:
    return keys(shape, "class", *(["slot"] if shape.is_parted else []), *more, centre=centre)


def _things(shape: Shape) -> ir.Table:
    """Each thing of each class: the filters its rows pass in a slot, or the slots in which they pass each."""
    rows = live(shape)
    rows = rows.filter(rows[shape.thing].notnull())
    if shape.thing == "identity":
        rows = rows.filter(rows.identity != "")
    rows = rows.mutate(thing=rows[shape.thing])
    if not shape.is_parted:
        rows = rows.mutate(**{name: _seen(rows, part, mask) for name, part, mask in _masks(shape)})
    things = _once(rows, shape, _keys(shape, "thing", centre=shape.centres))
    if not shape.merged:
        return things
    things = things.left_join(MERGES, [things.thing == MERGES.merged])
    things = things.mutate(thing=ibis.ifelse(things.merged.isnull(), things.thing, things.kept))
    things = things.filter(things.thing.notnull())  # an enterprise whose number is pending is counted apart
    return _once(things, shape, _keys(shape, "thing", centre=shape.centres))


def _masks(shape: Shape) -> list[tuple[str, Part, str]]:
    names = mask_names(shape.masks)
    return [(f"seen{place}_{name}", part, name) for place, part in enumerate(shape.parts) for name in names]


def _seen(rows: ir.Table, part: Part, mask: str) -> ir.IntegerValue:
    return rows[mask] if part.filter < 0 else ibis.ifelse(filtered(rows, part.filter), rows[mask], NONE)


def _once(table: ir.Table, shape: Shape, by: list[str]) -> ir.Table:
    bits = shape.passed if shape.is_parted else [name for name, _, _ in _masks(shape)]
    if not bits:
        return table.select(by).distinct()
    return table.group_by(by).agg(**{name: table[name].bit_or() for name in bits})


def _numbers(things: ir.Table, shape: Shape, *, centre: bool) -> ir.Table:
    if not shape.is_parted:
        seen = [name for name, _, _ in _masks(shape)]
        return things.group_by([*_keys(shape, centre=centre), *seen]).agg(things=things.count())
    counts = {f"part{place}": _passing(things, part) for place, part in enumerate(shape.parts)}
    return things.group_by(_keys(shape, centre=centre)).agg(**counts)


def _passing(things: ir.Table, part: Part) -> ir.IntegerScalar:
    return things.count() if part.filter < 0 else things.count(where=filtered(things, part.filter))
