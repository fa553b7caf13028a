"""Put points on the agenda, take them off, order them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from jalon.committee.actions.preparing import prepare
from jalon.committee.actions.refusing import Refused, refuse
from jalon.committee.actions.stepping import hold_turn, subject_of
from jalon.committee.models import AgendaOrder, Item, ItemRemoval, Session
from jalon.committee.queries.agenda import points_of, subjects_waiting
from jalon.committee.queries.due import Due, due
from jalon.committee.queries.sessions import life_of
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.words import Words


def put_on_agenda(session: Session, one: Due, *, by, on: date) -> Item:
    """Put something due on the agenda, as known now: that is what members will read. Raises Refused."""
    with transaction.atomic():
        open_agenda(session)
        refuse(["on_the_agenda"] if one.subject in subjects_waiting(session.plan) else [])
        prepare(one, by=by, on=on)
        return written(session, one, by)


def fill_agenda(session: Session, *, by, on: date, subjects: Iterable[str] | None = None) -> "Filled":
    """Put on everything that is due, or only what is named; what is not ready stays off and says why."""
    filled = Filled()
    for one in due(session.plan, on):
        if subjects is None or one.subject in set(subjects):
            try:
                filled.put.append(put_on_agenda(session, one, by=by, on=on))
            except Refused as error:
                filled.left.append((one, error.sentences))
    return filled


class Filled:
    """What was put on the agenda, and what was left off, each with the sentences that say why."""

    def __init__(self) -> None:
        self.put: list[Item] = []
        self.left: list[tuple[Due, list[str]]] = []


@transaction.atomic
def add_point(session: Session, *, title: Words, text: Words, by, contract=None) -> Item:
    """A free point: something to hear or discuss that no other part of Jalon proposes. Raises Refused."""
    open_agenda(session)
    refuse([] if title.fr.strip() else ["title_missing"])
    proposal = {"verb": "note", "text": text.as_mapping()}
    one = Due(Item.Kind.OTHER, "", title, contract, proposal, session.simulated)
    return written(session, one, by)


def open_agenda(session: Session) -> None:
    hold_turn(session)
    refuse([] if life_of(session).is_open else ["agenda_is_closed"])


def written(session: Session, one: Due, by) -> Item:
    last = session.items.order_by("-position").values_list("position", flat=True).first() or 0
    with point_recorded("point.added", session, by, {"kind": str(one.kind), "about": one.subject}) as record:
        return record.keep(
            Item(
                session=session,
                position=last + 1,
                kind=one.kind,
                subject=one.subject,
                contract=one.contract,
                title=one.title,
                proposal=one.proposal,
                known_at=latest(),
                simulated=one.simulated or session.simulated,
            )
        )


def point_recorded(verb: str, session: Session, by, payload: dict):
    said = {"plan": session.plan.code, "session": session.number} | payload
    return recording(verb, subject=subject_of(session), by=by, payload=said)


@transaction.atomic
def take_off_agenda(item: Item, *, reason: str, by) -> ItemRemoval:
    """Take a point off the agenda: it is due again. Raises Refused."""
    open_agenda(item.session)
    refuse(objections_to_removal(item, reason))
    with point_recorded("point.removed", item.session, by, {"point": str(item.uid)}) as record:
        return record.keep(ItemRemoval(item=item, reason=reason.strip()))


def objections_to_removal(item: Item, reason: str) -> list[str]:
    return decided_or_removed(item) + ([] if reason.strip() else ["reason_given"])


def decided_or_removed(item: Item) -> list[str]:
    fresh = Item.objects.select_related("removal", "decision").get(pk=item.pk)
    return [word for word, name in (("removed", "removal"), ("decided", "decision")) if hasattr(fresh, name)]


@transaction.atomic
def order_agenda(session: Session, order: Iterable[UUID], *, by) -> AgendaOrder:
    """Say in which order the points are taken. Raises Refused."""
    open_agenda(session)
    with point_recorded("agenda.ordered", session, by, {}) as record:
        return record.keep(AgendaOrder(session=session, items=list(order)))


def move(item: Item, *, places: int, by) -> None:
    """Move a point up (-1) or down (1) among those of its session. Raises Refused."""
    order = [point.item.uid for point in points_of(item.session)]
    place = order.index(item.uid)
    order.insert(max(place + places, 0), order.pop(place))
    order_agenda(item.session, order, by=by)
