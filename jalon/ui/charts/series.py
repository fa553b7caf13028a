"""A figure through time: what was done against the trajectory, the target and the baseline.

Time runs left to right in every language. Unknown periods are gaps. Labels stand at the end of their line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jalon.ui import formats
from jalon.ui.charts.scale import Number, Scale, path, place, runs, ticks

WIDTH, HEIGHT = 640, 264
TOP, BOTTOM, START, END = 14, 232, 56, 512
LABEL_GAP = 15
LETTER, CAPITAL = 6.5, 9.5
GAP = 8  # between a line or an axis and its words
CROWDED = 9  # above this many periods only the years are written


@dataclass(frozen=True)
class Mark:
    """A known period: a dot that opens its rows; hollow when the evidence is not all in, or not yet there."""

    x: str
    y: str
    href: str
    period: object
    value: Number
    partial: bool
    is_expected: bool = False


@dataclass(frozen=True)
class Label:
    text: str
    y: str
    css: str


@dataclass(frozen=True)
class Tick:
    place: str
    text: str


@dataclass(frozen=True)
class Chart:
    start: float  # where the lines begin and end across, as wide as the words beside them leave room for
    end: float
    lines: list[str]
    band: str
    trajectory: list[str]
    target: str
    baseline: str
    marks: list[Mark]
    labels: list[Label]
    down: list[Tick]
    along: list[Tick]


def series(
    points: Sequence[Mapping],
    trajectory: Sequence[Number | None] = (),
    target: Number | None = None,
    baseline: Number | None = None,
    words: Mapping[str, str] | None = None,
    unit: object = "",
) -> Chart | None:
    """Points have period, value, href, partial, low and high (a band); None when there is nothing to draw."""
    values = [point.get("value") for point in points]
    known = [float(value) for value in [*values, *trajectory, target, baseline] if value is not None]
    if not points or not known:
        return None
    y = _upwards(known + _bounds(points))
    down = [Tick(place(y(value)), _short(value, unit)) for value in ticks(y.low, y.high)]
    labels = _labels(values, trajectory, target, baseline, y, words or {}, unit)
    start = max(START, _widest(tick.text for tick in down) + GAP)
    end = min(END, WIDTH - _widest(label.text for label in labels) - GAP)
    x = Scale(0, max(len(points) - 1, 1), start + 10, end - 10)
    return Chart(
        start=start,
        end=end,
        lines=_lines(values, x, y),
        band=_band(points, x, y),
        trajectory=_lines(trajectory, x, y),
        target=_level(target, y),
        baseline=_level(baseline, y),
        marks=_marks(points, x, y),
        labels=labels,
        down=down,
        along=_along(points, x),
    )


def _widest(texts: Iterable[str]) -> float:
    """The room the longest text takes, a little more rather than less."""
    return max((sum(CAPITAL if one.isupper() else LETTER for one in text) for text in texts), default=0)


def _upwards(known: list[float]) -> Scale:
    """From zero, unless everything happens far above it."""
    low, high = min(known), max(known)
    if 0 <= low < 0.6 * high:
        low = 0.0
    round_values = ticks(low, high)
    return Scale(round_values[0], round_values[-1], BOTTOM, TOP)


def _lines(values, x: Scale, y: Scale) -> list[str]:
    return [path([(x(index), y(value)) for index, value in run]) for run in runs(values)]


def _band(points, x: Scale, y: Scale) -> str:
    sure = [
        (index, one["low"], one["high"]) for index, one in enumerate(points) if one.get("low") is not None
    ]
    if len(sure) < 2:
        return ""
    over = [(x(index), y(high)) for index, _low, high in sure]
    under = [(x(index), y(low)) for index, low, _high in reversed(sure)]
    return path([*over, *under]) + "Z"


def _level(value, y: Scale) -> str:
    return "" if value is None else place(y(value))


def _marks(points, x: Scale, y: Scale) -> list[Mark]:
    return [
        Mark(
            place(x(index)),
            place(y(one["value"])),
            one.get("href", ""),
            one["period"],
            one["value"],
            bool(one.get("partial")),
            bool(one.get("forecast")),
        )
        for index, one in enumerate(points)
        if one.get("value") is not None
    ]


def _short(value, unit: object) -> str:
    """A value as a chart has room for: money in millions, large numbers whole."""
    if unit in ("MAD", "DH"):
        return formats.plain_quantity(value, "MAD")
    return formats.plain_number(value, 0 if abs(value) >= 100 else None)


def _labels(values, trajectory, target, baseline, y: Scale, words, unit) -> list[Label]:
    """The name and last value of each line, pushed apart where they would touch."""
    ends = [
        ("label-actual", words.get("actual", ""), _last(values)),
        ("label-target", words.get("target", ""), target),
        ("label-trajectory", words.get("trajectory", ""), _last(trajectory)),
        ("label-baseline", words.get("baseline", ""), baseline),
    ]
    wanted = sorted((y(value), css, text, value) for css, text, value in ends if value is not None and text)
    labels, lowest = [], TOP - LABEL_GAP
    for height, css, text, value in wanted:
        lowest = max(height, lowest + LABEL_GAP)
        labels.append(Label(f"{text} {_short(value, unit)}", place(lowest + 4), css))
    return labels


def _last(values):
    return next((value for value in reversed(list(values)) if value is not None), None)


def _along(points, x: Scale) -> list[Tick]:
    codes = [str(getattr(one["period"], "code", one["period"])) for one in points]
    if len(codes) <= CROWDED:
        return _apart(
            [Tick(place(x(index)), formats.plain_period_short(code)) for index, code in enumerate(codes)],
            x.end - x.start,
        )
    years = [code[:4] for code in codes]
    return [
        Tick(place(x(index)), formats.in_digits(year))
        for index, year in enumerate(years)
        if index == 0 or years[index - 1] != year
    ]


def _apart(found: list[Tick], room: float) -> list[Tick]:
    """One label in two, three … so that they do not touch."""
    widest = max(len(tick.text) for tick in found) * LETTER + LABEL_GAP
    every = math.ceil(widest * len(found) / room)
    return found[::every]


def _bounds(points) -> list[float]:
    return [float(one[name]) for one in points for name in ("low", "high") if one.get(name) is not None]
