"""The life of a release: three people, the books in step, and what keeps each verb from being done."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from jalon.fund.actions import releases
from jalon.fund.actions.accepting import accept_document
from jalon.fund.actions.refusing import Refused
from jalon.fund.models import Release, ReleaseStep
from jalon.fund.queries.explanations import agrees, decided, explanation, replayed
from jalon.fund.queries.ledger import along, balances
from jalon.fund.queries.released import life_of
from jalon.fund.queries.tranches import due_now
from jalon.fund.queries.true_ups import true_up
from jalon.fund.sentences import DONE, REFUSALS, STATES, VERBS
from jalon.journal.actions import recording
from jalon.journal.models import Event
from jalon.kernel.payment import OBJECTIONS, recomputed
from jalon.kernel.states import NOT_FROM_HERE, NOT_YOURS, RELEASE
from jalon.reporting.models import ReturnStep
from jalon.site.verification import changed_records
from tests.factories import releases as made
from tests.factories.releases import AMOUNT, DAY, Promised, rated

pytestmark = pytest.mark.django_db
LATER = date(2025, 9, 1)


@pytest.fixture
def three():
    return made.people()


def held(contract):
    """What the accounts of a contract hold, in centimes."""
    found = {key.account: amount for key, amount in balances(contract.plan).items() if key.contract}
    return {account: amount for account, amount in found.items() if account != "commitment"}


def refused(action, *args, **told):
    with pytest.raises(Refused) as caught:
        action(*args, **told)
    return list(caught.value.reasons)


# from the proposal to the justification


@pytest.mark.parametrize("verb", ["order", "pay"])
@pytest.mark.parametrize(("actual", "reason"), [(10, "not_blocked"), (None, "values_validated")])
def test_nothing_is_ordered_or_paid_on_a_value_that_fell_since_it_was_approved(verb, actual, reason):
    said = Promised("I0", actual=90)
    contract = made.promising(said)
    report = made.reported(contract, said)
    made.commit(contract)
    asks, approves, pays = made.people()
    release = made.proposed(contract, asks)
    releases.approve_release(release, by=approves, on=DAY)
    if verb == "pay":
        releases.order(release, by=approves, on=DAY)
    made.reopened(report, replace(said, actual=actual))

    with pytest.raises(Refused) as refused:
        if verb == "order":
            releases.order(release, by=approves, on=DAY)
        else:
            releases.pay(release, document="Virement", by=pays, on=DAY)

    assert refused.value.reasons == (reason,)


def test_a_release_goes_from_its_proposal_to_its_justification(three):
    asks, approves, pays = three
    contract = made.ready(*rated(90, 86))

    release = made.proposed(contract, asks)
    assert held(contract) == {}
    releases.approve_release(release, by=approves, on=DAY, decision=uuid4())
    assert held(contract) == {"payable": AMOUNT}
    releases.order(release, by=approves, on=DAY)
    releases.pay(release, document="Virement 17", by=pays, on=DAY)
    assert held(contract) == {"paid": AMOUNT}
    releases.justify(release, amount=400_000, document="Factures 1-9", by=asks, on=LATER)
    assert life_of(release).state == "paid"
    releases.justify(release, amount=600_000, document="Factures 10-20", by=asks, on=LATER)

    assert held(contract) == {"spent": AMOUNT}
    assert [step.verb for step in life_of(release).steps] == [
        "propose",
        "approve",
        "order",
        "pay",
        "justify",
        "justify",
    ]
    assert Event.objects.filter(verb__startswith="release.").count() == 6
    assert due_now(contract, "T1", on=LATER).state == "released"


def test_each_action_and_its_entry_are_one_event(three):
    contract = made.ready(*rated(90))
    before = Event.objects.count()

    made.paid(contract, three)

    assert Event.objects.count() == before + 4


# three people


def test_who_asks_does_not_approve(three):
    asks, _approves, _pays = three
    release = made.proposed(made.ready(*rated(90)), asks)

    assert refused(releases.approve_release, release, by=asks, on=DAY) == ["approver_is_another"]


@pytest.mark.parametrize("payer", [0, 1])
def test_who_asks_or_approves_does_not_pay(three, payer):
    asks, approves, _pays = three
    release = made.proposed(made.ready(*rated(90)), asks)
    releases.approve_release(release, by=approves, on=DAY)
    releases.order(release, by=approves, on=DAY)

    found = refused(releases.pay, release, document="Virement", by=three[payer], on=DAY)

    assert found == ["payer_is_another"]


@pytest.mark.parametrize(("verb", "person"), [("approve", 0), ("pay", 0), ("pay", 1)])
def test_the_database_too_holds_three_people(three, verb, person):
    asks, approves, _pays = three
    release = made.proposed(made.ready(*rated(90)), asks)
    releases.approve_release(release, by=approves, on=DAY)

    with pytest.raises(IntegrityError, match=r"three_people|office_is_held_once"):
        with transaction.atomic(), recording("release.forged") as record:
            record.keep(
                ReleaseStep(release=release, verb=verb, state="paid", on=DAY, person=three[person], amount=1)
            )


def test_a_release_is_never_changed(three):
    release = made.proposed(made.ready(*rated(90)), three[0])

    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(amount=1)


# what is refused


def test_nothing_is_released_on_values_that_are_not_validated(three):
    contract = made.ready(*rated(90), state="verified")

    assert "blocked" in refused(made.proposed, contract, three[0])


def test_no_more_than_what_is_due(three):
    contract = made.ready(*rated(90))

    assert refused(made.proposed, contract, three[0], amount=AMOUNT + 1) == ["more_than_due"]


def test_two_releases_of_a_tranche_do_not_wait_at_once(three):
    contract = made.ready(*rated(90))
    made.proposed(contract, three[0], amount=10)

    assert refused(made.proposed, contract, three[0], amount=10) == ["already_open"]


def test_a_value_reopened_since_keeps_a_release_from_being_approved(three):
    asks, approves, _pays = three
    promised = Promised("I0", actual=90)
    contract = made.promising(promised)
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.proposed(contract, asks)

    made.reopened(report, Promised("I0", actual=50))

    assert refused(releases.approve_release, release, by=approves, on=DAY) == ["not_blocked"]


def test_a_return_that_is_reopened_pays_nothing_meanwhile(three):
    asks, approves, _pays = three
    contract = made.promising(*rated(90))
    report = made.reported(contract, *rated(90))
    made.commit(contract)
    release = made.proposed(contract, asks)

    with recording("return.reopened") as record:
        record.keep(ReturnStep(report=report, verb="reopen", state="reopened", on=DAY))

    due = due_now(contract, "T1", on=DAY)
    assert [reason.key for reason in due.outcome.reasons] == ["value_not_validated"]
    refusals = refused(releases.approve_release, release, by=approves, on=DAY)
    assert refusals == ["values_validated", "not_blocked"]


def test_a_commitment_that_does_not_hold_enough(three):
    asks, approves, _pays = three
    contract = made.ready(*rated(90), committed=AMOUNT - 1)
    release = made.proposed(contract, asks)

    assert refused(releases.approve_release, release, by=approves, on=DAY) == ["commitment_covers"]


def test_a_refusal_says_why(three):
    asks, approves, _pays = three
    release = made.proposed(made.ready(*rated(90)), asks)

    assert refused(releases.refuse_release, release, reason=" ", by=approves, on=DAY) == ["reason_given"]
    assert releases.refuse_release(release, reason="Pièce absente", by=approves, on=DAY).state == "refused"
    assert refused(releases.order, release, by=approves, on=DAY) == ["not_from_here"]


def test_documents_do_not_cover_more_than_was_paid(three):
    release = made.paid(made.ready(*rated(90)), three)

    found = refused(releases.justify, release, amount=AMOUNT + 1, document="Factures", by=three[0], on=DAY)

    assert found == ["more_than_paid"]


def test_a_cancelled_release_goes_back_to_its_commitment(three):
    asks, approves, _pays = three
    contract = made.ready(*rated(90))
    release = made.proposed(contract, asks)
    releases.approve_release(release, by=approves, on=DAY)

    releases.cancel_release(release, reason="Erreur de ligne", by=approves, on=DAY)

    assert held(contract) == {}
    assert due_now(contract, "T1", on=DAY).amount == AMOUNT


# in part, held back


def test_a_release_in_part_leaves_the_rest_due(three):
    contract = made.ready(*rated(90))

    made.paid(contract, three, amount=300_000)

    assert due_now(contract, "T1", on=DAY).amount == AMOUNT - 300_000


def test_what_is_held_back_waits_for_its_day(three):
    contract = made.ready(*rated(90))

    release = made.paid(contract, three, hold_back=100_000, held_until=LATER)

    assert release.amount == AMOUNT - 100_000
    assert due_now(contract, "T1", on=DAY).amount == 0
    assert due_now(contract, "T1", on=LATER).amount == 100_000


def test_a_part_held_back_says_until_when(three):
    contract = made.ready(*rated(90))

    assert refused(made.proposed, contract, three[0], hold_back=5) == ["held_until_missing"]


# a part is approved


def test_a_part_is_approved_and_the_rest_stays_due(three):
    contract = made.ready(*rated(90))
    release = made.proposed(contract, three[0])

    releases.approve_release(release, amount=300_000, reason="Le reste attend le devis", by=three[1], on=DAY)
    assert held(contract) == {"payable": 300_000}
    releases.order(release, by=three[1], on=DAY)
    releases.pay(release, document="Virement 17", by=three[2], on=DAY)

    assert held(contract) == {"paid": 300_000}
    assert (life_of(release).amount, life_of(release).is_in_part) == (300_000, True)
    assert due_now(contract, "T1", on=DAY).amount == AMOUNT - 300_000
    assert true_up(due_now(contract, "T1", on=DAY)) is None
    rest = made.paid(contract, three)
    assert (rest.amount, held(contract)) == (AMOUNT - 300_000, {"paid": AMOUNT})


def test_a_part_that_was_approved_goes_back_when_it_is_cancelled(three):
    contract = made.ready(*rated(90))
    release = made.proposed(contract, three[0])
    releases.approve_release(release, amount=300_000, reason="En partie", by=three[1], on=DAY)

    releases.cancel_release(release, reason="Erreur", by=three[1], on=DAY)

    assert held(contract) == {}
    assert due_now(contract, "T1", on=DAY).amount == AMOUNT


@pytest.mark.parametrize(
    ("amount", "reason", "refusals"),
    [
        (AMOUNT + 1, "Plus", ["not_blocked", "commitment_covers", "more_than_asked"]),
        (0, "Rien", ["not_positive"]),
        (AMOUNT - 1, " ", ["part_reason"]),
    ],
)
def test_a_part_is_less_than_what_was_asked_and_says_why(three, amount, reason, refusals):
    release = made.proposed(made.ready(*rated(90)), three[0])

    found = refused(releases.approve_release, release, amount=amount, reason=reason, by=three[1], on=DAY)

    assert found == refusals


def test_the_explanation_of_a_part_says_what_stays_due(three):
    release = made.proposed(made.ready(*rated(90)), three[0])
    releases.approve_release(release, amount=300_000, reason="En partie", by=three[1], on=DAY)

    told = decided(life_of(release))

    assert (told.key, told.figure, recomputed(told)) == ("released_in_part", 300_000, 300_000)
    assert [child.key for child in told.children] == ["to_pay", "stays_due"]
    assert agrees(release, replayed(release))


def test_a_value_found_smaller_since_still_lets_its_part_be_approved(three):
    promised = Promised("I0", actual=100)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.proposed(contract, three[0])
    made.reopened(report, Promised("I0", actual=70))

    releases.approve_release(release, amount=700_000, reason="Revu à 70 %", by=three[1], on=DAY)

    assert held(contract) == {"payable": 700_000}


# along axes


def test_a_tranche_without_an_axis_is_paid_out_of_those_its_line_was_committed_on(three):
    contract = made.ready(*rated(90), axis_code="", committed=0)
    made.commit(contract, 600_000)
    made.commit(contract, 700_000, axis="4")
    release = made.paid(contract, three)

    assert axes(contract, "paid") == {"1": 600_000, "4": 400_000}
    releases.justify(release, amount=700_000, document="Factures", by=three[0], on=LATER)
    assert axes(contract, "spent") == {"1": 600_000, "4": 100_000}
    assert axes(contract, "commitment") == {"4": 300_000}
    assert life_of(release).to_justify == 300_000


def test_what_left_several_axes_goes_back_to_them(three):
    contract = made.ready(*rated(90), axis_code="", committed=0)
    made.commit(contract, 600_000)
    made.commit(contract, 400_000, axis="4")
    release = made.proposed(contract, three[0])
    releases.approve_release(release, by=three[1], on=DAY)

    releases.cancel_release(release, reason="Erreur", by=three[1], on=DAY)

    assert axes(contract, "commitment") == {"1": 600_000, "4": 400_000}


def axes(contract, account):
    """What an account of a contract holds, axis by axis."""
    found = along(contract.plan, "axis", account=account, contract=contract.code)
    return {axis: amount for (axis,), amount in found.items()}


# claimed back


def reverified(three, after, **more):
    """A tranche paid in full, whose value is found smaller later."""
    promised = Promised("I0", actual=100)
    rule = {"rule": "proportional", "weights": {"I0": 1}}
    contract = made.promising(promised, rule=rule)
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.paid(contract, three, **more)
    made.reopened(report, Promised("I0", actual=after))
    return contract, release


def test_a_value_found_smaller_claims_money_back(three):
    contract, release = reverified(three, 70)

    (life,) = releases.claw_back_due(
        contract, "T1", document="PV du 12 juin", decision=uuid4(), by=three[1], on=LATER
    )

    assert held(contract) == {"paid": 700_000, "owed": 300_000}
    assert life.state == "paid"
    assert life.step("claw_back").explanation["key"] == "to_claw_back"
    releases.give_back(release, amount=300_000, document="Virement reçu", by=three[2], on=LATER)
    assert held(contract) == {"paid": 700_000, "returned": 300_000}
    assert due_now(contract, "T1", on=LATER).amount == 0


def test_spending_justified_before_is_claimed_back_too(three):
    contract, release = reverified(three, 0)
    releases.justify(release, amount=600_000, document="Factures", activity="general", by=three[0], on=LATER)

    releases.claw_back_due(contract, "T1", document="PV", decision=uuid4(), by=three[1], on=LATER)

    assert held(contract) == {"owed": AMOUNT}
    assert life_of(release).state == "clawed_back"


def test_a_claw_back_needs_the_committee(three):
    _contract, release = reverified(three, 70)

    found = refused(
        releases.claw_back, release, amount=1, document="PV", decision=None, by=three[1], on=LATER
    )

    assert found == ["decision_minuted"]


def test_the_last_release_gives_back_first(three):
    contract, first = reverified(three, 70, amount=600_000)
    # found at 70 %: 100,000 are still due
    second = made.paid(contract, three)

    assert second.amount == 100_000
    assert due_now(contract, "T1", on=DAY).amount == 0
    assert life_of(first).released == 600_000


# replay


def test_a_decision_is_replayed_whatever_came_later(three):
    contract, release = reverified(three, 20)
    stored = explanation(release)
    made.promising(Promised("I0", value=1), held=contract, number=2, amount=77)
    releases.claw_back_due(contract, "T1", document="PV", decision=uuid4(), by=three[1], on=LATER)

    again = replayed(release)

    assert agrees(release, again)
    assert again.explanation == stored
    assert again.outcome.amount == release.due == AMOUNT
    assert due_now(contract, "T1", on=LATER).outcome.earned == 200_000


# words


def test_every_verb_state_and_guard_has_its_words():
    assert set(RELEASE.verbs) <= VERBS.keys() & DONE.keys()
    assert set(RELEASE.states) <= STATES.keys()
    assert {*RELEASE.guards, *OBJECTIONS, NOT_FROM_HERE, NOT_YOURS} <= REFUSALS.keys()


def test_a_payment_order_without_plan_lock_is_not_possible(three):
    """Steps of a plan are done one after the other: the turn is taken before the state is read."""
    release = made.proposed(made.ready(*rated(90)), three[0])

    with connection.execute_wrapper(remembering := Remembering()):
        releases.approve_release(release, by=three[1], on=DAY)

    locked = next(n for n, sql in enumerate(remembering.asked) if "FOR NO KEY UPDATE" in sql)
    read = next(n for n, sql in enumerate(remembering.asked) if 'FROM "fund_releasestep"' in sql)
    assert locked < read


class Remembering:
    def __init__(self):
        self.asked = []

    def __call__(self, execute, sql, params, many, context):
        self.asked.append(str(sql))
        return execute(sql, params, many, context)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("fund_release", "amount", "amount - 1"),
        ("fund_release", "explanation", "jsonb_set(explanation, '{key}', '\"to_claw_back\"')"),
        ("fund_releasestep", "on_day", "on_day + 1"),
        ("fund_acceptance", "document", "document || '.'"),
    ],
)
def test_one_altered_value_of_a_release_is_found(three, table, column, value):
    contract = made.ready(*rated(90))
    accept_document(contract, "plan", document="Plan", by=three[0], on=DAY)
    made.paid(contract, three)
    assert list(changed_records()) == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_keep_rows")
        cursor.execute(f"UPDATE {table} SET {column} = {value}")

    assert list(changed_records()) != []
