"""Sixteen writers at once, each with a connection of its own, who together want more than there is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from jalon.fund.actions import ledger as books
from jalon.fund.models import Balance, Entry, Posting
from jalon.fund.queries import ledger_verification
from jalon.fund.queries.ledger import along, balances
from jalon.journal.actions import recording
from jalon.kernel import ledger
from tests.factories.fund import DAY, PLACE, pledge, post
from tests.factories.people import UserFactory
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16
TOGETHER = 1_000_00
EACH = 100_00


@pytest.fixture
def plan():
    plan = plan_version().plan
    pledge(plan, amount=TOGETHER)
    post(plan, ledger.allocate("MIN", PLACE, TOGETHER, on=DAY))
    return plan


def at_once(write):
    """The writers begin together; what each came to."""
    barrier = Barrier(WRITERS)

    def one(number):
        try:
            barrier.wait()
            return write(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_a_line_is_not_committed_twice(plan):
    def write(number):
        place = replace(PLACE, contract=f"CO-{number}")
        try:
            post(plan, ledger.commit(place, EACH, on=DAY))
        except books.Refused:
            return False
        return True

    done = at_once(write)

    assert sum(done) == TOGETHER // EACH
    assert along(plan, "account") == {("source",): -TOGETHER, ("commitment",): TOGETHER}
    assert list(ledger_verification.wrong()) == []


def test_payments_never_exceed_what_was_pledged(plan):
    people = books.People(*(UserFactory() for _ in range(3)))

    def write(number):
        place = replace(PLACE, contract=f"CO-{number % 3}")
        steps = (ledger.commit, ledger.release, ledger.order, ledger.pay)
        paid = 0
        try:
            for step in steps:
                post(plan, step(place, EACH, on=DAY, document="D"), people=people)
                paid += EACH * (step is ledger.pay)
        except books.Refused:
            return paid
        return paid

    paid = sum(at_once(write))

    held = balances(plan)
    assert ledger.net_payments(held) == paid <= TOGETHER
    assert all(amount >= 0 for one, amount in held.items() if not one.source)
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(ledger_verification.wrong()) == []


def test_writers_who_ask_nobody_are_held_by_the_database(plan):
    """No turn taken, no kernel asked: rows alone, tried again while another took the number."""

    def write(number):
        for _attempt in range(200):
            try:
                return raw(plan, f"CO-{number}")
            except IntegrityError as error:
                if "below_zero" in str(error):
                    return False
        raise AssertionError("never got a number")

    done = at_once(write)

    assert sum(done) == TOGETHER // EACH
    assert Balance.objects.get(account="line").amount == 0
    assert list(ledger_verification.wrong()) == []


def raw(plan, contract):
    with transaction.atomic(), recording("fund.forged") as record:
        number = books.next_number(plan)
        entry = record.keep(Entry(plan=plan, number=number, step="commit", on=DAY))
        place = {"line": "1", "year": 2024, "entry": entry}
        lines = [
            Posting(account="line", amount=-EACH, **place),
            Posting(account="commitment", contract=contract, amount=EACH, position=1, **place),
        ]
        record.keep_all(lines)
    return True
