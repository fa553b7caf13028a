"""Where the plan stands: the cells of a plan on a day, as known at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from jalon.evidence import queries as evidence
from jalon.indicators.models import IndicatorVersion
from jalon.journal import queries as journal
from jalon.kernel.measures import gone
from jalon.kernel.periods import Kind, Period, periods
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.results.queries.cells import Cell, Setting
from jalon.results.queries.facts import Counted, Parted, count, known
from jalon.results.queries.promise import NETWORK, Promise, promise


@dataclass(frozen=True)
class State:
    """A plan on a day. The evidence was read once; a cell is worked out when it is asked for."""

    setting: Setting
    periods: tuple[Period, ...]
    places: tuple[int | None, ...]
    wanted: frozenset[str]  # codes of the indicators that were counted; empty: all

    @property
    def promise(self) -> Promise:
        return self.setting.promise

    @property
    def plan(self) -> Plan:
        return self.promise.plan

    @property
    def on(self) -> date:
        return self.setting.on

    @property
    def known_at(self) -> int:
        return self.setting.facts.known_at

    @property
    def received(self):
        return self.setting.received

    @property
    def version(self):
        return self.promise.version_on(self.on)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell: period by period, indicator by indicator, the network before its centres."""
        return tuple(
            self.setting.cell(sheet, place, period)
            for period in self.periods
            for sheet in self.sheets(period)
            for place in self.places
        )

    def sheets(self, period: Period) -> list[IndicatorVersion]:
        """The sheets in force on the period's last day, or on the day asked when that comes first."""
        return sheets_of(self.promise, period, self.on, self.wanted)

    def cell_of(self, code: str, place: int | None, period: Period) -> Cell | None:
        """One cell; None when the indicator was not counted, or had no sheet by the end of the period."""
        sheet = self.promise.sheets_on(min(period.end, self.on)).get(code)
        is_counted = not self.wanted or code in self.wanted
        return self.setting.cell(sheet, place, period) if sheet and is_counted else None

    def cells_of(self, *, places: Iterable[int | None], codes: Iterable[str]) -> list[Cell]:
        """Some cells: the indicators asked for, at some places, over all periods."""
        places, codes = list(places), frozenset(codes)
        return [
            self.setting.cell(sheet, place, period)
            for period in self.periods
            for sheet in self.sheets(period)
            if sheet.indicator.code in codes
            for place in places
        ]

    def targets(self, period: Period) -> list[Cell]:
        """The cells of a period for which somebody wrote a target: the plan for the network, a contract."""
        day = min(period.end, self.on)
        found = []
        for sheet in self.sheets(period):
            for place in self.places:
                if self.promise.aims_on(day, sheet.indicator.code, place):
                    cell = self.setting.cell(sheet, place, period)
                    found += [cell] if cell.has_target else []
        return found

    def over(self, spans: Sequence[Period]) -> "State":
        """The same reading cut in other periods: some of the windows that were counted besides its own."""
        return replace(self, periods=tuple(spans))

    @cached_property
    def left(self) -> list[tuple[Organisation, date]]:
        """The centres that left by the day, with their first day away."""
        departures = self.setting.departures
        away = Organisation.objects.in_bulk(gone(departures, self.on)) if departures else {}
        return [(centre, departures[key]) for key, centre in sorted(away.items())]

    @property
    def is_constant(self) -> bool:
        """Whether the centres that left are left out of every period."""
        return bool(self.setting.facts.known.source.without)

    @property
    def is_simulated(self) -> bool:
        return self.promise.is_simulated or self.setting.facts.has_simulated_rows


def state(
    plan: Plan,
    *,
    on: date,
    known_at: int | None = None,
    period: Kind = "year",
    by: str = "both",
    indicators: Iterable[str] = (),
    known_promise: Promise | None = None,
    windows: Sequence[Period] = (),
    parted: Parted | None = None,
    centres: Iterable[int] | None = None,
    constant: bool = False,
    counted_from: date | None = None,
) -> State | None:
    """The state of a plan; None when nothing of it was known. Queries do not grow with rows.

    `windows` are periods to count besides, and `parted` a sheet by a dimension, in the same reading.
    `centres` are those whose rows are read, for who asks neither of others nor of the network. `constant`: on
    a constant perimeter, the centres that left by the day are in no period at all. `counted_from`: the start
    of one of the plan's versions, from which cumulative figures count.
    """
    known_at = journal.latest() if known_at is None else known_at
    promised = known_promise or promise(plan, known_at=known_at, counted_from=counted_from)
    if promised is None:
        return None
    spans, wanted = spans_of(promised, on, period), frozenset(indicators)
    sheets = {sheet.pk: sheet for span in spans for sheet in sheets_of(promised, span, on, wanted)}
    every = [*spans, *since_start(promised, spans, on), *windows]
    only = None if centres is None else frozenset(centres)
    asked = Counted(list(sheets.values()), every, by, parted=parted, centres=only)
    counted = count(asked, known(known_at, staying_on=on if constant else None), on=on)
    staying = promised.without(counted.known.source.without)
    setting = Setting(staying, counted, on, evidence.all_received_to(known_at))
    return State(setting, tuple(spans), places_of(staying, by), wanted)


def spans_of(promised: Promise, on: date, kind: Kind) -> list[Period]:
    """The periods of the plan that have begun on the day: of the version in force, whole calendar periods."""
    version = promised.version_on(on)
    return periods(kind, version.starts_on, min(version.ends_on, on))


def sheets_of(promised: Promise, span: Period, on: date, wanted: frozenset[str]) -> list[IndicatorVersion]:
    in_force = promised.sheets_on(min(span.end, on))
    return [sheet for code, sheet in in_force.items() if not wanted or code in wanted]


def since_start(promised: Promise, spans: Sequence[Period], on: date) -> list[Period]:
    """The windows of cumulative targets, when some target is cumulative."""
    if not promised.has_cumulative():
        return []
    starts = ((promised.starts_on(min(span.end, on)), span.end) for span in spans)
    return [Period(start, end) for start, end in starts if start <= end]


def places_of(promised: Promise, by: str) -> tuple[int | None, ...]:
    centres = tuple(centre.pk for centre in promised.centres)
    return {"network": (NETWORK,), "centre": centres}.get(by, (NETWORK, *centres))
