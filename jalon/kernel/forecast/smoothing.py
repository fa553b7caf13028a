"""Damped trend smoothing with a monthly profile, on short series, in plain floats.

Gardner and McKenzie (1985), the damped form of Holt and Winters: a level and a slope that dies out by `phi` a
month, on values divided by their month's index. The indices are ratios to the trend over whole years, drawn
towards 1 when years are few, so that one strange month makes no season.
"""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

Values = Sequence[float | None]
SEASON = 12
ENOUGH_FOR_A_SEASON = 24
# how many years of evidence a month's index of 1 is worth
DOUBT = 0.5
LEAST_INDEX = 0.02


class Terms(NamedTuple):
    """How fast the level and the slope follow, and how long the slope lasts."""

    alpha: float
    beta: float
    phi: float


GRID = tuple(Terms(*one) for one in product((0.1, 0.25, 0.45, 0.7), (0.0, 0.1, 0.3), (0.8, 0.95)))


class State(NamedTuple):
    """Where the smoothing stands after the last value."""

    level: float
    slope: float
    error: float


def indices(values: Values, phase: int) -> list[float]:
    """The index of each calendar month, mean 1; `phase` is the month (0 to 11) of the first value.

    Whole years are counted back from the end: each has every month once, whatever the season. A value is held
    against the year's mean, tilted by what the year gained on its neighbour, or growth would pass for a
    season.
    """
    years = _whole_years(values)
    means = [sum(known) / SEASON for _, known in years]
    ratios: list[list[float]] = [[] for _ in range(SEASON)]
    for number, (start, known) in enumerate(years):
        tilt = _tilt(means, number)
        for place, value in enumerate(known):
            trend = means[number] + tilt * (place - (SEASON - 1) / 2)
            if trend > means[number] / 10:
                ratios[(phase + start + place) % SEASON].append(value / trend)
    drawn = [(sum(found) + DOUBT) / (len(found) + DOUBT) for found in ratios]
    mean = sum(drawn) / SEASON
    return [max(one / mean, LEAST_INDEX) for one in drawn]


def _whole_years(values: Values) -> list[tuple[int, list[float]]]:
    """The years without a gap, counted back from the end, latest first, each with where it starts."""
    found = []
    for start in range(len(values) - SEASON, -1, -SEASON):
        known = [value for value in values[start : start + SEASON] if value is not None]
        if len(known) == SEASON and sum(known) > 0:
            found.append((start, known))
    return found


def _tilt(means: Sequence[float], number: int) -> float:
    """What a year gains a month, from its neighbours (latest first); 0 when it is the only one."""
    near = means[max(0, number - 1) : number + 2]
    return (near[0] - near[-1]) / SEASON / max(1, len(near) - 1)


def smoothed(values: Values, terms: Terms) -> State:
    """The state after the last value and the mean squared error of one month ahead; a gap is passed over."""
    alpha, beta, phi = terms
    known = [value for value in values if value is not None]
    head = known[: min(len(known), SEASON // 2)]
    level, slope = sum(head) / len(head), 0.0
    squares, count = 0.0, 0
    for value in values:
        ahead = level + phi * slope
        if value is None:
            level, slope = ahead, phi * slope
            continue
        error = value - ahead
        squares += error * error
        count += 1
        level = ahead + alpha * error
        slope = phi * slope + alpha * beta * error
    return State(level, slope, squares / count)


def fitted(values: Values) -> Terms:
    """The terms of the grid that were the least wrong one month ahead."""
    return min(GRID, key=lambda terms: smoothed(values, terms).error)


def ahead(state: State, terms: Terms, months: int) -> list[float]:
    """The level of each of the next months."""
    found, reach, fade = [], 0.0, 1.0
    for _ in range(months):
        fade *= terms.phi
        reach += fade
        found.append(state.level + reach * state.slope)
    return found


def divided(values: Values, by: Sequence[float], phase: int) -> list[float | None]:
    """The values without their season."""
    return [
        None if value is None else value / by[(phase + place) % SEASON] for place, value in enumerate(values)
    ]


def multiplied(levels: Sequence[float], by: Sequence[float], phase: int) -> list[float]:
    """The levels with the season of their months; `phase` is the month of the first."""
    return [level * by[(phase + place) % SEASON] for place, level in enumerate(levels)]
