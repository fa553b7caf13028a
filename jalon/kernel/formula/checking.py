"""Says what is wrong with formulas before they are saved."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from jalon.kernel.formula.errors import CycleError, FormulaSyntaxErrors, Problem
from jalon.kernel.formula.grammar import read
from jalon.kernel.formula.nodes import Node
from jalon.kernel.formula.ordering import ordered
from jalon.kernel.formula.shapes import cut
from jalon.kernel.formula.system import LONGEST_REMEMBERED, misnamed, read_one
from jalon.kernel.formula.tokens import is_number, tokens

# Looking for the nearest among more names than this would take longer than the reader has.
MOST_COMPARED: Final = 2000


def parse(expression: str) -> Node:
    """The tree of an expression. Raises FormulaSyntaxErrors."""
    read_one(expression)
    return _remembered(expression) if len(expression) <= LONGEST_REMEMBERED else read(expression)


def names(expression: str) -> frozenset[str]:
    """The names an expression uses. Raises FormulaSyntaxErrors."""
    operands, _ = read_one(expression)
    return frozenset(operand for operand in operands if not is_number(operand))


def check(expression: str, known_names: Collection[str] | None = None, *, name: str = "") -> list[Problem]:
    """What is wrong with one expression: that it cannot be read, or each name that is not known.

    Without `known_names` every name will do. `name` is whose expression it is, for the problems to say.
    """
    try:
        used = names(expression)
    except FormulaSyntaxErrors as errors:
        return [Problem(name, found.position, found.reason, found.sentence) for found in errors.problems]
    unknown = used.difference(known_names) if known_names is not None else frozenset()
    first = {token.text: token.position for token in reversed(list(tokens(expression)))} if unknown else {}
    return [
        Problem(name, first[one] + 1, "unknown_name", _unknown(one, known_names or ()))
        for one in sorted(unknown, key=first.__getitem__)
    ]


def check_all(equations: Mapping[str, str], known_names: Collection[str]) -> list[Problem]:
    """What is wrong with equations that may use each other and the known names: also names and cycles."""
    known = {*equations, *known_names}
    problems = misnamed(equations)
    problems += [
        Problem(name, 1, "name", f"“{name}” is already the name of an input.")
        for name in equations
        if name in known_names
    ]
    for name, expression in equations.items():
        problems += check(expression, known, name=name)
    try:
        ordered({name: cut(expression)[1] for name, expression in equations.items()})
    except CycleError as error:
        problems += [Problem(cycle[0], 1, "cycle", str(CycleError([cycle]))) for cycle in error.cycles]
    return problems


_remembered = lru_cache(maxsize=1024)(read)


def _unknown(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1) if len(known) <= MOST_COMPARED else []
    return f"“{name}” is not known" + (f": did you mean “{near[0]}”?" if near else ".")
