"""Published figures: what was said of one thing stands side by side, each with how it was corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import QuerySet

from jalon.plan.models import ClaimVersion, Plan
from jalon.plan.queries.differences import Pair

SHOWN = {
    "value": "number",
    "shown_value": "text",
    "statement": "words",
    "note": "words",
    "as_of": "text",
    "published_on": "text",
    "source": "text",
    "url": "text",
}


@dataclass(frozen=True)
class Correction:
    """What one version changed of the one before it: pairs by name, with the kind of value they hold."""

    version: ClaimVersion
    pairs: tuple[tuple[str, str, Pair], ...]


@dataclass(frozen=True)
class Topic:
    """Published figures about one thing. Withdrawn ones are apart: they contradict nothing any more."""

    code: str
    name: object
    claims: tuple[ClaimVersion, ...]
    withdrawn: tuple[ClaimVersion, ...] = ()

    @property
    def all(self) -> tuple[ClaimVersion, ...]:
        return self.claims + self.withdrawn

    @property
    def is_contradictory(self) -> bool:
        return len({(claim.value, claim.shown_value) for claim in self.claims}) > 1


def claim_versions(known_at: int | None = None) -> QuerySet[ClaimVersion]:
    """Every version of every claim known at the moment, the first one first."""
    known = ClaimVersion.objects.known_at(known_at).select_related("claim", "plan", "event")
    return known.order_by("claim_id", "number")


def claims(*, plan: Plan | None = None, known_at: int | None = None) -> list[ClaimVersion]:
    """The last version known of each claim, with its `corrections`, by topic and day of publication."""
    grouped = groupby(claim_versions(known_at), key=lambda version: version.claim_id)
    last = [with_corrections(list(rows)) for _, rows in grouped]
    said = [version for version in last if plan is None or version.plan_id == plan.pk]
    return sorted(said, key=lambda version: (version.topic, version.published_on, version.claim.code))


def with_corrections(versions: list[ClaimVersion]) -> ClaimVersion:
    last = versions[-1]
    last.corrections = [Correction(new, tuple(changed(old, new))) for old, new in pairwise(versions)]
    return last


def changed(old: ClaimVersion, new: ClaimVersion) -> Iterator[tuple[str, str, Pair]]:
    for name, kind in SHOWN.items():
        pair = Pair(getattr(old, name), getattr(new, name))
        if pair.is_changed:
            yield name, kind, pair


def topics(*, plan: Plan | None = None, known_at: int | None = None, withdrawn: bool = False) -> list[Topic]:
    """Claims by topic. A topic of which everything was withdrawn is there only when `withdrawn` is asked."""
    grouped = groupby(claims(plan=plan, known_at=known_at), key=lambda version: version.topic)
    found = [topic_of(code, list(rows)) for code, rows in grouped]
    return [topic for topic in found if withdrawn or topic.claims]


def topic_of(code: str, rows: list[ClaimVersion]) -> Topic:
    standing = tuple(version for version in rows if not version.is_withdrawn)
    withdrawn = tuple(version for version in rows if version.is_withdrawn)
    return Topic(code=code, name=(standing or withdrawn)[0].topic_name, claims=standing, withdrawn=withdrawn)
