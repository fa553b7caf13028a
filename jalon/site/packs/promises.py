"""Targets and baselines, as plans and contracts both write them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from jalon.site.packs.parts import Figure, LongCode, Objection, Part, Text, Year, repeated, under

Shape = Literal["per_period", "cumulative", "level", "growth", "at_most", "maintain"]


class Target(Part):
    """What is promised of an indicator by the end of a year. `growth` is in percent over the baseline."""

    indicator: LongCode
    shape: Shape
    year: Year
    value: Figure
    tolerance: Figure | None = None
    approximate: bool = Field(False, description="Published as “about”.")
    source: Text | None = None

    def objections(self) -> Iterator[Objection]:
        if self.shape == "maintain" and self.tolerance is None:
            yield Objection(("shape",), "“maintain” has no tolerance.", "Add “tolerance”.")
        if self.tolerance is not None and self.tolerance < 0:
            yield Objection(("tolerance",), "A tolerance is not negative.", "Write its size.")
        if self.shape == "growth" and self.value <= -100:
            yield Objection(("value",), "Nothing shrinks by 100 % or more.", "Use another shape.")


class Baseline(Part):
    """Where an indicator stood. An unknown one is `value: null` with the reason `not published`."""

    indicator: LongCode
    value: Figure | None
    reason: Literal["not published"] | None = None
    on: date | None = None
    source: Text | None = None

    def objections(self) -> Iterator[Objection]:
        if self.value is None and self.reason is None:
            yield Objection(
                ("value",), "The baseline is unknown and says not why.", "Add “reason: not published”."
            )
        if self.value is not None and self.reason is not None:
            yield Objection(("reason",), "The baseline has a value and a reason to lack one.", "Keep one.")
        for name in ("on", "source"):
            if self.value is not None and getattr(self, name) is None:
                yield Objection(("value",), f"The baseline has no “{name}”.", f"Say its {_word(name)}.")


def _word(name):
    return {"on": "date", "source": "source"}[name]


def years_outside(targets: Iterable[Target], starts_on: date, ends_on: date) -> Iterator[Objection]:
    for position, target in enumerate(targets):
        if not starts_on.year <= target.year <= ends_on.year:
            what = f"{target.year} is outside {starts_on.year}-{ends_on.year}."
            yield Objection((position, "year"), what, "Use a year of the period.")


def repeated_baselines(baselines: Iterable[Baseline]) -> Iterator[Objection]:
    return under("baselines", repeated(baselines, "indicator", of="baseline"))


UNKNOWN = "It stays not computable until one is known."
UNSIGNED = "Say the baseline with its date and source: no growth is signed without one."


def without_baseline(
    targets: Iterable[Target], baselines: Iterable[Baseline], mend: str = UNKNOWN
) -> Iterator[Objection]:
    """Growth over nothing known: kept in a plan as not computable, refused at a contract's signature."""
    known = {baseline.indicator for baseline in baselines if baseline.value is not None}
    for position, target in enumerate(targets):
        if target.shape == "growth" and target.indicator not in known:
            what = f"“{target.indicator}” grows from a baseline that is not published."
            yield Objection((position, "shape"), what, mend)


def growing_from_zero(targets: Iterable[Target], baselines: Iterable[Baseline]) -> Iterator[Objection]:
    empty = {baseline.indicator for baseline in baselines if baseline.value == 0}
    for position, target in enumerate(targets):
        if target.shape == "growth" and target.indicator in empty:
            what = f"“{target.indicator}” cannot grow from a baseline of zero."
            yield Objection((position, "shape"), what, "Use “level” or “cumulative”.")
