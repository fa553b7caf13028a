"""The promise side of results: versions, targets and baselines of a plan, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import connection

from jalon.contracts import queries as contracts
from jalon.contracts.models import Baseline, ContractVersion, GlobalBaseline, GlobalTarget, Target
from jalon.indicators import queries as indicators
from jalon.indicators.models import IndicatorVersion
from jalon.journal import queries as journal
from jalon.kernel.targets import Shape, Thresholds
from jalon.network.models import Organisation
from jalon.plan import queries as plans
from jalon.plan.models import Axis, Plan, PlanVersion

NETWORK = None  # the place of a cell: a centre's key, or the network as a whole
REMEMBERED = 8  # promises kept in a process: plans, and moments asked for


class Aim(NamedTuple):
    """One target: what a place promised of an indicator for a year."""

    indicator: str
    place: int | None
    year: int
    shape: str
    value: Decimal
    tolerance: Decimal | None
    objective: str
    axis: str
    simulated: bool
    approximate: bool
    source: str


class Start(NamedTuple):
    """A baseline: value, date and source; the value is None where none was published."""

    value: Decimal | None
    on: date | None
    source: str


@dataclass(frozen=True)
class Promise:
    """Everything promised in a plan, as known at a moment, ready to be asked for any day."""

    plan: Plan
    known_at: int | None
    versions: tuple[PlanVersion, ...]
    axes: Mapping[int, list[Axis]]
    contract_versions: tuple[ContractVersion, ...]
    sheets: tuple[IndicatorVersion, ...]
    centres: tuple[Organisation, ...]
    aims: Mapping[tuple[str, int], Mapping[tuple[str, int | None], list[Aim]]] = field(repr=False)
    starts: Mapping[tuple[str, int], Mapping[tuple[str, int | None], Start]] = field(repr=False)

    days: dict[date, "InForce"] = field(default_factory=dict, repr=False, compare=False)
    counted_from: date | None = None  # the start of another version than the one in force, when asked for

    def in_force(self, day: date) -> "InForce":
        """What was in force on a day; worked out once a day asked for, as a promise never changes."""
        if day not in self.days:
            self.days[day] = InForce(
                version=version_on(self.versions, day),
                sheets=indicators.in_force(list(self.sheets), day),
                contracts=contracts.in_force(list(self.contract_versions), day),
            )
        return self.days[day]

    def version_on(self, day: date) -> PlanVersion:
        return self.in_force(day).version

    def starts_on(self, day: date) -> date:
        """The day cumulative figures count from: the start asked for, else that of the version in force."""
        return self.counted_from or self.version_on(day).starts_on

    @property
    def beginnings(self) -> list[date]:
        """When the plan begins, as each of its versions says: several days once it was re-dated."""
        return sorted({version.starts_on for version in self.versions})

    def has_cumulative(self, indicator: str = "") -> bool:
        """Whether some target, or some target of an indicator, counts since the plan's start."""
        every = (aim for of_holder in self.aims.values() for aims in of_holder.values() for aim in aims)
        return any(aim.shape == Shape.CUMULATIVE and indicator in ("", aim.indicator) for aim in every)

    def axes_on(self, day: date) -> list[Axis]:
        return self.axes.get(self.version_on(day).pk, [])

    def sheets_on(self, day: date) -> dict[str, IndicatorVersion]:
        return self.in_force(day).sheets

    def contracts_on(self, day: date) -> dict[int, ContractVersion]:
        return self.in_force(day).contracts

    def aims_on(self, day: date, indicator: str, place: int | None) -> list[Aim]:
        return self.aims.get(self.holder(day, place), {}).get((indicator, place), [])

    def start_on(self, day: date, indicator: str, place: int | None) -> Start | None:
        return self.starts.get(self.holder(day, place), {}).get((indicator, place))

    def promised_codes(self) -> frozenset[str]:
        """The indicators somebody ever set a target for."""
        return frozenset(code for aims in self.aims.values() for code, _place in aims)

    def codes_under(self, axis: str) -> frozenset[str]:
        """The indicators somebody ever set a target for under an axis."""
        every = (aim for of_holder in self.aims.values() for aims in of_holder.values() for aim in aims)
        return frozenset(aim.indicator for aim in every if aim.axis == axis)

    def without(self, centres: frozenset[int]) -> "Promise":
        """The same promise, of the other centres."""
        if not centres:
            return self
        return replace(self, centres=tuple(centre for centre in self.centres if centre.pk not in centres))

    def holder(self, day: date, place: int | None) -> tuple[str, int]:
        """What holds the targets of a place on a day: the plan's version or the contract's."""
        if place is NETWORK:
            return ("plan", self.version_on(day).pk)
        version = self.contracts_on(day).get(place)
        return ("contract", version.pk if version else 0)

    @property
    def is_simulated(self) -> bool:
        return any(version.simulated for version in self.contract_versions)


@dataclass(frozen=True)
class InForce:
    """The versions in force on one day."""

    version: PlanVersion
    sheets: Mapping[str, IndicatorVersion]
    contracts: Mapping[int, ContractVersion]

    @cached_property
    def thresholds(self) -> Thresholds:
        """From which share on a target is ahead, on track or to watch."""
        return Thresholds.from_mapping(self.version.thresholds)


def version_on(versions: Sequence[PlanVersion], day: date) -> PlanVersion:
    """The plan's version in force on the day; before any takes effect, the first."""
    running = [version for version in versions if version.effective_from <= day]
    return running[-1] if running else versions[0]


def promise(
    plan: Plan, *, known_at: int | None = None, brief: bool = False, counted_from: date | None = None
) -> Promise | None:
    """The promise, without the long texts of sheets if brief; None when the plan had no version then.

    `counted_from` is the start of one of its versions, for cumulative figures; another day asks nothing.
    What was read is kept for the event it was read at: nothing promised changes without another. Not inside a
    transaction, where what is written may not have its event yet.
    """
    if connection.in_atomic_block:
        found = _read(plan, known_at, brief)
    else:
        found = _remembered(journal.head(), plan, known_at, brief)
    if found is None:
        return None
    counted_from = counted_from if counted_from in found.beginnings else None
    return replace(found, plan=plan, counted_from=counted_from, days={})


def _read(plan: Plan, known_at: int | None, brief: bool) -> Promise | None:
    versions = tuple(plans.versions(plan, known_at=known_at).order_by("effective_from", "number"))
    if not versions:
        return None
    contract_versions = tuple(contracts.adopted_versions(plan, known_at=known_at))
    return Promise(
        plan=plan,
        known_at=known_at,
        versions=versions,
        axes=axes_of(versions),
        contract_versions=contract_versions,
        sheets=tuple(indicators.all_sheets(known_at=known_at, brief=brief)),
        centres=centres_of(plan, known_at),
        aims=aims_of(versions, contract_versions),
        starts=starts_of(versions, contract_versions),
    )


@lru_cache(maxsize=REMEMBERED)
def _remembered(_head: bytes, plan: Plan, known_at: int | None, brief: bool) -> Promise | None:
    return _read(plan, known_at, brief)


def centres_of(plan: Plan, known_at: int | None) -> tuple[Organisation, ...]:
    """The centres under contract; those of the network when no contract is known."""
    known = contracts.known_contracts(plan, known_at=known_at)
    under_contract = Organisation.objects.filter(contracts__in=known).distinct().order_by("code")
    return tuple(under_contract) or tuple(Organisation.objects.filter(kind="centre").order_by("code"))


def axes_of(versions: Iterable[PlanVersion]) -> dict[int, list[Axis]]:
    found = defaultdict(list)
    for axis in Axis.objects.filter(version__in=versions):
        found[axis.version_id].append(axis)
    return dict(found)


TERMS = ("indicator__code", "shape", "year", "value", "tolerance", "approximate", "source")
OF_PLAN = ("objective__code", "objective__axis__code", "objective__axis__version")
OF_CONTRACT = (
    *("objective__code", "objective__axis_code", "objective__version"),
    *("objective__version__simulated", "objective__version__contract__centre"),
)


def aims_of(versions, contract_versions):
    """Targets as plain values: a plan has thousands, and their words are not needed."""
    found: dict = defaultdict(lambda: defaultdict(list))
    of_plan = GlobalTarget.objects.filter(objective__axis__version__in=versions)
    for *terms, objective, axis, version in of_plan.values_list(*TERMS, *OF_PLAN):
        aim = aim_of(terms, place=NETWORK, objective=objective, axis=axis)
        found["plan", version][aim.indicator, NETWORK].append(aim)
    of_contracts = Target.objects.filter(objective__version__in=contract_versions)
    for *terms, objective, axis, version, simulated, centre in of_contracts.values_list(*TERMS, *OF_CONTRACT):
        aim = aim_of(terms, place=centre, objective=objective, axis=axis, simulated=simulated)
        found["contract", version][aim.indicator, centre].append(aim)
    return in_years(found)


def in_years(found):
    return {
        holder: {key: sorted(aims, key=lambda aim: aim.year) for key, aims in of_holder.items()}
        for holder, of_holder in found.items()
    }


def aim_of(terms, *, place, objective, axis, simulated=False) -> Aim:
    indicator, shape, year, value, tolerance, approximate, source = terms
    return Aim(
        indicator=indicator,
        place=place,
        year=year,
        shape=shape,
        value=value,
        tolerance=tolerance,
        objective=objective,
        axis=axis,
        simulated=simulated,
        approximate=approximate,
        source=source,
    )


def starts_of(versions, contract_versions):
    found: dict = defaultdict(dict)
    start = ("indicator__code", "value", "on", "source")
    of_plan = GlobalBaseline.objects.filter(version__in=versions)
    for code, value, on, source, version in of_plan.values_list(*start, "version"):
        found["plan", version][code, NETWORK] = Start(value, on, source)
    of_contracts = Baseline.objects.filter(version__in=contract_versions)
    for code, value, on, source, version, centre in of_contracts.values_list(
        *start, "version", "version__contract__centre"
    ):
        found["contract", version][code, centre] = Start(value, on, source)
    return dict(found)
