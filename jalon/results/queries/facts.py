"""The facts side of results: every measure of the sheets in force, in one reading of the evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings

from jalon.evidence import queries as evidence
from jalon.evidence import segments
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.kernel.kinds import Kind
from jalon.kernel.measures import Condition, Measure, NotComputable, Value, gone, indicator_value
from jalon.kernel.periods import Period
from jalon.network.queries import pending_at
from jalon.results import engine


class Parted(NamedTuple):
    """A sheet wanted by a dimension as well, over a window, for the network, without the rows behind it."""

    sheet: IndicatorVersion
    dimension: str
    window: Period


@dataclass(frozen=True)
class Counted:
    """What to count: sheets over windows, at some levels, parted by a dimension or not; of some centres."""

    sheets: Sequence[IndicatorVersion]
    windows: Sequence[Period]
    by: str = "both"
    dimension: str = ""
    where: tuple[Condition, ...] = ()
    behind: bool = True  # whether the rows behind distinct figures matter
    parted: Parted | None = None
    centres: frozenset[int] | None = None  # whose rows count; None: everybody's


@dataclass(frozen=True)
class Known:
    """The evidence known at a moment and its kinds, to be counted as often as a page needs."""

    source: engine.Source
    kinds: Mapping[str, Kind]
    moment: int


@dataclass(frozen=True)
class Facts:
    """Figures of measures, asked by sheet; `known` is the evidence they were counted in.

    `parted` are those of a sheet that was wanted by a dimension as well.
    """

    figures: engine.Figures
    measures: Mapping[int, Mapping[str, Measure]]
    windows: Mapping[Period, int]
    known: Known
    parted: "Facts | None" = None

    @property
    def known_at(self) -> int:
        """The moment they were read at."""
        return self.known.moment

    def value(
        self, sheet: IndicatorVersion, window: Period, place: int | None, category: str = ""
    ) -> Value | NotComputable:
        if window not in self.windows:
            return NotComputable("not_begun")
        parts = {name: self.part(sheet, name, window, place, category) for name in self.measures[sheet.pk]}
        return indicator_value(sheet.formula, parts)

    def part(
        self, sheet: IndicatorVersion, name: str, window: Period, place: int | None, category: str = ""
    ) -> Value | NotComputable:
        """One measure of a sheet."""
        return self.figures.value(self._place(sheet, name, window, place, category))

    def is_simulated(self, sheet: IndicatorVersion, window: Period, place: int | None) -> bool:
        return any(
            self.figures.cell(self._place(sheet, name, window, place, "")).simulated
            for name in self.measures[sheet.pk]
            if window in self.windows
        )

    @property
    def has_simulated_rows(self) -> bool:
        return self.figures.has_simulated

    def categories(self, window: Period) -> list[str]:
        """The values of the dimension that something was counted for in a window."""
        number = self.windows.get(window)
        return sorted({place.category for place, _cell in self.figures.items() if place.window == number})

    def _place(self, sheet, name, window, place, category) -> engine.Place:
        return engine.Place(measure_key(sheet, name), self.windows[window], place, category)


def facts(
    counted: Counted, *, on: date, known_at: int | None = None, staying_on: date | None = None
) -> Facts:
    """Read the evidence once, at one moment, and count everything asked."""
    return count(counted, known(known_at, staying_on=staying_on), on=on)


def known(known_at: int | None = None, *, staying_on: date | None = None) -> Known:
    """Read what there is to count at a moment; of the centres there on a day only, when it is given."""
    snapshot = segments.snapshot(known_at)
    found = source(snapshot)
    if staying_on:
        found = replace(found, without=gone(found.departures, staying_on))
    return Known(found, evidence.catalogue(), snapshot.moment)


def count(counted: Counted, known: Known, *, on: date) -> Facts:
    """Count everything asked in the evidence read."""
    measures = {
        sheet.pk: narrowed(measures_of(sheet, known.kinds), counted.where) for sheet in counted.sheets
    }
    windows = {window: place for place, window in enumerate(dict.fromkeys(counted.windows))}
    figures = engine.measure(
        replace(known.source, only=counted.centres),
        {
            measure_key(sheet, name): measure
            for sheet in counted.sheets
            for name, measure in measures[sheet.pk].items()
        },
        periods=list(windows),
        on=on,
        by=counted.by,
        dimension=counted.dimension or None,
        kinds=known.kinds,
        settings=how(),
        behind=counted.behind,
        parted=in_passing(counted.parted, measures),
    )
    found = Facts(figures, measures, windows, known)
    if counted.parted is None:
        return found
    if figures.parted:
        return replace(found, parted=replace(found, figures=figures.parted))
    sheet, dimension, window = counted.parted
    alone = Counted([sheet], [window], "network", dimension, counted.where, behind=False)
    return replace(found, parted=count(alone, known, on=on))


def how() -> dict[str, Any]:
    """The engine this installation chose, and what it may take."""
    return {
        "engine": settings.JALON_ENGINE,
        "memory_limit": settings.JALON_ENGINE_MEMORY,
        "temp_directory": settings.JALON_HOME,
    }


def in_passing(parted: Parted | None, measures: Mapping[int, Mapping[str, Measure]]):
    """What the engine parts in the question it asks anyway: things counted once each."""
    of_sheet = measures.get(parted.sheet.pk, {}) if parted else {}
    if not of_sheet or any(measure.aggregation != "distinct" for measure in of_sheet.values()):
        return "", ()
    return parted.dimension, [measure_key(parted.sheet, name) for name in of_sheet]


def source(snapshot: segments.Snapshot) -> engine.Source:
    """A snapshot of the evidence as the engine reads it."""
    return engine.Source(
        paths=snapshot.paths,
        tail=snapshot.tail,
        moment=snapshot.moment,
        merges=snapshot.merges,
        pending=pending_at(snapshot.moment),
        settled=snapshot.settled,
        departures=snapshot.departures,
    )


def narrowed(measures: Mapping[str, Measure], where: Iterable[Condition]) -> dict[str, Measure]:
    """The measures over the rows that also pass some conditions."""
    return {
        name: replace(measure, where=(*measure.where, *where)) if where else measure
        for name, measure in measures.items()
    }


def measure_key(sheet: IndicatorVersion, name: str) -> str:
    return f"{sheet.pk}.{name}"
