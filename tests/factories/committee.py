"""A committee that sits: seats, rules, a session that is open, points with something to decide."""

from datetime import date, datetime, time
from types import SimpleNamespace

from django.utils import timezone

from jalon.committee.actions import agenda, attendance, keeping, sessions
from jalon.committee.actions.deciding import decide
from jalon.committee.actions.following import follow_up
from jalon.committee.actions.minutes import issue_minutes
from jalon.committee.models import Item, Session
from jalon.committee.queries.due import due, return_due
from jalon.committee.queries.seats import Deciding
from jalon.kernel.words import Words
from jalon.plan.models import Plan
from tests.factories.network import FederationFactory, MinistryFactory, holder
from tests.factories.results import PlanFactory

CALLED_ON = date(2024, 5, 2)
SESSION_DAY = date(2024, 5, 20)
LONG_AGO = date(2023, 1, 1)


def at_ten(day: date = SESSION_DAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def secretary():
    return holder("programme_officer", MinistryFactory())


def member(plan: Plan, organisation=None, **said):
    """A person with a seat."""
    organisation = organisation or FederationFactory()
    person = holder("committee_member", organisation)
    keeping.seat(plan, person=person, organisation=organisation, since=LONG_AGO, by=None, **said)
    return person


def chair(plan: Plan):
    return member(plan, MinistryFactory(), is_chair=True)


def ruled(plan: Plan, **said) -> None:
    keeping.rule(plan, deciding=Deciding(**said), effective_from=LONG_AGO, by=None)


def called(plan: Plan | None = None, *, members=3, starts_at=None, **said) -> Session:
    """A session of a committee with a chair and members; of whoever already has a seat when some do."""
    plan = plan or PlanFactory()
    if not plan.seats.exists():
        chair(plan)
        for _number in range(members - 1):
            member(plan)
    starts_at = starts_at or at_ten()
    place = Words("Rabat", "الرباط")
    return sessions.call(plan, starts_at=starts_at, place=place, by=None, on=CALLED_ON, **said)


def all_present(session: Session) -> None:
    for seat in session.plan.seats.all():
        attendance.attend(session, person=seat.person, how="present", by=None)


def opened(session: Session) -> Session:
    """Everybody came, and the session is open."""
    all_present(session)
    sessions.hold(session, by=None, at=at_ten())
    return session


def free_point(session: Session, title="Point libre") -> Item:
    return agenda.add_point(session, title=Words(title, "نقطة"), text=Words("À débattre."), by=None)


def return_point(session: Session, report) -> Item:
    """The point about a return that is before the committee."""
    return agenda.put_on_agenda(session, return_due(report), by=None, on=CALLED_ON)


def put_all(session: Session) -> list[Item]:
    assert due(session.plan, CALLED_ON)
    return agenda.fill_agenda(session, by=None, on=CALLED_ON).put


def over(plan: Plan, *contracts) -> SimpleNamespace:
    """A session that is over: one point decided a contract, followed up with a document, minutes issued."""
    presiding = chair(plan)
    session = called(plan)
    items = [
        agenda.add_point(session, title=Words("Point"), text=Words(""), contract=one, by=None)
        for one in contracts
    ]
    opened(session)
    decisions = {item.contract_id: decide(item, "note", by=None, on=SESSION_DAY) for item in items}
    for decision in decisions.values():
        proof = (("suite.txt", f"Suite {decision.uid}".encode()),)
        follow_up(decision, text="Fait", files=proof, is_done=True, by=None, on=SESSION_DAY)
    issue_minutes(session, by=None, at=at_ten())
    return SimpleNamespace(presiding=presiding, session=session, decisions=decisions)
