"""Who is there, who is represented, who leaves the table for a point."""

from django.db import transaction

from jalon.committee.actions.agenda import decided_or_removed, point_recorded
from jalon.committee.actions.refusing import refuse
from jalon.committee.actions.stepping import hold_turn
from jalon.committee.models import Attendance, Item, Session, Withdrawal
from jalon.committee.queries.sessions import SECRETARY, Life, Table, life_of, parties, table_of

How = Attendance.How
AT_THE_TABLE = ("called", "held")


@transaction.atomic
def attend(session: Session, *, person, how: str, by, by_whom=None) -> Attendance:
    """Record a member as present, represented by another, excused or absent; the last word counts.

    A member says it of themselves before the session; the secretary of anybody. Raises Refused.
    """
    hold_turn(session)
    life = life_of(session)
    represents = by_whom if how == How.REPRESENTED else None
    refuse(objections(life, table_of(life), person, how, represents, by))
    payload = {"how": how, "by_itself": by == person}
    with point_recorded("session.attended", session, by, payload) as record:
        return record.keep(Attendance(session=session, person=person, how=how, by_whom=represents))


def objections(life: Life, table: Table, person, how: str, represents, by) -> list[str]:
    found = [] if life.state in AT_THE_TABLE else ["not_from_here"]
    found += [] if table.of(person) else ["not_a_member"]
    if by not in (None, person) and SECRETARY not in parties(life, by):
        found.append("not_your_answer")
    if by == person and SECRETARY not in parties(life, by) and life.state == "held":
        found.append("not_your_answer")  # once it began, the secretary says who is there
    return found + (proxy_objections(table, person, represents) if how == How.REPRESENTED else [])


def proxy_objections(table: Table, person, represents) -> list[str]:
    if represents is None:
        return ["representative_missing"]
    found = ["represents_itself"] if represents == person else []
    found += [] if table.of(represents) else ["representative_not_a_member"]
    others = [
        place
        for place in table.places
        if place.representative == represents and place.seat.person_id != person.pk
    ]
    if table.rules.proxies == 0:
        found.append("no_representation")
    elif len(others) >= table.rules.proxies:
        found.append("too_many_proxies")
    return found


def withdraw(item: Item, *, person, reason: str, by) -> Withdrawal:
    """Leave the table for one point: the member counts no more for its quorum and majority."""
    return answered(item, person=person, reason=reason, by=by, stays=False)


def stay(item: Item, *, person, reason: str, by) -> Withdrawal:
    """Asked about a conflict of interest, a member stays, and says why."""
    return answered(item, person=person, reason=reason, by=by, stays=True)


@transaction.atomic
def answered(item: Item, *, person, reason: str, by, stays: bool) -> Withdrawal:
    session = item.session
    hold_turn(session)
    life = life_of(session)
    refuse(objections_to_answer(item, life, person, reason, by))
    verb = "point.stayed" if stays else "point.withdrawn"
    with point_recorded(verb, session, by, {"point": str(item.uid)}) as record:
        return record.keep(Withdrawal(item=item, person=person, reason=reason.strip(), stays=stays))


def objections_to_answer(item: Item, life: Life, person, reason: str, by) -> list[str]:
    found = decided_or_removed(item)
    found += [] if life.state in AT_THE_TABLE else ["not_from_here"]
    found += [] if table_of(life).of(person) else ["not_a_member"]
    if by not in (None, person) and SECRETARY not in parties(life, by):
        found.append("not_your_answer")
    if item.withdrawals.filter(person=person, stays=False).exists():
        found.append("not_in_conflict_twice")
    return found + ([] if reason.strip() else ["reason_given"])
