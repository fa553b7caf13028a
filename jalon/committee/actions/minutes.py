"""The minutes of a session: issued in French and Arabic as one document, signed by chair and secretary."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jalon.committee.actions.refusing import Refused, refuse
from jalon.committee.actions.stepping import hold_turn, stepping, subject_of
from jalon.committee.exports.minutes import minutes_of
from jalon.committee.models import Session
from jalon.committee.queries.agenda import undecided
from jalon.committee.queries.minutes import minutes_issued
from jalon.committee.queries.sessions import CHAIR, SECRETARY, facts_of, life_of, parties, table_of
from jalon.evidence import actions as evidence
from jalon.evidence.models import DocumentSignature, IssuedDocument
from jalon.evidence.queries.issued import next_capacity

CAPACITIES = (CHAIR, SECRETARY)
KIND = "minutes"


def issue_minutes(session: Session, *, by, at: datetime) -> IssuedDocument:
    """Issue the minutes once every point is decided or put off. Raises Refused."""
    on = timezone.localdate(at)
    with transaction.atomic():
        hold_turn(session)
        life = life_of(session)
        facts = facts_of(life, table_of(life), at=at, undecided=undecided(session))
        with stepping(session, "minute", facts=facts, by=by, on=on):
            pass
        return evidence.issue(
            minutes_of(life, at=at),
            kind=KIND,
            subject=subject_of(session),
            permission="committee.view",
            capacities=CAPACITIES,
            facts={"plan": session.plan.code, "session": session.number},
            simulated=session.simulated,
            name=f"{session.plan.code}-{session.number}.pdf",
            by=by,
        )


def correct_minutes(session: Session, *, reason: str, by, at: datetime) -> None:
    """Take the minutes back to correct them: what was issued stays kept, other minutes will follow it."""
    facts = {"reason_given": bool(reason.strip())}
    with stepping(session, "correct", facts=facts, by=by, on=timezone.localdate(at), reason=reason.strip()):
        pass


def sign_minutes(
    session: Session, *, capacity: str, by, at: datetime, seen: str | None = None
) -> DocumentSignature:
    """Sign the minutes in one's capacity, in turn: the chair, then the secretary. Raises Refused.

    `seen` is the document that was read: other minutes, issued since, are not signed for it.
    """
    with transaction.atomic():
        hold_turn(session)
        life = life_of(session)
        issued = minutes_issued(session)
        refuse(objections(life, issued, capacity, by) or against_unread(issued, seen))
        try:
            signature = evidence.sign_simply(issued, capacity=capacity, by=by, at=at)
        except evidence.SignatureRefused as error:
            raise Refused(SIGNATURES.get(error.reason, "not_from_here")) from error
        if capacity == CHAIR:
            facts = {"minutes_in_both_languages": True}
            with stepping(session, "sign", facts=facts, by=by, on=timezone.localdate(at)):
                pass
        return signature


def against_unread(issued: IssuedDocument, seen: str | None) -> list[str]:
    return [] if seen in (None, issued.document_id) else ["minutes_changed"]


SIGNATURES = {"not_your_turn": "not_your_turn", "complete": "signed_by_all"}


def objections(life, issued: IssuedDocument | None, capacity: str, by) -> list[str]:
    if issued is None or life.state not in ("minuted", "signed"):
        return ["not_from_here"]
    mine = parties(life, by)
    if capacity == CHAIR and CHAIR not in mine:
        return ["not_the_chair"]
    if capacity == SECRETARY and (SECRETARY not in mine or (by and CHAIR in mine)):
        return ["not_the_secretary"]
    return [] if next_capacity(issued) else ["signed_by_all"]
