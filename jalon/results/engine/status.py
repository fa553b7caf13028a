"""Identities in force: those whose last status up to a window's end opens them and has not run out."""

from typing import Final

import ibis
import ibis.expr.types as ir

from jalon.results.engine.rows import ENDS, floor, joined, keys, live, meets, of_network, stacked
from jalon.results.engine.shape import Shape

# After every slot: nothing ends it.
NEVER: Final = ibis.literal(1_000_000, "int32")


_EVER: Final = ibis.table({"on": "date", "slot": "int32"}, name="ever")


def figures(shape: Shape) -> ir.Table:
    """One row a (measure, window, centre, category): how many identities are in force at the window's end."""
    events = _events(shape)
    levels = [centre for centre in (True, False) if (shape.centres if centre else shape.network)]
    parts = [_numbers(events, shape, centre=centre) for centre in levels]
    parts = [part if centre else of_network(part) for part, centre in zip(parts, levels, strict=True)]
    return stacked(parts, [*keys(shape, "measure", "window", centre=True), "total"])


def _events(shape: Shape) -> ir.Table:
    """The statuses of identities, once for each measure that follows them."""
    rows = live(shape)
    rows = rows.filter(rows.identity.notnull() & (rows.identity != ""))
    events = joined(rows, shape)
    stands = events.kind.isin(shape.opening)
    return events.mutate(
        stands=stands & meets(events, shape) if shape.filters else stands,
        until=events["attributes.valid_until"].try_cast("date"),
    )


def _numbers(events: ir.Table, shape: Shape, *, centre: bool) -> ir.Table:
    """An identity counts at the end of each slot from its opening's to the one before it ends."""
    spells = _spells(events, ["measure", *(["centre"] if centre else []), "identity"])
    spells = spells.filter(spells.stands & (spells.slot < spells.out))
    by = keys(shape, "measure", centre=centre)
    tally = spells.group_by([*by, "slot", "out"]).agg(number=spells.count())
    held = tally.join(ENDS, [tally.slot <= ENDS.end, ENDS.end < tally.out])
    return held.group_by([*by, "window"]).agg(total=held.number.sum().cast("int64"))


def _spells(events: ir.Table, of: list[str]) -> ir.Table:
    """Each status with the slot `out` at whose end it no longer holds.

    The next status ends it, or the day after the last validity stated so far.
    """
    order = [events["on"], events.moment, events.id]
    so_far = ibis.window(group_by=of, order_by=order, preceding=None, following=0)
    following = events.slot.lead().over(group_by=of, order_by=order)
    # Ibis forgets to leave nulls out of a windowed `last`: number the stretches from one stated day on
    events = events.mutate(following=following, stretch=events.until.count().over(so_far))
    events = events.mutate(stated=events.until.max().over(group_by=[*of, "stretch"]))
    day_after = (events.stated + ibis.interval(days=1)).cast("date")
    expiry = ibis.ifelse(events.stated.isnull(), ibis.null("date"), ibis.greatest(day_after, floor()))
    events = events.mutate(expiry=expiry)
    out = _EVER.select(expiry=_EVER["on"], expired=_EVER.slot)
    events = events.left_join(out, ["expiry"])
    return events.mutate(out=ibis.least(events.following.fill_null(NEVER), events.expired.fill_null(NEVER)))
