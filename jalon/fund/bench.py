"""How fast the fund answers, with a million entries in its books: `jalon bench fund`."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from django.db import connection

from jalon.contracts.models import Contract
from jalon.fund.actions import ledger as books
from jalon.fund.actions.ledger_bulk import post_many
from jalon.fund.actions.ledger_sources import pledge
from jalon.fund.models import Entry
from jalon.fund.queries.ledger import balances, position
from jalon.journal.actions import recording
from jalon.kernel import ledger
from jalon.kernel.words import Words
from jalon.network.actions import register_organisation
from jalon.network.models import Organisation
from jalon.people.models import User
from jalon.plan.models import Plan

ENTRIES: Final = 1_000_000
STOPS: Final = (10_000, 100_000, 1_000_000)
AT_ONCE: Final = 10_000
TIMES: Final = 30
ON: Final = dt.date(2024, 3, 1)
YEARS: Final = (2023, 2024, 2025, 2026)
LINES: Final = ("1", "2", "3", "4")
AXES: Final = ("1", "2", "3", "4", "5")
SUM: Final = 10_000_00
OPENED: Final = 10**15
BALANCES_IN: Final = 0.100
# what else is measured with the books filled, by the modules that know how
PARTS: Final = {
    "jalon.fund.bench_tranches": "a release with its explanation",
    "jalon.fund.bench_allocation": "an envelope shared among 2,000 projects",
}

Say = Callable[[str], object]


def compare_fund(*, rows: int = ENTRIES, say: Say = print) -> dict:
    """Fill the books, and stop on the way to measure balances and the cost of one more entry."""
    plan, people = Plan.objects.order_by("pk").last(), three_people()
    opened(plan)
    say(f"{'entries':>12}{'filled in':>12}{'one more entry':>18}{'balances':>12}{'of a contract':>16}")
    found = {}
    for stop in sorted({min(stop, rows) for stop in STOPS} | {rows}):
        begun = time.perf_counter()
        fill(plan, people, stop)
        found[stop] = measured(plan) | {"filled": time.perf_counter() - begun}
        say(told(stop, found[stop]))
    last = found[max(found)]
    say(f"balances in {last['balances'] * 1000:.1f} ms (to reach: {BALANCES_IN * 1000:.0f} ms)")
    for module, what in PARTS.items():
        if find_spec(module):
            say(f"-- {what}")
            found[module] = import_module(module).measure(plan=plan, say=say)
    return found


def told(stop: int, one: dict) -> str:
    return (
        f"{stop:>12,}{one['filled']:>10.1f} s{one['entry'] * 1000:>15.1f} ms"
        f"{one['balances'] * 1000:>9.1f} ms{one['contract'] * 1000:>13.1f} ms"
    )


def three_people() -> books.People:
    users = [User.objects.create_user(f"bench{number}@example.org", f"Bench {number}") for number in range(3)]
    return books.People(*users)


def codes(plan: Plan) -> list[str]:
    return list(Contract.objects.filter(plan=plan).values_list("code", flat=True)) or ["BENCH"]


def opened(plan: Plan) -> None:
    """A funder, and every line opened for every axis and year."""
    funder = Organisation.objects.filter(kind="funder").first() or register_organisation(
        code="BENCH-FUND", kind="funder", name=Words("Banc d'essai"), by=None
    )
    pledge(plan, funder=funder, amount=OPENED * 1000, document="Bench", by=None, on=ON, simulated=True)
    with recording("fund.allocated", subject=f"plan:{plan.code}") as record:
        places = [ledger.Place(line, year, axis=axis) for line in LINES for year in YEARS for axis in AXES]
        entries = [ledger.allocate(funder.code, place, OPENED, on=ON) for place in places]
        post_many(record, entries, plan=plan, simulated=True)


def fill(plan: Plan, people: books.People, entries: int) -> None:
    """Tranche after tranche, up to so many entries, each batch under one event."""
    contracts = codes(plan)
    steps = walk(contracts)
    while (left := entries - Entry.objects.filter(plan=plan).order_by("-number").first().number) > 0:
        batch = [next(steps) for _ in range(min(AT_ONCE, left))]
        with recording("fund.paid", subject=f"plan:{plan.code}", by=people.approver) as record:
            post_many(record, batch, plan=plan, people=people, simulated=True)
    analyze()


def walk(contracts: list[str]) -> Iterator[ledger.Entry]:
    """Money committed, released, ordered, paid and justified, here and there in turn."""
    number = 0
    while True:
        number += 1
        place = ledger.Place(
            LINES[number % len(LINES)],
            YEARS[number // 7 % len(YEARS)],
            contracts[number // 3 % len(contracts)],
            AXES[number // 5 % len(AXES)],
        )
        yield ledger.commit(place, SUM, on=ON)
        for step in (ledger.release, ledger.order, ledger.pay):
            yield step(place, SUM, on=ON, document="Bench")
        yield ledger.justify(place, SUM, on=ON, document="Bench", activity="general")


def analyze() -> None:
    with connection.cursor() as cursor:
        for table in ("fund_entry", "fund_posting", "fund_balance", "fund_balancepart", "journal_event"):
            cursor.execute(f"ANALYZE {table}")


def measured(plan: Plan) -> dict[str, float]:
    """Medians, in seconds."""
    contract = codes(plan)[0]
    place = ledger.Place(LINES[0], YEARS[0], contract, AXES[0])
    return {
        "balances": median(lambda: balances(plan)),
        "contract": median(lambda: position(plan, contract=contract)),
        "entry": median(lambda: one_more(plan, place)),
    }


def one_more(plan: Plan, place: ledger.Place) -> None:
    with recording("fund.committed", subject=f"contract:{place.contract}") as record:
        books.post(record, ledger.commit(place, SUM, on=ON), plan=plan, simulated=True)


def median(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _again in range(TIMES):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)
