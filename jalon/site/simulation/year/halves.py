"""The returns of both halves of 2025, and what the committee decides of them."""

from collections.abc import Iterator
from datetime import date

from jalon.kernel.periods import parse
from jalon.reporting.actions import seal
from jalon.site.simulation.year import committee, vouching
from jalon.site.simulation.year.cast import Cast
from jalon.site.simulation.year.committee import Said, centre
from jalon.site.simulation.year.vouching import Wrong

FIRST, SECOND = "2025-H1", "2025-H2"
LATE, ESCALATED = "CERIC", "CTIBA"
REOPENED = ("CTPC", SECOND)
CONTESTS, REFUSED, RESERVED = "CERIMME", "CETIEV", "CMTC"

FOUND = {
    FIRST: {
        "CETEMCO": Wrong(corrected=2),
        "CERIMME": Wrong(rejected=1, missing=1),
        "CETIEV": Wrong(missing=3, rejected=1),
        "CETIA": Wrong(corrected=1),
        "CMTC": Wrong(missing=1),
        "CTPC": Wrong(corrected=1, rejected=1),
    },
    SECOND: {"CTTH": Wrong(corrected=1), "CETEMCO": Wrong(rejected=1), "CETIEV": Wrong(corrected=2)},
}


def acts(end: date) -> Iterator[tuple]:
    yield from first_half()
    yield from second_round()
    yield from second_half()
    yield from again()


def first_half() -> Iterator[tuple]:
    yield date(2025, 7, 1), 9, lambda cast, on: vouching.open_all(cast, FIRST, on)
    yield date(2025, 7, 15), 9, vouching.settle_columns
    for number, code in enumerate(on_time(FIRST)):
        yield date(2025, 7, 16 + number), 15, handing(code, FIRST)
    yield date(2025, 8, 12), 15, handing(LATE, FIRST)
    for code in (*on_time(FIRST), LATE):
        yield date(2025, 8, 25), 9, drawing(code, FIRST)
        yield date(2025, 9, 8), 9, checking(code, FIRST)
        yield date(2025, 9, 10), 9, verifying(code, FIRST)
    yield date(2025, 9, 17), 9, contesting(CONTESTS, FIRST)
    yield date(2025, 9, 22), 15, handing(ESCALATED, FIRST)
    yield date(2025, 9, 24), 9, reconsidering(CONTESTS, FIRST)
    for code in (*on_time(FIRST), LATE):
        if code != CONTESTS:
            yield date(2025, 9, 25), 9, settling(code, FIRST)
    yield date(2025, 9, 26), 9, lambda cast, on: committee.call(cast, date(2025, 10, 9), on)
    yield date(2025, 10, 9), 9, sit_on_first_half


def second_round() -> Iterator[tuple]:
    """The return that came in last, and the one that was refused and submitted again."""
    for code, day in ((ESCALATED, 6), (REFUSED, 17)):
        if code == REFUSED:
            yield date(2025, 11, day - 4), 15, handing(code, FIRST)
        yield date(2025, 11, day), 9, drawing(code, FIRST)
        yield date(2025, 11, day + 6), 9, checking(code, FIRST, vouching.NOTHING)
        yield date(2025, 11, day + 6), 15, verifying(code, FIRST)
        yield date(2025, 12, 1), 9, settling(code, FIRST)


def second_half() -> Iterator[tuple]:
    yield date(2026, 1, 2), 9, lambda cast, on: vouching.open_all(cast, SECOND, on)
    yield date(2026, 1, 19), 9, vouching.settle_columns
    for number, code in enumerate(on_time(SECOND)):
        yield date(2026, 1, 19 + number), 15, handing(code, SECOND)
    yield date(2026, 2, 11), 15, handing(LATE, SECOND)
    for code in (*on_time(SECOND), LATE):
        yield date(2026, 2, 23), 9, drawing(code, SECOND)
        yield date(2026, 3, 9), 9, checking(code, SECOND)
        yield date(2026, 3, 11), 9, verifying(code, SECOND)
        yield date(2026, 3, 18), 9, settling(code, SECOND)
    yield date(2026, 3, 30), 9, lambda cast, on: committee.call(cast, date(2026, 4, 16), on)
    yield date(2026, 4, 16), 9, sit_on_second_half
    yield date(2026, 4, 24), 9, sealing(FIRST)


def again() -> Iterator[tuple]:
    """A visit finds tests that were never made: the return is submitted, sampled and decided again."""
    code, period = REOPENED
    yield date(2026, 10, 13), 15, handing(code, period)
    yield date(2026, 10, 15), 9, drawing(code, period)
    yield date(2026, 10, 22), 9, checking(code, period, Wrong(rejected=6, missing=3))
    yield date(2026, 10, 26), 9, verifying(code, period)
    yield date(2026, 10, 28), 9, settling(code, period)


def sealing(period: str):
    return lambda cast, on: seal(cast.plan, parse(period), by=cast["officer"], on=on)


def sit_on_second_half(cast: Cast, on: date) -> None:
    """Everything is validated, and the reservation of the first half is lifted."""
    session = cast.plan.sessions.get(number=3)
    committee.prepare(cast, session, on)
    committee.attend(cast, session, excused="FMC")
    committee.hold(cast, session, on)
    committee.decide_all(cast, session, on, lambda item: None)
    committee.minute(cast, session, on)


def on_time(period: str) -> tuple[str, ...]:
    every = ("CETEMCO", "CERIMME", "CTTH", "CETIEV", "CETIA", "CTPC", "CMTC", "CTIBA")
    return tuple(code for code in every if code != ESCALATED or period != FIRST)


def handing(code: str, period: str):
    return lambda cast, on: vouching.hand_in(cast, code, period, on)


def drawing(code: str, period: str):
    return lambda cast, on: vouching.draw(cast, code, period, on)


def checking(code: str, period: str, wrong: Wrong | None = None):
    wrong = FOUND.get(period, {}).get(code, vouching.NOTHING) if wrong is None else wrong
    return lambda cast, on: vouching.check(cast, code, period, on, wrong)


def verifying(code: str, period: str):
    return lambda cast, on: vouching.verify(cast, code, period, on)


def settling(code: str, period: str):
    return lambda cast, on: vouching.settle(cast, code, period, on)


def contesting(code: str, period: str):
    return lambda cast, on: vouching.contest(cast, code, period, on)


def reconsidering(code: str, period: str):
    return lambda cast, on: vouching.reconsider(cast, code, period, on)


def sit_on_first_half(cast: Cast, on: date) -> None:
    """All are validated but one with a reservation, and one refused, which its centre may submit again."""
    session = cast.plan.sessions.get(number=2)
    committee.prepare(cast, session, on)
    committee.attend(cast, session, represented=("FACET", "RECTIM"))
    committee.hold(cast, session, on)
    committee.decide_all(cast, session, on, first_choice)
    again = committee.put_again(cast, session, REFUSED, FIRST, on)
    committee.settle(cast, again, on, Said("reopen", "Simulé : les documents manquants sont promis."))
    committee.minute(cast, session, on)


def first_choice(item) -> Said | None:
    if centre(item) == REFUSED and item.kind == "return":
        return Said("refuse", "Simulé : trop de documents manquent.")
    if centre(item) == RESERVED and item.kind == "return":
        return Said("validate_with_reservation", reservation=committee.RESERVATION)
    return None
