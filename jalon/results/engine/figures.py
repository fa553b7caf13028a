"""What the engine gives back: parts of figures, by measure, window, centre and category."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.measures import Measure, NotComputable, Value
from jalon.results.engine.conditions import ATTRIBUTE_DECIMALS

SCHEMA: Final = pa.schema(
    [
        ("measure", pa.int32()),
        ("window", pa.int32()),
        ("centre", pa.int32()),
        ("category", pa.dictionary(pa.int32(), pa.string())),
        ("rows", pa.int64()),
        ("simulated", pa.int64()),
        ("total", pa.int64()),
        ("unsaid", pa.int64()),
    ]
)
OPENINGS: Final = pa.schema(
    [
        ("measure", pa.int32()),
        ("window", pa.int32()),
        ("centre", pa.int32()),
        ("rows", pa.int64()),
        ("opened", pa.int64()),
    ]
)
KEYS: Final = SCHEMA.names[:4]
PARTS: Final = SCHEMA.names[4:]
DECIMALS: Final = {"rows": 0, "quantity": 3, "amount": 2}


class Cell(NamedTuple):
    """The parts of one figure: whole numbers, scaled as the measure's column is."""

    rows: int = 0
    simulated: int = 0
    total: int = 0
    unsaid: int = 0


class Place(NamedTuple):
    """Where a figure stands: the window's place in the list asked for, the centre (None: the network), the
    value of the dimension ('' when none was asked for, or for the rows that do not say it).
    """

    measure: str
    window: int
    centre: int | None = None
    category: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures of some measures. A place that is not in `table` has no row behind it.

    `table` says measures by number, and `codes` the number of each name asked for; centre is null for the
    network. `openings` has one row a (stock, window, centre): how many rows moved it and how many opened it,
    up to the window's end. `left` are the centres gone by the end of each window. `parted` are figures asked
    for besides, parted by a dimension.
    """

    codes: Mapping[str, int]
    measures: Mapping[int, Measure]
    dimension: str
    table: pa.Table
    openings: pa.Table = field(repr=False)
    left: Mapping[int, frozenset[int]] = field(default_factory=dict, repr=False)
    parted: "Figures | None" = field(default=None, repr=False)

    def value(self, place: Place) -> Value | NotComputable:
        """The figure at a place, exactly as the kernel's plain computation gives it."""
        measure = self.measure(place.measure)
        if measure.is_position and place.centre in self.left.get(place.window, ()):
            return NotComputable("centre_left")
        return finished(measure, self.cell(place), place.centre, self._unopened(place))

    def at(self, windows: Sequence[int]) -> "Figures":
        """The same figures, their windows being some of a longer list: those at these places."""
        if list(windows) == list(range(len(windows))):
            return self
        return replace(self, table=_at(self.table, windows), openings=_at(self.openings, windows))

    def measure(self, code: str) -> Measure:
        """A measure by its code."""
        return self.measures[self.codes[code]]

    def cell(self, place: Place) -> Cell:
        """The parts of the figure at a place."""
        row = self._rows.get((self.codes[place.measure], *place[1:]))
        return _EMPTY if row is None else self._cell(row)

    def items(self) -> Iterator[tuple[Place, Cell]]:
        """The places with rows behind them, and their parts."""
        names: dict[int, list[str]] = {}
        for code, number in self.codes.items():
            names.setdefault(number, []).append(code)
        for (number, *rest), row in self._rows.items():
            for code in names[number]:
                yield Place(code, *rest), self._cell(row)

    @property
    def has_simulated(self) -> bool:
        """Whether simulated rows are behind some figure."""
        return bool(pc.any(pc.not_equal(self.table["simulated"], 0)).as_py())

    def _cell(self, row: int) -> Cell:
        return Cell._make(part[row] for part in self._parts)

    @cached_property
    def _parts(self) -> list[list[int]]:
        return _lists(self.table, PARTS)

    @cached_property
    def _rows(self) -> dict[tuple[int, int, int | None, str], int]:
        """The row of each measure number, window, centre and category."""
        words = self.table["category"].combine_chunks()
        category = map(words.dictionary.to_pylist().__getitem__, words.indices.to_numpy().tolist())
        measure, window = _lists(self.table, ("measure", "window"))
        centre = self.table["centre"].to_pylist()
        return {place: row for row, place in enumerate(zip(measure, window, centre, category, strict=True))}

    @cached_property
    def _stocks(self) -> dict[tuple[int, int], dict[int, bool]]:
        """For a stock and a window, the centres with a row, and whether one opened it."""
        stocks: dict[tuple[int, int], dict[int, bool]] = {}
        moved = self.openings.filter(pc.greater(self.openings["rows"], 0))
        for measure, window, centre, opened in zip(*_lists(moved, _STOCKS), strict=True):
            stocks.setdefault((measure, window), {})[centre] = opened > 0
        return stocks

    def _unopened(self, place: Place) -> list[int] | None:
        """The centres that moved a stock without opening it; None when no centre moved it."""
        centres = self._stocks.get((self.codes[place.measure], place.window), {})
        if place.centre is not None:
            centres = {place.centre: centres[place.centre]} if place.centre in centres else {}
        return sorted(centre for centre, opened in centres.items() if not opened) if centres else None


def _lists(table: pa.Table, names: Iterable[str]) -> list[list[int]]:
    """Columns in which nothing is null."""
    return [table[name].to_numpy().tolist() for name in names]


def _at(table: pa.Table, windows: Sequence[int]) -> pa.Table:
    places = pc.take(pa.array(windows, pa.int32()), table["window"])
    return table.set_column(table.column_names.index("window"), "window", places)


def together(parts: Sequence[Figures]) -> Figures:
    """Figures of which none stands in two of the parts."""
    if len(parts) == 1:
        return parts[0]
    table = pa.concat_tables([part.table for part in parts]).unify_dictionaries()
    openings = pa.concat_tables([part.openings for part in parts])
    return replace(parts[0], table=table, openings=openings)


_EMPTY: Final = Cell()
_STOCKS: Final = ("measure", "window", "centre", "opened")


def nothing(dimension: str) -> Figures:
    """The figures of no measure at all."""
    return Figures({}, {}, dimension, SCHEMA.empty_table(), OPENINGS.empty_table())


def decimals(measure: Measure) -> int:
    """How many decimals the whole numbers of a measure's totals stand for."""
    if measure.aggregation in ("count", "distinct", "in_force"):
        return 0
    return DECIMALS.get(measure.of, ATTRIBUTE_DECIMALS)


def finished(
    measure: Measure, cell: Cell, centre: int | None, unopened: list[int] | None
) -> Value | NotComputable:
    """The figure its parts make; `unopened` matters to stocks alone."""
    if measure.over_centres == "none" and centre is None:
        return NotComputable("not_consolidated")
    if cell.unsaid:
        return NotComputable("unsaid", f"{measure.of} ({cell.unsaid})")
    if measure.aggregation == "stock" and (unopened or unopened is None):
        return NotComputable("no_opening", ", ".join(map(str, unopened or ())))
    if measure.aggregation in ("mean", "last", "max", "min") and not cell.rows:
        return NotComputable("no_rows")
    total = Decimal(cell.total).scaleb(-decimals(measure))
    if measure.aggregation == "mean":
        count = Decimal(cell.rows)
        return Value(total / count, total, count, cell.rows)
    return Value(total, total, None, cell.rows)
