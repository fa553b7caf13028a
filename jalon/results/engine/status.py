"""Identities in force: those whose last status up to a window's end opens them and has not run out."""

from typing import Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.results.engine.rows import joined, keys, live, meets
from jalon.results.engine.shape import Shape
from jalon.results.engine.spread import encoded
from jalon.results.engine.windows import FLOOR, Slots

# After every slot: nothing ends it.
NEVER: Final = 1_000_000
NETWORK: Final = -1

ORDER: Final = ("on", "moment", "id")


def events(shape: Shape) -> ir.Table:
    """The statuses of identities, once for each measure that follows them."""
    rows = live(shape)
    rows = rows.filter(rows.identity.notnull() & (rows.identity != ""))
    found = joined(rows, shape)
    stands = found.kind.isin(shape.opening)
    found = found.mutate(
        stands=stands & meets(found, shape) if shape.filters else stands,
        until=found["attributes.valid_until"].try_cast("date"),
    )
    told = ("identity", "slot", "stands", "until", *ORDER)
    return found.select(keys(shape, "measure", *told, centre=shape.centres))


def in_force(found: pa.Table, shape: Shape, slots: Slots) -> pa.Table:
    """One row a (measure, window, centre, category): how many identities are in force at the window's end."""
    levels = [centres for centres in (True, False) if (shape.centres if centres else shape.network)]
    return pa.concat_tables(_level(encoded(found), slots, centres=centres) for centres in levels)


def _level(found: pa.Table, slots: Slots, *, centres: bool) -> pa.Table:
    """An identity counts at the end of each slot from its opening's to the one before it ends."""
    measure = found["measure"].to_numpy().astype("int64")
    centre = found["centre"].to_numpy().astype("int64") if centres else np.full(len(measure), NETWORK)
    category = found["category"].combine_chunks()
    words = category.indices.to_numpy().astype("int64")
    slot, out = found["slot"].to_numpy(), _out(found, [measure, centre], slots)
    kept = pc.fill_null(found["stands"], False).to_numpy() & (slot < out)
    of = (measure << 48) + (centre - NETWORK << 24) + words
    _, first, at = np.unique(of[kept], return_index=True, return_inverse=True)
    order, ends = np.argsort(at, kind="stable"), slots.lasts
    holds = (slot[kept, None] <= ends) & (ends < out[kept, None])
    starts = np.searchsorted(at[order], np.arange(len(first)))
    total = np.zeros((len(first), len(ends)), "int64")
    if len(starts):
        total = np.add.reduceat(holds[order].astype("int64"), starts, axis=0)
    place, window = np.nonzero(total)
    measure, centre, words = (column[kept][first[place]] for column in (measure, centre, words))
    return pa.table(
        {
            "measure": pa.array(measure.astype("int32")),
            "window": pa.array(np.array(list(slots.open), "int32")[window]),
            "centre": pa.array(centre.astype("int32"), mask=centre == NETWORK),
            "category": pa.DictionaryArray.from_arrays(pa.array(words.astype("int32")), category.dictionary),
            "total": pa.array(total[place, window]),
        }
    )


def _out(found: pa.Table, of: list[np.ndarray], slots: Slots) -> np.ndarray:
    """For each status the slot at whose end it no longer holds.

    The next status ends it, or the day after the last validity stated so far.
    """
    identity = found["identity"].combine_chunks().dictionary_encode().indices.to_numpy()
    of = [*of, identity.astype("int64")]
    order = np.lexsort([*(found[name].to_numpy() for name in reversed(ORDER)), *of])
    ranked = np.stack(of)[:, order]
    begins = np.r_[True, (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)][: len(order)]
    slot = found["slot"].to_numpy().astype("int64")[order]
    following = np.where(np.r_[begins[1:], True][: len(order)], NEVER, np.r_[slot[1:], NEVER][: len(order)])
    out = np.empty(len(order), "int64")
    out[order] = np.minimum(following, _expired(found["until"], order, begins, slots))
    return out


def _expired(until: pa.ChunkedArray, order: np.ndarray, begins: np.ndarray, slots: Slots) -> np.ndarray:
    """The slot of the day after the last validity stated; never when none is, or none of the days counted."""
    places = np.arange(len(order))
    stated = pc.is_valid(until).to_numpy()[order]
    last = np.maximum.accumulate(np.where(stated, places, -1))
    first = np.maximum.accumulate(np.where(begins, places, 0))
    known = last >= first
    days = pc.fill_null(until, FLOOR).to_numpy()[order][last] + 1
    days = np.maximum(days, np.datetime64(FLOOR))
    edges = np.array(slots.edges, dtype="datetime64[D]")
    return np.where(
        known & (days < edges.max(initial=np.datetime64(FLOOR))),
        np.searchsorted(edges, days, side="right"),
        NEVER,
    )
