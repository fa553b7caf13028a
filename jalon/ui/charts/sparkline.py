"""A word-sized line: how a figure came to where it is."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.ui.charts.scale import Scale, path, place, runs


@dataclass(frozen=True)
class Sparkline:
    width: int
    height: int
    paths: list[str]
    last_x: str
    last_y: str
    target_y: str


def sparkline(values, width: int = 112, height: int = 28, target=None, top=None) -> Sparkline | None:
    """The stretches of `values` (None is a gap); None when nothing is known.

    Alone it shows its shape, from lowest to highest; with `top` it shares a scale that starts at zero.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return None
    reached = [*known, *([float(target)] if target is not None else [])]
    highest = max(reached) if top is None else float(top)
    lowest = min(known) if top is None else min(0.0, *known)
    y = Scale(lowest, highest, height - 4, 4)
    x = Scale(0, max(len(values) - 1, 1), 3, width - 4)
    stretches = [[(x(index), y(value)) for index, value in run] for run in runs(values)]
    last_x, last_y = stretches[-1][-1]
    return Sparkline(
        width,
        height,
        [path(run) for run in stretches],
        place(last_x),
        place(last_y),
        place(y(target)) if target is not None else "",
    )
