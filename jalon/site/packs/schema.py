"""What a pack may say: one model a file. `docs/pack.schema.json` is generated from here."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field

from jalon.site.packs.contract import Contract
from jalon.site.packs.counting import Indicator, Kind, Service
from jalon.site.packs.evaluating import Evaluation
from jalon.site.packs.parts import (
    ADDRESS,
    CURRENCY,
    PUBLISHED,
    Code,
    Dirhams,
    Figure,
    Label,
    LongCode,
    Objection,
    Part,
    Text,
    Words,
    out_of_order,
    over_the_envelope,
    repeated,
    under,
)
from jalon.site.packs.promises import (
    Baseline,
    Target,
    growing_from_zero,
    repeated_baselines,
    without_baseline,
    years_outside,
)

Language = Literal["fr", "ar", "en"]
OrganisationKind = Literal["ministry", "network", "centre", "federation", "funder", "other"]


class PackSheet(Part):
    """pack.yaml: what this folder is."""

    code: Code
    name: Words
    version: Label
    author: Text
    languages: tuple[Language, ...] = ("fr", "ar", "en")
    time_zone: str = "Africa/Casablanca"
    currency: str = Field("MAD", pattern=CURRENCY)
    note: Words | None = None

    def objections(self) -> Iterator[Objection]:
        if self.time_zone not in available_timezones():
            yield Objection(
                ("time_zone",), f"No time zone is called “{self.time_zone}”.", "As in Africa/Casablanca."
            )
        if "fr" not in self.languages:
            yield Objection(("languages",), "French is missing.", "Add “fr”: it stands in for missing texts.")


class Region(Part):
    code: Code = Field(max_length=12)
    name: Words


class Sector(Part):
    """A division of the national nomenclature of activities."""

    code: Code = Field(max_length=12)
    name: Words


class Organisation(Part):
    code: Code
    kind: OrganisationKind
    name: Words
    region: Code | None = None
    address: Words | None = None
    sectors: tuple[Code, ...] = ()
    federation: Code | None = Field(None, description="Behind a centre only.")
    founded: str | None = Field(None, max_length=10)
    note: Words | None = None
    source: Text | None = None

    def objections(self) -> Iterator[Objection]:
        if self.federation and self.kind != "centre":
            yield Objection(("federation",), "Only a centre has a federation behind it.", "Remove it.")


class AgreementParty(Part):
    organisation: Code
    office: Words | None = Field(None, description="The office of who signed, never a name.")


class Agreement(Part):
    """The framework agreement of a plan, as published."""

    code: Code
    plan: Code
    title: Words
    text: Words | None = None
    signed_on: date | None = None
    signed_on_text: str | None = Field(None, max_length=40, description="When the day is not published.")
    place: Words | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    envelope: Dirhams | None = None
    source: Text
    parties: tuple[AgreementParty, ...] = ()

    def objections(self) -> Iterator[Objection]:
        yield from out_of_order(self.starts_on, self.ends_on, at="ends_on", after="starts_on")
        yield from under("parties", repeated(self.parties, "organisation", of="party"))


class Axis(Part):
    code: Code
    name: Words
    text: Words | None = None
    envelope: Dirhams | None = None
    source: Text | None = None


class FundingLine(Part):
    code: Code
    name: Words
    envelope: Dirhams | None = None
    source: Text | None = None


class GlobalObjective(Part):
    axis: Code
    code: Code
    name: Words
    text: Words | None = None
    source: Text | None = None


class GlobalTarget(Target):
    objective: Code


class Thresholds(Part):
    """From which share of what is expected a target is ahead, on track, to watch; late below."""

    ahead: Decimal = Decimal("1.05")
    on_track: Decimal = Decimal("0.95")
    watch: Decimal = Decimal("0.85")

    def objections(self) -> Iterator[Objection]:
        if not self.ahead > self.on_track > self.watch > 0:
            yield Objection(("ahead",), "Thresholds go down from ahead to watch.", "As in 1.05, 0.95, 0.85.")


class PlanVersion(Part):
    """A whole snapshot. Of what is left out, the version before still holds; an empty list empties it."""

    number: int = Field(ge=1, le=999)
    label: Words
    status: Literal["signed", "claimed", "draft"]
    effective_from: date
    starts_on: date
    ends_on: date
    envelope: Dirhams | None = None
    agreement: Code | None = None
    reason: Words | None = None
    source: Text | None = None
    thresholds: Thresholds | None = None
    axes: tuple[Axis, ...] | None = None
    funding_lines: tuple[FundingLine, ...] | None = None
    global_objectives: tuple[GlobalObjective, ...] | None = None
    baselines: tuple[Baseline, ...] | None = None
    targets: tuple[GlobalTarget, ...] | None = None

    def objections(self) -> Iterator[Objection]:
        yield from out_of_order(self.starts_on, self.ends_on, at="ends_on", after="starts_on")
        yield from out_of_order(self.effective_from, self.ends_on, at="ends_on", after="effective_from")
        if self.status != "draft" and not self.source:
            yield Objection(("status",), "What is signed or claimed has a source.", "Add “source”.")
        yield from self._repetitions()
        yield from over_the_envelope(self.envelope, self.axes or (), name="axes")
        yield from over_the_envelope(self.envelope, self.funding_lines or (), name="funding_lines")
        yield from under("targets", years_outside(self.targets or (), self.starts_on, self.ends_on))
        yield from under("targets", growing_from_zero(self.targets or (), self.baselines or ()))

    def _repetitions(self):
        yield from under("axes", repeated(self.axes or (), "code", of="axis"))
        yield from under("funding_lines", repeated(self.funding_lines or (), "code", of="line"))
        yield from under("global_objectives", repeated(self.global_objectives or (), "code", of="objective"))
        keys = ("objective", "indicator", "year")
        yield from under("targets", repeated(self.targets or (), *keys, of="target"))
        yield from repeated_baselines(self.baselines or ())


SECTIONS = ("thresholds", "axes", "funding_lines", "global_objectives", "baselines", "targets")


class Plan(Part):
    """plans/<code>.yaml: a plan and all its versions."""

    code: Code
    name: Words
    previous: Code | None = None
    versions: tuple[PlanVersion, ...] = Field(min_length=1)

    def objections(self) -> Iterator[Objection]:
        yield from under("versions", repeated(self.versions, "number", of="version"))
        if self.previous == self.code:
            yield Objection(("previous",), "A plan does not follow itself.", "Name the plan before it.")
        for position, version in enumerate(self.whole_versions()):
            for objection in _loose_ends(version):
                yield objection._replace(place=("versions", position, *objection.place))

    def notes(self) -> Iterator[Objection]:
        for position, version in enumerate(self.whole_versions()):
            for note in without_baseline(version.targets, version.baselines):
                yield note._replace(place=("versions", position, "targets", *note.place))

    def whole_versions(self) -> list[PlanVersion]:
        """Each version with what it takes over from the one before it written out."""
        whole = []
        before = {"thresholds": Thresholds(), **dict.fromkeys(SECTIONS[1:], ())}
        for version in self.versions:
            said = {name: getattr(version, name) for name in SECTIONS if getattr(version, name) is not None}
            before = before | said
            whole.append(version.model_copy(update=before))
        return whole


def _loose_ends(version) -> Iterator[Objection]:
    """Objectives without their axis and targets without their objective, inside one whole version."""
    axes = {axis.code for axis in version.axes}
    objectives = {objective.code for objective in version.global_objectives}
    for position, objective in enumerate(version.global_objectives):
        if objective.axis not in axes:
            known = f"Axes: {', '.join(sorted(axes)) or 'none'}."
            what = f"There is no axis “{objective.axis}”."
            yield Objection(("global_objectives", position, "axis"), what, known)
    for position, target in enumerate(version.targets):
        if target.objective not in objectives:
            known = f"Objectives: {', '.join(sorted(objectives)) or 'none'}."
            what = f"There is no global objective “{target.objective}”."
            yield Objection(("targets", position, "objective"), what, known)


class Claim(Part):
    """A published figure. Claims of one topic that differ are a contradiction, kept side by side."""

    code: LongCode
    topic: LongCode
    topic_name: Words
    statement: Words
    plan: Code | None = None
    indicator: LongCode | None = None
    value: Figure | None = None
    shown_value: Label | None = None
    unit: str = Field("", max_length=40)
    as_of: str = Field("", max_length=20, description="The year or day the figure speaks of.")
    published_on: str = Field("", pattern=PUBLISHED)
    source: Text
    url: str = Field("", pattern=ADDRESS, max_length=1000)
    note: Words | None = None
    number: int = Field(1, ge=1, le=999, description="Version of the claim, when the file tells its history.")
    reason: Words | None = Field(None, description="Why this version corrects the one before it.")
    withdrawn: Words | None = Field(None, description="Why it was taken back: it stays visible, marked so.")

    def objections(self) -> Iterator[Objection]:
        if self.number > 1 and not self.reason:
            yield Objection(("number",), "A later version says not why.", "Add “reason”.")


class Folder(Part):
    """A whole pack: each property is a file, or all the files of a folder, in order."""

    pack: PackSheet = Field(description="pack.yaml")
    regions: tuple[Region, ...] = Field((), description="regions.yaml")
    sectors: tuple[Sector, ...] = Field((), description="sectors.yaml")
    organisations: tuple[Organisation, ...] = Field((), description="organisations.yaml")
    kinds: tuple[Kind, ...] = Field((), description="kinds.yaml: kinds beyond the catalogue of Jalon")
    services: tuple[Service, ...] = Field((), description="services.yaml: what the centres offer")
    plans: tuple[Plan, ...] = Field((), description="plans/*.yaml, one plan a file")
    agreements: tuple[Agreement, ...] = Field((), description="agreements.yaml")
    indicators: tuple[Indicator, ...] = Field((), description="indicators/*.yaml, a list a file")
    contracts: tuple[Contract, ...] = Field((), description="contracts/*.yaml, one contract a file")
    evaluations: tuple[Evaluation, ...] = Field((), description="evaluations.yaml")
    claims: tuple[Claim, ...] = Field((), description="claims.yaml")
