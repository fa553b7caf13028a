"""The state of the plan as one page tells it: counts by axis, what is late, coverage, centres, regions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from jalon.contracts import queries as contracts
from jalon.indicators.models import IndicatorVersion
from jalon.journal import queries as journal
from jalon.journal.models import Event
from jalon.journal.verbs import ABOUT_RESULTS
from jalon.kernel.coverage import Coverage, coverage
from jalon.kernel.measures import Value
from jalon.kernel.periods import Period
from jalon.kernel.targets import STATUSES, target_value
from jalon.network.models import Organisation, Region
from jalon.plan.models import Axis, Plan
from jalon.results.queries.cells import Cell, target_of
from jalon.results.queries.facts import Parted
from jalon.results.queries.promise import NETWORK, Aim, Promise, promise
from jalon.results.queries.state import State, spans_of, state

SERVED = "FIRMS"  # the indicator drawn on the map of regions
SPARKS = ("FIRMS", "STAFF", "INCOME", "EQUIPMENT_INVESTED", "TESTS")
ON_TRACK = frozenset({"ahead", "on_track"})


@dataclass(frozen=True)
class Tally:
    """How many targets stand where."""

    counts: Counter

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def on_track(self) -> int:
        return sum(self.counts[status] for status in ON_TRACK)

    @property
    def judged(self) -> int:
        """How many could be judged at all."""
        return self.total - self.counts["not_computable"]

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.on_track) / self.total if self.total else None

    def items(self) -> list[tuple[str, int]]:
        return [(status, self.counts[status]) for status in STATUSES if self.counts[status]]


def tally(cells: Iterable[Cell]) -> Tally:
    return Tally(Counter(cell.status for cell in cells if cell.has_target))


@dataclass(frozen=True)
class AxisState:
    axis: Axis
    tally: Tally
    promised: int  # centimes the contracts promise under this axis
    envelope: int | None


@dataclass(frozen=True)
class Covered:
    """A target of the plan for a year, and what the contracts promise of it together."""

    sheet: IndicatorVersion
    aim: Aim
    coverage: Coverage


@dataclass(frozen=True)
class Trend:
    """An indicator of a place over periods; None where it is not known."""

    sheet: IndicatorVersion
    place: int | None
    centre: Organisation | None
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Overview:
    state: State
    period: Period
    targets: tuple[Cell, ...]  # of the running year: the plan's own and the contracts'
    axes: tuple[AxisState, ...]
    coverage: tuple[Covered, ...]
    quarters: tuple[Period, ...]
    regions: tuple[tuple[Region, Decimal | None], ...]
    elsewhere: Decimal | None
    events: tuple[Event, ...]
    promised: int

    @cached_property
    def tally(self) -> Tally:
        return tally(self.targets)

    @cached_property
    def late(self) -> list[Cell]:
        """What is late, furthest behind first."""
        behind = [cell for cell in self.targets if cell.status == "late"]
        return sorted(behind, key=lambda cell: (cell.ratio is None, cell.ratio or 0))

    @cached_property
    def headline(self) -> list[Cell]:
        """The targets the plan itself published, in the order of its axes and objectives."""
        return [cell for cell in self.targets if cell.place is NETWORK]

    @property
    def late_axes(self) -> list[AxisState]:
        """The axes with the most late targets, two at most."""
        late = [axis for axis in self.axes if axis.tally.counts["late"]]
        return sorted(late, key=lambda axis: -axis.tally.counts["late"])[:2]

    def since(self, cell: Cell) -> Period:
        """The first of the periods in a row, up to the cell's, in which the target was late."""
        first = cell.period
        for period in reversed([span for span in self.state.periods if span < cell.period]):
            before = self.state.cell_of(cell.indicator, cell.place, period)
            if before is None or before.status != "late":
                break
            first = period
        return first

    def trends_of(self, indicator: str, *, network: bool) -> list[Trend]:
        """The course of one of a few indicators, quarter by quarter, of the network or of each centre."""
        known = self.state.promise.sheets_on(self.state.on)
        if indicator not in SPARKS or indicator not in known:
            return []
        places = [place for place in self.state.places if (place is NETWORK) == network]
        return [trend(self.state, known[indicator], place, self.quarters) for place in places]


def overview(
    plan: Plan,
    *,
    on: date,
    known_at: int | None = None,
    constant: bool = False,
    counted_from: date | None = None,
) -> Overview | None:
    known_at = journal.latest() if known_at is None else known_at
    promised = promise(plan, known_at=known_at, brief=True, counted_from=counted_from)
    if promised is None or not (spans := spans_of(promised, on, "year")):
        return None
    quarters = spans_of(promised, on, "quarter")
    found = state(
        plan,
        on=on,
        known_at=known_at,
        known_promise=promised,
        windows=quarters,
        indicators={*promised.promised_codes(), *SPARKS},
        parted=on_the_map(promised, on, spans[-1]),
        constant=constant,
    )
    period = spans[-1]
    regions, elsewhere = by_region(found, period)
    allocations = contracts.allocations_of(promised.contracts_on(on).values())
    targets = tuple(found.targets(period))
    return Overview(
        state=found,
        period=period,
        targets=targets,
        axes=tuple(axis_states(found, targets, allocations)),
        coverage=tuple(coverages(promised, on)),
        quarters=tuple(quarters),
        regions=regions,
        elsewhere=elsewhere,
        events=tuple(latest_events(found.known_at)),
        promised=sum(allocation.amount for allocation in allocations),
    )


def axis_states(found: State, targets: Iterable[Cell], allocations) -> Iterable[AxisState]:
    for axis in found.promise.axes_on(found.on):
        of_axis = [cell for cell in targets if cell.aim.axis == axis.code]
        money = sum(allocation.amount for allocation in allocations if allocation.axis_code == axis.code)
        yield AxisState(axis, tally(of_axis), money, axis.envelope)


def coverages(promised: Promise, on: date) -> Iterable[Covered]:
    """For each target of the plan, what the contracts in force promise of it for the same year."""
    sheets = promised.sheets_on(on)
    version = promised.version_on(on)
    for (code, _place), aims in promised.aims.get(("plan", version.pk), {}).items():
        for aim in aims:
            yield Covered(sheets[code], aim, covered(promised, sheets[code], aim, on))


def covered(promised: Promise, sheet: IndicatorVersion, aim: Aim, on: date) -> Coverage:
    code = sheet.indicator.code
    promises = {}
    for centre in promised.centres:
        start = promised.start_on(on, code, centre.pk)
        own = [one for one in promised.aims_on(on, code, centre.pk) if one.year == aim.year]
        promises[centre.code] = target_value(target_of(own[0], start, sheet)) if own else None
    planned = target_value(target_of(aim, promised.start_on(on, code, NETWORK), sheet))
    return coverage(promises, planned, over_centres=sheet.over_centres)


def trend(found: State, sheet: IndicatorVersion, place: int | None, spans: Sequence[Period]) -> Trend:
    values = tuple(found.setting.value(sheet, place, span) for span in spans)
    return Trend(sheet, place, found.setting.centres.get(place), values)


def on_the_map(promised: Promise, on: date, period: Period) -> Parted | None:
    """What the map asks: firms served by region over a period."""
    sheet = promised.sheets_on(min(on, period.end)).get(SERVED)
    return Parted(sheet, "region", period) if sheet else None


def by_region(found: State, period: Period):
    """Firms served by region over a period, and those whose region is not said."""
    sheet = found.promise.sheets_on(min(found.on, period.end)).get(SERVED)
    regions, counted = Region.objects.all(), found.setting.facts.parted
    if sheet is None or counted is None:
        return tuple((region, None) for region in regions), None

    def served(category: str) -> Decimal | None:
        value = counted.value(sheet, period, NETWORK, category)
        return value.value if isinstance(value, Value) else None

    return tuple((region, served(region.code)) for region in regions), served("")


def latest_events(known_at: int, limit: int = 8) -> Iterable[Event]:
    """What last changed the promise or the facts, as known at the moment."""
    about = Q()
    for start in ABOUT_RESULTS:
        about |= Q(verb__startswith=start)
    known = Event.objects.filter(about, number__lte=known_at).exclude(verb="evidence.consulted")
    return known.order_by("-number")[:limit]
