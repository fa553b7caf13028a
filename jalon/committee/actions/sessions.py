"""Call a session, postpone it, cancel it, open it."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jalon.committee.actions.letters import ask_for_letters
from jalon.committee.actions.refusing import refuse
from jalon.committee.actions.stepping import hold_turn, stepping, subject_of
from jalon.committee.models import Session, SessionStep
from jalon.committee.queries.seats import rules_on, seated
from jalon.committee.queries.sessions import facts_of, life_of, table_of
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.plan.models import Plan

Link = Callable[[Session, str], str]  # the address of a session's page in a language
NO_WORDS = Words("")


@transaction.atomic
def call(
    plan: Plan,
    *,
    starts_at: datetime,
    place: Words,
    by,
    on: date,
    title: Words = NO_WORDS,
    urgency: str = "",
    simulated: bool = False,
    link: Link | None = None,
    uid: UUID | None = None,
) -> Session:
    """Call the committee: every member gets a letter with the session for their calendar. Raises Refused.

    `link` makes the address letters carry; without it nobody is written to. `urgency` says why the notice
    is shorter than the rules ask. A page that names its session by `uid` calls it once, however often sent.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if there := Session.objects.filter(uid=uid).first() if uid else None:
        return there
    day = timezone.localdate(starts_at)
    refuse(objections(plan, day, on, urgency.strip()))
    number = (plan.sessions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    said = {"starts_at": starts_at, "place": place, "title": title, "simulated": simulated}
    session = Session(plan=plan, uid=uid or uuid4(), number=number, **said)
    payload = {"plan": plan.code, "session": number}
    with recording("session.called", subject=subject_of(session), by=by, payload=payload) as record:
        record.keep(session)
        record.keep(SessionStep(session=session, verb="call", state="called", on=on, reason=urgency.strip()))
    write_to_members(session, "call", link)
    return session


def objections(plan: Plan, day: date, on: date, urgency: str) -> list[str]:
    found = [] if day >= on else ["day_is_past"]
    if not seated(plan, day):
        found.append("nobody_is_seated")
    if (day - on).days < rules_on(plan, day).notice_days and not urgency:
        found.append("notice_too_short")
    return found


def postpone(
    session: Session,
    *,
    starts_at: datetime,
    reason: str,
    by,
    on: date,
    place: Words = NO_WORDS,
    link: Link | None = None,
) -> None:
    """Move a session to another day, and tell its members why. Raises Refused."""
    facts = {"reason_given": bool(reason.strip())}
    said = {"reason": reason.strip(), "starts_at": starts_at, "place": place}
    with transaction.atomic():
        refuse(["day_is_past"] if timezone.localdate(starts_at) < on else [])
        with stepping(session, "postpone", facts=facts, by=by, on=on, **said):
            pass
        write_to_members(session, "postpone", link)


def cancel(session: Session, *, reason: str, by, on: date, link: Link | None = None) -> None:
    """Give a session up; its points are due again. Raises Refused."""
    facts = {"reason_given": bool(reason.strip())}
    with transaction.atomic():
        with stepping(session, "cancel", facts=facts, by=by, on=on, reason=reason.strip()):
            pass
        write_to_members(session, "cancel", link)


def hold(session: Session, *, by, at: datetime) -> None:
    """Open the session, once its day came and the quorum is there. Raises Refused."""
    with transaction.atomic():
        hold_turn(session)
        life = life_of(session)
        facts = facts_of(life, table_of(life), at=at)
        with stepping(session, "hold", facts=facts, by=by, on=timezone.localdate(at)):
            pass


def write_to_members(session: Session, verb: str, link: Link | None) -> None:
    if link is not None:
        life = life_of(session)
        ask_for_letters(life, seated(session.plan, life.on), verb, link)
