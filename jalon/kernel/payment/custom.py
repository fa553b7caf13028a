"""A rule somebody wrote as a formula."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Final

from jalon.kernel.formula import FormulaError, check, evaluate, names
from jalon.kernel.payment import reading
from jalon.kernel.payment.facts import Facts, Tranche, Value
from jalon.kernel.payment.operations import given, remark, step, with_remarks
from jalon.kernel.payment.rates import actual, rate, value_of
from jalon.kernel.payment.reading import Problem
from jalon.kernel.payment.rule import Reckoned, Rule
from jalon.kernel.payment.sentence import Sentence, decimal
from jalon.kernel.reasons import NotComputable

PREFIXES: Final = ("rate_", "target_", "baseline_")
MONEY_NAMES: Final = ("amount", "paid", "cost", "others")


@dataclass(frozen=True)
class Custom(Rule):
    """A formula in dirhams, rounded half up to the centime once and kept between zero and the tranche.

    It may use the codes of indicators (their validated value), `rate_CODE`, `target_CODE`, `baseline_CODE`,
    and `amount` (the tranche), `paid`, `cost`, `others` in dirhams. What is missing blocks (`missing` =
    'block') or counts for zero ('zero'); `defaults` say other numbers name by name.
    """

    formula: str
    missing: str = "block"
    defaults: Mapping[str, Decimal] = field(default_factory=dict)

    name: ClassVar[str] = "custom"
    readers: ClassVar = {
        "formula": reading.text,
        "missing": reading.one_of("block", "zero"),
        "defaults": reading.numbers,
    }
    needed: ClassVar = ("formula",)

    def objections(self) -> list[Problem]:
        return [Problem("formula", "formula", str(found)) for found in check(self.formula)]

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_code(name) for name in self._names if name not in MONEY_NAMES))

    @property
    def _names(self) -> list[str]:
        return sorted(names(self.formula))

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        inputs = [self._input(name, tranche, facts) for name in self._names]
        reasons = [one for one in inputs if one.figure is None]
        if reasons:
            return Reckoned(None, tuple(reasons))
        given_ = {n: decimal(one.figure or Fraction(0)) for n, one in zip(self._names, inputs, strict=True)}
        value = evaluate(self.formula, given_)
        if isinstance(value, FormulaError):
            why = remark("formula_failed", *inputs, formula=self.formula, names=value.reason)
            return Reckoned(None, (why,))
        said = " ".join(self._names)
        found = step("formula", "formula", *inputs, show="value", formula=self.formula, names=said)
        hundred = given("centimes_in_a_dirham", 100)
        return Reckoned(step("in_centimes", "product", found, hundred, show="amount"))

    def _input(self, name: str, tranche: Tranche, facts: Facts) -> Sentence:
        found = _money(name, tranche, facts) if name in MONEY_NAMES else _figure(name, facts)
        if found.figure is not None:
            return given("input", found.figure, show="value", evidence=found.evidence, name=name)
        if name in self.defaults or self.missing == "zero":
            assumed = self.defaults.get(name, Decimal(0))
            return with_remarks(given("input_assumed", assumed, show="value", name=name), [found])
        return found


def _code(name: str) -> str:
    return next((name.removeprefix(prefix) for prefix in PREFIXES if name.startswith(prefix)), name)


def _figure(name: str, facts: Facts) -> Sentence:
    """What a name of an indicator stands for in a formula."""
    value = value_of(facts, _code(name))
    if isinstance(value, Sentence):
        return value
    if not name.startswith(PREFIXES):
        return actual(value)
    return rate(value) if name.startswith("rate_") else _promised(name, value)


def _promised(name: str, value: Value) -> Sentence:
    target = value.target
    number = None
    if target is not None:
        number = target.value if name.startswith("target_") else target.baseline
    if number is None:
        reason = "target_not_published" if name.startswith("target_") else "baseline_not_published"
        return remark("not_computable", indicator=value.code, reason=NotComputable(reason).reason)
    return given("target", number, show="value", evidence=value.reference)


def _money(name: str, tranche: Tranche, facts: Facts) -> Sentence:
    if name == "cost":
        centimes = None if facts.cost is None else facts.cost.amount
        reason = "cost_unknown"
    elif name == "others":
        centimes = None if facts.others is None else sum(one.amount for one in facts.others)
        reason = "other_money_unknown"
    else:
        centimes, reason = tranche.amount if name == "amount" else facts.paid, ""
    return remark(reason) if centimes is None else given("input", Fraction(centimes, 100), name=name)
