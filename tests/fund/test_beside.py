"""Beside the envelope of a plan stands what was committed and paid of it, for who may read the books."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.fund.actions import ledger as books
from jalon.fund.actions import ledger_payments
from jalon.journal.queries import latest
from jalon.ui.formats import plain_million
from tests.factories.fund import DAY, PLACE, committed
from tests.factories.network import CentreFactory, holder
from tests.factories.people import UserFactory
from tests.factories.results import contract, version

pytestmark = pytest.mark.django_db

ENVELOPE, COMMITTED, PAID = 250_000_000_00, 180_000_000_00, 120_000_000_00


@pytest.fixture
def plan():
    made = version(envelope=ENVELOPE).plan
    contract(made, CentreFactory(code="A"))
    contract(made, CentreFactory(code="B"))
    return made


def paid(plan, amount=PAID, on=DAY):
    """Money committed to a contract, of which an amount is released, ordered and paid."""
    committed(plan, COMMITTED, place=replace(PLACE, contract="C-A"))
    people = books.People(*(UserFactory() for _ in range(3)))
    asked = replace(people, payer=None)
    told = {"place": replace(PLACE, contract="C-A"), "amount": amount, "by": None, "on": on}
    ledger_payments.release(plan, people=asked, **told)
    ledger_payments.order(plan, document="OP 1", people=asked, **told)
    ledger_payments.pay(plan, document="OV 1", people=people, **told)


def page(client, who, plan, **query):
    client.force_login(who)
    return client.get("/en/", {"plan": plan.code, "on": "2024-06-01"} | query)


def money(client, who, plan, **query):
    found = page(client, who, plan, **query).context["money"]
    return {name: one["amount"] for name, one in found.items()}


def test_the_envelope_says_what_was_committed_and_paid(readonly_client, plan):
    paid(plan)

    body = page(readonly_client, holder("programme_officer"), plan).content.decode()

    assert f"{plain_million(COMMITTED)}</span> committed</a>" in body
    assert f"{plain_million(PAID)}</span> paid</a>" in body


def test_what_was_paid_opens_onto_entries_that_add_up_to_it(readonly_client, plan):
    paid(plan)

    found = page(readonly_client, holder("programme_officer"), plan).context["money"]

    for one in found.values():
        assert readonly_client.get(one["href"]).context["total"] == one["amount"]


def test_money_of_a_later_day_or_moment_is_not_told(readonly_client, plan):
    before = latest()
    paid(plan)
    officer = holder("programme_officer")

    assert money(readonly_client, officer, plan, known_at=before) == {}
    assert money(readonly_client, officer, plan, on=(DAY - timedelta(1)).isoformat()) == {}
    assert money(readonly_client, officer, plan) == {"committed": COMMITTED, "disbursed": PAID}


def test_an_order_not_paid_yet_is_not_paid(readonly_client, plan):
    committed(plan, COMMITTED, place=replace(PLACE, contract="C-A"))

    assert money(readonly_client, holder("accountant"), plan) == {"committed": COMMITTED, "disbursed": 0}


@pytest.mark.parametrize("role", ["centre_staff", "quality_manager", "verifier", "administrator"])
def test_who_may_not_read_the_books_reads_none_of_it(readonly_client, plan, role):
    paid(plan)

    answer = page(readonly_client, holder(role), plan)

    assert answer.context["money"] == {}
    assert "paid</a>" not in answer.content.decode()


def test_a_centre_is_led_to_a_page_that_says_the_same_figure(readonly_client, plan):
    paid(plan)
    director = holder("centre_director", CentreFactory())

    found = page(readonly_client, director, plan).context["money"]["disbursed"]

    assert readonly_client.get(found["href"]).context["total"].disbursed == found["amount"]


def test_money_costs_the_page_one_question(readonly_client, plan, settings):
    paid(plan)
    officer = holder("programme_officer")

    def questions():
        with CaptureQueriesContext(connection) as captured:
            page(readonly_client, officer, plan)
        return len(captured)

    questions()
    known = questions()
    settings.JALON_BESIDE_ENVELOPE = ""
    assert known - questions() == 1
