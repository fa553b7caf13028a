"""Sharings as JSON can hold them, and back: no floats, centimes whole, other numbers as text."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jalon.kernel import chain
from jalon.kernel.allocation import Blocked, Candidate, Fairness, Limit, Problem, Solution
from jalon.kernel.allocation.blocking import rule_said
from jalon.kernel.sentences import said


def problem_to_data(problem: Problem) -> dict[str, Any]:
    """A problem as data; what says nothing is left out."""
    fairness = problem.fairness
    return full(
        envelope=problem.envelope,
        spend_at_least=problem.spend_at_least,
        weights={name: plain(weight) for name, weight in problem.weights.items()},
        candidates=[candidate_to_data(one) for one in problem.candidates],
        limits=[
            full(tag=one.tag, value=one.value, at_least=one.at_least) | at_most(one) for one in problem.limits
        ],
        fairness=fairness and full(
            tag=fairness.tag,
            least=fraction(fairness.least),
            spread=fraction(fairness.spread),
            is_max_min=fairness.is_max_min,
        ),
    )  # fmt: skip


def at_most(limit: Limit) -> dict[str, int]:
    return {} if limit.at_most is None else {"at_most": limit.at_most}


def candidate_to_data(one: Candidate) -> dict[str, Any]:
    return full(
        key=one.key,
        cap=one.cap,
        floor=one.floor,
        is_whole=one.is_whole,
        results={name: plain(value) for name, value in one.results.items()},
        tags=dict(one.tags),
        needs=list(one.needs),
    )


def full(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", 0, False, {}, [])}


def plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")


def fraction(number: Fraction | None) -> str:
    return "" if number is None else str(number)


def problem_from_data(data: Mapping[str, Any]) -> Problem:
    """The problem of data. Raises ProblemError when it says nothing."""
    fairness = data.get("fairness")
    return Problem(
        envelope=data.get("envelope", 0),
        candidates=[candidate_from_data(one) for one in data.get("candidates", ())],
        weights={name: Decimal(weight) for name, weight in data.get("weights", {}).items()},
        limits=[
            Limit(one["tag"], one["value"], one.get("at_least", 0), one.get("at_most"))
            for one in data.get("limits", ())
        ],
        fairness=fairness and fairness_from_data(fairness),
        spend_at_least=data.get("spend_at_least", 0),
    )


def candidate_from_data(data: Mapping[str, Any]) -> Candidate:
    return Candidate(
        data["key"],
        data["cap"],
        data.get("floor", 0),
        data.get("is_whole", False),
        {name: Decimal(value) for name, value in data.get("results", {}).items()},
        data.get("tags", {}),
        tuple(data.get("needs", ())),
    )


def fairness_from_data(data: Mapping[str, Any]) -> Fairness:
    least, spread = (Fraction(data[name]) if data.get(name) else None for name in ("least", "spread"))
    return Fairness(data["tag"], least, spread, data.get("is_max_min", False))


def answer_to_data(answer: Solution | Blocked | None) -> dict[str, Any]:
    """What the solver found, without the problem."""
    if answer is None:
        return {}
    if isinstance(answer, Blocked):
        return {"rules": list(answer.rules)}
    return full(
        shares={key: share for key, share in answer.shares.items() if share},
        gain=plain(answer.gain),
        bound=plain(answer.bound),
        prices={rule: plain(price) for rule, price in answer.prices.items()},
        is_price_exact=answer.is_price_exact,
        least_share=fraction(answer.least_share),
    )


def answer_from_data(problem: Problem, outcome: str, data: Mapping[str, Any]) -> Solution | Blocked | None:
    """The answer to a problem as it was kept."""
    if outcome == "blocked":
        return blocked_by(problem, tuple(data["rules"]))
    if outcome != "shared":
        return None
    shares, least = data.get("shares", {}), data.get("least_share")
    return Solution(
        problem,
        {one.key: shares.get(one.key, 0) for one in problem.candidates},
        Decimal(data.get("gain", "0")),
        Decimal(data.get("bound", "0")),
        {rule: Decimal(price) for rule, price in data.get("prices", {}).items()},
        data.get("is_price_exact", False),
        Fraction(least) if least else None,
    )


def blocked_by(problem: Problem, rules: tuple[str, ...]) -> Blocked:
    lines = (rule_said(problem, rule) for rule in rules)
    return Blocked(problem, rules, said("allocation.blocked", *lines, rules=len(rules)))


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of data, the same for the same data."""
    return chain.digest([data]).hex()
