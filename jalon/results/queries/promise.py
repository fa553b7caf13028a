"""The promise side of results: versions, targets and baselines of a plan, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.contracts import queries as contracts
from jalon.contracts.models import ContractVersion
from jalon.indicators import queries as indicators
from jalon.indicators.models import IndicatorVersion
from jalon.network.models import Organisation
from jalon.plan import queries as plans
from jalon.plan.models import Axis, Plan, PlanVersion

NETWORK = None  # the place of a cell: a centre's key, or the network as a whole


@dataclass(frozen=True)
class Aim:
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


@dataclass(frozen=True)
class Start:
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


def version_on(versions: Sequence[PlanVersion], day: date) -> PlanVersion:
    """The plan's version in force on the day; before any takes effect, the first."""
    running = [version for version in versions if version.effective_from <= day]
    return running[-1] if running else versions[0]


def promise(plan: Plan, *, known_at: int | None = None) -> Promise | None:
    """Read the promise; None when the plan had no version at that moment."""
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
        sheets=tuple(indicators.all_sheets(known_at=known_at)),
        centres=centres_of(plan),
        aims=aims_of(versions, contract_versions),
        starts=starts_of(versions, contract_versions),
    )


def centres_of(plan: Plan) -> tuple[Organisation, ...]:
    """The centres under contract; those of the network when no contract is known."""
    under_contract = Organisation.objects.filter(contracts__plan=plan).distinct().order_by("code")
    return tuple(under_contract) or tuple(Organisation.objects.filter(kind="centre").order_by("code"))


def axes_of(versions: Iterable[PlanVersion]) -> dict[int, list[Axis]]:
    rows = Axis.objects.filter(version__in=versions).prefetch_related("objectives")
    found = defaultdict(list)
    for axis in rows:
        found[axis.version_id].append(axis)
    return dict(found)


def aims_of(versions, contract_versions):
    found: dict = defaultdict(lambda: defaultdict(list))
    for target in contracts.global_targets_of(versions):
        axis = target.objective.axis
        aim = aim_of(target, place=NETWORK, objective=target.objective.code, axis=axis.code, simulated=False)
        found["plan", axis.version_id][aim.indicator, NETWORK].append(aim)
    for target in contracts.targets_of(contract_versions):
        objective, version = target.objective, target.objective.version
        place = version.contract.centre_id
        aim = aim_of(
            target,
            place=place,
            objective=objective.code,
            axis=objective.axis_code,
            simulated=version.simulated,
        )
        found["contract", version.pk][aim.indicator, place].append(aim)
    return in_years(found)


def in_years(found):
    return {
        holder: {key: sorted(aims, key=lambda aim: aim.year) for key, aims in of_holder.items()}
        for holder, of_holder in found.items()
    }


def aim_of(target, *, place, objective, axis, simulated) -> Aim:
    return Aim(
        indicator=target.indicator.code,
        place=place,
        year=target.year,
        shape=target.shape,
        value=target.value,
        tolerance=target.tolerance,
        objective=objective,
        axis=axis,
        simulated=simulated,
        approximate=target.approximate,
        source=target.source,
    )


def starts_of(versions, contract_versions):
    found: dict = defaultdict(dict)
    for row in contracts.global_baselines_of(versions):
        found["plan", row.version_id][row.indicator.code, NETWORK] = start_of(row)
    for row in contracts.baselines_of(contract_versions):
        place = row.version.contract.centre_id
        found["contract", row.version_id][row.indicator.code, place] = start_of(row)
    return dict(found)


def start_of(row) -> Start:
    return Start(value=row.value, on=row.on, source=row.source)
