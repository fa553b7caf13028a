"""Sharing an envelope: what is asked is kept, answered, proposed and decided, once each."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from jalon.fund.actions import allocating
from jalon.fund.models import Scenario, Search, Sharing
from jalon.fund.queries.asking import asked_of_contracts
from jalon.fund.queries.scenarios import comparison, found, proposals_to_decide, scenarios
from jalon.fund.sharing import problem_from_data
from jalon.fund.solving import highs
from jalon.fund.tasks import share
from jalon.journal.models import Event
from jalon.kernel.allocation import Candidate, Fairness, Limit, Problem, allocate, broken_rules
from jalon.site.verification import changed_records
from tests.factories.contracts import contract_version
from tests.factories.people import UserFactory
from tests.factories.results import sheet, version

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 1)
M = 100_000_000
TESTS = {"tests": Decimal(1)}


def asked(envelope=15 * M, **more) -> Problem:
    candidates = [
        Candidate("A", 10 * M, results={"tests": Decimal(100)}, tags={"centre": "A"}),
        Candidate("B", 10 * M, results={"tests": Decimal(50)}, tags={"centre": "B"}),
    ]
    return Problem(envelope, candidates, TESTS, **more)


def described(problem=None, **more) -> Scenario:
    plan = more.pop("plan", None) or version().plan
    return allocating.describe(plan, problem or asked(), name="Essai", by=UserFactory(), **more)


def waiting_jobs(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def proposed():
    scenario = described()
    allocating.answer(scenario, by=None)
    return allocating.propose(scenario, reason="La plus juste", by=UserFactory(), on=DAY)


# what is asked


def test_a_problem_is_kept_as_it_was_asked():
    problem = asked(
        limits=[Limit("centre", "B", at_least=M, at_most=2 * M)],
        fairness=Fairness("centre", least=Fraction(1, 4), spread=Fraction(3), is_max_min=True),
        spend_at_least=M,
    )

    again = problem_from_data(described(problem).problem)

    assert again == problem


def test_two_scenarios_that_ask_the_same_have_the_same_digest():
    plan = version().plan

    assert described(plan=plan).fingerprint == described(plan=plan).fingerprint
    assert described(plan=plan).fingerprint != described(asked(14 * M), plan=plan).fingerprint


def test_contracts_ask_the_money_they_promise_with_their_targets_as_results():
    held = contract_version().contract

    (one,) = asked_of_contracts(held.plan, on=DAY).candidates

    assert (one.key, one.cap, one.tags["line"]) == (f"{held.code}.1", 1_000_000_00, "1")
    assert one.results == {"TESTS": 200}


def test_of_a_level_the_step_of_the_year_is_what_money_brings():
    held = contract_version().contract

    (one,) = asked_of_contracts(held.plan, on=date(2025, 6, 1)).candidates

    assert one.results == {"TESTS": 300, "FIRMS": 120}


def test_a_rate_is_no_result_that_money_adds_to():
    sheet("FIRMS", over_centres="ratio")
    held = contract_version().contract

    (one,) = asked_of_contracts(held.plan, on=date(2025, 6, 1)).candidates

    assert one.results == {"TESTS": 300}


def test_every_result_of_the_contracts_weighs_alike():
    held = contract_version().contract

    problem = asked_of_contracts(held.plan, on=DAY)

    totals = {name: sum(one.results.get(name, 0) for one in problem.candidates) for name in problem.weights}
    assert all(
        abs(totals[name] * weight - 1000) < Decimal("0.01") for name, weight in problem.weights.items()
    )


# what is answered


def test_an_answer_is_read_back_as_the_solver_gave_it():
    scenario = described()

    sharing = allocating.answer(scenario, by=None)

    told = found(Scenario.objects.get(pk=scenario.pk))
    assert sharing.outcome == "shared"
    again = allocate(asked(), highs)
    assert (told.solution.shares, told.solution.gain) == (again.shares, again.gain)
    assert (told.solution.bound, told.solution.prices) == (again.bound, again.prices)
    assert told.solution.is_price_exact == again.is_price_exact
    assert broken_rules(asked(), told.solution.shares) == []


def test_rules_that_block_are_named_again_when_they_are_read():
    impossible = asked(limits=[Limit("centre", "A", at_least=9 * M), Limit("centre", "B", at_least=9 * M)])
    scenario = described(impossible)

    allocating.answer(scenario, by=None)

    told = found(Scenario.objects.get(pk=scenario.pk))
    assert told.state == "blocked"
    assert told.blocked.rules == allocate(impossible, highs).rules
    assert told.blocked.explanation == allocate(impossible, highs).explanation


def test_what_is_left_to_the_worker_is_asked_once_and_answered_once():
    scenario = described()
    allocating.search(scenario)
    allocating.search(scenario)
    assert found(scenario).state == "searching"
    assert waiting_jobs("fund.share") == 1

    share(uid=str(scenario.uid))
    share(uid=str(scenario.uid))

    assert Sharing.objects.filter(scenario=scenario).count() == 1
    assert not Search.objects.exists()


def test_a_sharing_is_found_altered():
    scenario = described()
    sharing = allocating.answer(scenario, by=None)
    assert list(changed_records()) == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE fund_sharing DISABLE TRIGGER USER")
        cursor.execute("UPDATE fund_sharing SET solver = 'ours' WHERE id = %s", [sharing.pk])
        cursor.execute("ALTER TABLE fund_sharing ENABLE TRIGGER USER")

    assert list(changed_records()) != []


# the committee


def test_a_proposal_waits_for_the_committee_until_it_is_decided():
    proposal = proposed()
    plan = proposal.sharing.scenario.plan
    before = Event.objects.order_by("-number").first()
    assert before.verb == "allocation.proposed"
    assert proposals_to_decide(plan) == [proposal]

    allocating.adopt(proposal, by=UserFactory(), on=DAY, decision=uuid4())

    assert proposals_to_decide(plan) == []
    assert proposals_to_decide(plan, known_at=before.number) == [proposal]
    assert found(scenarios(plan).get()).state == "adopted"


def test_a_proposal_is_decided_once():
    proposal = proposed()
    allocating.refuse(proposal, by=UserFactory(), on=DAY, decision=uuid4())

    with pytest.raises(ValidationError):
        allocating.adopt(proposal, by=UserFactory(), on=DAY, decision=uuid4())


@pytest.mark.parametrize(
    "problem",
    [asked(limits=[Limit("centre", "A", at_least=10 * M), Limit("centre", "B", at_least=10 * M)]), None],
    ids=["its rules block", "it has no answer"],
)
def test_only_a_sharing_is_put_to_the_committee(problem):
    scenario = described(problem)
    if problem:
        allocating.answer(scenario, by=None)

    with pytest.raises(ValidationError):
        allocating.propose(scenario, reason="Vite", by=UserFactory(), on=DAY)


def test_a_sharing_is_proposed_once_and_says_why():
    proposal = proposed()

    for reason in ("Encore", " "):
        with pytest.raises(ValidationError):
            allocating.propose(proposal.sharing.scenario, reason=reason, by=UserFactory(), on=DAY)


def test_two_sharings_are_compared_as_the_kernel_does():
    plan = version().plan
    less, more = (described(asked(envelope), plan=plan) for envelope in (15 * M, 18 * M))
    for scenario in (less, more):
        allocating.answer(scenario, by=None)

    told = comparison(*(found(Scenario.objects.get(pk=one.pk)) for one in (less, more)))

    assert [(move.key, move.change) for move in told.moves] == [("B", 3 * M)]
