"""The terms of versions as plain values, in as many queries whatever their number."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from jalon.contracts import terms
from jalon.contracts.above import above
from jalon.contracts.models import Contract, ContractVersion, GlobalBaseline, GlobalTarget
from jalon.contracts.objections import Amended, Known, Period
from jalon.contracts.queries import tranche, version_in_force, visible_to
from jalon.contracts.terms import plain
from jalon.indicators.models import Indicator
from jalon.plan import queries as plan_queries
from jalon.plan.models import PlanVersion

PARTS = (
    "parties__organisation",
    "undertakings",
    "objectives__targets__indicator",
    "baselines__indicator",
    "allocations",
    "tranches",
    "past_totals__indicator",
)


def versions_of(
    contract: Contract, *, known_at: int | None = None, drafts: bool = False
) -> QuerySet[ContractVersion]:
    """The versions of a contract in the order of their effect; drafts only when asked."""
    rows = ContractVersion.objects.filter(contract=contract).known_at(known_at)
    shown = rows if drafts else rows.exclude(status=ContractVersion.Status.DRAFT)
    return shown.select_related("event", "event__actor").order_by("effective_from", "number")


def draft_of(contract: Contract, *, known_at: int | None = None) -> ContractVersion | None:
    """The draft being prepared; there is at most one."""
    drafts = ContractVersion.objects.filter(contract=contract, status=ContractVersion.Status.DRAFT)
    drafts = drafts.known_at(known_at)
    return drafts.select_related("event").order_by("-number").first()


def all_terms(versions: list[ContractVersion]) -> dict[int, terms.Terms]:
    """The terms of each version, by its id."""
    rows = ContractVersion.objects.filter(pk__in=[version.pk for version in versions])
    return {row.pk: terms_from(row) for row in rows.prefetch_related(*PARTS)}


def terms_of(version: ContractVersion) -> terms.Terms:
    return all_terms([version])[version.pk]


def terms_from(row: ContractVersion) -> terms.Terms:
    parts = {
        "parties": map(party, row.parties.all()),
        "undertakings": map(undertaking, row.undertakings.all()),
        "objectives": map(objective, row.objectives.all()),
        "baselines": map(baseline, row.baselines.all()),
        "allocations": map(allocation, row.allocations.all()),
        "tranches": map(tranche, row.tranches.all()),
        "past_totals": map(past_total, row.past_totals.all()),
    }
    same = (
        *("effective_from", "starts_on", "ends_on", "signed_on", "place"),
        *("reason", "note", "authority", "source"),
    )
    return terms.Terms(
        **{name: getattr(row, name) for name in same},
        **{name: terms.ordered(name, values) for name, values in parts.items()},
    )


def party(row) -> terms.Party:
    return terms.Party(row.side, row.organisation.code if row.organisation else "", row.office)


def undertaking(row) -> terms.Undertaking:
    return terms.Undertaking(row.side, row.code, row.text, row.due_on, row.source)


def objective(row) -> terms.Objective:
    targets = terms.ordered_targets(map(target, row.targets.all()))
    return terms.Objective(row.code, row.name, row.axis_code, row.global_objective_code, targets)


def target(row) -> terms.Target:
    return terms.Target(
        row.indicator.code,
        row.year,
        row.shape,
        plain(row.value),
        plain(row.tolerance),
        row.approximate,
        row.source,
    )


def baseline(row) -> terms.Baseline:
    return terms.Baseline(row.indicator.code, plain(row.value), row.on, row.source)


def allocation(row) -> terms.Allocation:
    return terms.Allocation(row.funding_line_code, row.axis_code, row.year, row.amount)


def past_total(row) -> terms.PastTotal:
    return terms.PastTotal(row.indicator.code, row.year, plain(row.value), row.document, row.source)


def plan_targets(versions: list[PlanVersion]) -> dict[int, dict[str, tuple[terms.Target, ...]]]:
    """What each version of a plan promises of itself, by the code of the objective."""
    rows = GlobalTarget.objects.filter(objective__axis__version__in=versions)
    found: dict[int, dict[str, tuple]] = {version.pk: {} for version in versions}
    for row in rows.select_related("indicator", "objective__axis").order_by("indicator__code", "year"):
        by_objective = found[row.objective.axis.version_id]
        by_objective[row.objective.code] = (*by_objective.get(row.objective.code, ()), target(row))
    return found


def plan_baselines(versions: list[PlanVersion]) -> dict[int, list[terms.Baseline]]:
    found: dict[int, list] = {version.pk: [] for version in versions}
    for row in GlobalBaseline.objects.filter(version__in=versions).select_related("indicator"):
        found[row.version_id].append(baseline(row))
    return found


def plan_of(contract: Contract) -> PlanVersion | None:
    """The last version of the plan: what a new contract may name."""
    return contract.plan.versions.order_by("effective_from", "number").last()


def known_to(contract: Contract) -> Known:
    """What the contract may name, and what its next version may not run into."""
    amended = contract.versions.exclude(status=ContractVersion.Status.DRAFT).order_by(
        "effective_from", "number"
    )
    stands = amended.last()
    version = plan_of(contract)
    axes = plan_queries.tree(version) if version else []
    lines = plan_queries.funding_lines(version) if version else []
    return Known(
        indicators=frozenset(Indicator.objects.values_list("code", flat=True)),
        axes=frozenset(axis.code for axis in axes),
        objectives={one.code: axis.code for axis in axes for one in axis.objectives.all()},
        lines={line.code: line.envelope for line in lines},
        others=tuple(other_periods(contract)),
        amended=Amended(stands.number, stands.effective_from) if stands else None,
        submitted_until=above().submitted_until(contract),
    )


def other_periods(contract: Contract) -> Iterator[Period]:
    """The periods of the centre's other contracts, as their last adopted versions say them."""
    adopted = ContractVersion.objects.exclude(status=ContractVersion.Status.DRAFT)
    versions = adopted.filter(contract__centre=contract.centre_id).exclude(contract=contract)
    last = {
        one.contract_id: one
        for one in versions.select_related("contract").order_by("effective_from", "number")
    }
    for one in last.values():
        yield Period(one.contract.code, one.starts_on, one.ends_on)


def terms_in_force(contract: Contract, *, on: date, known_at: int | None = None) -> terms.Terms | None:
    version = version_in_force(contract, on=on, known_at=known_at)
    return terms_of(version) if version else None


def is_over(contract: Contract, on: date) -> bool:
    """Whether the term of what was last in force ended before the day."""
    terms = terms_in_force(contract, on=on)
    return terms is not None and terms.ends_on < on


def terms_to_prepare(contract: Contract, *, on: date) -> terms.Terms:
    """Where the next version starts from: the draft, else what is in force, else a blank contract."""
    prepared = draft_of(contract)
    if prepared:
        return terms_of(prepared)
    return terms_in_force(contract, on=on) or blank(contract, on)


def blank(contract: Contract, on: date) -> terms.Terms:
    version = plan_of(contract)
    starts, ends = (version.starts_on, version.ends_on) if version else (on, on)
    centre = contract.centre
    sides = (("centre", centre.code), ("federation", centre.federation.code if centre.federation else ""))
    return terms.Terms(starts, starts, ends, parties=tuple(terms.Party(*side) for side in sides))


def seen_by(standing) -> QuerySet[Contract]:
    """The contracts a person may read: those of the organisations their roles reach."""
    visible = visible_to(standing.organisations_where("contract.view"))
    return Contract.objects.filter(visible).select_related("plan", "centre", "centre__federation")


def running_on(versions: list[ContractVersion], on: date) -> ContractVersion | None:
    """Of the adopted versions given, the one in force on the day, else the first to come."""
    begun = [version for version in versions if version.effective_from <= on]
    return max(begun, key=order) if begun else min(versions, key=order, default=None)


def order(version) -> tuple:
    return version.effective_from, version.number
