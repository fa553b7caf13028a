"""The normal law, for the probability that a true value lies within limits."""

from decimal import Decimal
from fractions import Fraction
from math import erfc, inf, sqrt
from statistics import NormalDist
from typing import Final

from jalon.kernel.conformity.terms import Limits

PLACES: Final = Decimal("1E-10")
"""Probabilities are kept to ten decimals: far beyond what a standard uncertainty is known to."""


def phi(x: float) -> float:
    """Probability that a standard normal variable is at most x; exact far into both tails."""
    return 0.5 * erfc(-x / sqrt(2))


def quantile(probability: float) -> Fraction:
    """The x below which a standard normal variable stays with that probability, between 0 and 1."""
    return Fraction(NormalDist().inv_cdf(probability))


def conformance(y: Fraction, u: Fraction, limits: Limits) -> Decimal:
    """Probability that the true value lies within the limits, for a normal measurement (JCGM 106:2012, 7.2).

    `y`, `u` (k = 1) and the limits are in the same unit. Raises ValueError without a limit.
    """
    if limits.is_empty:
        raise ValueError("without a limit nothing can be conforming")
    low = -inf if limits.lower is None else float((Fraction(limits.lower) - y) / u)
    high = inf if limits.upper is None else float((Fraction(limits.upper) - y) / u)
    if low > 0:  # below the limits: the other tail keeps its digits
        low, high = -high, -low
    return Decimal(max(phi(high) - phi(low), 0.0)).quantize(PLACES)
