"""January to June 2025: who acts, by which rules, the books, the advances of the year."""

from collections.abc import Iterator
from datetime import date

from jalon.site.simulation.year import committee, opening, paying
from jalon.site.simulation.year.cast import Cast, enter
from jalon.site.simulation.year.committee import centre

FIRST = date(2025, 3, 12)
IN_PART = ("CETIEV", "A2025-5")
ADVANCED = (
    *((code, "A2025-1") for code in ("CETEMCO", "CERIMME", "CTTH", "CTPC", "CERIC")),
    *((code, "A2025-5") for code in ("CTPC", "CETIA")),
)


def acts(end: date) -> Iterator[tuple]:
    yield date(2025, 1, 6), 9, begin
    yield date(2025, 2, 10), 10, plans_of_work
    yield date(2025, 2, 28), 10, ask_advances
    yield FIRST, 9, sit
    yield date(2025, 3, 19), 9, paying.order
    yield date(2025, 3, 26), 9, paying.pay


def begin(cast: Cast, on: date) -> None:
    enter(cast, on)
    opening.keep_rules(cast)
    opening.seat(cast, on)
    opening.open_books(cast, on)


def plans_of_work(cast: Cast, on: date) -> None:
    paying.accept_plans(cast, (*ADVANCED, IN_PART), on)
    session = committee.call(cast, FIRST, on)
    assert session.number == 1


def ask_advances(cast: Cast, on: date) -> None:
    """Advances on services, some on platforms, one of these in part."""
    paying.ask(cast, ADVANCED, on)
    paying.ask_in_part(cast, *IN_PART, on, until=date(2025, 12, 1))


def sit(cast: Cast, on: date) -> None:
    session = cast.plan.sessions.get(number=1)
    committee.prepare(cast, session, on)
    committee.attend(cast, session, excused="AMITH")
    committee.hold(cast, session, on)
    committee.decide_all(cast, session, on, choose)
    committee.minute(cast, session, on)


def choose(item) -> committee.Said | None:
    """One advance waits for its papers; the others are approved as they were asked for."""
    is_put_off = centre(item) == "CETIA" and "A2025-5" in item.title.fr
    return committee.Said("put_off") if is_put_off else None
