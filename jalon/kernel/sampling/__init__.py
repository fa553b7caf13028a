"""A sample that anyone can redraw and nobody can choose, and what it says of the rest."""

from jalon.kernel.sampling.bound import size_for, size_to_reach, upper_bound
from jalon.kernel.sampling.drawing import Thing, draw, place, seed
from jalon.kernel.sampling.sizes import by_amount, by_rate, by_value
from jalon.kernel.sampling.verifying import (
    OUTCOMES,
    Change,
    Errors,
    Finding,
    Stratum,
    Verified,
    difference,
    errors_of,
    verified,
    verified_indicator,
    without,
)

__all__ = (
    "OUTCOMES",
    "Change",
    "Errors",
    "Finding",
    "Stratum",
    "Thing",
    "Verified",
    "by_amount",
    "by_rate",
    "by_value",
    "difference",
    "draw",
    "errors_of",
    "place",
    "seed",
    "size_for",
    "size_to_reach",
    "upper_bound",
    "verified",
    "verified_indicator",
    "without",
)
