"""The evaluations of a plan, and those of the plans before it: what they found, what they ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from jalon.committee.models import Evaluation, EvaluationFinding, Recommendation
from jalon.committee.queries.recommendations import RELATED, Life, lives
from jalon.plan.models import Plan


@dataclass(frozen=True)
class Opened:
    """An evaluation with what it found and what it asks."""

    evaluation: Evaluation
    findings: tuple[EvaluationFinding, ...] = ()
    asked: tuple[Life, ...] = ()

    def count(self, *states: str) -> int:
        return sum(life.state in states for life in self.asked)

    def late(self, on: date) -> list[Life]:
        return [life for life in self.asked if life.is_late(on)]


def evaluations_of(plans: Iterable[Plan], standing, known_at: int | None = None) -> list[Opened]:
    """The evaluations of some plans that a person may read, in five queries."""
    rows = Evaluation.objects.known_at(known_at).filter(plan__in=list(plans)).filter(seen_by(standing))
    related = ("plan", "contract__centre", "event__actor")
    return opened(rows.select_related(*related).order_by("plan__code", "code"), known_at)


def seen_by(standing) -> Q:
    """Of the plan, read by all who read evaluations; of a contract, by those whose roles reach its centre."""
    reached = standing.organisations_where("evaluation.view")
    return Q(contract=None) | Q(contract__centre__in=reached)


def opened(evaluations: Iterable[Evaluation], known_at: int | None = None) -> list[Opened]:
    every = list(evaluations)
    findings: dict[int, list] = defaultdict(list)
    found = EvaluationFinding.objects.known_at(known_at).filter(evaluation__in=every)
    for one in found.select_related("event__actor").order_by("event__number", "pk"):
        findings[one.evaluation_id].append(one)
    asked: dict[int, list] = defaultdict(list)
    rows = Recommendation.objects.known_at(known_at).filter(evaluation__in=every)
    for life in lives(rows.select_related(*RELATED).order_by("code"), known_at):
        asked[life.asked.evaluation_id].append(life)
    return [Opened(one, tuple(findings[one.pk]), tuple(asked[one.pk])) for one in every]


def plans_before(plan: Plan, known_at: int | None = None) -> list[Plan]:
    """The plans that began before this one, the last of them first."""
    began = Min("versions__starts_on", filter=known(known_at))
    dated = Plan.objects.annotate(began=began)
    start = dated.filter(pk=plan.pk).values_list("began", flat=True).first()
    return list(dated.filter(began__lt=start).order_by("-began")) if start else []


def known(known_at: int | None) -> Q:
    return Q() if known_at is None else Q(versions__event__number__lte=known_at)
