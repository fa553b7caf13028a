"""Shows how a value came about: each cell with its numbers put in, down to the inputs."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, localcontext

from jalon.kernel.formula.arithmetic import ARITHMETIC, Given, Value, plain
from jalon.kernel.formula.errors import FormulaError
from jalon.kernel.formula.evaluation import Fault, Steps, evaluated
from jalon.kernel.formula.nodes import Comparison, Logic, Node, Not, Operand
from jalon.kernel.formula.ordering import ordered
from jalon.kernel.formula.shapes import cut
from jalon.kernel.formula.system import System, Values, compute, given, read_all, refuse_clash
from jalon.kernel.formula.tokens import is_number
from jalon.kernel.formula.writing import Shown, by_place, written


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step:
    """One cell of an explanation, or an input, whose expression is then empty.

    `sentence` is the expression with its numbers put in ("rate = bad / all * 100 = 3 / 12 * 100 = 25"),
    `operations` the same one operation at a time ("3 + 1 = 4"), `children` the steps of the names it
    uses. A step used in several places is one and the same object.
    """

    name: str
    expression: str
    value: Value
    children: tuple["Step", ...]
    sentence: str
    operations: tuple[str, ...] = ()

    @property
    def is_input(self) -> bool:
        return not self.expression

    def __repr__(self) -> str:
        return f"Step({self.sentence!r})"


def explain(equations: Mapping[str, str], inputs: Mapping[str, Given], name: str) -> Step:
    """How one equation (or input) gets its value: the same value as `solve` gives it.

    Only what it needs is read. Raises FormulaSyntaxErrors, CycleError or ValueError as `solve` does.
    """
    system = read_all({needed: equations[needed] for needed in _needed(equations, name)})
    refuse_clash(system.operands, inputs)
    values = given(inputs)
    order = ordered(system.operands)
    compute(system, order, values)
    steps: dict[str, Step] = {}
    with localcontext(ARITHMETIC):
        for cell in order:
            steps[cell] = _step(cell, equations[cell], system, values, steps)
    return steps[name] if name in steps else _input(name, values)


def walk(step: Step) -> Iterator[tuple[int, Step]]:
    """Every step with its depth, from the top down, each once however often it is used."""
    seen: set[int] = set()
    waiting = [(0, step)]
    while waiting:
        depth, one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield depth, one
            waiting.extend((depth + 1, child) for child in reversed(one.children))


def _needed(equations: Mapping[str, str], name: str) -> list[str]:
    """The equations that a name needs, itself included, in the order met."""
    found = dict.fromkeys([name] if name in equations else [])
    waiting = list(found)
    while waiting:
        for operand in cut(equations[waiting.pop()])[1]:
            if operand in equations and operand not in found:
                found[operand] = None
                waiting.append(operand)
    return list(found)


def _step(cell: str, expression: str, system: System, values: Values, steps: dict[str, Step]) -> Step:
    node, operands = system.shapes[cell].node, system.operands[cell]
    used = [operand for operand in dict.fromkeys(operands) if not is_number(operand)]
    for name in used:
        if name not in steps:
            steps[name] = _input(name, values)
    wanted = [values[operand] for operand in operands]
    value = values[cell]
    return Step(
        name=cell,
        expression=expression,
        value=value,
        children=tuple(steps[name] for name in used),
        sentence=_sentence(cell, node, operands, wanted, value),
        operations=_operations(node, wanted),
    )


def _input(name: str, values: Values) -> Step:
    value = values[name]
    sentence = str(value) if isinstance(value, FormulaError) else f"{name} = {plain(value)}"
    return Step(name, "", value, (), sentence)


def _sentence(cell: str, node: Node, operands: tuple[str, ...], wanted: list[Value], value: Value) -> str:
    texts = [_framed(node, by_place(one)) for one in (operands, list(map(_shown, wanted)))]
    if isinstance(value, FormulaError):
        return " = ".join(dict.fromkeys([cell, *texts])) + f": {value}"
    return " = ".join(dict.fromkeys([cell, *texts, plain(value)]))


def _operations(node: Node, wanted: list[Value]) -> tuple[str, ...]:
    """Each operation with the results of those inside it, up to the one that failed."""
    done: Steps = []
    with suppress(Fault):
        evaluated(node, wanted, done)
    results: dict[int, Decimal] = {}
    lines: list[str] = []
    for one, result in done:
        lines.append(f"{_framed(one, _results(results, wanted))} = {plain(result)}")
        results[id(one)] = result
    return tuple(lines)


def _framed(node: Node, shown: Shown) -> str:
    text = written(node, shown)
    # The sign = of a comparison must not be read as the one between the steps.
    return f"({text})" if isinstance(node, Comparison | Logic | Not) else text


def _results(results: dict[int, Decimal], wanted: list[Value]) -> Shown:
    def shown(node: Node) -> str | None:
        if isinstance(node, Operand):
            return _shown(wanted[node.place])
        return _shown(results[id(node)]) if id(node) in results else None

    return shown


def _shown(value: Value) -> str:
    if isinstance(value, FormulaError):
        return "?"
    return plain(value) if value >= 0 else f"({plain(value)})"
