"""The books, as the actions write them."""

import pytest

from jalon.fund.actions import ledger as books
from jalon.fund.models import Balance, Entry
from jalon.fund.queries.ledger import held_along
from jalon.kernel import ledger
from jalon.site import verification
from tests.factories.fund import DAY, PLACE, committed, pledge, post
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return plan_version().plan


def test_money_walks_from_its_funder_to_a_contract(plan):
    committed(plan, 600_00)

    held = dict(Balance.objects.filter(plan=plan).values_list("account", "amount"))
    assert held == {"source": -600_00, "line": 0, "commitment": 600_00}


def test_a_line_gives_no_more_than_it_holds(plan):
    pledge(plan)
    post(plan, ledger.allocate("MIN", PLACE, 100_00, on=DAY))

    with pytest.raises(books.Refused) as refused:
        post(plan, ledger.commit(PLACE, 100_01, on=DAY))

    assert [(one.code, one.amount) for one in refused.value.problems] == [("below_zero", 1)]
    assert Entry.objects.count() == 1


def test_numbers_follow_without_gaps(plan):
    committed(plan)
    post(plan, ledger.uncommit(PLACE, 1_00, on=DAY))

    assert list(Entry.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_reversal_gives_everything_back(plan):
    committed(plan, 600_00)
    kept = ledger.commit(PLACE, 600_00, on=DAY, number=2)

    post(plan, ledger.reversal(kept, on=DAY, reason="Double saisie"))

    assert held_along(plan, ledger.touched([kept])) == {
        ledger.Key("line", "", "1", 2024, ""): 600_00,
    }


def test_what_is_written_is_whole(plan):
    committed(plan)

    assert list(verification.changed_records()) == []
