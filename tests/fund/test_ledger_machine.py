"""The books under any order of steps: the kernel's own sums, never below zero, and hledger agrees."""

import tempfile
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from jalon.fund.actions import ledger as books
from jalon.fund.actions import ledger_payments, ledger_sources
from jalon.fund.exports import lines
from jalon.fund.models import Entry, Step
from jalon.fund.queries.ledger import balances
from jalon.kernel import ledger
from jalon.network.models import Organisation
from tests.factories.fund import DAY, post
from tests.factories.network import OrganisationFactory
from tests.factories.people import UserFactory
from tests.factories.plan import plan_version
from tests.fund.ledger_tools import hledger_balances
from tests.fund.test_ledger_export import own

places = st.builds(
    ledger.Place,
    line=st.sampled_from(["1", "2"]),
    year=st.sampled_from([2024, 2024, 2025]),
    contract=st.sampled_from(["CO-A", "CO-A", "CO-B"]),
    axis=st.just("1"),
)
amounts = st.integers(1, 150)
funders = st.sampled_from(["MIN", "REG"])


class Books(RuleBasedStateMachine):
    """Beside the books, the kernel's own: what it refuses is refused, what it allows is written."""

    @initialize()
    def begin(self):
        self.plan = plan_version().plan
        self.held, self.pledged, self.entries = {}, {}, 0
        self.funders = {code: Organisation.objects.get(code=code) for code in ("MIN", "REG")}
        self.people = books.People(*(UserFactory() for _ in range(3)))
        self.told = {"by": None, "on": DAY}
        for code in self.funders:
            self.pledge(code, 3000)
        for line in ("1", "2"):  # far enough that every step has something to move
            place = ledger.Place(line, 2024, "CO-A", "1")
            self.allocate("MIN", place, 900, back=False)
            self.commit(place, 700, back=False)
            self.spend(place, 500, "release")
            self.spend(place, 400, "pay")
            self.account_for(place, 150, "claw_back")
            self.account_for(place, 70, "cash_in")

    def step(self, action, entry, **asked):
        """The action, and what the kernel says of the same entry."""
        wrong = ledger.problems(entry, self.held, self.pledged)
        if any(one.code in ("below_zero", "beyond_pledge") for one in wrong):
            with pytest.raises(books.Refused):
                action(self.plan, **asked, **self.told)
            return
        action(self.plan, **asked, **self.told)
        self.held = ledger.balances(entry.postings, self.held)
        self.entries += 1

    @rule(code=funders, amount=st.integers(-300, 500).filter(bool))
    def pledge(self, code, amount):
        drawn = -self.held.get(ledger.Key("source", "", "", 0, code), 0)
        told = {"funder": self.funders[code], "amount": amount, "document": "C", **self.told}
        if drawn > self.pledged.get(code, 0) + amount:
            with pytest.raises(books.Refused):
                ledger_sources.pledge(self.plan, **told)
            return
        ledger_sources.pledge(self.plan, **told)
        self.pledged[code] = self.pledged.get(code, 0) + amount

    @rule(code=funders, place=places, amount=amounts, back=st.booleans())
    def allocate(self, code, place, amount, back):
        name = "deallocate" if back else "allocate"
        entry = getattr(ledger, name)(code, place, amount, on=DAY)
        action = getattr(ledger_sources, name)
        self.step(action, entry, funder=self.funders[code], place=place, amount=amount)

    @rule(place=places, amount=amounts, back=st.booleans())
    def commit(self, place, amount, back):
        entry = (ledger.uncommit if back else ledger.commit)(place, amount, on=DAY)
        self.step(lambda plan, **_told: post(plan, entry), entry)

    @rule(place=places, amount=amounts, name=st.sampled_from(["release", "order", "pay"]))
    def spend(self, place, amount, name):
        entry = getattr(ledger, name)(place, amount, on=DAY, document="D")
        asked = {"place": place, "amount": amount, "people": self.people, "document": "D"}
        self.step(getattr(ledger_payments, name), entry, **asked)

    @rule(place=places, amount=amounts, name=st.sampled_from(["justify", "claw_back", "cash_in"]))
    def account_for(self, place, amount, name):
        entry = getattr(ledger, name)(place, amount, on=DAY, document="D")
        self.step(getattr(ledger_payments, name), entry, place=place, amount=amount, document="D")

    @rule(place=places, amount=amounts)
    def withdraw_justification(self, place, amount):
        out_of = ledger.Account.SPENT
        entry = ledger.claw_back(place, amount, on=DAY, out_of=out_of, document="D")
        asked = {"place": place, "amount": amount, "out_of": out_of, "document": "D"}
        self.step(ledger_payments.claw_back, entry, **asked)

    @rule(owed=places, payable=places, amount=amounts)
    def offset(self, owed, payable, amount):
        entry = ledger.offset(owed, payable, amount, on=DAY, document="D")
        asked = {"owed": owed, "payable": payable, "amount": amount, "people": self.people, "document": "D"}
        self.step(ledger_payments.offset, entry, **asked)

    @rule(code=funders, place=places, amount=amounts)
    def restore(self, code, place, amount):
        entry = ledger.restore(code, place, amount, on=DAY)
        self.step(ledger_sources.restore, entry, funder=self.funders[code], place=place, amount=amount)

    @rule(place=places, amount=amounts, account=st.sampled_from(["line", "commitment", "payable"]))
    def carry_forward(self, place, amount, account):
        asked = {"to_year": place.year + 1, "account": ledger.Account(account)}
        entry = ledger.carry_forward(place, amount, on=DAY, **asked)
        self.step(ledger_sources.carry_forward, entry, place=place, amount=amount, **asked)

    @rule(place=places, line=st.sampled_from(["1", "2", "3"]), amount=amounts)
    def transfer(self, place, line, amount):
        to = ledger.Place(line, place.year, axis="2")
        entry = ledger.transfer(place, to, amount, on=DAY, authority="Comité")
        self.step(ledger_sources.transfer, entry, place=place, to=to, amount=amount, authority="Comité")

    @rule(data=st.data())
    def reverse(self, data):
        left = Entry.objects.filter(plan=self.plan, reversed_by=None).exclude(step=Step.REVERSAL)
        if not (numbers := list(left.values_list("number", flat=True))):
            return
        kept = left.get(number=data.draw(st.sampled_from(numbers)))
        entry = ledger.reversal(kept.as_entry(), on=DAY, reason="Erreur")
        self.step(lambda plan, **told: ledger_sources.reverse(kept, reason="Erreur", **told), entry)

    @invariant()
    def the_books_are_the_kernels(self):
        if not hasattr(self, "plan"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        held = balances(self.plan)
        assert held == self.held
        assert sum(held.values()) == 0
        assert all(amount >= -self.pledged.get(one.source, 0) for one, amount in held.items())
        assert all(amount >= 0 for one, amount in held.items() if not one.source)
        assert ledger.net_payments(held) <= sum(self.pledged.values())
        assert Entry.objects.filter(plan=self.plan).count() == self.entries

    def teardown(self):
        with tempfile.TemporaryDirectory() as folder:
            text = "".join(f"{line}\n" for line in lines(self.plan, form="hledger"))
            assert hledger_balances(text, Path(folder)) == own(self.plan)


@pytest.mark.django_db
def test_whatever_the_order_the_books_hold():
    for code in ("MIN", "REG"):
        OrganisationFactory(kind="funder", code=code)

    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
