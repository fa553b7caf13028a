"""Sharings of an envelope: those described, their answers, what the committee has, two side by side."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from jalon.fund.models import Proposal, Scenario, Sharing
from jalon.fund.sharing import answer_from_data, problem_from_data
from jalon.kernel.allocation import Blocked, Comparison, Problem, Solution, compare
from jalon.plan.models import Plan


@dataclass(frozen=True)
class Found:
    """A scenario with its answer, once there is one."""

    scenario: Scenario
    sharing: Sharing | None = None

    @cached_property
    def problem(self) -> Problem:
        return problem_from_data(self.scenario.problem)

    @cached_property
    def answer(self) -> Solution | Blocked | None:
        if self.sharing is None:
            return None
        return answer_from_data(self.problem, self.sharing.outcome, self.sharing.solution)

    @property
    def solution(self) -> Solution | None:
        return self.answer if isinstance(self.answer, Solution) else None

    @property
    def blocked(self) -> Blocked | None:
        return self.answer if isinstance(self.answer, Blocked) else None

    @property
    def state(self) -> str:
        """searching, shared, blocked, stopped, proposed, adopted, refused."""
        if self.sharing is None:
            return "searching"
        proposal = self.proposal
        if proposal is None:
            return self.sharing.outcome
        verdict = getattr(proposal, "verdict", None)
        return "proposed" if verdict is None else "adopted" if verdict.is_adopted else "refused"

    @property
    def proposal(self) -> Proposal | None:
        return getattr(self.sharing, "proposal", None) if self.sharing else None

    @property
    def can_be_proposed(self) -> bool:
        return self.solution is not None and self.proposal is None

    def name_of(self, key: str) -> str:
        return self.scenario.names.get(key) or key


def scenarios(plan: Plan, *, known_at: int | None = None, proposed_only: bool = False) -> QuerySet[Scenario]:
    """The scenarios of a plan, the last one first."""
    rows = Scenario.objects.known_at(known_at).filter(plan=plan)
    rows = rows.filter(sharing__proposal__isnull=False) if proposed_only else rows
    return rows.select_related("event__actor", "sharing__proposal__verdict", "search").order_by("-pk")


def found(scenario: Scenario) -> Found:
    return Found(scenario, getattr(scenario, "sharing", None))


def comparison(before: Found, after: Found) -> Comparison | None:
    """Two answers side by side; None unless both are sharings."""
    if before.solution is None or after.solution is None:
        return None
    return compare(before.solution, after.solution)


def proposals_to_decide(plan: Plan, *, known_at: int | None = None) -> list[Proposal]:
    """What was put to the committee and is not decided, the first one first."""
    rows = Proposal.objects.known_at(known_at).filter(sharing__scenario__plan=plan)
    decided = rows.filter(verdict__isnull=False)
    if known_at is not None:
        decided = decided.filter(verdict__event__number__lte=known_at)
    waiting = rows.exclude(pk__in=decided.values("pk"))
    return list(waiting.select_related("sharing__scenario__plan", "event", "person").order_by("pk"))
