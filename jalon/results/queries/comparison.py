"""Centres beside each other, plans beside each other: the same thing, counted the same way for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from jalon.contracts import queries as contracts
from jalon.contracts.models import Allocation
from jalon.evidence import queries as evidence
from jalon.indicators.models import Accumulation, IndicatorVersion, OverCentres
from jalon.kernel.measures import NotComputable, Value
from jalon.kernel.periods import Period
from jalon.network.models import Organisation
from jalon.plan import queries as plans
from jalon.plan.models import FundingLine, Plan, PlanVersion
from jalon.plan.queries import Topic
from jalon.results.queries.cells import Setting, received
from jalon.results.queries.facts import Counted, Known, count, facts, known
from jalon.results.queries.overview import SPARKS
from jalon.results.queries.promise import NETWORK, Aim, Promise, Start, promise
from jalon.results.queries.state import spans_of

STAFF = "STAFF"
SO_FAR = "so-far"  # the choice beside the years: from the plan's start to the day
MILLION = Decimal(1_000_000)
ADDED_UP = frozenset({OverCentres.SUM, OverCentres.DISTINCT})

RELATIVE = _("Already a share or a mean: it is compared as it is.")
NO_MONEY = _("The money of this contract is not published.")
NO_MONEY_YET = _("The contract promises no money for these years.")
NO_STAFF = _("No staff is recorded at the end of the period.")


@dataclass(frozen=True)
class Side:
    """One number of a comparison; where there is none, why."""

    value: Decimal | None
    reason: NotComputable | LazyText | None = None
    simulated: bool = False


def side_of(figure: Value | NotComputable, *, simulated: bool = False) -> Side:
    if isinstance(figure, Value):
        return Side(figure.value, simulated=simulated)
    return Side(None, figure)


@dataclass(frozen=True)
class Compared:
    """A centre: what it did, and the same per head of staff and per million dirhams promised to it."""

    centre: Organisation
    absolute: Side
    staff: Side
    money: int | None  # centimes
    per_staff: Side
    per_million: Side
    is_partial: bool


@dataclass(frozen=True)
class Measures:
    """The largest value of each way to compare, over every period: one scale whatever the year chosen."""

    absolute: Decimal | None
    per_staff: Decimal | None
    per_million: Decimal | None


@dataclass(frozen=True)
class Centres:
    plan: Plan
    sheet: IndicatorVersion
    sheets: Mapping[str, IndicatorVersion]
    years: tuple[Period, ...]
    window: Period
    is_so_far: bool
    rows: tuple[Compared, ...]
    network: Side
    tops: Measures
    received: Mapping[int, date]
    known_at: int

    @property
    def is_relative(self) -> bool:
        return self.sheet.over_centres not in ADDED_UP

    @property
    def is_simulated(self) -> bool:
        return any(row.absolute.simulated or row.per_million.simulated for row in self.rows)

    @cached_property
    def known(self) -> list[Compared]:
        """The centres whose figure is known, smallest first."""
        rows = [row for row in self.rows if row.absolute.value is not None]
        return sorted(rows, key=lambda row: row.absolute.value)


def centres(plan: Plan, *, indicator: str, span: str, on: date, known_at: int) -> Centres | None:
    """Compare the centres of a plan on an indicator, over a year or the plan so far.

    The first indicator and the last year stand in for what the plan does not have; None before it begins.
    """
    promised = promise(plan, known_at=known_at)
    years = spans_of(promised, on, "year") if promised else []
    if not years:
        return None
    windows = {year.code: year for year in years} | {SO_FAR: so_far(promised, on)}
    sheets = promised.sheets_on(min(windows.get(span, years[-1]).end, on))
    sheet = sheets.get(indicator) or next(iter(sheets.values()))
    reading = Reading.of(promised, sheet, list(windows.values()), on=on, known_at=known_at)
    chosen = span if span in windows else years[-1].code
    compared = {code: reading.rows(window) for code, window in windows.items()}
    scale = compared[SO_FAR] if chosen == SO_FAR else chain(*(compared[year.code] for year in years))
    return Centres(
        plan=plan,
        sheet=sheet,
        sheets=sheets,
        years=tuple(years),
        window=windows[chosen],
        is_so_far=chosen == SO_FAR,
        rows=compared[chosen],
        network=reading.side(sheet, NETWORK, windows[chosen]),
        tops=tops(tuple(scale)),
        received=reading.setting.received,
        known_at=reading.setting.facts.known_at,
    )


def so_far(promised: Promise, on: date) -> Period:
    version = promised.version_on(on)
    return Period(version.starts_on, min(version.ends_on, on))


def tops(rows: Sequence[Compared]) -> Measures:
    def top(name: str) -> Decimal | None:
        known = (getattr(row, name).value for row in rows)
        return max((value for value in known if value is not None), default=None)

    return Measures(top("absolute"), top("per_staff"), top("per_million"))


@dataclass(frozen=True)
class Reading:
    """An indicator and the staff of every centre over some windows, read once, and the contracts' money."""

    setting: Setting
    sheet: IndicatorVersion
    staff: IndicatorVersion | None
    allocations: Mapping[int, Sequence[Allocation]]

    @classmethod
    def of(cls, promised: Promise, sheet: IndicatorVersion, windows, *, on: date, known_at: int) -> "Reading":
        staff = promised.sheets_on(on).get(STAFF)
        sheets = list({one.pk: one for one in (sheet, staff) if one}.values())
        counted = facts(Counted(sheets, windows), on=on, known_at=known_at)
        setting = Setting(promised, counted, on, evidence.all_received_to(known_at))
        return cls(setting, sheet, staff, by_version(contracts.allocations_of(promised.contract_versions)))

    def rows(self, window: Period) -> tuple[Compared, ...]:
        return tuple(self.row(centre, window) for centre in self.setting.promise.centres)

    def row(self, centre: Organisation, window: Period) -> Compared:
        absolute = self.side(self.sheet, centre.pk, window)
        staff = self.side(self.staff, centre.pk, window) if self.staff else Side(None, NO_STAFF)
        money, is_simulated = self.money(centre.pk, window)
        return Compared(
            centre=centre,
            absolute=absolute,
            staff=staff,
            money=money,
            per_staff=self.per_staff(absolute, staff),
            per_million=replace(self.per_million(absolute, money), simulated=is_simulated),
            is_partial=self.setting.receipt(window, centre.pk) != "complete",
        )

    def side(self, sheet: IndicatorVersion, place: int | None, window: Period) -> Side:
        """A figure, unknown where no row came and nothing says that none will."""
        figure = received(self.setting.facts.value(sheet, window, place), self.setting.receipt(window, place))
        return side_of(figure, simulated=self.setting.facts.is_simulated(sheet, window, place))

    def per_staff(self, absolute: Side, staff: Side) -> Side:
        if self.is_relative or self.sheet.indicator.code == STAFF:
            return Side(None, RELATIVE)
        return over(absolute, staff.value, staff.reason or NO_STAFF)

    def per_million(self, absolute: Side, money: int | None) -> Side:
        if self.is_relative:
            return Side(None, RELATIVE)
        millions = None if money is None else Decimal(money).scaleb(-2) / MILLION
        return over(absolute, millions, NO_MONEY if money is None else NO_MONEY_YET)

    @property
    def is_relative(self) -> bool:
        return self.sheet.over_centres not in ADDED_UP

    def money(self, place: int, window: Period) -> tuple[int | None, bool]:
        """What the contract promises for the years of a flow; since the plan's start for what stands."""
        promised, day = self.setting.promise, min(window.end, self.setting.on)
        version = promised.contracts_on(day).get(place)
        allocations = self.allocations.get(version.pk, ()) if version else ()
        if not allocations:
            return None, False
        flows = self.sheet.accumulation == Accumulation.FLOW
        first = window.start.year if flows else promised.version_on(day).starts_on.year
        years = range(first, window.end.year + 1)
        total = sum(allocation.amount for allocation in allocations if allocation.year in years)
        return total, version.simulated


def over(absolute: Side, base: Decimal | None, reason) -> Side:
    """A figure set against something, unknown where either is."""
    if absolute.value is None:
        return Side(None, absolute.reason)
    return Side(absolute.value / base) if base else Side(None, reason)


def by_version(allocations: Iterable[Allocation]) -> dict[int, list[Allocation]]:
    found: dict[int, list[Allocation]] = {}
    for allocation in allocations:
        found.setdefault(allocation.version_id, []).append(allocation)
    return found


# plans


@dataclass(frozen=True)
class PlanSide:
    """A plan as one column of a comparison."""

    promise: Promise
    version: PlanVersion
    window: Period
    figures: Mapping[str, Side]
    funding_lines: tuple[FundingLine, ...]
    topics: tuple[Topic, ...]
    contracts: int
    promised: int | None  # centimes

    @property
    def plan(self) -> Plan:
        return self.promise.plan

    @property
    def axes(self):
        return self.promise.axes.get(self.version.pk, [])

    @property
    def is_simulated(self) -> bool:
        return self.promise.is_simulated or any(side.simulated for side in self.figures.values())

    def aims(self, indicator: str) -> Sequence[Aim]:
        return self.promise.aims.get(("plan", self.version.pk), {}).get((indicator, NETWORK), [])

    def start(self, indicator: str) -> Start | None:
        return self.promise.starts.get(("plan", self.version.pk), {}).get((indicator, NETWORK))

    def claims(self, indicator: str) -> list:
        return [claim for topic in self.topics for claim in topic.claims if claim.indicator == indicator]


@dataclass(frozen=True)
class Plans:
    """Plans side by side, earliest first, and the indicators they share."""

    sides: tuple[PlanSide, ...]
    sheets: tuple[IndicatorVersion, ...]

    @property
    def is_simulated(self) -> bool:
        return any(side.is_simulated for side in self.sides)


def pair(plan: Plan, other: str = "") -> list[Plan]:
    """A plan and the one it is set beside: the one named, else the one before, else the one after."""
    others = Plan.objects.exclude(pk=plan.pk)
    beside = others.filter(code=other).first() if other else None
    beside = beside or others.filter(pk=plan.previous_id).first() or others.filter(previous=plan).first()
    return [plan, beside] if beside else [plan]


def plans_together(chosen: Iterable[Plan], *, on: date, known_at: int) -> Plans:
    """Set plans side by side on the indicators they have targets for, claims of, or that a state shows."""
    read = [
        (promised, topics_of(promised)) for plan in chosen if (promised := promise(plan, known_at=known_at))
    ]
    sheets = shared_sheets(read, on)
    evidence_known = known(known_at)
    sides = [plan_side(promised, topics, sheets, evidence_known, on=on) for promised, topics in read]
    return Plans(tuple(sorted(sides, key=lambda side: side.window)), sheets)


def topics_of(promised: Promise) -> tuple[Topic, ...]:
    return tuple(plans.topics(plan=promised.plan, known_at=promised.known_at))


def shared_sheets(read, on: date) -> tuple[IndicatorVersion, ...]:
    wanted = set(SPARKS)
    known: dict[str, IndicatorVersion] = {}
    for promised, topics in read:
        aims = promised.aims.get(("plan", promised.version_on(on).pk), {})
        wanted |= {code for code, _place in aims}
        wanted |= {claim.indicator for topic in topics for claim in topic.claims}
        known = known or dict(promised.sheets_on(on))
    return tuple(known[code] for code in sorted(wanted) if code in known)


def plan_side(promised: Promise, topics, sheets, evidence_known: Known, *, on: date) -> PlanSide:
    version = promised.version_on(on)
    in_force = promised.contracts_on(min(version.ends_on, on)).values()
    allocations = contracts.allocations_of(in_force)
    window = Period(version.starts_on, version.ends_on)
    return PlanSide(
        promise=promised,
        version=version,
        window=window,
        figures=figures_over(promised, sheets, window, evidence_known, on=on),
        funding_lines=tuple(plans.funding_lines(version)),
        topics=topics,
        contracts=len(in_force),
        promised=sum(allocation.amount for allocation in allocations) if allocations else None,
    )


def figures_over(
    promised: Promise, sheets, window: Period, evidence_known: Known, *, on: date
) -> dict[str, Side]:
    """What the network did over a plan; not received when no row at all is dated in it."""
    span = Period(window.start, min(window.end, on)) if window.start <= on else None
    counted = count(Counted(sheets, [span] if span else [], by="network"), evidence_known, on=on)
    setting = Setting(promised, counted, on, evidence.all_received_to(evidence_known.moment))
    covered = setting.receipt(span or window, NETWORK)
    found = {sheet: received(counted.value(sheet, span or window, NETWORK), covered) for sheet in sheets}
    has_rows = any(isinstance(figure, Value) and figure.rows for figure in found.values())
    if span and not has_rows:
        return {sheet.indicator.code: Side(None, NotComputable("not_received")) for sheet in sheets}
    return {
        sheet.indicator.code: side_of(
            figure, simulated=bool(span) and counted.is_simulated(sheet, span, NETWORK)
        )
        for sheet, figure in found.items()
    }
