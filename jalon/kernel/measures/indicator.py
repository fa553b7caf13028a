"""An indicator: arithmetic over measures, each aggregated first, so that a rate is a ratio of sums."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jalon.kernel.formula import (
    DIVISION_BY_ZERO,
    MISSING_INPUT,
    FormulaError,
    evaluate,
    names,
    parse,
    written,
)
from jalon.kernel.formula.nodes import Call, Chain, Node, Operand
from jalon.kernel.formula.tokens import is_number
from jalon.kernel.measures.evaluate import Value
from jalon.kernel.reasons import NotComputable

Measured = Value | NotComputable

FORMULAS = 1024
"""How many formulas are kept read: their text alone decides how they read."""


class Ratio(NamedTuple):
    """The two sums of a rate, as formulas."""

    numerator: str
    denominator: str


@lru_cache(maxsize=FORMULAS)
def ratio_of(formula: str) -> Ratio | None:
    """The two sums of a formula that is a rate, else None.

    A rate is a product with one division by something that is not a bare number, or one `safe_div`; factors
    that are bare numbers are its scale and stay out of both sums: `nonconforming / stated * 100` is
    nonconforming over stated.
    """
    root = parse(formula)
    factors = list(_factors(root))
    above = [node for node, divides in factors if not divides]
    below = [node for node, divides in factors if divides]
    if len(above) == 1 and not below and isinstance(above[0], Call) and above[0].function == "safe_div":
        return Ratio(*(written(argument) for argument in above[0].arguments))
    if not above or len(below) != 1:
        return None
    product = above[0] if len(above) == 1 else Chain(tuple(above), ("*",) * (len(above) - 1))
    return Ratio(written(product), written(below[0]))


@lru_cache(maxsize=FORMULAS)
def _names(formula: str) -> frozenset[str]:
    return names(formula)


def _factors(root: Node) -> list[tuple[Node, bool]]:
    """The factors of a product that are no bare numbers, and whether each divides."""
    if not isinstance(root, Chain) or not set(root.signs) <= {"*", "/"}:
        return [(root, False)]
    found: list[tuple[Node, bool]] = []
    for term, sign in zip(root.terms, ("*", *root.signs), strict=True):
        if sign == "*" and isinstance(term, Chain):
            found += _factors(term)
        elif not (isinstance(term, Operand) and is_number(term.text)):
            found.append((term, sign == "/"))
    return found


def indicator_value(formula: str, measures: Mapping[str, Measured]) -> Measured:
    """The indicator over measures of one level and window, or the reason why it has no value there.

    A measure that is not computable is missing: its own reason is given, unless the formula says what stands
    for it (`coalesce`). A rate carries its two sums. `rows` adds the rows behind each measure of the
    formula.
    """
    if formula in measures:
        return measures[formula]
    inputs = {name: _number(measured) for name, measured in measures.items()}
    found = evaluate(formula, inputs)
    if not isinstance(found, Decimal):
        return _reason(found, measures)
    known = [one for name in _names(formula) if isinstance(one := measures.get(name), Value)]
    numerator, denominator = _sums(formula, inputs) or (found, None)
    return Value(found, numerator, denominator, sum(measured.rows for measured in known))


def _number(measured: Measured) -> Decimal | None:
    return measured.value if isinstance(measured, Value) else None


def _sums(formula: str, inputs: Mapping[str, Decimal | None]) -> tuple[Decimal, Decimal] | None:
    ratio = ratio_of(formula)
    if ratio is None:
        return None
    # A bare name is by far the most frequent sum of a rate.
    numerator, denominator = (inputs[part] if part in inputs else evaluate(part, inputs) for part in ratio)
    if isinstance(numerator, Decimal) and isinstance(denominator, Decimal):
        return numerator, denominator
    return None


def _reason(error: object, measures: Mapping[str, Measured]) -> NotComputable:
    if not isinstance(error, FormulaError):
        return NotComputable("formula", str(error))
    if error.reason == DIVISION_BY_ZERO:
        return NotComputable("division_by_zero", ", ".join(error.names))
    if error.reason != MISSING_INPUT:
        return NotComputable("formula", str(error))
    reasons = {measures.get(name) for name in error.names}
    if len(reasons) == 1 and isinstance(only := reasons.pop(), NotComputable):
        return only
    return NotComputable("missing_measure", ", ".join(error.names))
