"""Where a recommendation stands: the steps known at a moment, whom it waits for, whether it is late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jalon.committee.models import EvaluationFinding, Recommendation, RecommendationStep
from jalon.kernel.states import RECOMMENDATION
from jalon.kernel.states.committee import ADDRESSEE, COMMITTEE, OTHER
from jalon.network.access import can, memberships_on
from jalon.plan.models import Plan

ACTED = ("act", "prove")
WAIT_FOR_ADDRESSEE = ("addressed", "replied", "acted")
RELATED = ("evaluation__plan", "evaluation__contract__centre", "addressed_to", "event__actor")


@dataclass(frozen=True)
class Life:
    """A recommendation and its steps, in the order of their events."""

    asked: Recommendation
    steps: tuple[RecommendationStep, ...] = ()

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else RECOMMENDATION.initial

    @property
    def addressee(self):
        """Whom the committee last addressed it to; before that, whom its author had in mind."""
        said = [step.addressed_to for step in self.steps if step.addressed_to]
        return said[-1] if said else self.asked.addressed_to

    @property
    def due_on(self) -> date | None:
        said = [step.due_on for step in self.steps if step.due_on]
        return said[-1] if said else self.asked.due_on

    @property
    def actors(self) -> frozenset[int]:
        """The people (keys) who acted on it or proved it: somebody else closes it."""
        return frozenset(step.person_id for step in self.steps if step.verb in ACTED and step.person_id)

    @property
    def documents(self) -> frozenset[str]:
        return frozenset(sha256 for step in self.steps for sha256 in step.documents)

    @property
    def is_over(self) -> bool:
        return self.state in RECOMMENDATION.final

    def is_late(self, on: date) -> bool:
        """Approved, its day past, and nothing proves it yet."""
        return self.state in WAIT_FOR_ADDRESSEE and self.due_on is not None and self.due_on < on


def life_of(asked: Recommendation, known_at: int | None = None) -> Life:
    return lives([asked], known_at)[0]


def lives(asked: Iterable[Recommendation], known_at: int | None = None) -> list[Life]:
    """The life of each recommendation, in the order given, in one query."""
    asked = list(asked)
    steps: Mapping[int, list[RecommendationStep]] = defaultdict(list)
    rows = RecommendationStep.objects.known_at(known_at).filter(recommendation__in=asked)
    related = ("event", "person", "addressed_to")
    for step in rows.select_related(*related).order_by("event__number", "pk"):
        steps[step.recommendation_id].append(step)
    return [Life(one, tuple(steps[one.pk])) for one in asked]


def of_plan(plan: Plan, known_at: int | None = None) -> list[Life]:
    rows = Recommendation.objects.known_at(known_at).filter(evaluation__plan=plan)
    return lives(rows.select_related(*RELATED).order_by("evaluation__code", "code"), known_at)


def parties(life: Life, by, *, on: date) -> tuple[str, ...]:
    """What a person is to a recommendation; the installation itself speaks for everybody but another."""
    if by is None:
        return (COMMITTEE, ADDRESSEE)
    found = (COMMITTEE,) if can(by, "committee.record", on=on) else ()
    found += (ADDRESSEE,) if answers_for(life, by, on) else ()
    return found + ((OTHER,) if may_close(by, on) else ())


def answers_for(life: Life, by, on: date) -> bool:
    """Whoever holds a role where it is addressed."""
    if life.addressee is None:
        return False
    return memberships_on(on).filter(user=by, organisation=life.addressee).exists()


def may_close(by, on: date) -> bool:
    return can(by, "evaluation.write", on=on) or can(by, "committee.record", on=on)


def evaluators_of(asked: Recommendation) -> frozenset[int]:
    """The people (keys) who made the findings and the recommendations of its evaluation."""
    made = (
        EvaluationFinding.objects.filter(evaluation=asked.evaluation_id),
        Recommendation.objects.filter(evaluation=asked.evaluation_id),
    )
    return frozenset(key for rows in made for key in rows.values_list("event__actor", flat=True) if key)


def led_to(plan: Plan, named: Iterable[str], known_at: int | None = None) -> list[Life]:
    """The recommendations that led to some axes or objectives of a plan, whichever plan asked for them.

    They are named as `axis:CODE` and `objective:CODE`.
    """
    parts = (one.partition(":") for one in named)
    subjects = [f"{kind}:{plan.code}/{code}" for kind, _colon, code in parts]
    rows = Recommendation.objects.known_at(known_at).filter(led_to__in=subjects)
    return lives(rows.select_related(*RELATED).order_by("evaluation__code", "code"), known_at)
