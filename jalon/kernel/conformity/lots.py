"""Specifications applied to results, and lots judged on a sample of their items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jalon.kernel.conformity.deciding import FAILS, PASSES, Statement, Verdict, statement, worst
from jalon.kernel.conformity.terms import Limits, Result, Rule
from jalon.kernel.units import UnitError


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of a specification: a characteristic, its limits in a unit, and the rule agreed."""

    code: str
    characteristic: str
    limits: Limits
    unit: str
    rule: Rule = field(default_factory=Rule)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a specification says of the results: a statement a clause, clauses that could not be read, and the
    verdict on the whole, None when nothing was stated."""

    statements: Mapping[str, Statement]
    unreadable: Mapping[str, UnitError]
    verdict: Verdict | None


def evaluate(clauses: Iterable[Clause], results: Mapping[str, Result]) -> Evaluated:
    """One specification on results by characteristic; the same results may serve several specifications.

    A clause without its result is stated `no_result`, one whose result is in another quantity is unreadable:
    either keeps the whole from passing.
    """
    statements: dict[str, Statement] = {}
    unreadable: dict[str, UnitError] = {}
    for clause in clauses:
        result = results.get(clause.characteristic, Result(None))
        try:
            statements[clause.code] = statement(result.in_unit(clause.unit), clause.limits, clause.rule)
        except UnitError as error:
            unreadable[clause.code] = error
    said: list[Verdict] = [one.verdict for one in statements.values()]
    if unreadable:
        said.append("no_result")
    return Evaluated(statements, unreadable, worst(said))


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Of a lot, `n` items are tested and at most `c` may fail (ISO 2859-1). Raises ValueError otherwise."""

    n: int
    c: int = 0

    def __post_init__(self) -> None:
        if self.n < 1 or not 0 <= self.c < self.n:
            raise ValueError("a plan tests at least one item and accepts fewer failures than items")


def lot_verdict(plan: SamplingPlan, items: Iterable[Verdict | None]) -> Verdict | None:
    """The verdict on a lot from that of each item tested: None while it may still go either way.

    More than `c` failures are enough to fail; an item without a clear verdict never counts as a good one.
    """
    verdicts = list(items)
    failed = sum(verdict in FAILS for verdict in verdicts)
    if failed > plan.c:
        return "fail"
    passed = [verdict for verdict in verdicts if verdict in PASSES]
    if len(passed) + failed < plan.n:
        return None
    return "conditional_pass" if "conditional_pass" in passed else "pass"
