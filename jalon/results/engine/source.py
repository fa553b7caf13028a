"""What the engine reads: immutable Parquet segments, the live tail, and the columns both carry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jalon.kernel.measures import Departures, canonical_enterprise

TEXTS: Final = (
    "axis", "funding_line", "service", "sector", "ecosystem", "region", "firm_size", "origin", "campaign",
)  # fmt: skip
FLAGS: Final = ("general_interest", "high_value")
DIMENSIONS: Final = (*TEXTS, *FLAGS)

SCHEMA: Final = pa.schema(
    [
        ("id", pa.int64()),
        ("moment", pa.int64()),
        ("centre", pa.int32()),
        ("kind", pa.string()),
        ("on", pa.date32()),
        ("quantity", pa.int64()),
        ("amount", pa.int64()),
        ("enterprise", pa.int32()),
        ("establishment", pa.int64()),
        ("identity", pa.string()),
        *((name, pa.string()) for name in TEXTS),
        *((name, pa.bool_()) for name in FLAGS),
        ("attributes", pa.string()),
        ("reverses", pa.int64()),
        ("simulated", pa.bool_()),
    ]
)


# What the numbers `deed` and `firm` of a row stand for, told in the metadata of its file or table.
DEED: Final = (
    "kind", "axis", "funding_line", "service", "ecosystem", "origin", "campaign", "general_interest",
    "high_value", "simulated",
)  # fmt: skip
FIRM: Final = ("sector", "region", "firm_size")
SHARED: Final = {"deed": (*DEED, "sign", "undone"), "firm": FIRM}

# Bytes of files: some three million rows.
SMALL: Final = 40_000_000


@dataclass(frozen=True)
class Source:
    """The rows known at a moment.

    `paths` are Parquet segments and `tail` the rows written since; in both, rows after `moment` do not count.
    `settled` are the paths that hold nothing later than `moment`, so that theirs need not be looked at.
    `merges` are pairs (enterprise, the one it was merged into), in the order they were made; `pending` are
    the enterprises whose number is not known, which no distinct count counts. `departures` are the first day
    without each centre that left; the rows of the centres `without` do not count at all, nor
    those of any but `only`.
    """

    paths: Sequence[str] = ()
    tail: pa.Table | None = None
    moment: int | None = None
    merges: Sequence[tuple[int, int]] = ()
    pending: Sequence[int] = ()
    settled: Sequence[str] = field(default=())
    departures: Departures = field(default_factory=dict)
    without: frozenset[int] = frozenset()
    only: frozenset[int] | None = None

    @property
    def is_small(self) -> bool:
        """Whether a question is over before an engine has put every core to work."""
        return sum(Path(path).stat().st_size for path in self.paths) < SMALL

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of its rows; None when it has none, or a file does not say."""
        spans = [_days(str(path)) for path in self.paths]
        if self.tail is not None and self.tail.num_rows:
            spans.append(tuple(pc.min_max(self.tail["on"]).as_py().values()))
        if not spans or None in spans:
            return None
        return min(first for first, _ in spans), max(last for _, last in spans)

    @property
    def mixed(self) -> tuple[str, ...]:
        """The paths that may hold rows later than the moment."""
        if self.moment is None:
            return ()
        return tuple(path for path in self.paths if path not in set(self.settled))

    @property
    def known(self) -> tuple[str, ...]:
        """The paths wholly known at the moment."""
        mixed = set(self.mixed)
        return tuple(path for path in self.paths if path not in mixed)


@lru_cache(maxsize=1024)
def _days(path: str) -> tuple[date, date] | None:
    """The first and the last day in a file, which never changes."""
    told = pq.read_metadata(path)
    place = told.schema.names.index("on")
    groups = [told.row_group(group).column(place).statistics for group in range(told.num_row_groups)]
    if not groups or not all(group is not None and group.has_min_max for group in groups):
        return None
    return min(group.min for group in groups), max(group.max for group in groups)


def kept(merges: Sequence[tuple[int, int]], pending: Sequence[int] = ()) -> dict[int, int | None]:
    """Each merged enterprise and the one that finally stands for it; None for one that is not counted."""
    canonical = canonical_enterprise(merges, frozenset(pending))
    return {one: canonical(one) for one in (*(merged for merged, _ in merges), *pending)}
