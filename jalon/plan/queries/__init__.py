"""What can be asked of plans: which version is in force, which claims contradict each other."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from jalon.plan.models import (
    Agreement,
    AgreementParty,
    Axis,
    FundingLine,
    GlobalObjective,
    Plan,
    PlanVersion,
)
from jalon.plan.queries.claims import Topic, topics

__all__ = (
    "Topic",
    "agreements",
    "funding_lines",
    "plan_on",
    "topics",
    "tree",
    "version_before",
    "version_in_force",
    "version_numbered",
    "versions",
)


def version_in_force(plan: Plan, *, on: date, known_at: int | None = None) -> PlanVersion | None:
    """The version in force on the day; before the first one takes effect, the first one known."""
    known = PlanVersion.objects.filter(plan=plan).known_at(known_at).select_related("plan", "agreement")
    return known.in_force(on).first() or known.order_by("effective_from", "number").first()


def plan_on(on: date, *, known_at: int | None = None, code: str = "") -> Plan | None:
    """The plan asked for by code, or the one whose period holds the day, or the latest."""
    if code:
        return Plan.objects.filter(code=code).first()
    known = PlanVersion.objects.known_at(known_at).select_related("plan")
    running = known.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on").first()
    latest = running or known.order_by("-ends_on").first()
    return latest.plan if latest else None


def versions(plan: Plan, *, known_at: int | None = None) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(plan=plan).known_at(known_at).select_related("event", "agreement")


def tree(version: PlanVersion) -> list[Axis]:
    """The axes of a version with their objectives: two queries whatever the size."""
    objectives = Prefetch("objectives", GlobalObjective.objects.order_by("position", "code"))
    return list(Axis.objects.filter(version=version).prefetch_related(objectives))


def funding_lines(version: PlanVersion) -> list[FundingLine]:
    return list(FundingLine.objects.filter(version=version))


def version_numbered(versions: list[PlanVersion], number: str) -> PlanVersion | None:
    """The version a reader chose by its number."""
    return next((version for version in versions if str(version.number) == number), None)


def version_before(versions: list[PlanVersion], version: PlanVersion) -> PlanVersion | None:
    """The version that one amends: the last to take effect before it."""
    earlier = [one for one in versions if order(one) < order(version)]
    return max(earlier, key=order, default=None)


def order(version) -> tuple:
    return version.effective_from, version.number


def agreements(plan: Plan, *, known_at: int | None = None) -> list[Agreement]:
    """The agreements a plan rests on, with their parties and the versions that name them."""
    rows = Agreement.objects.filter(plan=plan).select_related("event").order_by("signed_on", "code")
    if known_at is not None:
        rows = rows.filter(event__number__lte=known_at)
    parties = AgreementParty.objects.select_related("organisation")
    adopted = PlanVersion.objects.known_at(known_at).order_by("number")
    return list(rows.prefetch_related(Prefetch("parties", parties), Prefetch("versions", adopted)))
