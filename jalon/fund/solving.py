"""HiGHS behind the kernel's models: the one place that knows the solver."""

import time
from collections.abc import Mapping

import highspy
import numpy as np

from jalon.kernel.allocation import Answer, Model

GAP = 1e-7
# of a thousand dirhams: a ten-thousandth of a centime
TOLERANCE = 1e-9
INFINITY = highspy.kHighsInf
CORE = 150
"""How many projects are weighed one against the other first: those the price of money hardly decides."""


def highs(model: Model, *, seconds: float, is_relaxed: bool = False) -> Answer:
    """Maximises a model with HiGHS, on one thread and always in the same order.

    Many projects are decided by the prices alone (Balas and Zemel 1980): a good choice among the few near the
    margin comes first, then every project whose reduced gain is more than what could still be won is settled,
    and what is left is searched to the end. The optimum stays the optimum of all.
    """
    if is_relaxed or not any(column.is_whole for column in model.columns):
        return _answer(_solved(model, seconds, is_relaxed=True), has_prices=True)
    deadline = time.monotonic() + seconds
    relaxed = _solved(model, seconds, is_relaxed=True)
    if not _is_found(relaxed):
        return _answer(relaxed, has_prices=False)
    near = _margin(model, relaxed)
    if len(near) <= CORE:
        return _answer(_solved(model, seconds), has_prices=False)
    core = _solved(model, seconds / 4, held={n: value for n, (_, value) in _last(near).items()})
    if not _is_found(core):
        return _answer(_solved(model, _left(deadline)), has_prices=False)
    return _searched(model, near, relaxed, core, deadline)


def _margin(model: Model, relaxed: highspy.Highs) -> dict[int, tuple[float, float]]:
    """The whole columns, nearest to the margin first: the least that changing each costs, and its value."""
    found = relaxed.getSolution()
    pairs = {}
    for place, column in enumerate(model.columns):
        if column.is_whole:
            value = found.col_value[place]
            is_settled = abs(value - round(value)) < 1e-9
            pairs[place] = (abs(found.col_dual[place]) if is_settled else 0.0, float(round(value)))
    return dict(sorted(pairs.items(), key=lambda pair: pair[1][0]))


def _last(near: Mapping[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    return dict(list(near.items())[CORE:])


def _searched(
    model: Model,
    near: Mapping[int, tuple[float, float]],
    relaxed: highspy.Highs,
    core: highspy.Highs,
    deadline: float,
) -> Answer:
    """Settles what cannot change in a better choice than the core's, and searches the rest to the end."""
    best = core.getInfo().objective_function_value
    room = relaxed.getInfo().objective_function_value - best
    room += GAP * max(1.0, abs(best))
    held = {place: value for place, (cost, value) in near.items() if cost > room}
    final = _solved(model, _left(deadline), held=held, start=core.getSolution())
    if not _is_found(final):
        return Answer("feasible", tuple(core.getSolution().col_value), best + room)
    answer = _answer(final, has_prices=False)
    return Answer(answer.status, answer.values, max(answer.bound, best))


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.01)


def _solved(
    model: Model,
    seconds: float,
    *,
    is_relaxed: bool = False,
    held: Mapping[int, float] | None = None,
    start: highspy.HighsSolution | None = None,
) -> highspy.Highs:
    solver = highspy.Highs()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": float(seconds),
        "mip_rel_gap": GAP,
        "mip_abs_gap": GAP,
        "primal_feasibility_tolerance": TOLERANCE,
        "mip_feasibility_tolerance": TOLERANCE,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(_program(model, is_relaxed, held or {}))
    if start is not None:
        solver.setSolution(start)
    solver.run()
    return solver


def _program(model: Model, is_relaxed: bool, held: Mapping[int, float]) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(model.columns), len(model.lines)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array([column.gain for column in model.columns])
    program.col_lower_ = np.array([held.get(n, column.low) for n, column in enumerate(model.columns)])
    program.col_upper_ = np.array([held.get(n, column.high) for n, column in enumerate(model.columns)])
    program.row_lower_ = np.array([-INFINITY if line.low is None else line.low for line in model.lines])
    program.row_upper_ = np.array([INFINITY if line.high is None else line.high for line in model.lines])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(line.terms) for line in model.lines)])
    program.a_matrix_.index_ = np.array([place for line in model.lines for place, _ in line.terms], dtype=int)
    program.a_matrix_.value_ = np.array([by for line in model.lines for _, by in line.terms], dtype=float)
    if not is_relaxed:
        kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
        program.integrality_ = [kinds[column.is_whole] for column in model.columns]
    return program


def _is_found(solver: highspy.Highs) -> bool:
    return solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible


def _answer(solver: highspy.Highs, *, has_prices: bool) -> Answer:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer("infeasible")
    if not _is_found(solver):
        return Answer("stopped")
    found = solver.getSolution()
    bound = info.objective_function_value if has_prices else info.mip_dual_bound
    return Answer(
        "optimal" if status == highspy.HighsModelStatus.kOptimal else "feasible",
        tuple(found.col_value),
        bound,
        tuple(found.row_dual) if has_prices else (),
    )
