"""contracts/<code>.yaml: one objective contract and all its versions."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Literal

from pydantic import Field, field_validator

from jalon.site.packs.parts import (
    Code,
    Dirhams,
    Figure,
    LongCode,
    Objection,
    Part,
    Text,
    Words,
    Year,
    out_of_order,
    repeated,
    under,
)
from jalon.site.packs.paying import (
    exact,
    place_of,
    problems_of_conditions,
    problems_of_rule,
    sentence_of,
)
from jalon.site.packs.promises import (
    UNSIGNED,
    Baseline,
    Target,
    growing_from_zero,
    repeated_baselines,
    without_baseline,
    years_outside,
)

Side = Literal["ministry", "centre", "federation"]
IDENTIFIER = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class ContractParty(Part):
    side: Side
    organisation: Code | None = Field(None, description="Left out when it is not known.")
    office: Words | None = Field(None, description="The office of who signed, never a name.")


class Undertaking(Part):
    side: Side
    code: Code
    text: Words
    due_on: date | None = None
    source: Text | None = None


class SpecificObjective(Part):
    code: LongCode
    name: Words
    axis: Code
    global_objective: Code | None = None
    targets: tuple[Target, ...] = ()

    def objections(self) -> Iterator[Objection]:
        yield from under("targets", repeated(self.targets, "indicator", "year", of="target"))


class Allocation(Part):
    """Money promised: by funding line, axis and year, in dirhams."""

    funding_line: Code
    axis: Code | None = None
    year: Year
    amount: Dirhams


class Tranche(Part):
    """A part of the money with the rule that releases it, in dirhams.

    `rule` and `conditions` are data of the payment rules: `rule` names one of on_acceptance, threshold,
    per_unit, proportional, matching, correction, custom; its other keys are that rule's bounds.
    """

    code: Code
    name: Words | None = None
    funding_line: Code
    axis: Code | None = None
    year: Year
    amount: Dirhams
    due_on: date | None = None
    rule: dict[str, Any] = Field(description="Data of a payment rule, such as {rule: threshold, …}.")
    conditions: tuple[dict[str, Any], ...] = Field((), description="What must be so first: {kind, code, …}.")

    @field_validator("rule", "conditions", mode="before")
    @classmethod
    def _without_floats(cls, value):
        return exact(value)

    def objections(self) -> Iterator[Objection]:
        for problem in problems_of_rule(self.rule):
            yield Objection(("rule", *place_of(problem)), sentence_of(problem), "Mend the rule.")
        for problem in problems_of_conditions(self.conditions):
            yield Objection(("conditions",), sentence_of(problem), "Mend the condition.")


class PastTotal(Part):
    """A yearly total from before the evidence: history to read, never added to rows."""

    indicator: LongCode
    year: Year
    value: Figure
    document: str = Field("", max_length=300)
    source: Text | None = None


class ContractVersion(Part):
    number: int = Field(ge=1, le=999)
    status: Literal["draft", "signed", "simulated"]
    effective_from: date
    starts_on: date
    ends_on: date
    signed_on: date | None = None
    place: Words | None = None
    reason: Words | None = None
    note: Words | None = None
    authority: Words | None = Field(None, description="Who may decide this amendment.")
    decision: str | None = Field(None, pattern=IDENTIFIER, description="The decision that adopted it.")
    amends: int | None = Field(None, ge=1, le=999, description="The number of the version it amends.")
    source: Text | None = None
    parties: tuple[ContractParty, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    objectives: tuple[SpecificObjective, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    tranches: tuple[Tranche, ...] = ()
    past_totals: tuple[PastTotal, ...] = ()

    def objections(self) -> Iterator[Objection]:
        yield from out_of_order(self.starts_on, self.ends_on, at="ends_on", after="starts_on")
        yield from out_of_order(self.effective_from, self.ends_on, at="ends_on", after="effective_from")
        yield from out_of_order(self.signed_on, self.ends_on, at="ends_on", after="signed_on")
        yield from self._signature()
        yield from self._repetitions()
        yield from self._years()
        yield from self._amended()

    def _signature(self):
        if self.status != "signed":
            return
        if not self.signed_on:
            yield Objection(("status",), "A signed contract has a day of signature.", "Add “signed_on”.")
        if not self.source:
            yield Objection(("status",), "A signed contract has a source.", "Add “source”.")
        yield from self._of_targets(partial(without_baseline, mend=UNSIGNED))

    def _repetitions(self):
        yield from under("parties", repeated(self.parties, "side", of="party"))
        yield from under("undertakings", repeated(self.undertakings, "side", "code", of="undertaking"))
        yield from under("objectives", repeated(self.objectives, "code", of="objective"))
        keys = ("funding_line", "axis", "year")
        yield from under("allocations", repeated(self.allocations, *keys, of="allocation"))
        yield from under("tranches", repeated(self.tranches, "code", of="tranche"))
        yield from under("past_totals", repeated(self.past_totals, "indicator", "year", of="total"))
        yield from repeated_baselines(self.baselines)

    def _years(self):
        period = (self.starts_on, self.ends_on)
        for position, objective in enumerate(self.objectives):
            for objection in years_outside(objective.targets, *period):
                yield objection._replace(place=("objectives", position, "targets", *objection.place))
        yield from under("allocations", years_outside(self.allocations, *period))
        yield from under("tranches", years_outside(self.tranches, *period))
        yield from self._of_targets(growing_from_zero)

    def _of_targets(self, rule):
        for position, objective in enumerate(self.objectives):
            for objection in rule(objective.targets, self.baselines):
                yield objection._replace(place=("objectives", position, "targets", *objection.place))

    def _amended(self):
        if self.amends is not None and self.amends >= self.number:
            yield Objection(("amends",), "A version amends an earlier one.", "Name an earlier number.")

    def notes(self) -> Iterator[Objection]:
        if self.status != "signed":
            yield from self._of_targets(without_baseline)


class Contract(Part):
    code: LongCode
    plan: Code
    centre: Code
    versions: tuple[ContractVersion, ...] = Field(min_length=1)

    def objections(self) -> Iterator[Objection]:
        yield from under("versions", repeated(self.versions, "number", of="version"))
        known = {version.number for version in self.versions}
        for position, version in enumerate(self.versions):
            if version.amends is not None and version.amends not in known:
                what = f"There is no version {version.amends}."
                yield Objection(("versions", position, "amends"), what, "Name a version of this contract.")

    def notes(self) -> Iterator[Objection]:
        for position, version in enumerate(self.versions):
            for note in version.notes():
                yield note._replace(place=("versions", position, *note.place))
