"""The problem as columns and lines of numbers, for a solver of linear programs with yes/no variables.

Each candidate is one column, the share of its cap it gets, from 0 to 1. Money stands in thousands of dirhams,
where a solver's tolerance of a millionth is a tenth of a centime.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from jalon.kernel.allocation.problem import Candidate, Fairness, Problem, asked

MONEY = 100_000
"""Centimes in the model's unit of money."""

LEAST_SHARE = "#least"
MOST_SHARE = "#most"


@dataclass(frozen=True, slots=True)
class Column:
    """A variable between `low` and `high`, whole or not, and what one unit of it brings. `rule` set its
    `low`.
    """

    key: str
    low: float
    high: float
    is_whole: bool
    gain: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """low <= sum of coefficient * column <= high, None without a bound; `terms` are (column number,
    coefficient).
    """

    rule: str
    terms: tuple[tuple[int, float], ...]
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Model:
    """What a solver is given: maximise the gain of the columns within every line."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that may be in each other's way, in the order of the problem."""
        floors = (column.rule for column in self.columns if column.rule)
        return tuple(dict.fromkeys([*(line.rule for line in self.lines), *floors]))

    def keeping(self, rules: Collection[str]) -> "Model":
        """The same with these rules alone, and nothing to gain: only whether it can be done."""
        columns = (
            replace(one, gain=0.0, low=one.low if one.rule in rules else 0.0, rule="") for one in self.columns
        )
        return Model(tuple(columns), tuple(line for line in self.lines if line.rule in rules))

    def gaining(self, key: str) -> "Model":
        """The same, with one column to make as large as possible."""
        columns = (replace(one, gain=1.0 if one.key == key else 0.0) for one in self.columns)
        return Model(tuple(columns), self.lines)

    def holding(self, key: str, low: float) -> "Model":
        """The same, with one column at least so large."""
        columns = (replace(one, low=low) if one.key == key else one for one in self.columns)
        return Model(tuple(columns), self.lines)


@dataclass(frozen=True)
class Answer:
    """What a solver says. `bound` is the most any answer could gain; `prices` are by line, of a relaxed
    model.

    `optimal`: nothing better within the gap; `feasible`: the best found in time; `stopped`: nothing found in
    time.
    """

    status: Literal["optimal", "feasible", "infeasible", "stopped"]
    values: tuple[float, ...] = ()
    bound: float = 0.0
    prices: tuple[float, ...] = ()


class Solver(Protocol):
    """Maximises a model; `is_relaxed` lets whole variables take any value and asks for the price of each
    line.
    """

    def __call__(self, model: Model, *, seconds: float, is_relaxed: bool = False) -> Answer: ...


def model_of(problem: Problem) -> Model:
    """The model of a problem."""
    place = {one.key: number for number, one in enumerate(problem.candidates)}
    lines = [_money("envelope", problem.candidates, place, problem.spend_at_least or None, problem.envelope)]
    for limit in problem.limits:
        group = problem.tagged(limit.tag, limit.value)
        lines.append(_money(limit.rule, group, place, limit.at_least or None, limit.at_most))
    for one in problem.candidates:
        # between parts of money the line is in money, or a solver's tolerance would be worth dirhams
        scale = 1.0 if one.is_whole else one.cap / MONEY
        for needed in one.needs:
            terms = ((place[one.key], scale), (place[needed], -scale))
            lines.append(Line(f"needs:{one.key}:{needed}", terms, None, 0.0))
    columns = [_column(problem, one) for one in problem.candidates]
    if problem.fairness:
        columns, lines = _fair(problem, problem.fairness, columns, lines, place)
    return Model(tuple(columns), tuple(lines))


def _column(problem: Problem, one: Candidate) -> Column:
    rule = f"floor:{one.key}" if one.floor else ""
    return Column(one.key, one.floor / one.cap, 1.0, one.is_whole, float(problem.gain(one)), rule)


def _money(
    rule: str, group: Collection[Candidate], place: dict[str, int], low: int | None, high: int | None
) -> Line:
    terms = tuple((place[one.key], one.cap / MONEY) for one in group)
    return Line(rule, terms, None if low is None else low / MONEY, None if high is None else high / MONEY)


def _fair(
    problem: Problem,
    fairness: Fairness,
    columns: list[Column],
    lines: list[Line],
    place: dict[str, int],
) -> tuple[list[Column], list[Line]]:
    """Two more columns, the smallest and the largest share of a group, and a line for each side of each
    group.
    """
    least, most = len(columns), len(columns) + 1
    columns = [*columns, Column(LEAST_SHARE, 0, 1, False, 0), Column(MOST_SHARE, 0, 1, False, 0)]
    for name, group in problem.groups().items():
        rule = f"fair:{name}"
        got = tuple((place[one.key], one.cap / MONEY) for one in group)
        whole = asked(group) / MONEY
        lines.append(Line(rule, (*got, (least, -whole)), 0.0, None))
        if fairness.spread is not None:
            lines.append(Line(rule, (*got, (most, -whole)), None, 0.0))
    if fairness.spread is not None:
        lines.append(Line("fair:spread", ((most, 1.0), (least, -float(fairness.spread))), None, 0.0))
    if fairness.least is not None:
        lines.append(Line("fair:least", ((least, 1.0),), float(fairness.least), None))
    return columns, lines
