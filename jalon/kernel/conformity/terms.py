"""What a result, its limits and a decision rule say; every number is kept exactly as it was given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from jalon.kernel import units

Number = int | Decimal | Fraction
RuleKind = Literal["simple", "guarded", "risk", "inherent"]
StatementKind = Literal["binary", "four_way"]
Censored = Literal["", "<", ">"]

RULES: Final[tuple[RuleKind, ...]] = ("simple", "guarded", "risk", "inherent")
STATEMENTS: Final[tuple[StatementKind, ...]] = ("binary", "four_way")


@dataclass(frozen=True, slots=True)
class Result:
    """A measured value with its expanded uncertainty U and the coverage factor k it was given with.

    `censored` is "<" when the value is a limit of quantification the result is below, ">" when it is above
    the range. A blank value is None: it is not 0. Raises ValueError for half an uncertainty.
    """

    value: Number | None
    uncertainty: Number | None = None
    k: Number | None = None
    unit: str = ""
    censored: Censored = ""

    def __post_init__(self) -> None:
        if (self.uncertainty is None) != (self.k is None):
            raise ValueError("an uncertainty and its coverage factor are given together")
        if self.uncertainty is not None and self.k is not None and (self.uncertainty <= 0 or self.k <= 0):
            raise ValueError("an uncertainty and its coverage factor are above zero")
        if self.censored not in ("", "<", ">"):
            raise ValueError(f"a result is measured, below or above, not {self.censored!r}")

    @property
    def standard_uncertainty(self) -> Fraction | None:
        """u = U / k."""
        if self.uncertainty is None or self.k is None:
            return None
        return Fraction(self.uncertainty) / Fraction(self.k)

    def in_unit(self, unit: str) -> "Result":
        """The same result in another unit. Raises units.UnitError when the two do not measure the same."""
        if unit == self.unit or self.value is None:
            return replace(self, unit=unit)
        value = units.convert(self.value, self.unit, unit)
        if self.uncertainty is None:
            return replace(self, value=value, unit=unit)
        spread = units.convert_spread(self.uncertainty, self.unit, unit)
        return replace(self, value=value, uncertainty=spread, unit=unit)


@dataclass(frozen=True, slots=True)
class Limits:
    """Tolerance limits, each part of the zone unless excluded. A blank limit is no limit, never 0.

    Raises ValueError for limits that no value can meet.
    """

    lower: Number | None = None
    upper: Number | None = None
    excludes_lower: bool = False
    excludes_upper: bool = False

    def __post_init__(self) -> None:
        if self.lower is None or self.upper is None:
            return
        if self.lower > self.upper or (self.lower == self.upper and self.excludes_any):
            raise ValueError("no value lies within these limits")

    @property
    def excludes_any(self) -> bool:
        return self.excludes_lower or self.excludes_upper

    @property
    def is_empty(self) -> bool:
        """Whether there is no limit at all: then there is nothing to state."""
        return self.lower is None and self.upper is None

    def moved(self, by: Fraction) -> "Zone":
        """The zone whose limits stand so far inside (positive) or outside (negative) of these."""
        return Zone(
            None if self.lower is None else Fraction(self.lower) + by,
            None if self.upper is None else Fraction(self.upper) - by,
            self.excludes_lower,
            self.excludes_upper,
        )


@dataclass(frozen=True, slots=True)
class Zone:
    """An interval of values, open or closed at each end, unbounded where there is no end."""

    lower: Fraction | None
    upper: Fraction | None
    excludes_lower: bool = False
    excludes_upper: bool = False

    @property
    def is_empty(self) -> bool:
        if self.lower is None or self.upper is None:
            return False
        is_point = self.lower == self.upper
        return self.lower > self.upper or (is_point and (self.excludes_lower or self.excludes_upper))

    def is_under(self, value: Fraction) -> bool:
        """Whether the value lies under the zone."""
        return self.lower is not None and (
            value < self.lower or (self.excludes_lower and value == self.lower)
        )

    def is_over(self, value: Fraction) -> bool:
        """Whether the value lies over the zone."""
        return self.upper is not None and (
            value > self.upper or (self.excludes_upper and value == self.upper)
        )

    def __contains__(self, value: Fraction) -> bool:
        return not self.is_under(value) and not self.is_over(value)


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision rule (ILAC-G8:09/2019): how far inside the limits a result must lie to pass.

    `guarded`: by r * U; `risk`: so that a result at the acceptance limit is falsely accepted with probability
    `risk`; `simple` and `inherent` (the standard already made room for uncertainty): not at all.
    """

    kind: RuleKind = "simple"
    statement: StatementKind = "binary"
    r: Number = 1
    risk: Number | None = None

    def __post_init__(self) -> None:
        if self.kind not in RULES or self.statement not in STATEMENTS:
            raise ValueError(f"no rule is called {self.kind}, or no statement {self.statement}")
        if self.r < 0:
            raise ValueError("a guard band is zero or more times the uncertainty")
        if self.kind == "risk" and (self.risk is None or not 0 < self.risk < 1):
            raise ValueError("a risk is said, between 0 and 1")

    @property
    def needs_uncertainty(self) -> bool:
        """Whether nothing can be stated without U."""
        return self.kind == "risk" or (self.kind == "guarded" and self.r > 0)

    def to_data(self) -> dict[str, Any]:
        """The rule as JSON can hold it."""
        data = {"kind": self.kind, "statement": self.statement, "r": written(self.r)}
        return data if self.risk is None else {**data, "risk": written(self.risk)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Rule":
        """The rule that `to_data` wrote."""
        return cls(
            data["kind"], data["statement"], number(data["r"]) or Fraction(0), number(data.get("risk"))
        )


def written(value: Number | None) -> str | None:
    """A number as exact text: decimal digits where they end, a fraction where they do not."""
    if value is None:
        return None
    exact = Fraction(value)
    digits = decimals(exact)
    if digits is None:
        return str(exact)
    return format(Decimal(f"{(exact * 10**digits).numerator}E-{digits}"), "f")


def number(text: str | None) -> Fraction | None:
    """The number that `written` wrote."""
    return None if text is None else Fraction(text)


def decimals(exact: Fraction) -> int | None:
    """How many decimals write the number exactly; None when they never end."""
    twos = fives = 0
    rest = exact.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
