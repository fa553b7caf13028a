"""The value at the end of the year, with the interval that past forecasts of the same reach deserve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Literal

from jalon.kernel.forecast.series import Series
from jalon.kernel.forecast.smoothing import (
    ENOUGH_FOR_A_SEASON,
    LEAST_INDEX,
    SEASON,
    Terms,
    Values,
    ahead,
    divided,
    fitted,
    indices,
    multiplied,
    smoothed,
)
from jalon.kernel.reasons import NotComputable

Method = Literal["smoothing_seasonal", "smoothing", "run_rate", "last_value"]
Guess = Callable[[Values, int, int], list[float]]

CONFIDENCE = 0.8
"""How often the interval should hold."""

# two-sided 80 % points of Student's t by degrees of freedom, and what it tends to
STUDENT = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372)
NORMAL = 1.282
FLAT = [1.0] * SEASON
SEASONALITY = 0.35
"""What the months of a year usually differ by from its mean, where nothing is known of them."""

ENOUGH_TO_SMOOTH = 12
ENOUGH_TESTS = 6
MOST_TESTS = 18


@dataclass(frozen=True)
class Forecast:
    """The year's end: `value` between `low` and `high`, four times out of five (past errors say so).

    `months` are the amounts (or levels) expected of the months left; `so_far` what counts already. `method`,
    `data` (months it rests on) and `tests` (past forecasts the interval rests on; 0: spread of the months)
    say where it comes from.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    so_far: Decimal
    months: tuple[Decimal, ...]
    method: Method
    data: int
    tests: int
    weights: tuple[Decimal, ...] = ()

    @property
    def months_left(self) -> int:
        return len(self.months)


def forecast(series: Series) -> Forecast | NotComputable:
    """The end of the current year of a monthly series.

    With two years of months or more: damped smoothing, a flow with the profile learnt from its months. With
    less, a flow goes on at its rate by the elapsed share of its profile: the one given, else that of its only
    whole year, else months of equal weight. A stock or a level is smoothed from one year on, and before that
    stays where it is.

    The interval: errors of the same method as it would have forecast as many months from earlier ones, by
    Student's t; with too few of these, the spread from month to month and, where no profile is known, the
    season that may still come. Counts are never negative, and a flow of things never ends below what is done.
    Not computable without a month received.
    """
    values = [None if value is None else float(value) for value in series.values]
    while values and values[0] is None:
        values.pop(0)
    known = [value for value in values if value is not None]
    if not known:
        return NotComputable("no_rows")
    phase = (series.first_month - 1 + len(series.values) - len(values)) % SEASON
    left = series.months_left
    method, guess = _method(series, values, known)
    path = guess(values, phase, left)
    error, tests = _error(series, values, phase, left, guess)
    return _forecast(series, path, error, method, len(known), tests, _weights(series, values, phase, path))


def _method(series: Series, values: Values, known: Sequence[float]) -> tuple[Method, Guess]:
    is_dense = 2 * len(known) > len(values)
    if series.adds_up and len(values) >= ENOUGH_FOR_A_SEASON and is_dense and min(known) >= 0:
        return "smoothing_seasonal", _smoothing(_fit(series, values, None), None)
    if series.adds_up:
        return "run_rate", _run_rate(_profile(series))
    if len(values) >= ENOUGH_TO_SMOOTH and is_dense:
        return "smoothing", _smoothing(_fit(series, values, FLAT), FLAT)
    return "last_value", _last_value


def _profile(series: Series) -> list[float] | None:
    """The given profile as indices of mean 1; None when none is given."""
    shares = [float(share) for share in series.profile or ()]
    if not any(shares):
        return None
    mean = sum(shares) / SEASON
    return [max(share / mean, LEAST_INDEX) for share in shares]


def _fit(series: Series, values: Values, given: Sequence[float] | None) -> Terms:
    phase = (series.first_month - 1 + len(series.values) - len(values)) % SEASON
    return fitted(divided(values, given or indices(values, phase), phase))


def _smoothing(terms: Terms, given: Sequence[float] | None) -> Guess:
    def guess(values: Values, phase: int, months: int) -> list[float]:
        by = given or indices(values, phase)
        state = smoothed(divided(values, by, phase), terms)
        return multiplied(ahead(state, terms, months), by, phase + len(values))

    return guess


def _run_rate(given: list[float] | None) -> Guess:
    def guess(values: Values, phase: int, months: int) -> list[float]:
        profile = given or indices(values, phase)
        recent = max(0, len(values) - SEASON)
        pairs = [
            (value, profile[(phase + place) % SEASON])
            for place, value in enumerate(values)
            if value is not None and place >= recent
        ]
        whole = sum(weight for _, weight in pairs)
        rate = sum(value for value, _ in pairs) / whole if whole else 0.0
        return multiplied([rate] * months, profile, phase + len(values))

    return guess


def _last_value(values: Values, phase: int, months: int) -> list[float]:
    return [next(value for value in reversed(values) if value is not None)] * months


def _end(series: Series, path: Sequence[float]) -> float:
    return sum(path) if series.adds_up else path[-1]


def _error(series: Series, values: Values, phase: int, left: int, guess: Guess) -> tuple[float, int]:
    """Half the width of the interval, and on how many past forecasts it rests."""
    errors = []
    first = max(ENOUGH_TO_SMOOTH // 2, len(values) - left - MOST_TESTS)
    for cut in range(first, len(values) - left + 1):
        truth = values[cut : cut + left]
        known = [value for value in truth if value is not None]
        if len(known) == left and any(value is not None for value in values[:cut]):
            errors.append(_end(series, known) - _end(series, guess(values[:cut], phase, left)))
    if len(errors) >= ENOUGH_TESTS:
        # neighbours share most of their months: they are worth few independent trials
        free = max(1, round(len(errors) / max(1, left / 3)))
        return _student(free) * sqrt(fmean(error * error for error in errors)), len(errors)
    return _spread(series, values, phase, left, guess), 0


def _student(freedom: int) -> float:
    return STUDENT[freedom - 1] if freedom <= len(STUDENT) else NORMAL


def _spread(series: Series, values: Values, phase: int, left: int, guess: Guess) -> float:
    """What the spread from month to month allows: of counts never less than chance itself (Poisson)."""
    known = [value for value in values if value is not None]
    steps = known if series.adds_up else [b - a for a, b in pairwise(known)]
    mean = fmean(known) if known else 0.0
    centre = fmean(steps) if series.adds_up and steps else 0.0
    free = max(1, len(steps) - (1 if series.adds_up else 0))
    variance = sum((step - centre) ** 2 for step in steps) / free
    if series.is_count:
        variance = max(variance, abs(mean))
    # the rate itself is only known from these months
    doubt = 1 + left / len(known) if series.adds_up else 1.0
    season = _unknown_season(series, values, left) * centre * left
    return _student(free) * sqrt(variance * left * doubt) + NORMAL * abs(season)


def _unknown_season(series: Series, values: Values, left: int) -> float:
    """How far the months left may be from those seen, as a share, for want of a profile."""
    if series.profile or not series.adds_up:
        return 0.0
    unseen = max(0, SEASON - len(values)) / SEASON
    return SEASONALITY * max(unseen, 1 / 3 if len(values) < ENOUGH_FOR_A_SEASON else 0)


def _weights(series: Series, values: Values, phase: int, path: Sequence[float]) -> tuple[Decimal, ...]:
    """The share of each month left in what is left to do: as forecast, evenly when nothing is."""
    if not series.adds_up:
        return ()
    whole = sum(max(0.0, month) for month in path)
    if whole <= 0:
        return tuple(Decimal(1) / len(path) for _ in path)
    return tuple(_number(max(0.0, month) / whole, 6) for month in path)


def _forecast(
    series: Series,
    path: Sequence[float],
    error: float,
    method: Method,
    data: int,
    tests: int,
    weights: tuple[Decimal, ...],
) -> Forecast:
    never_below = 0.0 if series.is_count else float("-inf")
    months = [max(month, never_below) for month in path]
    base = series.so_far if series.adds_up else Decimal(0)
    end = _end(series, months)
    low, high = max(end - error, never_below), max(end + error, never_below)
    return Forecast(
        value=base + _number(end),
        low=base + _number(low),
        high=base + _number(high),
        so_far=series.so_far,
        months=tuple(_number(month) for month in months),
        method=method,
        data=data,
        tests=tests,
        weights=weights,
    )


def _number(value: float, places: int = 4) -> Decimal:
    return Decimal(str(round(value, places))) + Decimal(0)
