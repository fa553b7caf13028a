"""From findings to the verified value: what was checked stands, what was not follows by stratum."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Final, Literal, TypeVar

from jalon.kernel.measures import NotComputable, Value, indicator_value
from jalon.kernel.sampling.bound import CONFIDENCE, size_to_reach, upper_bound
from jalon.kernel.sampling.drawing import Thing, in_strata

Result = Literal["accepted", "corrected", "rejected", "document_missing"]
OUTCOMES: Final[tuple[Result, ...]] = ("accepted", "corrected", "rejected", "document_missing")
PLACES: Final = Decimal("0.000001")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the verifier found of one sampled thing.

    A correction says the right `value`, in the unit of the thing's `declared`; a rejection says why (a code).
    A missing document counts as a rejection until it is brought.
    """

    uid: str
    outcome: Result
    value: Decimal | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"no finding is called {self.outcome}: {', '.join(OUTCOMES)}")
        if (self.outcome == "corrected") != (self.value is not None):
            raise ValueError("a correction, and nothing else, says the right value")
        if self.outcome == "rejected" and not self.reason:
            raise ValueError("a rejection says why")

    def found(self, declared: Decimal) -> Decimal:
        """What the thing brings after the check."""
        if self.outcome == "accepted":
            return declared
        return self.value if self.value is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """One step from the declared to the verified value: a thing, or the unsampled part of a stratum (uid
    None).
    """

    stratum: str
    uid: str | None
    outcome: Result | Literal["extrapolated"]
    declared: Decimal
    verified: Decimal
    reason: str = ""

    @property
    def amount(self) -> Decimal:
        """What it adds; negative when it takes away."""
        return self.verified - self.declared


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum after its check: sizes, errors, the acceptance rate and both values.

    `bound` is the one-sided upper bound of its error rate; of a stratum checked whole, its error rate.
    """

    name: str
    population: int
    sampled: int
    errors: int
    rate: Decimal
    declared: Decimal
    verified: Decimal
    bound: Decimal


@dataclass(frozen=True, slots=True)
class Verified:
    """A verified value, its strata, and how wrong the population may still be.

    `larger` says to how many things each stratum should be enlarged to bring its bound under what is
    tolerated if nothing more is found, None where no size can; empty when no larger sample is called for. The
    bound never enlarges the deduction.
    """

    declared: Decimal
    value: Decimal
    strata: tuple[Stratum, ...]
    changes: tuple[Change, ...]
    error_rate: Decimal
    bound: Decimal
    larger: Mapping[str, int | None]

    @property
    def calls_for_more(self) -> bool:
        return bool(self.larger)


def verified(
    population: Iterable[Thing],
    sample: Mapping[str, Sequence[Thing]],
    findings: Iterable[Finding],
    *,
    tolerated: Decimal | None = None,
    confidence: Decimal = CONFIDENCE,
) -> Verified:
    """The verified value of a population, of which a sample (as `draw` gives it) has one finding a thing.

    In each stratum: what the sampled things bring after the check, plus the unsampled part times the
    acceptance rate. The rate is (sum found) / (sum declared) over the sampled things, within [0, 1]: where
    things are counted (each declares 1) it is accepted / sampled, where quantities or amounts add up it is
    the ratio estimator. A correction upwards counts for its own row and is never extrapolated: nobody
    declared the rest. Where all the sampled things declare 0 the rate is that of things without an error.

    100 declared, 20 sampled, 2 rejected: 18 + 80 * 18 / 20 = 90. Values are rounded (half even) to the
    millionth.

    An error is a finding other than accepted. The bound over all strata is the sum of their bounds at
    confidence ** (1 / strata), weighted by their things: independent draws, so all hold together with that
    confidence.

    Raises ValueError for a sampled thing without a finding or with two, a finding outside the sample, a
    sampled thing outside the population, a stratum of which nothing was sampled, and a stratum that mixes
    positive and negative declared values.
    """
    by_uid = _once(findings)
    strata = in_strata(population)
    _refuse_gaps(strata, sample, by_uid)
    checked = [_checked(name, things, by_uid, confidence) for name, things in strata.items()]
    done = tuple(stratum for stratum, _ in checked)
    return Verified(
        declared=_sum(stratum.declared for stratum in done),
        value=_sum(stratum.verified for stratum in done),
        strata=done,
        changes=tuple(change for _, changes in checked for change in changes),
        error_rate=_error_rate(done),
        bound=_overall(done, confidence),
        larger=_larger(done, tolerated, confidence),
    )


def _refuse_gaps(
    strata: Mapping[str, Sequence[Thing]], sample: Mapping[str, Sequence[Thing]], found: Collection[str]
) -> None:
    declared = {thing.uid for things in strata.values() for thing in things}
    drawn = {thing.uid for things in sample.values() for thing in things}
    gaps = {
        "sampled but not declared": drawn - declared,
        "sampled without a finding": drawn - set(found),
        "found outside the sample": set(found) - drawn,
    }
    for what, uids in gaps.items():
        if uids:
            raise ValueError(f"{what}: {', '.join(sorted(uids))}")


def _once(findings: Iterable[Finding]) -> dict[str, Finding]:
    by_uid: dict[str, Finding] = {}
    for finding in findings:
        if finding.uid in by_uid:
            raise ValueError(f"two findings of {finding.uid}")
        by_uid[finding.uid] = finding
    return by_uid


def _checked(
    name: str, things: Sequence[Thing], findings: Mapping[str, Finding], confidence: Decimal
) -> tuple[Stratum, list[Change]]:
    _refuse_mixed(name, things)
    sampled = [(thing, findings[thing.uid]) for thing in things if thing.uid in findings]
    if not sampled:
        raise ValueError(f"nothing was sampled of the {len(things)} things of “{name}”")
    declared = _sum(thing.declared for thing in things)
    before = _sum(thing.declared for thing, _ in sampled)
    after = _sum(finding.found(thing.declared) for thing, finding in sampled)
    errors = sum(finding.outcome != "accepted" for _, finding in sampled)
    rate = _rate(before, after, errors, len(sampled))
    value = after + _rounded((Fraction(declared) - Fraction(before)) * rate)
    changes = [_change(name, thing, finding) for thing, finding in sampled if finding.outcome != "accepted"]
    if value - after != declared - before:
        changes.append(Change(name, None, "extrapolated", declared - before, value - after))
    bound = upper_bound(errors, len(sampled), population=len(things), confidence=confidence)
    return (
        Stratum(name, len(things), len(sampled), errors, _rounded(rate), declared, value, bound),
        changes,
    )


def _refuse_mixed(name: str, things: Sequence[Thing]) -> None:
    if any(thing.declared > 0 for thing in things) and any(thing.declared < 0 for thing in things):
        raise ValueError(f"“{name}” mixes gains and losses: part them into two strata")


def _rate(before: Decimal, after: Decimal, errors: int, sampled: int) -> Fraction:
    if before == 0:
        return Fraction(sampled - errors, sampled)
    return min(max(Fraction(after) / Fraction(before), Fraction(0)), Fraction(1))


def _change(name: str, thing: Thing, finding: Finding) -> Change:
    return Change(
        name, thing.uid, finding.outcome, thing.declared, finding.found(thing.declared), finding.reason
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _rounded(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(value.numerator) / value.denominator).quantize(PLACES, ROUND_HALF_EVEN)


def _error_rate(strata: Sequence[Stratum]) -> Decimal:
    """The share of things in error, each stratum's share weighted by its things."""
    everything = sum(stratum.population for stratum in strata)
    if not everything:
        return Decimal(0)
    wrong = sum(Fraction(one.population * one.errors, one.sampled) for one in strata)
    return _rounded(Fraction(wrong) / everything)


def _overall(strata: Sequence[Stratum], confidence: Decimal) -> Decimal:
    everything = sum(stratum.population for stratum in strata)
    if not everything:
        return Decimal(0)
    # rounded up, so that the strata together never hold with less than the confidence asked
    each = Decimal(str(float(confidence) ** (1 / len(strata)))) + PLACES if len(strata) > 1 else confidence
    bounds = (
        upper_bound(one.errors, one.sampled, population=one.population, confidence=min(each, 1 - PLACES))
        * one.population
        for one in strata
    )
    return (_sum(bounds) / everything).quantize(PLACES, ROUND_CEILING)


def _larger(
    strata: Sequence[Stratum], tolerated: Decimal | None, confidence: Decimal
) -> dict[str, int | None]:
    if tolerated is None:
        return {}
    return {
        one.name: size_to_reach(
            tolerated,
            errors=one.errors,
            sampled=one.sampled,
            population=one.population,
            confidence=confidence,
        )
        for one in strata
        if one.bound > tolerated and one.sampled < one.population
    }


@dataclass(frozen=True, slots=True)
class Errors:
    """How many of the things checked were wrong, and how wrong all of them may be, whatever they bring."""

    strata: tuple[Stratum, ...]
    error_rate: Decimal
    bound: Decimal
    larger: Mapping[str, int | None]


def errors_of(
    counts: Mapping[str, tuple[int, int, int]],
    *,
    tolerated: Decimal | None = None,
    confidence: Decimal = CONFIDENCE,
) -> Errors:
    """The errors of a sample from counts alone: of each stratum, how many things, sampled and wrong.

    The same rate, bounds and call for a larger sample as `verified` gives where each thing declares 1. Strata
    of which nothing was checked yet have bound 1. Raises ValueError for counts that make no sample.
    """
    strata = tuple(
        _counted(name, *sizes, confidence=confidence) for name, sizes in sorted(counts.items()) if sizes[0]
    )
    checked = tuple(one for one in strata if one.sampled)
    return Errors(
        strata,
        _error_rate(checked),
        _overall(strata, confidence),
        _larger(checked, tolerated, confidence),
    )


def _counted(name: str, population: int, sampled: int, errors: int, *, confidence: Decimal) -> Stratum:
    rate = Fraction(sampled - errors, sampled) if sampled else Fraction(1)
    bound = upper_bound(errors, sampled, population=population, confidence=confidence)
    return Stratum(
        name,
        population,
        sampled,
        errors,
        _rounded(rate),
        Decimal(population),
        _rounded(population * rate),
        bound,
    )


def difference(declared: Decimal, found: Verified) -> tuple[Change, ...]:
    """The steps from the declared to the verified value, things first, then what was extrapolated; they add
    up.

    Raises ValueError when the declared value is not that of the population checked.
    """
    if declared != found.declared:
        raise ValueError(f"{declared} was declared, {found.declared} was checked")
    return tuple(sorted(found.changes, key=lambda change: (change.uid is None, change.stratum)))


def verified_indicator(formula: str, measures: Mapping[str, Verified]) -> Value | NotComputable:
    """The verified value of an indicator: each measure verified apart, then the formula over them."""
    return indicator_value(formula, {name: Value(one.value, one.value) for name, one in measures.items()})


def without(rows: Iterable[R], rejected: Collection[Hashable], *, key: str = "id") -> list[R]:
    """The rows later figures count: a row finally rejected leaves every flow, stock and distinct count."""
    return [row for row in rows if getattr(row, key) not in rejected]
