"""What can be asked of contracts: the version in force, its terms, and targets of every centre at once."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from jalon.contracts.models import (
    Allocation,
    Baseline,
    Contract,
    ContractVersion,
    GlobalBaseline,
    GlobalTarget,
    SpecificObjective,
    Target,
    Tranche,
)
from jalon.contracts.terms import Tranche as TrancheTerms
from jalon.journal.models import Event
from jalon.plan.models import Plan, PlanVersion

ADOPTED = (ContractVersion.Status.SIGNED, ContractVersion.Status.SIMULATED)


def contracts_of(plan: Plan) -> QuerySet[Contract]:
    return Contract.objects.filter(plan=plan).select_related("centre", "centre__federation", "plan")


def known_contracts(plan: Plan, *, known_at: int | None = None) -> QuerySet[Contract]:
    """The contracts of a plan, without those of which something was said, but all of it after the moment."""
    found = Contract.objects.filter(plan=plan)
    if known_at is None:
        return found
    written = ContractVersion.objects.filter(contract=OuterRef("pk"))
    # a version that was signed since is of its signature's event: that it was drafted, the journal says
    said = Event.objects.filter(subject=Concat(Value("contract:"), OuterRef("code")))
    by_then = Exists(written.known_at(known_at)) | Exists(said.filter(number__lte=known_at))
    ever = Exists(written) | Exists(said)
    return found.filter(by_then | ~ever)


def adopted_versions(plan: Plan, *, known_at: int | None = None) -> list[ContractVersion]:
    """Signed or simulated versions of every contract of a plan, latest effect first, in one query."""
    known = ContractVersion.objects.known_at(known_at).filter(contract__plan=plan, status__in=ADOPTED)
    known = known.select_related("contract", "contract__centre")
    return list(known.order_by("contract__code", "-effective_from", "-number"))


def in_force(versions: list[ContractVersion], on: date) -> dict[int, ContractVersion]:
    """The version of each contract on a day, by centre; before the first takes effect, the first."""
    chosen: dict[int, ContractVersion] = {}
    for version in versions:
        centre = version.contract.centre_id
        current = chosen.get(centre)
        if current is None or current.effective_from > on:
            chosen[centre] = version
    return chosen


def version_in_force(contract: Contract, *, on: date, known_at: int | None = None) -> ContractVersion | None:
    known = ContractVersion.objects.filter(contract=contract).known_at(known_at)
    adopted = known.filter(status__in=ADOPTED)
    return adopted.in_force(on).first() or adopted.order_by("effective_from", "number").first()


def targets_of(versions) -> list[Target]:
    rows = Target.objects.filter(objective__version__in=versions)
    return list(rows.select_related("indicator", "objective", "objective__version__contract"))


def baselines_of(versions) -> list[Baseline]:
    rows = Baseline.objects.filter(version__in=versions)
    return list(rows.select_related("indicator", "version__contract"))


def global_targets_of(versions) -> list[GlobalTarget]:
    rows = GlobalTarget.objects.filter(objective__axis__version__in=versions)
    return list(rows.select_related("indicator", "objective", "objective__axis"))


def global_baselines_of(versions: list[PlanVersion]) -> list[GlobalBaseline]:
    return list(GlobalBaseline.objects.filter(version__in=versions).select_related("indicator"))


def objectives_of(version: ContractVersion) -> list[SpecificObjective]:
    return list(version.objectives.prefetch_related("targets__indicator"))


def allocations_of(versions) -> list[Allocation]:
    return list(Allocation.objects.filter(version__in=versions))


def tranches_of(contract: Contract, *, on: date, known_at: int | None = None) -> tuple[TrancheTerms, ...]:
    """The tranches in force on a day, in their order; none when the contract has no adopted version."""
    version = version_in_force(contract, on=on, known_at=known_at)
    return tuple(map(tranche, version.tranches.all())) if version else ()


def tranches_in_force(
    plan: Plan, *, on: date, known_at: int | None = None
) -> dict[str, tuple[TrancheTerms, ...]]:
    """The tranches of every contract of a plan, by the contract's code, in a fixed number of queries."""
    versions = in_force(adopted_versions(plan, known_at=known_at), on)
    codes = {version.pk: version.contract.code for version in versions.values()}
    found: dict[str, tuple] = dict.fromkeys(codes.values(), ())
    for row in Tranche.objects.filter(version__in=codes).order_by("version", "position", "code"):
        code = codes[row.version_id]
        found[code] = (*found[code], tranche(row))
    return found


def tranche(row) -> TrancheTerms:
    return TrancheTerms(
        row.code,
        row.name,
        row.funding_line_code,
        row.axis_code,
        row.year,
        row.amount,
        row.due_on,
        row.rule,
        tuple(row.conditions),
    )


def visible_to(organisations) -> Q:
    """Contracts in which one of the organisations is a party."""
    return Q(centre__in=organisations) | Q(centre__federation__in=organisations)
