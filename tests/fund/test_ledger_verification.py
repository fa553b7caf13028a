"""What was altered behind the triggers is found."""

import pytest
from django.db import connection

from jalon.fund.queries import ledger_verification
from jalon.site import verification
from tests.factories.fund import committed
from tests.factories.plan import lifted, plan_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = plan_version().plan
    committed(plan, 600_00)
    return plan


def alter(sql, *tables):
    with lifted(*tables), connection.cursor() as cursor:
        cursor.execute(sql)


def places(found):
    return [place for place, *_rest in found]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("fund_posting", "axis", "'2'"),
        ("fund_posting", "amount", "amount * 2"),
        ("fund_entry", "document", "'autre'"),
        ("fund_entry", "on_day", "'2020-01-01'"),
        ("fund_pledge", "amount", "amount + 1"),
    ],
)
def test_one_altered_value_is_named(plan, table, column, value):
    alter(f"UPDATE {table} SET {column} = {value}", table)

    found = places([(one.place, one.what) for one in verification.changed_records()])

    assert any(table.removeprefix("fund_") in place for place in found)


def test_an_altered_balance_is_named(plan):
    alter("UPDATE fund_balance SET amount = amount + 1 WHERE account = 'line'", "fund_balance")

    assert places(ledger_verification.wrong()) == ["balance line 1 2024"]


def test_an_altered_part_of_a_balance_is_named(plan):
    alter("UPDATE fund_balancepart SET amount = 5 WHERE account = 'line'", "fund_balancepart")

    assert places(ledger_verification.wrong()) == ["part of a balance line 1 1 2024"]


def test_a_missing_entry_is_named(plan):
    alter("DELETE FROM fund_posting WHERE entry_id = (SELECT min(id) FROM fund_entry)", "fund_posting")
    alter("DELETE FROM fund_entry WHERE number = 1", "fund_entry")

    assert "entry 1 of the fund" in places(ledger_verification.wrong())


def test_lines_that_no_longer_balance_are_named(plan):
    alter("UPDATE fund_posting SET amount = amount + 7 WHERE account = 'commitment'", "fund_posting")

    assert ("entry 2 of the fund", "its lines sum to 7 centimes") in list(ledger_verification.wrong())
