"""What waits for whom, what the committee decides, and what a later word changes of tranches already paid."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.fund.actions import releases
from jalon.fund.queries.kept import facts_from_data, facts_to_data
from jalon.fund.queries.released import life_of
from jalon.fund.queries.tranches import due_now, dues
from jalon.fund.queries.true_ups import true_ups
from jalon.fund.queries.waiting import all_waiting, calendar, releases_to_decide, waiting
from jalon.fund.sentences import WAITING, waited_for
from jalon.kernel.payment import Facts, Money, Reference, Value
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target
from tests.factories import releases as made
from tests.factories.network import MembershipFactory, holder
from tests.factories.releases import AMOUNT, DAY, Promised, rated

pytestmark = pytest.mark.django_db
PROPORTIONAL = {"rule": "proportional", "weights": {"I0": 1}}


def paid(actual, after, three):
    promised = Promised("I0", actual=actual)
    contract = made.promising(promised, rule=PROPORTIONAL)
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.paid(contract, three)
    if after is not None:
        made.reopened(report, Promised("I0", actual=after))
    return contract, release


@pytest.mark.parametrize(("actual", "after", "amount"), [(80, 100, 200_000), (100, 70, -300_000)])
def test_a_period_found_otherwise_proposes_a_complement_or_a_claw_back(actual, after, amount):
    contract, _release = paid(actual, after, made.people())

    (found,) = true_ups(contract.plan, on=DAY)

    assert found.amount == amount
    assert found.claws_back is (amount < 0)
    assert "value_changed" in [one.key for _depth, one in found.explanation.walk()]


@pytest.mark.parametrize("after", [None, 80])
def test_a_period_found_the_same_proposes_nothing(after):
    contract, _release = paid(80, after, made.people())

    assert true_ups(contract.plan, on=DAY) == []


def test_the_rest_of_a_release_in_part_is_no_true_up():
    contract = made.ready(*rated(90))
    made.paid(contract, made.people(), amount=10)

    assert true_ups(contract.plan, on=DAY) == []
    assert due_now(contract, "T1", on=DAY).amount == AMOUNT - 10


def test_the_committee_decides_what_is_asked_for_and_what_changed():
    three = made.people()
    contract, _release = paid(100, 70, three)
    other = made.promising(*rated(90), plan=contract.plan)
    made.reported(other, *rated(90))
    asked = made.proposed(other, three[0])

    found = releases_to_decide(contract.plan, on=DAY)

    assert [(one.kind, one.amount) for one in found] == [("release", AMOUNT), ("claw_back", -300_000)]
    assert found[0].release == asked


def test_each_stage_waits_for_its_people():
    three = asks, approves, pays = made.people()
    contract = made.ready(*rated(90))
    director = holder("centre_director", contract.centre)
    everybody = (*three, director)
    release = None

    def waited():
        found = all_waiting(contract.plan, DAY)
        return [len(waiting(one, DAY, found=found)) for one in everybody]

    told = [waited()]
    release = made.proposed(contract, asks)
    told.append(waited())
    releases.approve_release(release, by=approves, on=DAY)
    told.append(waited())
    releases.order(release, by=approves, on=DAY)
    told.append(waited())
    releases.pay(release, document="Virement", by=pays, on=DAY)
    told.append(waited())
    releases.justify(release, amount=AMOUNT, document="Factures", by=director, on=DAY)
    told.append(waited())

    assert told == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]


def test_who_asked_is_not_waited_for_to_approve():
    asks, _approves, _pays = made.people()
    contract = made.ready(*rated(90))
    MembershipFactory(role="fund_officer", organisation=asks.memberships.get().organisation, user=asks)
    made.proposed(contract, asks)

    assert waiting(asks, DAY, plan=contract.plan) == []


def test_tranches_stand_under_the_quarter_of_their_day():
    tranches = [
        {"code": "T1", "rule": made.THRESHOLD},
        {"code": "T2", "rule": made.THRESHOLD, "due_on": date(2025, 5, 2)},
        {"code": "T3", "rule": made.THRESHOLD, "due_on": None},
    ]
    contract = made.ready(*rated(90), tranches=tranches)

    found = calendar(dues(contract.plan, on=DAY))

    assert [one.period and one.period.code for one in found] == ["2025-Q1", "2025-Q2", None]
    assert [one.now for one in found] == [AMOUNT, 0, AMOUNT]
    assert [one.count("blocked") for one in found] == [0, 1, 0]


def test_a_claw_back_leaves_nothing_to_decide():
    three = made.people()
    contract, release = paid(100, 70, three)

    releases.claw_back_due(contract, "T1", document="PV", decision=uuid4(), by=three[1], on=DAY)

    assert releases_to_decide(contract.plan, on=DAY) == []
    assert life_of(release).owed == 300_000


def test_money_claimed_back_waits_for_the_centre_and_the_accountant_until_it_is_given_back():
    three = made.people()
    contract, release = paid(100, 70, three)
    told = {"by": three[2], "on": DAY}
    releases.claw_back_due(contract, "T1", document="PV", decision=uuid4(), by=three[1], on=DAY)

    before = {one.state: one.amount for one in waiting(three[2], DAY, plan=contract.plan)}
    said = waited_for(life_of(release))
    releases.give_back(release, amount=300_000, document="Virement 18", **told)
    after = waiting(three[2], DAY, plan=contract.plan)

    assert before == {"owed": 300_000}
    assert str(WAITING["owed"]) in said and str(WAITING["paid"]) in said
    assert after == []
    assert str(WAITING["owed"]) not in waited_for(life_of(release))


# facts are read back as they were

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
codes = st.sampled_from(("TESTS", "CERT", "STAFF"))
targets = st.builds(
    Target,
    shape=st.sampled_from(Shape),
    value=st.none() | numbers,
    tolerance=st.none() | numbers.map(abs),
    baseline=st.none() | numbers,
    decreases=st.booleans(),
)
values = st.builds(
    lambda code, actual, target, identities, reservation: Value(
        code,
        actual,
        target,
        Reference(code, "CO-1", "2024", "uid"),
        has_reservation=reservation,
        identities=identities,
    ),
    codes,
    numbers | st.just(NotComputable("not_received")),
    st.none() | targets,
    st.none() | st.frozensets(st.text("abc", min_size=1, max_size=3)),
    st.booleans(),
)
money = st.builds(
    Money, st.integers(0, 10**12), st.sampled_from(("FMC", "")), st.just(Reference(document="d"))
)


@given(
    st.builds(
        Facts,
        values=st.lists(values).map(lambda found: {one.code: one for one in found}),
        undertakings=st.frozensets(codes),
        justified=st.none() | numbers,
        paid=st.integers(0, 10**12),
        paid_lifetime=st.none() | st.integers(0, 10**12),
        units_paid=st.none() | numbers,
        paid_elsewhere=st.frozensets(codes),
        others=st.none() | st.lists(money, min_size=1).map(tuple),
        cost=st.none() | money,
        on=st.none() | st.dates(),
    )
)
def test_the_facts_of_a_release_are_read_back_as_they_were(facts):
    assert facts_from_data(facts_to_data(facts)) == facts


def test_decimals_are_kept_as_text():
    facts = Facts({"I": Value("I", Decimal("0.10"))})

    assert facts_to_data(facts)["values"]["I"]["actual"] == "0.10"
