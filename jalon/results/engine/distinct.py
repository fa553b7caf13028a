"""Distinct firms and identities: a mask of slots for each, then who has a bit in each window."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import MERGES, NONE, ONE, counted, keys, live, of_network, stacked
from jalon.results.engine.shape import Shape
from jalon.results.engine.windows import mask_names

Masks = Sequence[tuple[int, ...]]


def figures(shape: Shape, windows: Masks) -> ir.Table:
    """One row a (measure, centre, category), one column a window: how many things have a row in it."""
    things = _measured(shape)
    if not shape.centres:
        return of_network(_numbers(things, shape, windows, centre=False))
    found = _numbers(things, shape, windows, centre=True)
    if not shape.network:
        return found
    whole = _gathered(things, shape, keys(shape, "measure", "thing", centre=False))
    return stacked([found, of_network(_numbers(whole, shape, windows, centre=False))], list(found.columns))


def _seen(shape: Shape) -> ir.Table:
    """Each thing of each class, with the slots it was seen in."""
    rows = live(shape)
    rows = rows.filter(rows[shape.thing].notnull())
    if shape.thing == "identity":
        rows = rows.filter(rows.identity != "")
    rows = rows.mutate(thing=rows[shape.thing])
    by = keys(shape, "class", *shape.passed, "thing", centre=shape.centres)
    return rows.group_by(by).agg(**{name: rows[name].bit_or() for name in mask_names(shape.masks)})


def _measured(shape: Shape) -> ir.Table:
    seen = counted(_seen(shape), shape)
    if shape.merged:
        seen = seen.left_join(MERGES, [seen.thing == MERGES.merged])
        seen = seen.mutate(thing=ibis.coalesce(seen.kept, seen.thing)).drop("merged", "kept")
    return _gathered(seen, shape, keys(shape, "measure", "thing", centre=shape.centres))


def _gathered(table: ir.Table, shape: Shape, by: list[str]) -> ir.Table:
    return table.group_by(by).agg(**{name: table[name].bit_or() for name in mask_names(shape.masks)})


def _numbers(things: ir.Table, shape: Shape, windows: Masks, *, centre: bool) -> ir.Table:
    counts = {f"window{place}": _within(things, window).sum() for place, window in enumerate(windows)}
    return things.group_by(keys(shape, "measure", centre=centre)).agg(**counts)


def _within(things: ir.Table, window: tuple[int, ...]) -> ir.IntegerValue:
    hits = [
        (things[f"mask{word}"] & ibis.literal(mask, "int64")) != 0 for word, mask in enumerate(window) if mask
    ]
    return ibis.ifelse(ibis.or_(*hits), ONE, NONE) if hits else NONE
