"""2026 for the money: tranches on the results of 2025, advances of the year, a claw-back."""

from collections.abc import Iterator
from datetime import date

from jalon.committee.queries.due import due
from jalon.site.simulation.year import committee, paying
from jalon.site.simulation.year.cast import Cast
from jalon.site.simulation.year.halves import REOPENED, sealing

WITHOUT_REPORT = ("CMTC",)  # its activity report is missing: what waits for it stays blocked
OWN = ("CERIC",)  # the centre of the demonstration's director, who justifies its last tranche
FIRST_ADVANCE = tuple((code, "A2026-1") for code in ("CETIA", "CETIEV", "CTPC", "CTTH"))
SECOND_ADVANCE = tuple((code, "A2026-2") for code in ("CETEMCO", "CERIMME", "CTTH", "CERIC"))
NOT_ORDERED, NOT_PAID = ("CETEMCO",), ("CERIMME",)

ON_RESULTS, ON_REOPENING, ON_CLAW_BACK = date(2026, 5, 28), date(2026, 10, 8), date(2026, 11, 5)
RETURN = "return:"


def acts(end: date) -> Iterator[tuple]:
    yield date(2025, 10, 20), 9, lambda cast, on: paying.justify(cast, on, prefix="A2025")
    yield date(2026, 2, 9), 9, accept_plans
    yield date(2026, 3, 2), 9, ask_advances
    yield date(2026, 4, 22), 9, paying.order
    yield date(2026, 4, 29), 9, paying.pay
    yield date(2026, 5, 4), 9, ask_results
    yield date(2026, 5, 18), 9, lambda cast, on: committee.call(cast, ON_RESULTS, on)
    yield ON_RESULTS, 9, sit_on_results
    yield date(2026, 6, 3), 9, paying.order
    yield date(2026, 6, 10), 9, paying.pay
    yield date(2026, 9, 25), 9, lambda cast, on: committee.call(cast, ON_REOPENING, on)
    yield date(2026, 9, 14), 9, lambda cast, on: paying.justify(cast, on, prefix="R2025")
    yield date(2026, 9, 28), 9, lambda cast, on: paying.ask(cast, SECOND_ADVANCE, on)
    yield ON_REOPENING, 9, sit_on_reopening
    yield date(2026, 10, 14), 9, lambda cast, on: paying.order(cast, on, but=NOT_ORDERED)
    yield date(2026, 10, 21), 9, lambda cast, on: paying.pay(cast, on, but=NOT_PAID)
    yield date(2026, 10, 22), 10, lambda cast, on: paying.justify(cast, on, prefix="A2026", but=OWN)
    yield date(2026, 10, 26), 15, lambda cast, on: committee.call(cast, ON_CLAW_BACK, on)
    yield ON_CLAW_BACK, 9, sit_on_claw_back
    yield date(2026, 11, 9), 9, sealing(REOPENED[1])
    yield date(2026, 11, 16), 9, paying.give_back


def accept_plans(cast: Cast, on: date) -> None:
    paying.accept_plans(cast, (*FIRST_ADVANCE, *SECOND_ADVANCE), on)


def ask_advances(cast: Cast, on: date) -> None:
    paying.ask(cast, FIRST_ADVANCE, on)


def ask_results(cast: Cast, on: date) -> None:
    paying.accept_documents(cast, "activity-report-2025", on, but=WITHOUT_REPORT)
    paying.ask_on_results(cast, 2025, on, most=1)
    paying.ask_reopened(cast, REOPENED[0], "R2025-1", on)


def sit_on_results(cast: Cast, on: date) -> None:
    """Every tranche the results of the year earned is approved."""
    session = cast.plan.sessions.get(number=4)
    committee.prepare(cast, session, on)
    committee.attend(cast, session, excused="FMP")
    committee.hold(cast, session, on)
    committee.decide_all(cast, session, on, lambda item: None)
    committee.minute(cast, session, on)


def sit_on_reopening(cast: Cast, on: date) -> None:
    """A return is reopened after a visit; advances, and an amendment, are decided."""
    session = cast.plan.sessions.get(number=5)
    prepare_without(cast, session, on, RETURN)
    again = committee.put_again(cast, session, *REOPENED, on)
    committee.attend(cast, session)
    committee.hold(cast, session, on)
    reason = "Simulé : une visite n’a pas trouvé trace de plusieurs essais."
    committee.settle(cast, again, on, committee.Said("reopen", reason))
    committee.decide_all(cast, session, on, lambda item: None)
    committee.minute(cast, session, on)


def prepare_without(cast: Cast, session, on: date, kind: str) -> None:
    """What is due, the returns of the running half-year left for later."""
    found = [one.subject for one in due(cast.plan, on) if not one.subject.startswith(kind)]
    committee.prepare(cast, session, on, subjects=found)


def sit_on_claw_back(cast: Cast, on: date) -> None:
    """The return submitted again is validated; what it had earned too much is claimed back."""
    session = cast.plan.sessions.get(number=6)
    committee.put_again(cast, session, *REOPENED, on)
    committee.attend(cast, session, excused="RECTIM")
    committee.hold(cast, session, on)
    committee.decide_all(cast, session, on, lambda item: None)
    prepare_without(cast, session, on, RETURN)
    committee.decide_all(cast, session, on, lambda item: None)
    committee.write_minutes(cast, session, on)
