"""The formula language of indicators, scores and custom rules.

Decimal numbers (28 digits, half even), names, + - * / ^, comparisons (1 when they hold, else 0), `and`, `or`,
`not`, `if(c, a, b)`, `min max sum avg abs round floor ceil`, `safe_div(a, b)`, `coalesce(a, b, ...)`.
"""

from jalon.kernel.formula.arithmetic import plain
from jalon.kernel.formula.checking import check, check_all, names, parse
from jalon.kernel.formula.errors import (
    DIVISION_BY_ZERO,
    MISSING_INPUT,
    NOT_A_NUMBER,
    REASONS,
    TOO_LARGE,
    UNDEFINED,
    CycleError,
    FormulaError,
    FormulaSyntaxErrors,
    Problem,
)
from jalon.kernel.formula.explanation import Step, explain, walk
from jalon.kernel.formula.system import evaluate, solve
from jalon.kernel.formula.writing import written

__all__ = [
    "DIVISION_BY_ZERO",
    "MISSING_INPUT",
    "NOT_A_NUMBER",
    "REASONS",
    "TOO_LARGE",
    "UNDEFINED",
    "CycleError",
    "FormulaError",
    "FormulaSyntaxErrors",
    "Problem",
    "Step",
    "check",
    "check_all",
    "evaluate",
    "explain",
    "names",
    "parse",
    "plain",
    "solve",
    "walk",
    "written",
]
