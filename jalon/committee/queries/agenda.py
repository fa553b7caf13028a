"""The points of a session in their order, and what each has become."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jalon.committee.models import AgendaOrder, Decision, Item, Session
from jalon.committee.queries.sessions import OVER, lives
from jalon.plan.models import Plan

PUT_OFF = "put_off"


@dataclass(frozen=True)
class Point:
    """A point with its place on the agenda, and the decision taken on it."""

    item: Item
    number: int
    decision: Decision | None = None

    @property
    def is_decided(self) -> bool:
        return self.decision is not None

    @property
    def is_put_off(self) -> bool:
        return self.decision is not None and self.decision.verb == PUT_OFF


def points_of(session: Session, known_at: int | None = None) -> list[Point]:
    """The points on the agenda, those taken off left out, in four queries."""
    rows = list(standing(Item.objects.known_at(known_at).filter(session=session), known_at))
    decided = decisions_on(rows, known_at)
    ordered = in_order(rows, last_order(session, known_at))
    return [Point(item, number, decided.get(item.pk)) for number, item in enumerate(ordered, start=1)]


def standing(items, known_at: int | None = None):
    """Points that were not taken off the agenda, as known at a moment."""
    if known_at is None:
        items = items.filter(removal=None)
    else:
        items = items.exclude(removal__event__number__lte=known_at)
    return items.select_related("contract__centre__federation", "event").order_by("position")


def decisions_on(items: Iterable[Item], known_at: int | None = None) -> dict[int, Decision]:
    rows = Decision.objects.known_at(known_at).filter(item__in=list(items))
    return {row.item_id: row for row in rows.select_related("event__actor", "actor")}


def last_order(session: Session, known_at: int | None = None) -> list[UUID]:
    known = AgendaOrder.objects.known_at(known_at).filter(session=session)
    return known.order_by("-event__number").values_list("items", flat=True).first() or []


def in_order(items: list[Item], order: list[UUID]) -> list[Item]:
    """Those the order names first, as it says; the others after them, as they were put on."""
    places = {uid: place for place, uid in enumerate(order)}
    return sorted(items, key=lambda item: (places.get(item.uid, len(places)), item.position))


def undecided(session: Session) -> int:
    return sum(not point.is_decided for point in points_of(session))


def subjects_waiting(plan: Plan) -> set[str]:
    """What stands undecided on the agenda of a session that is not over: it is due no more."""
    rows = Item.objects.filter(session__plan=plan, removal=None, decision=None).select_related("session")
    items = list(rows)
    lived = lives({item.session for item in items})
    return {item.subject for item in items if item.subject and lived[item.session_id].state not in OVER}


def counts(sessions: Iterable[Session], known_at: int | None = None) -> dict[int, tuple[int, int, int]]:
    """Of each session: its points, those decided, those put off; in two queries."""
    items = list(standing(Item.objects.known_at(known_at).filter(session__in=list(sessions)), known_at))
    decided = decisions_on(items, known_at)
    found: dict[int, list[int]] = {}
    for item in items:
        tally = found.setdefault(item.session_id, [0, 0, 0])
        decision = decided.get(item.pk)
        tally[0] += 1
        tally[1] += decision is not None and decision.verb != PUT_OFF
        tally[2] += decision is not None and decision.verb == PUT_OFF
    return {pk: (all_, taken, put_off) for pk, (all_, taken, put_off) in found.items()}
