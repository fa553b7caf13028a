"""Sessions of the simulated committee: called, attended, decided, minuted and signed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jalon.committee.actions import agenda, attendance, sessions
from jalon.committee.actions.deciding import decide
from jalon.committee.actions.minutes import CAPACITIES, issue_minutes, sign_minutes
from jalon.committee.actions.votes import vote
from jalon.committee.models import Item, Session
from jalon.committee.queries.ballots import ballots_of
from jalon.committee.queries.due import return_due
from jalon.committee.queries.sessions import life_of
from jalon.kernel.words import Words
from jalon.site.simulation.year.cast import SEATS, Cast, at
from jalon.site.simulation.year.vouching import report_of

PLACE = Words("Rabat (séance simulée)", "الرباط (جلسة محاكاة)", "Rabat (simulated session)")
CONFLICT = "Simulé : ma fédération est partie à ce contrat."
REASON = "Simulé : décision imaginée pour la démonstration."
RESERVATION = "Simulé : le rapport de trois missions reste à produire."


@dataclass(frozen=True)
class Said:
    """What is decided of a point besides what it proposes."""

    verb: str
    reason: str = ""
    reservation: str = ""


Choose = Callable[[Item], Said | None]


def call(cast: Cast, day: date, on: date, *, hour: int = 10) -> Session:
    said = {"place": PLACE, "by": cast["secretary"], "on": on, "simulated": True}
    return sessions.call(cast.plan, starts_at=at(day, hour), **said)


def prepare(cast: Cast, session: Session, on: date, *, subjects: Iterable[str] | None = None) -> list[Item]:
    """Everything due goes on the agenda, or what is named."""
    return agenda.fill_agenda(session, by=cast["secretary"], on=on, subjects=subjects).put


def put_again(cast: Cast, session: Session, code: str, period: str, on: date) -> Item:
    """A return the committee already decided comes back to the table."""
    said = return_due(report_of(cast, code, period))
    return agenda.put_on_agenda(session, said, by=cast["secretary"], on=on)


def attend(
    cast: Cast, session: Session, *, excused: str = "", represented: tuple[str, str] = ("", "")
) -> None:
    """Everybody is there; one may be excused, one represented by another."""
    absent, proxy = represented
    for office in SEATS:
        said: dict = {"how": "present"}
        if office == excused:
            said = {"how": "excused"}
        if office == absent:
            said = {"how": "represented", "by_whom": cast[proxy]}
        attendance.attend(session, person=cast[office], by=cast["secretary"], **said)


def hold(cast: Cast, session: Session, day: date) -> None:
    sessions.hold(session, by=cast["secretary"], at=at(day))


def decide_all(cast: Cast, session: Session, day: date, choose: Choose) -> None:
    """Each point is decided as it was proposed, unless something else is said of it."""
    for item in session.items.order_by("position"):
        if not hasattr(item, "removal") and not hasattr(item, "decision"):
            settle(cast, item, day, choose(item) or Said(item.proposal.get("verb", "note")))


def settle(cast: Cast, item: Item, day: date, said: Said) -> None:
    """Who is party to the contract leaves; what was changed on the way is voted, the rest agreed to."""
    leave(cast, item)
    is_voted = said.verb not in ("note", "put_off", item.proposal.get("verb"))
    if is_voted:
        cast_votes(cast, item, said.verb)
    told = {"reason": said.reason or REASON, "reservation": said.reservation}
    decide(item, said.verb, by=cast["secretary"], on=day, by_consensus=not is_voted, **told)


def leave(cast: Cast, item: Item) -> None:
    federation = item.contract and item.contract.centre.federation
    if not federation or federation.code not in SEATS:
        return
    for place in ballots_of(item, life_of(item.session)).unanswered:
        attendance.withdraw(item, person=place.person, reason=CONFLICT, by=cast["secretary"])


def cast_votes(cast: Cast, item: Item, motion: str) -> None:
    """All for but the last, who abstains."""
    found = ballots_of(item, life_of(item.session))
    able = [place for place in found.table.voters if place.is_present and not found.is_out(place)]
    for place in able:
        choice = "abstain" if place == able[-1] and len(able) > 2 else "for"
        vote(item, person=place.person, choice=choice, motion=motion, by=cast["secretary"])


def write_minutes(cast: Cast, session: Session, day: date) -> None:
    """Minutes the same evening."""
    issue_minutes(session, by=cast["secretary"], at=at(day, 17))


def minute(cast: Cast, session: Session, day: date) -> None:
    """Minutes, signed by the chair, then by the secretary."""
    write_minutes(cast, session, day)
    for capacity, office in zip(CAPACITIES, ("chair", "secretary"), strict=True):
        sign_minutes(session, capacity=capacity, by=cast[office], at=at(day, 18))


def centre(item: Item) -> str:
    return item.contract.centre.code if item.contract else ""


def two_weeks_after(day: date) -> date:
    """A working day about two weeks on."""
    found = day + timedelta(days=14)
    while found.weekday() > 4:
        found += timedelta(days=1)
    return found
