"""One step in the life of a session: the machine is asked, the step is kept, one event is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from jalon.committee.actions.refusing import refuse
from jalon.committee.models import Session, SessionStep
from jalon.committee.queries.sessions import Life, life_of, parties
from jalon.journal.actions import Recording, recording
from jalon.kernel.states import SESSION
from jalon.kernel.words import Words

EVENTS = {
    "hold": "session.held",
    "postpone": "session.postponed",
    "cancel": "session.cancelled",
    "minute": "session.minuted",
    "correct": "session.corrected",
    "sign": "session.signed",
}
NOWHERE = Words("")


def hold_turn(session: Session) -> None:
    """Take the turn to change a session, its points and votes; kept to the end of the transaction."""
    # not the stronger lock: keys to the session are checked meanwhile
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)


def subject_of(session: Session) -> str:
    return f"session:{session.uid}"


def refusals(life: Life, verb: str, facts: Mapping[str, bool], by) -> tuple[str, ...]:
    """What keeps a person from a verb, as any of what they are at the session."""
    asked = parties(life, by) or ("nobody",)
    return min((SESSION.refusals(life.state, verb, facts, by=one) for one in asked), key=len)


@contextmanager
def stepping(
    session: Session,
    verb: str,
    *,
    facts: Mapping[str, bool],
    by,
    on: date,
    reason: str = "",
    starts_at: datetime | None = None,
    place: Words = NOWHERE,
) -> Iterator[Recording]:
    """Do a verb of the session's life in one event; what else it records goes under the same.

    Raises Refused.
    """
    with transaction.atomic():
        hold_turn(session)
        life = life_of(session)
        refuse(refusals(life, verb, facts, by))
        payload = {"plan": session.plan.code, "session": session.number}
        with recording(EVENTS[verb], subject=subject_of(session), by=by, payload=payload) as record:
            following = next_state(life, verb, facts, by)
            record.keep(
                SessionStep(
                    session=session,
                    verb=verb,
                    state=following,
                    on=on,
                    reason=reason,
                    starts_at=starts_at,
                    place=place,
                )
            )
            yield record


def next_state(life: Life, verb: str, facts: Mapping[str, bool], by) -> str:
    lines = (SESSION.taken(life.state, verb, facts, one) for one in parties(life, by))
    return next(line.next for line in lines if line)
