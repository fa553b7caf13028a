"""Sharing an envelope: the best sharing, or the rules that block; every answer checked in centimes."""

import random
import time
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.fund.solving import highs
from jalon.kernel.allocation import (
    Answer,
    Blocked,
    Candidate,
    Fairness,
    Limit,
    Problem,
    ProblemError,
    allocate,
    blocking_rules,
    broken_rules,
    compare,
    explain,
    in_centimes,
    model_of,
    why,
)

WEIGHTS = {"tests": Decimal(1)}
M = 100_000_000
"""A million dirhams, in centimes."""


def project(key, cost, tests, **said):
    return Candidate(key, cost, is_whole=True, results={"tests": Decimal(tests)}, **said)


def contract(key, cap, tests, **said):
    return Candidate(key, cap, results={"tests": Decimal(tests)}, **said)


def problem(*candidates, envelope, **said):
    return Problem(envelope, candidates, WEIGHTS, **said)


def shared(*candidates, envelope, **said):
    return allocate(problem(*candidates, envelope=envelope, **said), highs)


# what is best


def test_the_money_goes_where_it_brings_the_most():
    found = shared(contract("a", 10 * M, 100), contract("b", 10 * M, 50), envelope=15 * M)

    assert found.shares == {"a": 10 * M, "b": 5 * M}
    assert (found.gain, found.results, found.is_proven) == (125, {"tests": 125}, True)


def test_projects_are_taken_whole_or_not_at_all():
    found = shared(project("a", 6 * M, 60), project("b", 5 * M, 45), project("c", 5 * M, 45), envelope=10 * M)

    assert found.shares == {"a": 0, "b": 5 * M, "c": 5 * M}


def test_a_floor_is_paid_first():
    found = shared(contract("a", 10 * M, 100), contract("b", 10 * M, 1, floor=3 * M), envelope=10 * M)

    assert found.shares == {"a": 7 * M, "b": 3 * M}


def test_a_line_holds_its_candidates_back():
    found = shared(
        contract("a", 10 * M, 100, tags={"line": "x"}),
        contract("b", 10 * M, 10, tags={"line": "y"}),
        envelope=12 * M,
        limits=[Limit("line", "x", at_most=4 * M), Limit("line", "y", at_least=1 * M)],
    )

    assert found.shares == {"a": 4 * M, "b": 8 * M}
    assert found.prices == {"line:x": Decimal("0.000009"), "envelope": Decimal("0.000001")}


def test_a_project_waits_for_the_one_it_needs():
    lab, course = project("lab", 9 * M, 10), project("course", 1 * M, 100, needs=("lab",))

    assert shared(lab, course, envelope=9 * M).shares == {"lab": 9 * M, "course": 0}
    assert shared(lab, course, envelope=10 * M).gain == 110


def test_a_share_goes_no_further_than_the_one_it_needs():
    found = shared(contract("lab", 10 * M, 0), contract("course", 2 * M, 100, needs=("lab",)), envelope=6 * M)

    assert found.shares == {"lab": 5 * M, "course": 1 * M}


def test_no_group_is_left_without_its_share():
    rich, poor = (
        contract(key, 10 * M, gain, tags={"centre": key}) for key, gain in (("rich", 100), ("poor", 1))
    )

    alone = shared(rich, poor, envelope=10 * M)
    fair = shared(rich, poor, envelope=10 * M, fairness=Fairness("centre", least=Fraction(1, 4)))
    near = shared(rich, poor, envelope=10 * M, fairness=Fairness("centre", spread=Fraction(3, 2)))
    even = shared(rich, poor, envelope=10 * M, fairness=Fairness("centre", is_max_min=True))

    assert [one.shares["poor"] for one in (alone, fair, near, even)] == [0, 250_000_000, 4 * M, 5 * M]
    assert even.least_share == Fraction(1, 2)


def test_a_price_says_what_more_money_would_bring():
    asked = [contract("a", 10 * M, 100), contract("b", 10 * M, 50)]
    less, more = (shared(*asked, envelope=envelope) for envelope in (15 * M, 16 * M))

    assert less.prices == {"envelope": Decimal("0.000005")}
    assert more.gain - less.gain == less.prices["envelope"] * 1_000_000


def test_results_without_a_weight_count_for_nothing():
    firms = Candidate("firms", M, results={"firms": Decimal(1000)})

    assert shared(firms, contract("tests", M, 1), envelope=M).shares["tests"] == M


@st.composite
def problems(draw, *, is_whole=None):
    """Small problems with every rule."""
    count = draw(st.integers(1, 6))
    candidates = []
    for n in range(count):
        whole = draw(st.booleans()) if is_whole is None else is_whole
        cap = draw(st.integers(1, 2000)) * draw(st.sampled_from([1, 7, 100_003]))
        floor = 0 if whole else draw(st.integers(0, cap // 4))
        tags = {"line": draw(st.sampled_from("xy")), "centre": draw(st.sampled_from("pq"))}
        needs = (f"c{draw(st.integers(0, n - 1))}",) if n and draw(st.integers(0, 3)) == 0 else ()
        results = {"tests": Decimal(draw(st.integers(0, 500)))}
        candidates.append(Candidate(f"c{n}", cap, floor, whole, results, tags, needs))
    asked = sum(one.cap for one in candidates)
    limits = [
        Limit(
            "line", name, draw(st.integers(0, asked // 10)), draw(st.none() | st.integers(asked // 8, asked))
        )
        for name in "xy"
        if draw(st.booleans())
    ]
    rules = [
        None,
        Fairness("centre", least=Fraction(1, 5)),
        Fairness("centre", spread=Fraction(2)),
        Fairness("centre", is_max_min=True),
    ]
    return Problem(draw(st.integers(0, asked)), candidates, WEIGHTS, limits, draw(st.sampled_from(rules)))


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_sharing_keeps_every_rule_to_the_centime(asked):
    found = allocate(asked, highs)

    if isinstance(found, Blocked):
        assert found.rules
    else:
        assert broken_rules(asked, found.shares) == []
        assert found.gain <= found.bound


@given(problems(is_whole=True))
@settings(max_examples=100, deadline=None)
def test_no_choice_of_projects_does_better(asked):
    asked = replace(asked, fairness=None)
    choices = [
        dict(zip((one.key for one in asked.candidates), shares, strict=True))
        for shares in product(*((0, one.cap) for one in asked.candidates))
    ]
    kept = [shares for shares in choices if not broken_rules(asked, shares)]

    found = allocate(asked, highs)

    if kept:
        best = max(sum(asked.gain(one) for one in asked.candidates if shares[one.key]) for shares in kept)
        assert found.gain == best
        assert found.is_proven
    else:
        assert isinstance(found, Blocked)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_more_money_never_brings_less(asked):
    asked = replace(asked, fairness=None)
    less, more = allocate(asked, highs), allocate(replace(asked, envelope=asked.envelope + 100_000), highs)

    if not isinstance(less, Blocked):
        # the two may end on different sides of a centime
        assert more.gain >= less.gain * (1 - Decimal("0.000001")) - Decimal("0.5")


# what blocks


def test_floors_over_the_envelope_block_each_other():
    found = shared(
        contract("a", 10 * M, 1, floor=6 * M),
        contract("b", 10 * M, 1, floor=6 * M),
        contract("c", 10 * M, 1, floor=1 * M),
        envelope=10 * M,
    )

    assert found.rules == ("envelope", "floor:a", "floor:b")
    assert [one.key for one in found.explanation.children] == [
        "allocation.envelope",
        *["allocation.floor"] * 2,
    ]


@given(problems())
@settings(max_examples=60, deadline=None)
def test_each_rule_that_blocks_is_needed_to_block(asked):
    model = model_of(asked)
    rules = blocking_rules(model, highs)

    if rules:
        assert highs(model.keeping(rules), seconds=5).status == "infeasible"
    for rule in rules:
        assert highs(model.keeping(set(rules) - {rule}), seconds=5).status != "infeasible"


# what is refused


@pytest.mark.parametrize(
    "refused",
    [
        lambda: contract("a", 0, 1),
        lambda: contract("a", M, 1, floor=2 * M),
        lambda: project("a", M, 1, floor=1),
        lambda: problem(contract("a", M, 1), contract("a", M, 1), envelope=M),
        lambda: problem(contract("a", M, 1, needs=("b",)), envelope=M),
        lambda: Fairness("centre", spread=Fraction(1, 2)),
    ],
)
def test_a_problem_that_says_nothing_is_refused(refused):
    with pytest.raises(ProblemError):
        refused()


def test_a_solver_that_breaks_a_rule_is_not_believed():
    def liar(model, *, seconds, is_relaxed=False):
        return Answer("optimal", (1.0, 1.0), 2.0)

    with pytest.raises(RuntimeError, match="envelope"):
        allocate(problem(contract("a", M, 1), contract("b", M, 1), envelope=M), liar)


def test_no_answer_in_time_is_none():
    def slow(model, *, seconds, is_relaxed=False):
        return Answer("stopped")

    assert allocate(problem(contract("a", M, 1), envelope=M), slow) is None


def test_a_sharing_found_in_time_shows_its_gap():
    def hasty(model, *, seconds, is_relaxed=False):
        return Answer("feasible", (1.0, 0.0), 2.0)

    found = allocate(problem(project("a", M, 1), project("b", M, 1), envelope=M), hasty)

    assert (found.gain, found.gap, found.is_proven) == (1, Decimal("0.5"), False)


def test_the_parts_of_a_centime_are_dropped_and_given_back():
    thirds = problem(*(contract(key, 100, 1) for key in "abc"), envelope=100)

    shares = in_centimes(thirds, [1 / 3] * 3)

    assert sum(shares.values()) == 100


# what is said


def test_a_sharing_says_what_holds_it_back():
    found = shared(contract("a", 10 * M, 100), contract("b", 10 * M, 50), envelope=15 * M)

    lines = [one.key for _, one in explain(found).walk()]

    assert lines == [
        "allocation.shared",
        "allocation.proven",
        "allocation.result",
        "allocation.price_exact",
        "allocation.envelope",
    ]
    assert explain(found).children[2].values["gain"] == Decimal("0.5")


def test_each_candidate_is_told_why():
    lab, course = project("lab", 9 * M, 1), project("course", 1 * M, 1, needs=("lab",))
    found = shared(lab, course, project("best", 8 * M, 100), project("poor", 4 * M, 2), envelope=8 * M)

    assert {key: why(found, key).key for key in found.shares} == {
        "lab": "allocation.outdone",
        "course": "allocation.held_by_need",
        "best": "allocation.whole",
        "poor": "allocation.outdone",
    }


def test_two_scenarios_side_by_side():
    asked = problem(contract("a", 10 * M, 100), contract("b", 10 * M, 50), envelope=15 * M)
    before, after = allocate(asked, highs), allocate(replace(asked, envelope=18 * M), highs)

    found = compare(before, after)

    assert [(one.key, one.change) for one in found.moves] == [("b", 3 * M)]
    assert found.results == {"tests": (125, 140)}
    assert found.explanation.values["moved_amount"] == 3 * M
    assert compare(before, before).moves == ()


def test_two_thousand_projects_are_shared_to_the_optimum_in_two_seconds():
    chance, candidates = random.Random(1), []
    for n in range(2000):
        needs = (f"p{chance.randrange(n)}",) if n and chance.random() < 0.1 else ()
        tags = {"line": f"l{chance.randint(1, 6)}", "centre": f"c{chance.randint(1, 20)}"}
        candidates.append(
            project(
                f"p{n}", chance.randint(5, 300) * M // 100, chance.randint(1, 500), tags=tags, needs=needs
            )
        )
    asked = sum(one.cap for one in candidates)
    limits = [Limit("line", f"l{n}", asked // 40, asked // 14) for n in range(1, 7)]
    started = time.process_time()

    found = allocate(
        Problem(asked // 3, candidates, WEIGHTS, limits, Fairness("centre", least=Fraction(1, 5))), highs
    )

    assert found.is_proven
    assert time.process_time() - started < 2
