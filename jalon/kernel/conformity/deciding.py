"""From a result, its limits and the agreed rule to a statement of conformity, or to why there is none.

ILAC-G8:09/2019 and JCGM 106:2012. Everything is compared as exact fractions: what is printed is rounded
afterwards and decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from jalon.kernel.conformity.normal import conformance, quantile
from jalon.kernel.conformity.terms import Limits, Result, Rule, Zone, number, written

Verdict = Literal[
    "pass", "conditional_pass", "conditional_fail", "fail",
    "inconclusive", "no_result", "no_uncertainty", "no_acceptance_zone", "no_limit",
]  # fmt: skip
"""`inconclusive` and the three after it: asked for, and not stated; `no_limit`: nothing was to be stated."""

PASSES: Final = frozenset({"pass", "conditional_pass"})
FAILS: Final = frozenset({"fail", "conditional_fail"})
UNDECIDED: Final = frozenset({"inconclusive", "no_result", "no_uncertainty", "no_acceptance_zone"})
WORST_FIRST: Final[tuple[Verdict, ...]] = (
    "fail", "conditional_fail", "no_result", "no_uncertainty", "no_acceptance_zone", "inconclusive",
    "conditional_pass", "pass",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with everything it rests on, frozen: result, limits, rule, guard band and probability.

    `guard` is w in the unit of the limits, `acceptance` the zone in which a result passes, `probability` the
    one that the true value conforms (p_c), known when U is.
    """

    verdict: Verdict
    result: Result
    limits: Limits
    rule: Rule
    guard: Fraction | None = None
    probability: Decimal | None = None

    @property
    def acceptance(self) -> Zone | None:
        return None if self.guard is None else self.limits.moved(self.guard)

    @property
    def is_stated(self) -> bool:
        return self.verdict in PASSES | FAILS

    @property
    def false_acceptance(self) -> Decimal | None:
        """Specific risk that what passed does not conform."""
        return None if self.probability is None or self.verdict not in PASSES else 1 - self.probability

    @property
    def false_rejection(self) -> Decimal | None:
        """Specific risk that what failed conforms."""
        return self.probability if self.verdict in FAILS else None

    def to_data(self) -> dict[str, Any]:
        """The statement as JSON can hold it: stored with the result, it is read back as it was."""
        result, limits = self.result, self.limits
        return {
            "verdict": self.verdict,
            "rule": self.rule.to_data(),
            "result": {
                "value": written(result.value), "uncertainty": written(result.uncertainty),
                "k": written(result.k), "unit": result.unit, "censored": result.censored,
            },
            "limits": {
                "lower": written(limits.lower), "upper": written(limits.upper),
                "excludes_lower": limits.excludes_lower, "excludes_upper": limits.excludes_upper,
            },
            "guard": written(self.guard),
            "probability": written(self.probability),
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Statement":
        """The statement that `to_data` wrote."""
        result, limits = data["result"], data["limits"]
        probability = number(data["probability"])
        return cls(
            data["verdict"],
            Result(
                number(result["value"]), number(result["uncertainty"]), number(result["k"]),
                result["unit"], result["censored"],
            ),
            Limits(
                number(limits["lower"]), number(limits["upper"]),
                limits["excludes_lower"], limits["excludes_upper"],
            ),
            Rule.from_data(data["rule"]),
            number(data["guard"]),
            None if probability is None else Decimal(data["probability"]),
        )  # fmt: skip


def guard_band(rule: Rule, result: Result) -> Fraction | None:
    """How far inside the limits a result must lie (w), in its unit; None when U is needed and not given."""
    if not rule.needs_uncertainty:
        return Fraction(0)
    u = result.standard_uncertainty
    if u is None or result.uncertainty is None:
        return None
    if rule.kind == "guarded":
        return Fraction(rule.r) * Fraction(result.uncertainty)
    return quantile(float(1 - Fraction(rule.risk or 0))) * u


def statement(result: Result, limits: Limits, rule: Rule) -> Statement:
    """What may be stated of a result. Result and limits are in the same unit: see `Result.in_unit`."""
    guard = guard_band(rule, result)
    verdict = _verdict(result, limits, rule, guard)
    u = result.standard_uncertainty
    if limits.is_empty or u is None or result.value is None or result.censored:
        return Statement(verdict, result, limits, rule, guard)
    return Statement(
        verdict, result, limits, rule, guard, conformance(Fraction(result.value), u, limits)
    )  # fmt: skip


def _verdict(result: Result, limits: Limits, rule: Rule, guard: Fraction | None) -> Verdict:
    if limits.is_empty:
        return "no_limit"
    if result.value is None:
        return "no_result"
    if guard is None:
        return "no_uncertainty"
    if limits.moved(guard).is_empty:
        return "no_acceptance_zone"
    if result.censored:
        return _of_censored(result, limits, guard)
    value = Fraction(result.value)
    if value in limits.moved(guard):
        return "pass"
    return "fail" if rule.statement == "binary" else _beside(value, limits, guard)


def _beside(value: Fraction, limits: Limits, guard: Fraction) -> Verdict:
    """Four-way statement of a value outside the acceptance zone."""
    if value in limits.moved(Fraction(0)):
        return "conditional_pass"
    return "conditional_fail" if value in limits.moved(-guard) else "fail"


def _of_censored(result: Result, limits: Limits, guard: Fraction) -> Verdict:
    """`< LOQ` and its mirror: each limit says what it can, and what cannot be said is not said.

    The true value is strictly beyond the bound, so whether a limit is excluded changes nothing.
    """
    bound = Fraction(result.value or 0)
    inner, outer = limits.moved(guard), limits.moved(-guard)
    if result.censored == "<":
        passes = inner.lower is None and inner.upper is not None and bound <= inner.upper
        fails = outer.lower is not None and bound <= outer.lower
    else:
        passes = inner.upper is None and inner.lower is not None and bound >= inner.lower
        fails = outer.upper is not None and bound >= outer.upper
    return "pass" if passes else "fail" if fails else "inconclusive"


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on a product: its worst line, lines without limits left out; None without any line.

    An empty inspection cannot pass, and neither can one with a line that could not be stated.
    """
    said = set(verdicts)
    return next((verdict for verdict in WORST_FIRST if verdict in said), None)
