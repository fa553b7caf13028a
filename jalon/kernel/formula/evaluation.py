"""Computes one tree slowly and says exactly what failed: the meaning that compiled shapes must agree with."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any, Final

from jalon.kernel.formula.arithmetic import CALLS, ONE, ZERO, Undefined, Value, power
from jalon.kernel.formula.errors import DIVISION_BY_ZERO, MISSING_INPUT, TOO_LARGE, UNDEFINED
from jalon.kernel.formula.nodes import Call, Chain, Comparison, Logic, Negation, Node, Not, Operand, Power

Steps = list[tuple[Node, Decimal]]


class Fault(Exception):
    """Why a tree has no value: the reason, and the node at fault (divisor, operation, operand)."""

    def __init__(self, reason: str, node: Node, *, is_inherited: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.node, self.is_inherited = reason, node, is_inherited


def evaluated(node: Node, values: Sequence[Value], steps: Steps | None = None) -> Decimal:
    """The value of a tree under the decimal context in force; `values` are those of its leaves by place.

    Raises Fault. Each operation done is added to `steps` in the order done.
    """
    if isinstance(node, Operand):
        value = values[node.place]
        if isinstance(value, Decimal):
            return value
        raise Fault(value.reason, node, is_inherited=True)
    try:
        result: Decimal = OPERATIONS[type(node)](node, values, steps)
    except Overflow as error:
        raise Fault(TOO_LARGE, node) from error
    except (Undefined, InvalidOperation) as error:
        raise Fault(UNDEFINED, node) from error
    if steps is not None:
        steps.append((node, result))
    return result


def _negation(node: Negation, values: Sequence[Value], steps: Steps | None) -> Decimal:
    return -evaluated(node.operand, values, steps)


def _chain(node: Chain, values: Sequence[Value], steps: Steps | None) -> Decimal:
    result = evaluated(node.terms[0], values, steps)
    for sign, term in zip(node.signs, node.terms[1:], strict=True):
        value = evaluated(term, values, steps)
        if sign == "+":
            result += value
        elif sign == "-":
            result -= value
        elif sign == "*":
            result *= value
        elif value.is_zero():
            raise Fault(DIVISION_BY_ZERO, term)
        else:
            result /= value
    return result


def _power(node: Power, values: Sequence[Value], steps: Steps | None) -> Decimal:
    return power(evaluated(node.base, values, steps), evaluated(node.exponent, values, steps))


def _comparison(node: Comparison, values: Sequence[Value], steps: Steps | None) -> Decimal:
    left = evaluated(node.left, values, steps)
    right = evaluated(node.right, values, steps)
    return ONE if COMPARISONS[node.sign](left, right) else ZERO


def _not(node: Not, values: Sequence[Value], steps: Steps | None) -> Decimal:
    return ONE if evaluated(node.operand, values, steps).is_zero() else ZERO


def _logic(node: Logic, values: Sequence[Value], steps: Steps | None) -> Decimal:
    decisive = node.word == "or"
    for term in node.terms:
        if bool(evaluated(term, values, steps)) == decisive:
            return ONE if decisive else ZERO
    return ZERO if decisive else ONE


def _call(node: Call, values: Sequence[Value], steps: Steps | None) -> Decimal:
    if node.function == "if":
        condition, then, otherwise = node.arguments
        return evaluated(then if evaluated(condition, values, steps) else otherwise, values, steps)
    if node.function == "coalesce":
        return _coalesce(node, values, steps)
    return CALLS[node.function](*[evaluated(argument, values, steps) for argument in node.arguments])


def _coalesce(node: Call, values: Sequence[Value], steps: Steps | None) -> Decimal:
    """The first argument that is not missing; any other error is not for coalesce to hide."""
    for argument in node.arguments[:-1]:
        try:
            return evaluated(argument, values, steps)
        except Fault as fault:
            if fault.reason != MISSING_INPUT:
                raise
    return evaluated(node.arguments[-1], values, steps)


COMPARISONS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
OPERATIONS: Final[dict[type[Node], Callable[[Any, Sequence[Value], Steps | None], Decimal]]] = {
    Negation: _negation,
    Chain: _chain,
    Power: _power,
    Comparison: _comparison,
    Not: _not,
    Logic: _logic,
    Call: _call,
}
