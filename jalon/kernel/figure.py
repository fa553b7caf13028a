"""A figure: the formula of an indicator over its measures, each already aggregated at the level asked."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from jalon.kernel.formula import FormulaError, evaluate
from jalon.kernel.formula.grammar import read
from jalon.kernel.formula.nodes import Chain, Node, Operand
from jalon.kernel.formula.writing import written
from jalon.kernel.measures import Value
from jalon.kernel.reasons import NotComputable


def figure(formula: str, measures: Mapping[str, Value | NotComputable]) -> Value | NotComputable:
    """The value of an indicator at one level, in one period.

    A measure that is not computable makes the figure so, with the measure's own reason; a zero denominator is
    named. Of a ratio both sums are given, so that a ratio of sums can be read; the rows are those of every
    measure. A mean that stands alone keeps its own sum and count.
    """
    if formula in measures:
        return measures[formula]
    known = {name: part.value for name, part in measures.items() if isinstance(part, Value)}
    value = evaluate(formula, known)
    if isinstance(value, FormulaError):
        return _reason(value, measures)
    rows = sum(part.rows for part in measures.values() if isinstance(part, Value))
    over, under = sums(formula)
    if under is None:
        return Value(value, value, None, rows)
    return Value(value, _number(over, known), _number(under, known), rows)


def _reason(error: FormulaError, measures: Mapping[str, Value | NotComputable]) -> NotComputable:
    for name in error.names:
        part = measures.get(name)
        if isinstance(part, NotComputable):
            return part
    if error.reason == "division_by_zero":
        return NotComputable("division_by_zero", ", ".join(error.names))
    if error.reason == "missing_input":
        return NotComputable("missing_measure", ", ".join(error.names))
    return NotComputable("formula", error.detail)


def _number(expression: str, known: Mapping[str, Decimal]) -> Decimal:
    value = evaluate(expression, known)
    return value if isinstance(value, Decimal) else Decimal(0)


@lru_cache(maxsize=1024)
def sums(formula: str) -> tuple[str, str | None]:
    """The two sums of a ratio written `a / b`, with constant factors left out; of anything else, it and None."""
    node = read(formula)
    if not isinstance(node, Chain) or node.signs.count("/") != 1:
        return formula, None
    under = node.terms[node.signs.index("/") + 1]
    others = [term for term in node.terms if term is not under and not _is_constant(term)]
    if len(others) != 1 or _is_constant(under):
        return formula, None
    return written(others[0]), written(under)


def _is_constant(node: Node) -> bool:
    return isinstance(node, Operand) and node.is_number
