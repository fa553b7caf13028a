"""Windows of time, cut into slots: the shortest stretches of days no window's edge divides."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import pyarrow as pa

# No deed is older.
FLOOR: Final = date(1900, 1, 1)
ONE_DAY: Final = timedelta(days=1)

# Slots in one mask: the sign bit of a 64-bit integer stays out of it.
BITS: Final = 63


class Window(Protocol):
    """Days from `start` to `end`, both included."""

    start: date
    end: date


def mask_names(masks: int) -> list[str]:
    """The columns of some masks."""
    return [f"mask{word}" for word in range(masks)]


@dataclass(frozen=True)
class Slots:
    """The slots of some windows seen on a day. Slot 0 is the time before the first window.

    `lived` are the first and the last day that matter, when known: there are no rows of others.
    """

    windows: Sequence[Window]
    on: date
    lived: tuple[date, date] | None = None

    @cached_property
    def edges(self) -> list[date]:
        """The first day of each slot from 1 on, and the day after the last."""
        days = {max(window.start, FLOOR + ONE_DAY) for window in self.open.values()}
        days |= {min(window.end, self.on) + ONE_DAY for window in self.open.values()}
        return sorted(days)

    @cached_property
    def open(self) -> dict[int, Window]:
        """The windows that have begun, by their place in the list."""
        return {place: window for place, window in enumerate(self.windows) if window.start <= self.on}

    @property
    def count(self) -> int:
        """How many slots there are, slot 0 left out."""
        return max(len(self.edges) - 1, 0)

    @property
    def masks(self) -> int:
        """How many masks hold one bit a slot."""
        return -(-self.count // BITS)

    def first(self, window: Window) -> int:
        """The slot a window starts with."""
        return bisect_right(self.edges, max(window.start, FLOOR + ONE_DAY))

    def last(self, window: Window) -> int:
        """The slot a window ends with, on the day the windows are seen at the latest."""
        return bisect_right(self.edges, min(window.end, self.on))

    def mask(self, window: Window) -> tuple[int, ...]:
        """The bits of a window's slots, a number for each mask."""
        whole = sum(1 << (slot - 1) for slot in range(self.first(window), self.last(window) + 1))
        return tuple((whole >> (BITS * word)) & ((1 << BITS) - 1) for word in range(self.masks))

    @cached_property
    def firsts(self) -> np.ndarray:
        """The slot each open window starts with."""
        return np.array([self.first(window) for window in self.open.values()], "int64")

    @cached_property
    def lasts(self) -> np.ndarray:
        """The slot each open window ends with."""
        return np.array([self.last(window) for window in self.open.values()], "int64")

    @property
    def is_parted(self) -> bool:
        """Whether each window is one slot, and none another's."""
        firsts = self.firsts.tolist()
        return len(set(firsts)) == len(firsts) and firsts == self.lasts.tolist()

    def days(self, *, past: bool) -> pa.Table:
        """Each day that counts with its slot; those before the first window when `past` is asked for."""
        if not self.open:
            return pa.table({"on": pa.array([], pa.date32()), "slot": pa.array([], pa.int32())})
        edges = np.array(self.edges, dtype="datetime64[D]")
        start = np.datetime64(FLOOR, "D") if past else edges[0]
        end = edges[-1]
        if self.lived:
            start = max(start, np.datetime64(self.lived[0], "D"))
            end = min(end, np.datetime64(self.lived[1] + ONE_DAY, "D"))
        days = np.arange(start, max(start, end))
        slots = np.searchsorted(edges, days, side="right").astype("int32")
        bits = {
            name: pa.array(bit) for name, bit in zip(mask_names(self.masks), self._bits(slots), strict=True)
        }
        return pa.table({"on": pa.array(days), "slot": pa.array(slots)} | bits)

    def _bits(self, slots: np.ndarray) -> list[np.ndarray]:
        """The bit of each slot in each mask; slot 0 has none."""
        places = slots.astype("int64") - 1
        own = np.where(places >= 0, places // BITS, -1)
        bits = np.left_shift(1, np.maximum(places, 0) % BITS, dtype="int64")
        return [np.where(own == word, bits, 0) for word in range(self.masks)]

    def spans(self) -> pa.Table:
        """The slots of each window, twice: its own, and (`past`) all up to its end."""
        rows = [
            (place, slot, past)
            for place, window in self.open.items()
            for past in (False, True)
            for slot in range(0 if past else self.first(window), self.last(window) + 1)
        ]
        places, slots, pasts = zip(*rows, strict=True) if rows else ((), (), ())
        return pa.table(
            {
                "window": pa.array(places, pa.int32()),
                "slot": pa.array(slots, pa.int32()),
                "past": pa.array(pasts, pa.bool_()),
            }
        )
