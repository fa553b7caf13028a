"""How a release takes a step: its machine is asked, the step kept, its entry written, under one event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from jalon.fund.actions.ledger import Grounds, People, hold
from jalon.fund.actions.refusing import Refused
from jalon.fund.models import Release, ReleaseStep
from jalon.fund.queries import guards
from jalon.fund.queries.ledger import along
from jalon.fund.queries.released import Life, life_of, places_of
from jalon.journal.actions import Recording, recording
from jalon.kernel.ledger import Account, Place
from jalon.kernel.states import RELEASE

EVENTS = {
    "approve": "release.approved",
    "refuse": "release.refused",
    "cancel": "release.cancelled",
    "order": "release.ordered",
    "pay": "release.paid",
    "justify": "release.justified",
    "claw_back": "release.clawed_back",
    "settle": "release.settled",
}


@dataclass(frozen=True)
class Said:
    """What a step says besides its verb."""

    amount: int = 0
    reason: str = ""
    document: str = ""
    documents: tuple[str, ...] = ()
    decision: UUID | None = None
    known_at: int | None = None
    explanation: dict | None = None
    left: int | None = None  # of what the step takes from, as the page that asks for it showed


@contextmanager
def stepping(
    release: Release,
    verb: str,
    *,
    party: str,
    by,
    on: date,
    said: Said | Callable[[Life], Said],
    **known: bool,
) -> Iterator[tuple[Recording, Life]]:
    """Do a verb as a party, in one event; the entry of the caller goes under the same. Raises Refused.

    What is said may depend on the life, which is read once the turn is taken.
    """
    with transaction.atomic():
        hold(release.contract.plan)
        life = life_of(release)
        said = said if isinstance(said, Said) else said(life)
        facts = guards.facts(life, verb, by=by, on=on, said=said) | known
        if reasons := guards.refusals(life, verb, facts, party=party, said=said):
            raise Refused(reasons)
        state = RELEASE.next(life.state, verb, facts, by=party)
        payload = {"contract": release.contract.code, "tranche": release.tranche, "amount": said.amount}
        if said.decision:
            payload["decision"] = str(said.decision)
        with recording(EVENTS[verb], subject=release.subject, by=by, payload=payload) as record:
            record.keep(step(release, verb, state, said, by=by, on=on))
            yield record, life


def step(release: Release, verb: str, state: str, said: Said, *, by, on: date) -> ReleaseStep:
    return ReleaseStep(
        release=release,
        verb=verb,
        state=state,
        on=on,
        person=by,
        amount=said.amount,
        reason=said.reason,
        document=said.document,
        documents=list(said.documents),
        decision=said.decision,
        known_at=said.known_at,
        explanation=said.explanation,
    )


def entry(
    release: Release,
    record: Recording,
    *,
    by,
    on: date,
    amount: int,
    place: Place,
    people: People | None = None,
    decision: UUID | None = None,
    documents: tuple[str, ...] = (),
) -> dict:
    """What every entry of a release says."""
    said = {
        "plan": release.contract.plan,
        "place": place,
        "amount": amount,
        "by": by,
        "on": on,
        "under": record,
        "grounds": Grounds(tuple(documents), decision, release.subject),
        "simulated": release.simulated,
    }
    return said | ({"people": people} if people else {})


def place_of(release: Release) -> Place:
    return Place(release.funding_line, release.year, release.contract.code, release.axis)


def committed(release: Release, amount: int) -> Iterator[tuple[Place, int]]:
    """Where a release leaves its commitment: its axis; where its tranche names none, those of its line."""
    for axis, held in axes_of(release):
        part = min(amount, held)
        if part > 0:
            yield replace(place_of(release), axis=axis), part
            amount -= part
    if amount:
        yield place_of(release), amount


def axes_of(release: Release) -> list[tuple[str, int]]:
    if release.axis:
        return []
    where = {"contract": release.contract.code, "line": release.funding_line, "year": release.year}
    held = along(release.contract.plan, "axis", account=Account.COMMITMENT.value, **where)
    return [(axis, amount) for (axis,), amount in sorted(held.items())]


def drawn(release: Release, account: Account, amount: int) -> Iterator[tuple[Place, int]]:
    """Where a sum of a release stands in an account: what the books hold of it there, place by place."""
    for place, held in places_of(release, account):
        part = min(amount, held)
        if part > 0:
            yield place, part
            amount -= part


def taken_from(life: Life, amount: int) -> Iterator[tuple[Account, Place, int]]:
    """Where a claw-back takes from: money not justified yet, then spending, activity by activity."""
    for account in (Account.PAID, Account.SPENT):
        for place, part in drawn(life.release, account, amount):
            yield account, place, part
            amount -= part
