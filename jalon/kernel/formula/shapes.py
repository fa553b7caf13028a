"""A shape is a formula without its names and numbers; each is parsed and compiled once.

The compiled function is quick and hopeful: on errors it raises or gives back an error value, never a wrong
number, and the slow evaluation then says what failed. Only code written here from a parsed tree is compiled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from jalon.kernel.formula.arithmetic import CALLS, ONE, ZERO, Value, power
from jalon.kernel.formula.errors import MISSING_INPUT
from jalon.kernel.formula.evaluation import Fault, evaluated
from jalon.kernel.formula.grammar import read
from jalon.kernel.formula.nodes import (
    Call,
    Chain,
    Comparison,
    Logic,
    Negation,
    Node,
    Not,
    Operand,
    Power,
    depth,
    nodes,
)
from jalon.kernel.formula.tokens import OPERAND

# Between spaces: in "2a" two operands touch, and must not become one.
PLACEHOLDER: Final = " x "
# Python's own compiler is recursive and slow on long texts: beyond, the slow evaluation serves.
DEEPEST_COMPILED: Final = 20
MOST_COMPILED: Final = 200
HOPELESS: Final = (TypeError, AttributeError, ArithmeticError, Fault)
"""What a compiled shape raises when the slow evaluation has to be asked."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A parsed tree, its quick function of the operands' values, and whether it needs all of them."""

    node: Node
    call: Callable[..., Value]
    needs_all: bool


_cut = OPERAND.split


def cut(text: str) -> tuple[str, tuple[str, ...]]:
    """A formula with every operand written x, and its operands in order.

    Two formulas with the same first part have the same tree but for the operands.
    """
    parts = _cut(text)
    return PLACEHOLDER.join(parts[::2]), tuple(parts[1::2])


def shape(pattern: str) -> Shape:
    """The shape of a formula written with x for every operand. Raises Refused when it cannot be read."""
    node = read(pattern)
    found = list(nodes(node))
    operands = sum(isinstance(one, Operand) for one in found)
    if len(found) > MOST_COMPILED or depth(node) > DEEPEST_COMPILED:
        call: Callable[..., Value] = partial(_slowly, node)
    else:
        call = _compiled(_value(node), operands)
    return Shape(node, call, needs_all=not any(map(_chooses, found)))


def _slowly(node: Node, *values: Value) -> Value:
    return evaluated(node, values)


def _chooses(node: Node) -> bool:
    return isinstance(node, Logic) or (isinstance(node, Call) and node.function in {"if", "coalesce"})


def _compiled(code: str, operands: int) -> Callable[..., Value]:
    parameters = ", ".join(f"v{place}" for place in range(operands))
    text = f"lambda {parameters}: {code}"
    # The text holds nothing a person typed: only what the functions below write.
    function: Callable[..., Value] = eval(compile(text, "<formula>", "eval"), dict(NAMESPACE))  # noqa: S307
    return function


def _value(node: Node) -> str:
    """Code for the number a node stands for."""
    match node:
        case Operand(place=place):
            return f"v{place}"
        case Negation(operand):
            return f"(-{_value(operand)})"
        case Chain(terms, signs):
            rest = "".join(f" {sign} {_value(term)}" for sign, term in zip(signs, terms[1:], strict=True))
            return f"({_value(terms[0])}{rest})"
        case Power(base, exponent):
            return f"power({_value(base)}, {_value(exponent)})"
        case Call("if", (condition, then, otherwise)):
            return f"({_value(then)} if {_truth(condition)} else {_value(otherwise)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(_value, arguments))})"
    return f"(ONE if {_truth(node)} else ZERO)"


def _truth(node: Node) -> str:
    """Code for whether a node holds; an error value must raise here, not pass for true."""
    match node:
        case Comparison("=", left, right):
            return f"(not {_value(left)}.compare({_value(right)}))"
        case Comparison("!=", left, right):
            return f"{_value(left)}.compare({_value(right)})"
        case Comparison(sign, left, right):
            return f"({_value(left)} {sign} {_value(right)})"
        case Not(operand):
            return f"(not {_truth(operand)})"
        case Logic(word, terms):
            return f"({f' {word} '.join(map(_truth, terms))})"
    return f"(not {_value(node)}.is_zero())"


def _coalesce(*values: Value) -> Value:
    for value in values[:-1]:
        if isinstance(value, Decimal) or value.reason != MISSING_INPUT:
            return value
    return values[-1]


NAMESPACE: Final[dict[str, Any]] = {
    **CALLS,
    "coalesce": _coalesce,
    "power": power,
    "ZERO": ZERO,
    "ONE": ONE,
    "__builtins__": {},
}
