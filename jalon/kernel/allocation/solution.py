"""Solving: the model goes to a solver, its answer to centimes, and both are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from jalon.kernel.allocation.blocking import Blocked, blocked
from jalon.kernel.allocation.model import LEAST_SHARE, MONEY, Answer, Model, Solver, model_of
from jalon.kernel.allocation.problem import Problem
from jalon.kernel.allocation.rounding import broken_rules, in_centimes

PROVEN = Decimal("0.000001")
"""A gap that only rounding to centimes and a solver's own tolerance explain."""
PRICE = Decimal("1E-12")
"""The least a dirham more can bring and be said: below, it is the solver's own tolerance."""


@dataclass(frozen=True)
class Solution:
    """A sharing that keeps every rule to the centime.

    `gain` is its weighted expected result, `bound` the most any sharing could gain, `gap` what is missing
    between both as a share of the bound, `is_proven` that nothing is. `prices` say what one more dirham under
    a rule would bring, for rules that hold something back; where projects are all or nothing these are of the
    problem with parts allowed, and so only near (`is_price_exact`). `least_share` is the smallest share of a
    group.
    """

    problem: Problem
    shares: Mapping[str, int]
    gain: Decimal
    bound: Decimal
    prices: Mapping[str, Decimal]
    is_price_exact: bool
    least_share: Fraction | None = None

    @property
    def gap(self) -> Decimal:
        return max(self.bound - self.gain, Decimal(0)) / self.bound if self.bound > 0 else Decimal(0)

    @property
    def is_proven(self) -> bool:
        return self.gap <= PROVEN

    @property
    def total(self) -> int:
        """Centimes shared out."""
        return sum(self.shares.values())

    @property
    def results(self) -> dict[str, Decimal]:
        """What is expected of it, by result."""
        found: dict[str, Decimal] = {}
        for one in self.problem.candidates:
            for name, value in one.results.items():
                part = value * self.shares[one.key] / one.cap
                found[name] = found.get(name, Decimal(0)) + part
        return found


def allocate(problem: Problem, solver: Solver, *, seconds: float = 10.0) -> Solution | Blocked | None:
    """The best sharing the solver finds in time, or the rules that block each other; None when time ran out.

    Raises RuntimeError when the solver's answer breaks a rule once in centimes: it is never shown.
    """
    model = model_of(problem)
    if problem.fairness and problem.fairness.is_max_min:
        first = solver(model.gaining(LEAST_SHARE), seconds=seconds)
        if first.status in ("optimal", "feasible"):
            # a hair under, or the second search would stand on a knife's edge
            held = first.values[len(problem.candidates)] * (1 - 1e-11)
            model = model.holding(LEAST_SHARE, held)
    answer = solver(model, seconds=seconds)
    if answer.status == "infeasible":
        return blocked(problem, model_of(problem), solver, seconds=seconds)
    if answer.status == "stopped":
        return None
    return _solution(problem, model, answer, solver, seconds)


def _solution(problem: Problem, model: Model, answer: Answer, solver: Solver, seconds: float) -> Solution:
    shares = in_centimes(problem, answer.values[: len(problem.candidates)])
    if broken := broken_rules(problem, shares):
        raise RuntimeError(f"the solver's answer breaks {', '.join(broken)}")
    is_whole = any(one.is_whole for one in problem.candidates)
    relaxed = solver(model, seconds=seconds, is_relaxed=True) if is_whole or not answer.prices else answer
    gain = gain_of(problem, shares)
    bound = Decimal(repr(answer.bound)).quantize(Decimal("1E-9"), ROUND_CEILING)
    return Solution(
        problem,
        shares,
        gain,
        max(bound, gain),
        _prices(model, relaxed),
        is_price_exact=not is_whole,
        least_share=_least_share(problem, shares),
    )


def gain_of(problem: Problem, shares: Mapping[str, int]) -> Decimal:
    """The weighted expected result of a sharing."""
    parts = (problem.gain(one) * shares[one.key] / one.cap for one in problem.candidates)
    return sum(parts, Decimal(0))


def _prices(model: Model, answer: Answer) -> dict[str, Decimal]:
    """The price of each rule of money, per dirham, those that hold nothing back left out."""
    found: dict[str, Decimal] = {}
    for line, price in zip(model.lines, answer.prices, strict=False):
        per_dirham = (Decimal(repr(price)) * 100 / MONEY).quantize(PRICE)
        if per_dirham and not line.rule.startswith(("needs:", "fair:")):
            found[line.rule] = found.get(line.rule, Decimal(0)) + per_dirham
    return found


def _least_share(problem: Problem, shares: Mapping[str, int]) -> Fraction | None:
    groups = problem.groups().values()
    parts = [Fraction(sum(shares[o.key] for o in group), sum(o.cap for o in group)) for group in groups]
    return min(parts, default=None)
