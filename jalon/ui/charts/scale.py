"""From values to places on a drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal


@dataclass(frozen=True)
class Scale:
    """Linear: `low` of the values falls on `start` of the drawing, `high` on `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        span = self.high - self.low
        share = 0.5 if span == 0 else (float(value) - self.low) / span
        return self.start + share * (self.end - self.start)


def place(value: float) -> str:
    """A coordinate as SVG reads it, whatever the language of the page."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values from the one at or below `low` to the one at or above `high`."""
    if high <= low:
        high = low + (abs(low) or 1)
    step = _round_step((high - low) / max(about, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * index, 10) for index in range(first, last + 1)]


def _round_step(rough: float) -> float:
    power = 10 ** math.floor(math.log10(rough))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough * 0.999)


def runs(values) -> list[list[tuple[int, Number]]]:
    """The unbroken stretches of a series, as (index, value): unknown parts them, it is never zero."""
    stretches, current = [], []
    for index, value in enumerate(values):
        if value is None:
            stretches, current = ([*stretches, current] if current else stretches), []
        else:
            current.append((index, value))
    return [*stretches, current] if current else stretches


def path(points: list[tuple[float, float]]) -> str:
    """An SVG path through the points; a single one is a short dash, so that it is seen."""
    if len(points) == 1:
        (x, y) = points[0]
        points = [(x - 1.5, y), (x + 1.5, y)]
    return "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points)
