"""Where the plan stands: the cells of a plan on a day, as known at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.evidence import queries as evidence
from jalon.indicators.models import IndicatorVersion
from jalon.journal import queries as journal
from jalon.kernel.periods import Kind, Period, periods
from jalon.kernel.targets import Shape
from jalon.plan.models import Plan
from jalon.results.queries.cells import Cell, Setting
from jalon.results.queries.facts import Counted, facts
from jalon.results.queries.promise import NETWORK, Promise, promise


@dataclass(frozen=True)
class State:
    """A plan on a day: what was promised, and the cells asked for."""

    promise: Promise
    on: date
    known_at: int
    received: dict[int, date]
    periods: tuple[Period, ...]
    cells: tuple[Cell, ...]

    @property
    def plan(self) -> Plan:
        return self.promise.plan

    @property
    def version(self):
        return self.promise.version_on(self.on)

    def at(self, *, place: int | None, period: Period) -> list[Cell]:
        return [cell for cell in self.cells if cell.place == place and cell.period == period]

    @property
    def is_simulated(self) -> bool:
        return self.promise.is_simulated or any(cell.simulated for cell in self.cells)


def state(
    plan: Plan,
    *,
    on: date,
    known_at: int | None = None,
    period: Kind = "year",
    by: str = "both",
    indicators: Iterable[str] = (),
    known_promise: Promise | None = None,
) -> State | None:
    """The state of a plan; None when nothing of it was known. Queries do not grow with rows."""
    known_at = journal.latest() if known_at is None else known_at
    promised = known_promise or promise(plan, known_at=known_at)
    if promised is None:
        return None
    spans = spans_of(promised, on, period)
    sheets = sheets_of(promised, spans, on, frozenset(indicators))
    windows = [*spans, *since_start(promised, spans, on)]
    counted = facts(
        Counted(list({sheet.pk: sheet for _span, sheet in sheets}.values()), windows, by),
        on=on,
        known_at=known_at,
    )
    received = evidence.all_received_to(known_at)
    setting = Setting(promised, counted, on, received)
    places = places_of(promised, by)
    cells = tuple(setting.cell(sheet, place, span) for span, sheet in sheets for place in places)
    return State(promised, on, counted.known_at, received, tuple(spans), cells)


def spans_of(promised: Promise, on: date, kind: Kind) -> list[Period]:
    """The periods of the plan that have begun on the day: of the version in force, whole calendar periods."""
    version = promised.version_on(on)
    return periods(kind, version.starts_on, min(version.ends_on, on))


def sheets_of(
    promised: Promise, spans: Sequence[Period], on: date, wanted: frozenset[str]
) -> list[tuple[Period, IndicatorVersion]]:
    """For each period the sheets in force on its last day, or on the day asked when that comes first."""
    return [
        (span, sheet)
        for span in spans
        for code, sheet in promised.sheets_on(min(span.end, on)).items()
        if not wanted or code in wanted
    ]


def since_start(promised: Promise, spans: Sequence[Period], on: date) -> list[Period]:
    """The windows of cumulative targets, when some target is cumulative."""
    shapes = {aim.shape for aims in promised.aims.values() for of_key in aims.values() for aim in of_key}
    if Shape.CUMULATIVE not in shapes:
        return []
    return [
        Period(promised.version_on(min(span.end, on)).starts_on, span.end)
        for span in spans
        if promised.version_on(min(span.end, on)).starts_on <= span.end
    ]


def places_of(promised: Promise, by: str) -> list[int | None]:
    centres: list[int | None] = [centre.pk for centre in promised.centres]
    return {"network": [NETWORK], "centre": centres}.get(by, [NETWORK, *centres])
