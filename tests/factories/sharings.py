"""A sharing of an envelope that was answered and put to the committee."""

from datetime import date
from decimal import Decimal

from jalon.fund.actions import allocating
from jalon.fund.models import Scenario
from jalon.kernel.allocation import Candidate, Problem
from jalon.plan.models import Plan
from tests.factories.people import UserFactory

DAY = date(2024, 6, 1)


def shared_out(plan: Plan) -> Scenario:
    """An envelope of 150,000 dirhams for two candidates that ask 100,000 each."""
    results = (("A", 100), ("B", 50))
    candidates = [Candidate(code, 10_000_000, results={"tests": Decimal(most)}) for code, most in results]
    problem = Problem(15_000_000, candidates, {"tests": Decimal(1)})
    scenario = allocating.describe(plan, problem, name="Essai", by=UserFactory())
    allocating.answer(scenario, by=None)
    allocating.propose(scenario, reason="La plus juste", by=UserFactory(), on=DAY)
    return scenario
