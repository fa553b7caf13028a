"""When nothing can be shared: which rules stand in each other's way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jalon.kernel.allocation.model import Model, Solver
from jalon.kernel.allocation.problem import Problem
from jalon.kernel.sentences import Sentence, said

Holds = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Blocked:
    """Rules that cannot all hold; drop any one of them and the others can. `explanation` says each with its
    numbers.
    """

    problem: Problem
    rules: tuple[str, ...]
    explanation: Sentence


def blocking_rules(model: Model, solver: Solver, *, seconds: float = 10.0) -> tuple[str, ...]:
    """A set of rules that cannot hold together and of which none is too many; empty when all can hold.

    QuickXplain (Junker 2004) in two orders, the smaller kept: rules are added by halves, so that a few among
    thousands cost some tens of searches.
    """

    def holds(rules: Sequence[str]) -> bool:
        return solver(model.keeping(frozenset(rules)), seconds=seconds).status != "infeasible"

    rules = list(model.rules)
    if holds(rules):
        return ()
    found = [_conflict([], rules, holds, False), _conflict([], rules[::-1], holds, False)]
    smallest = min(found, key=lambda one: len(one))
    return tuple(rule for rule in rules if rule in smallest)


def _conflict(kept: list[str], rules: list[str], holds: Holds, is_new: bool) -> list[str]:
    if is_new and not holds(kept):
        return []
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    first, second = rules[:half], rules[half:]
    of_second = _conflict([*kept, *first], second, holds, bool(first))
    of_first = _conflict([*kept, *of_second], first, holds, bool(of_second))
    return [*of_first, *of_second]


def blocked(problem: Problem, model: Model, solver: Solver, *, seconds: float) -> Blocked:
    """The rules that block a problem, explained."""
    rules = blocking_rules(model, solver, seconds=seconds)
    lines = tuple(rule_said(problem, rule) for rule in rules)
    return Blocked(problem, rules, said("allocation.blocked", *lines, rules=len(rules)))


def rule_said(problem: Problem, rule: str) -> Sentence:
    """A rule with its numbers."""
    kind, _, rest = rule.partition(":")
    if rule == "envelope":
        return said(
            "allocation.envelope",
            envelope_amount=problem.envelope,
            least_amount=problem.spend_at_least,
        )
    if kind == "floor":
        floor = next(one.floor for one in problem.candidates if one.key == rest)
        return said("allocation.floor", candidate=rest, floor_amount=floor)
    if kind == "needs":
        one, _, needed = rest.partition(":")
        return said("allocation.needs", candidate=one, needed=needed)
    if kind == "fair" and problem.fairness:
        least, spread = problem.fairness.least, problem.fairness.spread
        return said(
            "allocation.fair",
            group=rest,
            least=None if least is None else float(least).__repr__(),
            spread=None if spread is None else float(spread).__repr__(),
        )
    limit = next(one for one in problem.limits if one.rule == rule)
    return said(
        "allocation.limit",
        tag=limit.tag,
        value=limit.value,
        least_amount=limit.at_least,
        most_amount=limit.at_most,
    )
