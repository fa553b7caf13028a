"""Targets: what is promised, how far along it is, what was expected by today, and the status that follows."""

from jalon.kernel.reasons import REASONS, NotComputable
from jalon.kernel.targets.standing import STATUSES, Assessment, Standing, Thresholds, assess, standing, status
from jalon.kernel.targets.target import Figure, Shape, Target, achievement, objections, progress, target_value
from jalon.kernel.targets.trajectory import Point, counted_over, expected, trajectory

__all__ = (
    "REASONS",
    "STATUSES",
    "Assessment",
    "Figure",
    "NotComputable",
    "Point",
    "Shape",
    "Standing",
    "Target",
    "Thresholds",
    "achievement",
    "assess",
    "counted_over",
    "expected",
    "objections",
    "progress",
    "standing",
    "status",
    "target_value",
    "trajectory",
)
