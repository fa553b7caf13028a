"""Measures what the formula language is asked to do: large systems, a few microseconds an equation."""

import gc
import random
import time
from collections.abc import Callable, Mapping

from jalon.kernel.formula import FormulaError, solve

Equations = dict[str, str]
Inputs = dict[str, int | None]


def run(count: int = 500_000) -> dict[str, dict[str, float]]:
    """Solves systems of so many equations.

    For each system: seconds, microseconds an equation by the clock and by the processor, and how many cells
    have an error for value.
    """
    return {name: _measured(build, count) for name, build in SYSTEMS.items()}


def _measured(build: Callable[[int], tuple[Equations, Inputs]], count: int) -> dict[str, float]:
    equations, inputs = build(count)
    gc.collect()
    start, worked = time.perf_counter(), time.process_time()
    values = solve(equations, inputs)
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    refused = sum(1 for value in values.values() if isinstance(value, FormulaError))
    return {
        "seconds": seconds,
        "microseconds": seconds / count * 1e6,
        "processor_microseconds": work / count * 1e6,
        "errors": refused,
    }


def _ratios(count: int) -> tuple[Equations, Inputs]:
    """Indicators of centres: each a ratio of its own measures."""
    equations = {f"rate.{n}": f"bad.{n} / all.{n} * 100" for n in range(count)}
    inputs: Inputs = {f"bad.{n}": n % 7 for n in range(count)}
    return equations, inputs | {f"all.{n}": n % 50 + 1 for n in range(count)}


def _chain(count: int) -> tuple[Equations, Inputs]:
    """A running balance, each line after the one before, written from the last to the first."""
    equations = {f"c{n}": f"c{n - 1} + {n % 9} - 4" for n in range(count - 1, 0, -1)}
    return {**equations, "c0": "start * 1"}, {"start": 1}


def _payments(count: int) -> tuple[Equations, Inputs]:
    """Shuffled payment rules: bands, floors and caps over cells that use one another."""
    rules = (
        "if({0} >= 85, {1}, if({0} >= 65, {1} / 2, 0))",
        "min({0} * 3, {1} + 100)",
        "round(safe_div({0}, {1}) * 100, 2)",
        "coalesce({0}, 0) + max({1}, 1)",
    )
    chance = random.Random(1)  # noqa: S311 - a benchmark, not a secret
    names = [f"p{n}" for n in range(count)]
    equations = {
        name: rules[n % 4].format(names[chance.randrange(n)] if n else "base", f"amount{n % 1000}")
        for n, name in enumerate(names)
    }
    chance.shuffle(names)
    inputs: Inputs = {f"amount{n}": n for n in range(1000)}
    return {name: equations[name] for name in names}, inputs | {"base": 90}


def _holes(count: int) -> tuple[Equations, Inputs]:
    """Half of the inputs missing, a tenth of the denominators zero."""
    equations = {f"h{n}": f"a{n} / b{n}" for n in range(count)}
    inputs: Inputs = {f"a{n}": None if n % 2 else n for n in range(count)}
    return equations, inputs | {f"b{n}": n % 10 for n in range(count)}


SYSTEMS: Mapping[str, Callable[[int], tuple[Equations, Inputs]]] = {
    "ratios": _ratios,
    "chain": _chain,
    "payments": _payments,
    "holes": _holes,
}
