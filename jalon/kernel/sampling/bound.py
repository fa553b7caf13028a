"""How wrong a population may be, from what a sample of it shows: exact, one-sided."""

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import comb, exp, fsum, lgamma
from typing import Final

CONFIDENCE: Final = Decimal("0.95")
STEP: Final = Decimal("0.000001")
NEAR: Final = 1e-6


def upper_bound(
    errors: int, sampled: int, *, population: int | None = None, confidence: Decimal = CONFIDENCE
) -> Decimal:
    """The largest error rate (0 to 1) that could still show so few errors with probability 1 - confidence.

    Without a population: Clopper and Pearson (1934), the root of P(X <= errors | sampled, p) = 1 -
    confidence, rounded up to the millionth. With one, of which the sample was drawn without return: exact
    hypergeometric, the largest number of errors in the population, over the population. A sample of nothing
    says nothing: 1.

    Raises ValueError when there are more errors than things sampled, or more sampled than there are.
    """
    if not 0 <= errors <= sampled or (population is not None and sampled > population):
        raise ValueError(f"{errors} errors among {sampled} sampled of {population} make no sample")
    if population == 0:
        return Decimal(0)
    if errors == sampled:
        return Decimal(1) if population is None or population > 0 else Decimal(0)
    if population is None:
        return _binomial(errors, sampled, Fraction(confidence))
    most = _most_errors(errors, sampled, population, Fraction(confidence))
    return (Decimal(most) / population).quantize(STEP, ROUND_CEILING)


def _binomial(errors: int, sampled: int, confidence: Fraction) -> Decimal:
    """Bisection on whole millionths, with whole numbers: where so few errors become too unlikely."""
    low, high, unit = 0, 10**6, 10**6
    while high - low > 1:
        middle = (low + high) // 2
        likely = sum(
            comb(sampled, k) * middle**k * (unit - middle) ** (sampled - k) for k in range(errors + 1)
        )
        if likely * confidence.denominator > (confidence.denominator - confidence.numerator) * unit**sampled:
            low = middle
        else:
            high = middle
    return Decimal(high).scaleb(-6)


def _most_errors(errors: int, sampled: int, population: int, confidence: Fraction) -> int:
    """The most errors a population may hold and still show so few: the likelihood falls as they grow."""
    low, high = errors, population - (sampled - errors) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _is_likely(errors, sampled, middle, population, confidence):
            low = middle
        else:
            high = middle
    return low


def _is_likely(errors: int, sampled: int, wrong: int, population: int, confidence: Fraction) -> bool:
    """Whether a sample shows so few errors with probability above 1 - confidence when so many are wrong."""
    if wrong - errors > population - sampled:
        return errors >= sampled
    every = _log_comb(population, sampled)
    shown = range(max(0, sampled - (population - wrong)), min(errors, wrong) + 1)
    near = fsum(exp(_log_comb(wrong, k) + _log_comb(population - wrong, sampled - k) - every) for k in shown)
    limit = float(1 - confidence)
    # logarithms are right to a hundred millionth; nearer than that, whole numbers decide
    if abs(near - limit) > NEAR * limit:
        return near > limit
    ways = sum(comb(wrong, k) * comb(population - wrong, sampled - k) for k in shown)
    return ways > (1 - confidence) * comb(population, sampled)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def size_for(
    bound: Decimal, confidence: Decimal = CONFIDENCE, *, population: int | None = None, errors: int = 0
) -> int:
    """The smallest sample whose upper bound is at most `bound` when it shows so many errors (none by
    default).

    Of a population, at most all of it. Raises ValueError for a bound outside ]0, 1].
    """
    if not 0 < bound <= 1:
        raise ValueError(f"a bound is above 0 and at most 1, not {bound}")
    size = size_to_reach(bound, errors=errors, sampled=errors, population=population, confidence=confidence)
    return population if size is None and population is not None else size or 0


def size_to_reach(
    bound: Decimal,
    *,
    errors: int,
    sampled: int,
    population: int | None = None,
    confidence: Decimal = CONFIDENCE,
) -> int | None:
    """How large the sample must become to bring the bound down to `bound`, if no further error shows up.

    None when no size can: the errors already found are more than that share of the population.
    """
    low, high = max(sampled, errors), population
    if high is None:
        high = max(low, 1)
        while upper_bound(errors, high, confidence=confidence) > bound:
            high *= 2
    if upper_bound(errors, high, population=population, confidence=confidence) > bound:
        return None
    while low < high:
        middle = (low + high) // 2
        if upper_bound(errors, middle, population=population, confidence=confidence) <= bound:
            high = middle
        else:
            low = middle + 1
    return high
