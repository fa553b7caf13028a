"""How many things were seen: what was found in slots or masks, put by window."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.measures import Measure
from jalon.results.engine import distinct
from jalon.results.engine.inquiry import Answers, Inquiry
from jalon.results.engine.shape import THINGS, Shape, Target, layers, targets
from jalon.results.engine.spread import Line, by_class, encoded, numbers, places_of, spread, taken
from jalon.results.engine.windows import Slots

NOBODY = np.empty(0, "int64")


@dataclass(frozen=True)
class Seen:
    """One row a (class, window, centre, category), one column a part; where each measure finds its own."""

    table: pa.Table
    aims: Sequence[Target]
    parted: "Seen | None" = None  # the same by a dimension, of the network

    def figures(self, left_out: Iterable[int]) -> pa.Table:
        """A row a figure, of the measures not left out."""
        left_out = set(left_out)
        groups, parts = by_class(self.table), numbers(self.table, "part")
        lines = [
            Line(aim.measure, places, partial(_totals, parts[f"part{aim.rows}"], places))
            for aim in self.aims
            if aim.measure not in left_out
            for places in [groups.get((aim.kinds,), NOBODY)]
        ]
        return spread(self.table, lines, ("total",))


def _totals(part: np.ndarray, places: np.ndarray) -> dict[str, np.ndarray]:
    return {"total": taken(part, places)}


def seen(inquiry: Inquiry, answer: Answers) -> list[Seen]:
    """The distinct things of every measure that counts some."""
    if not inquiry.slots.open:
        return []
    return [
        _asked(inquiry, answer, thing, {number: measures[number] for number in layer})
        for thing in THINGS
        for measures in [inquiry.chosen("distinct", of=thing)]
        for layer in layers(measures)
    ]


def _asked(inquiry: Inquiry, answer: Answers, thing: str, measures: Mapping[int, Measure]) -> Seen:
    """The things of measures that all have the same kinds, or each a single one."""
    slots, merges = inquiry.slots, inquiry.merges if thing == "enterprise" else {}
    asked = {"thing": thing, "masks": slots.masks, "merged": bool(merges), "is_parted": slots.is_parted}
    is_parted = bool(inquiry.parted.measures & measures.keys())
    asked |= {"category": inquiry.parted.dimension, "whole": True} if is_parted else {}
    put = inquiry.question(measures, **asked)
    shape, aims = targets(put, measures)
    put, tables = type(put)(shape, put.members, put.classes), {"merges": _pairs(merges)}
    found = answer(distinct.figures, put, tables)
    if not is_parted:
        return Seen(_windowed(found, shape, slots), aims)
    is_whole = pc.is_null(found["category"])
    parted = Seen(_windowed(found.filter(pc.invert(is_whole)), shape, slots), aims)
    whole = found.filter(is_whole).drop_columns("category")
    return Seen(_windowed(whole, shape, slots), aims, parted)


def _windowed(found: pa.Table, shape: Shape, slots: Slots) -> pa.Table:
    if slots.is_parted:
        return encoded(_by_slot(found, slots))
    return _by_window(encoded(found), slots, len(shape.parts))


def _pairs(merges: Mapping[int, int | None]) -> pa.Table:
    columns = {"merged": merges.keys(), "kept": merges.values()}
    return pa.table({name: pa.array(list(values), pa.int32()) for name, values in columns.items()})


def _by_slot(found: pa.Table, slots: Slots) -> pa.Table:
    window = np.full(slots.count + 1, -1, "int32")
    for place, each in slots.open.items():
        window[slots.first(each)] = place
    found = found.append_column("window", pa.array(window[found["slot"].to_numpy()]))
    return found.filter(pc.greater_equal(found["window"], 0))


def _by_window(found: pa.Table, slots: Slots, parts: int) -> pa.Table:
    """From how many things were seen in which slots to how many were seen in each window."""
    (places,) = places_of(found.append_column("window", found["class"]))
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(places[order]) != 0]) if len(order) else NOBODY
    keys = [name for name in ("class", "centre", "category") if name in found.column_names]
    first = found.select(keys).take(pa.array(order[starts], pa.int64()))
    things = found["things"].to_numpy()[order]
    masks = {name: mask[order] for name, mask in numbers(found, "seen").items()}
    return pa.concat_tables(
        _of_window(first, number, window, parts, slots, things, masks, starts)
        for number, window in slots.open.items()
    )


def _of_window(first, number, window, parts, slots, things, masks, starts) -> pa.Table:
    columns = {"window": pa.repeat(pa.scalar(number, pa.int32()), first.num_rows)}
    for part in range(parts):
        hit = np.zeros(len(things), bool)
        for word, mask in enumerate(slots.mask(window)):
            hit |= (masks[f"seen{part}_mask{word}"] & mask) != 0
        columns[f"part{part}"] = pa.array(np.add.reduceat(things * hit, starts) if len(starts) else NOBODY)
    for name, column in columns.items():
        first = first.append_column(name, column)
    return first
