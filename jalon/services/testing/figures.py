"""What is drawn: a result against its limits, the controls of a method day after day."""

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.kernel import conformity
from jalon.services.models import ControlRule, ControlRun
from jalon.services.testing.sayings import in_full
from jalon.ui import formats
from jalon.ui.charts.scale import Scale, place

WIDTH = 560
MARGIN = 20
HEIGHT = 160


@dataclass(frozen=True)
class Band:
    x: str
    width: str


@dataclass(frozen=True)
class Mark:
    x: str
    text: str
    middle: str = ""


@dataclass(frozen=True)
class ZonesDrawn:
    """The zone of tolerance, the zone of acceptance inside it, and the result with its uncertainty."""

    tolerance: Band
    acceptance: Band | None
    limits: list[Mark]
    value: str
    spread: Band | None


def zones_drawn(statement: conformity.Statement) -> ZonesDrawn | None:
    """None when there is nothing to place: no limit, or no value."""
    found = conformity.zones(statement)
    if statement.limits.is_empty or found.value is None:
        return None
    at = Scale(float(found.start), float(found.end), MARGIN, WIDTH - MARGIN)
    told = conformity.figures(statement)
    limits = [(found.tolerance.lower, told.lower), (found.tolerance.upper, told.upper)]
    spread = None if found.low == found.high else band(at, found.low, found.high)
    return ZonesDrawn(
        band(at, found.tolerance.lower, found.tolerance.upper),
        found.acceptance and band(at, found.acceptance.lower, found.acceptance.upper),
        [Mark(place(at(exact)), formats.plain_exact(text)) for exact, text in limits if exact is not None],
        place(at(found.value)),
        spread,
    )


def band(at: Scale, low, high) -> Band:
    """From edge to edge where a side has no limit."""
    start = at.start if low is None else at(low)
    end = at.end if high is None else at(high)
    return Band(place(start), place(end - start))


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    run: ControlRun


@dataclass(frozen=True)
class ControlsDrawn:
    points: list[Point]
    bounds: list[Mark]


def controls_drawn(rule: ControlRule, runs: Sequence[ControlRun]) -> ControlsDrawn | None:
    """The controls in the order of their days, between the bounds in force."""
    if not runs:
        return None
    bounds = [bound for bound in (rule.lower, rule.upper) if bound is not None]
    values = [*(run.value for run in runs), *bounds]
    low, high = float(min(values)), float(max(values))
    room = (high - low) / 8 or abs(high) / 8 or 1
    up = Scale(low - room, high + room, HEIGHT - 10, 10)
    along = Scale(0, max(len(runs) - 1, 1), MARGIN + 60, WIDTH - MARGIN)
    points = [Point(place(along(number)), place(up(run.value)), run) for number, run in enumerate(runs)]
    return ControlsDrawn(points, [Mark(place(up(bound)), in_full(bound)) for bound in bounds])
