"""Evaluations as packs write them: what was published of a study, what it found, what it asks."""

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from jalon.site.packs.parts import Code, LongCode, Objection, Part, Text, Words, out_of_order, repeated, under


class Finding(Part):
    text: Words


class Recommendation(Part):
    code: LongCode
    text: Words
    addressed_to: Code | None = None
    due_on: date | None = None
    led_to: str | None = Field(
        None,
        pattern=r"^(axis|objective):[^/:]+/[^/:]+$",
        max_length=120,
        description="What it produced: axis:PLAN/CODE or objective:PLAN/CODE.",
    )


class Evaluation(Part):
    """A study of a plan or of one of its contracts. What is not published is left out."""

    code: LongCode
    plan: Code
    contract: Code | None = None
    title: Words
    terms: Words | None = None
    opened_on: date | None = None
    approved_on: date | None = None
    source: Text | None = None
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    def objections(self) -> Iterator[Objection]:
        yield from out_of_order(self.opened_on, self.approved_on, at="approved_on", after="opened_on")
        yield from under("recommendations", repeated(self.recommendations, "code", of="recommendation"))

    @property
    def head(self) -> "Evaluation":
        """The study without what it found and asks, which may be added to."""
        return self.model_copy(update={"findings": (), "recommendations": ()})
