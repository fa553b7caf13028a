"""Where a session stands: its steps, its day, who is at the table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from jalon.committee.models import Attendance, Seat, Session, SessionStep
from jalon.committee.queries.seats import Deciding, rules_on, seated
from jalon.kernel import voting
from jalon.kernel.states import SESSION
from jalon.kernel.words import Words
from jalon.network.access import can
from jalon.plan.models import Plan

CHAIR, SECRETARY = "chair", "secretary"
OVER = ("minuted", "signed", "cancelled")


@dataclass(frozen=True)
class Life:
    """A session and its steps, in the order of their events."""

    session: Session
    steps: tuple[SessionStep, ...] = ()

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else SESSION.initial

    @property
    def starts_at(self) -> datetime:
        moved = [step.starts_at for step in self.steps if step.starts_at]
        return moved[-1] if moved else self.session.starts_at

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def place(self) -> Words:
        moved = [step.place for step in self.steps if step.place.fr]
        return moved[-1] if moved else self.session.place

    @property
    def is_open(self) -> bool:
        """Points may still be put on its agenda."""
        return self.state not in OVER


@dataclass(frozen=True)
class Place:
    """A seat at a session, and what was recorded of its member: nothing, present, represented, excused."""

    seat: Seat
    attendance: Attendance | None = None
    is_present: bool = False

    @property
    def person(self):
        return self.seat.person

    @property
    def key(self) -> str:
        return str(self.seat.person.uid)

    @property
    def representative(self):
        is_represented = self.attendance and self.attendance.how == Attendance.How.REPRESENTED
        return self.attendance.by_whom if is_represented else None


@dataclass(frozen=True)
class Table:
    """Everybody who has a seat at a session, and the rules they decide by."""

    places: tuple[Place, ...]
    rules: Deciding

    @property
    def voters(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.seat.votes)

    @property
    def present(self) -> tuple[Place, ...]:
        return tuple(place for place in self.voters if place.is_present)

    @property
    def quorum(self) -> int:
        return voting.quorum_needed(self.rules.voting, len(self.voters))

    @property
    def has_quorum(self) -> bool:
        return 0 < len(self.present) >= self.quorum

    @property
    def chair(self) -> Place | None:
        return next((place for place in self.places if place.seat.is_chair), None)

    def of(self, person) -> Place | None:
        return next((place for place in self.places if place.seat.person_id == person.pk), None)


def sessions_of(plan: Plan, known_at: int | None = None) -> list[Life]:
    """Every session of a plan with its steps, the last one first, in two queries."""
    rows = Session.objects.known_at(known_at).filter(plan=plan).order_by("-number")
    lived = lives(list(rows), known_at)
    return [lived[row.pk] for row in rows]


def life_of(session: Session, known_at: int | None = None) -> Life:
    return lives([session], known_at)[session.pk]


def lives(sessions: Iterable[Session], known_at: int | None = None) -> dict[int, Life]:
    sessions = list(sessions)
    steps: Mapping[int, list[SessionStep]] = defaultdict(list)
    rows = SessionStep.objects.known_at(known_at).filter(session__in=sessions)
    for step in rows.select_related("event__actor").order_by("event__number", "pk"):
        steps[step.session_id].append(step)
    return {session.pk: Life(session, tuple(steps[session.pk])) for session in sessions}


def table_of(life: Life, known_at: int | None = None) -> Table:
    """Who sits on the session's day, and the last word about each one's attendance."""
    plan = life.session.plan
    said = attendances(life.session, known_at)
    here = {key for key, one in said.items() if one.how == Attendance.How.PRESENT}
    places = tuple(
        Place(seat, said.get(seat.person_id), is_present(said.get(seat.person_id), here))
        for seat in seated(plan, life.on, known_at)
    )
    return Table(places, rules_on(plan, life.on, known_at))


def attendances(session: Session, known_at: int | None = None) -> dict[int, Attendance]:
    rows = Attendance.objects.known_at(known_at).filter(session=session)
    rows = rows.select_related("by_whom", "event").order_by("event__number", "pk")
    return {row.person_id: row for row in rows}


def is_present(attendance: Attendance | None, here: set[int]) -> bool:
    """Present, or represented by a member who is present."""
    if attendance is None:
        return False
    if attendance.how == Attendance.How.REPRESENTED:
        return attendance.by_whom_id in here
    return attendance.how == Attendance.How.PRESENT


def parties(life: Life, by, *, on: date | None = None) -> tuple[str, ...]:
    """What a person is at a session: its chair, its secretary, both or neither. Nobody: the installation."""
    if by is None:
        return (CHAIR, SECRETARY)
    chairs = any(seat.is_chair and seat.person_id == by.pk for seat in seated(life.session.plan, life.on))
    keeps = can(by, "committee.record", on=on)
    return (*((CHAIR,) if chairs else ()), *((SECRETARY,) if keeps else ()))


def facts_of(life: Life, table: Table, *, at: datetime, undecided: int = 0, is_minuted: bool = False) -> dict:
    """The guards of the machine that what is recorded settles."""
    return {
        "day_came": timezone.localdate(at) >= life.on,
        "quorum_present": table.has_quorum,
        "every_item_decided_or_put_off": undecided == 0,
        "minutes_in_both_languages": is_minuted,
    }


def seats_called(person) -> list[tuple[Life, Seat | None]]:
    """Every session that is not over, with the seat a person has on its day, in three queries."""
    done = SessionStep.objects.filter(state__in=("signed", "cancelled")).values("session")
    rows = Session.objects.exclude(pk__in=done).select_related("plan").order_by("starts_at")
    said = list(Seat.objects.filter(person=person).order_by("event__number", "pk"))
    return [(life, seat_on(said, life)) for life in lives(rows).values()]


def seat_on(said: list[Seat], life: Life) -> Seat | None:
    """The last word about a person's seat on the day of a session."""
    known = [row for row in said if row.plan_id == life.session.plan_id and row.since <= life.on]
    last = known[-1] if known else None
    return last if last and (last.until is None or last.until > life.on) else None
