"""Distinct firms and identities: each once, with the slots it was seen in, then those of each window."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from jalon.results.engine.deeds import firms, marks
from jalon.results.engine.rows import MERGES, NONE, filtered, keys, live, of_network, stacked
from jalon.results.engine.shape import Part, Shape
from jalon.results.engine.source import FIRM
from jalon.results.engine.windows import mask_names


def figures(shape: Shape) -> ir.Table:
    """How many things have a row that passes a filter: one row a (class, centre, category).

    When no slot is in two windows, one row for each slot too, and a column for each filter; else one row for
    each set of slots in which things passed each filter, and how many things have it. Without a category
    where there are some stand the figures of all of them together.
    """
    things = _things(shape)
    found = [_level(things, shape, level) for level in _levels(shape)]
    return stacked(found, list(found[0].columns))


class Level(NamedTuple):
    """Whether things are counted for each centre, and for each category."""

    centre: bool
    category: bool


def _levels(shape: Shape) -> Iterator[Level]:
    parted = bool(shape.category) and not shape.whole
    if shape.centres:
        yield Level(True, parted)
    if shape.network:
        yield Level(False, parted)
    if shape.whole:
        yield Level(False, True)


def _level(things: ir.Table, shape: Shape, level: Level) -> ir.Table:
    if level != _finest(shape):
        things = _once(things, shape, _keys(shape, level, "thing"))
    found = _numbers(things, shape, level)
    found = found if level.centre else of_network(found)
    return found.mutate(category=ibis.null("string")) if shape.category and not level.category else found


def _finest(shape: Shape) -> Level:
    """How things are first told apart."""
    return Level(shape.centres, bool(shape.category))


def _keys(shape: Shape, level: Level, *more: str) -> list[str]:
    apart = replace(shape, category=shape.category if level.category else "")
    return keys(apart, "class", *(["slot"] if shape.is_parted else []), *more, centre=level.centre)


def _things(shape: Shape) -> ir.Table:
    """Each thing of each class: the filters its rows pass in a slot, or the slots in which they pass each."""
    rows = live(_asked_of_rows(shape))
    rows = rows.filter(rows[shape.thing].notnull())
    if shape.thing == "identity":
        rows = rows.filter(rows.identity != "")
    rows = rows.mutate(thing=rows[shape.thing])
    if not shape.is_parted:
        rows = rows.mutate(**{name: _seen(rows, part, mask) for name, part, mask in _masks(shape)})
    things = _once(rows, shape, _keys(_asked_of_rows(shape), _finest(shape), "thing", *_firm(shape)))
    if not shape.merged and not _firm(shape):
        return things
    if _firm(shape):
        things = things.join(firms(shape), ["firm"])
    return _once(_merged(things) if shape.merged else things, shape, _keys(shape, _finest(shape), "thing"))


def _merged(things: ir.Table) -> ir.Table:
    things = things.left_join(MERGES, [things.thing == MERGES.merged])
    things = things.mutate(thing=ibis.ifelse(things.merged.isnull(), things.thing, things.kept))
    return things.filter(things.thing.notnull())  # an enterprise whose number is pending is counted apart


def _firm(shape: Shape) -> list[str]:
    """What tells the category later, where firms tell nothing else: things are fewer than rows."""
    return ["firm"] if shape.category in FIRM and not marks(shape, "firm") else []


def _asked_of_rows(shape: Shape) -> Shape:
    """A shape without the category that is told later."""
    return replace(shape, category="") if _firm(shape) else shape


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


def _numbers(things: ir.Table, shape: Shape, level: Level) -> ir.Table:
    if not shape.is_parted:
        seen = [name for name, _, _ in _masks(shape)]
        return things.group_by([*_keys(shape, level), *seen]).agg(things=things.count())
    counts = {f"part{place}": _passing(things, part) for place, part in enumerate(shape.parts)}
    return things.group_by(_keys(shape, level)).agg(**counts)


def _passing(things: ir.Table, part: Part) -> ir.IntegerScalar:
    return things.count() if part.filter < 0 else things.count(where=filtered(things, part.filter))
