"""From a cube of kinds and slots to the sums of windows, at each level: small enough for numpy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.results.engine.figures import OPENINGS
from jalon.results.engine.shape import BITS, Part, Shape, Target
from jalon.results.engine.spread import encoded
from jalon.results.engine.windows import Slots

EVERY_ROW: Final = Part(-1, "rows")
MOST: Final = 2.0**63  # numpy goes past it without a word
NETWORK: Final = 0  # beside the centres' numbers, which begin with 1 here


@dataclass(frozen=True)
class Cube:
    """Rows of a kind, a slot, a centre and a category, or none, simulated or not, and what they add up to."""

    found: pa.Table
    shape: Shape
    slots: Slots

    def windowed(self, aims: Sequence[Target]) -> pa.Table:
        """One row a (class, past, window, centre, category), one column a part.

        Centre is null for the network; rows that are simulated and those that are not stand apart.
        """
        pasts = sorted({aim.past for aim in aims})
        return pa.concat_tables(
            self._way(past, {aim.kinds for aim in aims if aim.past == past}) for past in pasts
        )

    @property
    def tells_rows(self) -> bool:
        """Whether it tells which rows of which kind each centre has."""
        return self.shape.centres and (not self.shape.is_dense or EVERY_ROW in self.shape.parts)

    @property
    def every_row(self) -> np.ndarray:
        """How many rows there are, those taken back taken away."""
        return self.number(f"part{self.shape.parts.index(EVERY_ROW)}" if self.shape.is_dense else "rows")

    def openings(self, stocks: Mapping[int, Iterable[str]]) -> Iterator[pa.RecordBatch]:
        """What moved and opened stocks known by their kinds: a row a (measure, window, centre)."""
        signed, opens = self.every_row, np.array([kind.endswith(".opening") for kind in self.kinds])
        windows = np.array(list(self.slots.open), "int64")
        for measure, kinds in stocks.items():
            chosen = np.flatnonzero(np.isin(self.kinds, list(kinds))[self.kind])
            centres, place = np.unique(self.centre[chosen], return_inverse=True)
            weighed = Grid(place, self.slot[chosen], self.slots)
            there = weighed.over(np.ones(len(chosen), "int64"), past=True)
            rows = weighed.over(signed[chosen], past=True)
            opened = weighed.over((signed * opens[self.kind])[chosen], past=True)
            at, window = np.nonzero(there)
            found = (windows[window], centres[at] - 1, rows[at, window], opened[at, window])
            measured = np.full(len(at), measure), *found
            yield pa.record_batch(
                [pa.array(each, field.type) for each, field in zip(measured, OPENINGS, strict=True)], OPENINGS
            )

    @cached_property
    def kinds(self) -> np.ndarray:
        return np.array(self._words.dictionary.to_pylist(), dtype=object)

    @cached_property
    def kind(self) -> np.ndarray:
        return self._words.indices.to_numpy()

    @cached_property
    def slot(self) -> np.ndarray:
        return self.found["slot"].to_numpy().astype("int64")

    @cached_property
    def centre(self) -> np.ndarray:
        """The centre's number and 1."""
        if not self.shape.centres:
            return np.full(self.found.num_rows, NETWORK, "int64")
        return self.found["centre"].to_numpy().astype("int64") + 1

    @cached_property
    def category(self) -> pa.DictionaryArray:
        return encoded(self.found.select(["category"] if self.shape.category else ["slot"]))[
            "category"
        ].combine_chunks()

    @cached_property
    def simulated(self) -> np.ndarray:
        return self.found["simulated"].to_numpy().astype("int64")

    @cached_property
    def _words(self) -> pa.DictionaryArray:
        return self.found["kind"].combine_chunks().dictionary_encode()

    def number(self, name: str) -> np.ndarray:
        """A column of whole numbers."""
        return pc.fill_null(self.found[name], 0).to_numpy()

    def part(self, place: int, part: Part) -> np.ndarray:
        """What each row adds to a part."""
        if self.shape.is_dense:
            return self.number(f"part{place}")
        if part.filter < 0:
            return self.number(part.name)
        passed = self.number(f"passed{part.filter // BITS}") >> (part.filter % BITS) & 1
        return self.number(part.name) * passed

    @cached_property
    def classes(self) -> np.ndarray:
        """The class of each row, -1 for kinds nobody asks for."""
        known = {kind: number for number, kinds in enumerate(self.shape.kinds) for kind in kinds}
        return np.array([known.get(kind, -1) for kind in self.kinds], "int64")[self.kind]

    def _way(self, past: bool, classes: set[int]) -> pa.Table:
        rows = np.flatnonzero(np.isin(self.classes, list(classes)))
        centre = self.centre[rows]
        if self.shape.centres and self.shape.network:
            rows, centre = np.tile(rows, 2), np.concatenate([centre, np.full(len(rows), NETWORK)])
        category = self.category.indices.to_numpy()[rows].astype("int64")
        columns = [self.classes[rows], centre, category, self.simulated[rows]]
        place, first = _places(columns)
        grid = Grid(place, self.slot[rows], self.slots)
        there, window = np.nonzero(grid.over(np.ones(len(rows), "int64"), past=past))
        kept = first[there]
        found = {
            "class": pa.array(columns[0][kept].astype("int32")),
            "past": pa.array(np.full(len(kept), past, "int8")),
            "window": pa.array(np.array(list(self.slots.open), "int32")[window]),
            "simulated": pa.array(columns[3][kept]),
            "centre": pa.array((centre[kept] - 1).astype("int32"), mask=centre[kept] == NETWORK),
            "category": pa.DictionaryArray.from_arrays(
                pa.array(category[kept].astype("int32")), self.category.dictionary
            ),
        }
        for number, part in enumerate(self.shape.parts):
            whole = grid.over(self.part(number, part)[rows], past=past)
            found[f"part{number}"] = pa.array(whole[there, window])
        return pa.table(found)


class Grid:
    """Numbers added up by place and slot, then over the slots of every window."""

    def __init__(self, place: np.ndarray, slot: np.ndarray, slots: Slots):
        self.wide, self.slots = slots.count + 1, slots
        at = place * self.wide + slot
        self.order = np.argsort(at, kind="stable")
        at = at[self.order]
        self.starts = np.flatnonzero(np.r_[True, at[1:] != at[:-1]]) if len(at) else at
        self.at, self.high = at[self.starts], int(place.max(initial=-1)) + 1

    def over(self, values: np.ndarray, *, past: bool) -> np.ndarray:
        """Their sums, a row a place and a column a window; from the first slot on when looking back."""
        if np.abs(values.astype("float64")).sum() >= MOST:
            raise OverflowError("these rows add up to more than 64 bits hold")
        summed = np.zeros((self.high, self.wide + 1), "int64")
        if len(self.at):
            summed[self.at // self.wide, self.at % self.wide + 1] = np.add.reduceat(
                values[self.order], self.starts
            )
        summed.cumsum(axis=1, out=summed)
        whole = summed[:, self.slots.lasts + 1]
        return whole if past else whole - summed[:, self.slots.firsts]


def _places(columns: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row, the same for the same values; and the first row of each number."""
    whole = np.zeros(len(columns[0]), "int64")
    for column in columns:
        whole = whole * (int(column.max(initial=0)) + 1) + column
    _, first, place = np.unique(whole, return_index=True, return_inverse=True)
    return place, first
