"""Sharing an envelope: the problem as data, its model for a solver, and everything that must hold of an
answer.

No solver lives here: `allocate` takes one as an argument, a function from a `Model` to an `Answer`.
"""

from jalon.kernel.allocation.blocking import Blocked, blocking_rules
from jalon.kernel.allocation.comparing import Comparison, Move, compare
from jalon.kernel.allocation.explaining import explain, why
from jalon.kernel.allocation.model import Answer, Column, Line, Model, Solver, model_of
from jalon.kernel.allocation.problem import Candidate, Fairness, Limit, Problem, ProblemError
from jalon.kernel.allocation.rounding import broken_rules, in_centimes
from jalon.kernel.allocation.solution import Solution, allocate

__all__ = (
    "Answer",
    "Blocked",
    "Candidate",
    "Column",
    "Comparison",
    "Fairness",
    "Limit",
    "Line",
    "Model",
    "Move",
    "Problem",
    "ProblemError",
    "Solution",
    "Solver",
    "allocate",
    "blocking_rules",
    "broken_rules",
    "compare",
    "explain",
    "in_centimes",
    "model_of",
    "why",
)
