"""Solves equations, any number of them, in one pass."""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from jalon.kernel.formula.arithmetic import ARITHMETIC, ZERO, Given, Value, number
from jalon.kernel.formula.errors import (
    DIVISION_BY_ZERO,
    MISSING_INPUT,
    TOO_LARGE,
    FormulaError,
    FormulaSyntaxErrors,
    Problem,
    missing,
)
from jalon.kernel.formula.evaluation import Fault, evaluated
from jalon.kernel.formula.grammar import read
from jalon.kernel.formula.nodes import Operand, nodes
from jalon.kernel.formula.ordering import ordered
from jalon.kernel.formula.shapes import HOPELESS, PLACEHOLDER, Shape, cut, shape
from jalon.kernel.formula.tokens import NAME, RESERVED, Refused, is_number
from jalon.kernel.formula.writing import by_place, written

# Names and numbers may be long, what is parsed may not.
LONGEST: Final = 3_000_000
LONGEST_QUOTE: Final = 200
LONGEST_REMEMBERED: Final = 500


@dataclass(frozen=True, slots=True)
class System:
    """Equations that were read: of each name, its shape, and its names and numbers in order."""

    shapes: dict[str, Shape]
    operands: dict[str, tuple[str, ...]]


class Values(dict[str, Value]):
    """What each operand stands for. A number stands for itself; a name nobody gave is missing."""

    def __missing__(self, operand: str) -> Value:
        value = number(Decimal(operand), operand) if is_number(operand) else missing((operand,))
        self[operand] = value
        return value


def solve(equations: Mapping[str, str], inputs: Mapping[str, Given]) -> dict[str, Value]:
    """The value of every equation (name to expression), or the FormulaError that stands in its place.

    An input is exact: a float counts for the decimal it prints as. None, and any name nobody gave, is a
    missing input. Raises FormulaSyntaxErrors with every formula that cannot be read, CycleError, or
    ValueError when a name is both an equation and an input, all before anything is computed.
    """
    system = read_all(equations)
    refuse_clash(equations, inputs)
    values = given(inputs)
    compute(system, ordered(system.operands), values)
    return {name: values[name] for name in equations}


def evaluate(expression: str, inputs: Mapping[str, Given]) -> Value:
    """The value of one expression. Raises FormulaSyntaxErrors."""
    operands, shape = read_one(expression)
    values = given({name: inputs[name] for name in operands if name in inputs})
    with localcontext(ARITHMETIC), suppress(*HOPELESS):
        value = shape.call(*[values[operand] for operand in operands])
        if isinstance(value, Decimal):
            return value or ZERO
    with localcontext(ARITHMETIC):
        return _slow_value(shape, operands, values, ())


def read_one(expression: str) -> tuple[tuple[str, ...], Shape]:
    """The names and numbers of one expression, and its shape. Raises FormulaSyntaxErrors."""
    pattern, operands = cut(expression)
    try:
        return operands, _shape(pattern, expression)
    except Refused as refused:
        raise FormulaSyntaxErrors([problem("", refused)]) from refused


def problem(name: str, refused: Refused) -> Problem:
    """The mistake of a formula as it is told: characters count from 1."""
    return Problem(name, refused.position + 1, refused.reason, refused.sentence)


def read_all(equations: Mapping[str, str]) -> System:
    """Every equation read. Raises FormulaSyntaxErrors with all that cannot be."""
    shapes: dict[str, Shape] = {}
    operands: dict[str, tuple[str, ...]] = {}
    known: dict[str, Shape] = {}
    problems: list[Problem] = []
    for name, text in equations.items():
        pattern, operands[name] = cut(text)
        found = known.get(pattern)
        if found is None:
            try:
                found = known[pattern] = _shape(pattern, text)
            except Refused as refused:
                problems.append(problem(name, refused))
                continue
        shapes[name] = found
    problems.extend(misnamed(equations))
    if problems:
        raise FormulaSyntaxErrors(problems)
    return System(shapes, operands)


def refuse_clash(equations: Mapping[str, object], inputs: Mapping[str, Given]) -> None:
    """Raises ValueError when a name is both computed and given."""
    if not equations.keys().isdisjoint(inputs):
        both = ", ".join(sorted(equations.keys() & inputs.keys())[:20])
        raise ValueError(f"Both an equation and an input are called: {both}.")


def given(inputs: Mapping[str, Given]) -> Values:
    """The inputs as exact values; a missing one is found missing when it is used."""
    return Values(
        (name, number(value, name))
        for name, value in inputs.items()
        # A name like "2" can be used by no formula and must not change what 2 means.
        if value is not None and not is_number(name)
    )


def compute(system: System, order: Iterable[str], values: Values) -> None:
    """Adds the value of each cell to the values, in the order given."""
    find, shapes, operands = values.__getitem__, system.shapes, system.operands
    with localcontext(ARITHMETIC):
        for name in order:
            shape, wanted = shapes[name], operands[name]
            try:
                value = shape.call(*map(find, wanted))
            except HOPELESS:
                value = None
            if type(value) is not Decimal:
                value = _slow_value(shape, wanted, values, operands)
            # No negative zero: "or" keeps every other number.
            values[name] = value or ZERO


def _slow_value(shape: Shape, operands: tuple[str, ...], values: Values, cells: Container[str]) -> Value:
    """The value of one cell, or the reason why it has none; `cells` are the names that are computed."""
    wanted = [values[operand] for operand in operands]
    if shape.needs_all:
        errors = [o for o in operands if type(values[o]) is FormulaError and o not in cells]
        absent = [o for o in errors if _is_missing(values[o])]
        if absent:
            return values[absent[0]] if len(absent) == 1 else missing(tuple(dict.fromkeys(absent)))
    try:
        return evaluated(shape.node, wanted) or ZERO
    except Fault as fault:
        return _error(fault, operands, values, cells)


def _is_missing(value: Value) -> bool:
    return isinstance(value, FormulaError) and value.reason == MISSING_INPUT


def _error(fault: Fault, operands: tuple[str, ...], values: Values, cells: Container[str]) -> FormulaError:
    if fault.is_inherited and isinstance(fault.node, Operand):
        name = operands[fault.node.place]
        error = values[name]
        if isinstance(error, FormulaError):
            return error.seen_from_dependant(name) if name in cells else error
    names = dict.fromkeys(operands[leaf.place] for leaf in nodes(fault.node) if isinstance(leaf, Operand))
    at_fault = tuple(name for name in names if not is_number(name))
    return FormulaError(fault.reason, at_fault, _sentence(fault, operands))


def _sentence(fault: Fault, operands: tuple[str, ...]) -> str:
    text = written(fault.node, by_place(operands))
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    if fault.reason == DIVISION_BY_ZERO:
        return f"division by zero: {shown} is 0"
    return f"{shown} is too large" if fault.reason == TOO_LARGE else f"{shown} has no value"


def misnamed(equations: Mapping[str, str]) -> list[Problem]:
    match = NAME.fullmatch
    return [
        Problem(
            name, 1, "name", f"“{name}” cannot name an equation: a name is a letter, then letters and digits."
        )
        for name in equations
        if match(name) is None or name in RESERVED
    ]


def _shape(pattern: str, text: str) -> Shape:
    if len(pattern) > LONGEST:
        raise Refused(
            0, "too_long", f"The formula has more than {LONGEST // len(PLACEHOLDER)} names and signs."
        )
    try:
        # What is remembered from one call to the next must stay small, whatever people write.
        return _remembered(pattern) if len(pattern) <= LONGEST_REMEMBERED else shape(pattern)
    except Refused:
        # The pattern knows that it is wrong, the text knows where.
        read(text)
        raise


_remembered = lru_cache(maxsize=4096)(shape)
