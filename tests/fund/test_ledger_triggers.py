"""The books held by the database itself: rows are written past every action, and refused."""

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.fund.models import Balance, Entry, Posting
from jalon.journal.actions import recording
from tests.factories.fund import DAY, committed, pledge
from tests.factories.people import UserFactory
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db
IN = {"account": "line", "line": "1", "year": 2024}
OUT = {"account": "source", "line": "1", "year": 2024, "source": "MIN"}
PROMISED = {"account": "commitment", "contract": "CO-A", "line": "1", "axis": "1", "year": 2024}


@pytest.fixture
def plan():
    return plan_version().plan


def write(plan, *lines, number=1, step="allocate", **fields):
    """An entry past the actions, as raw as rows can be."""
    with transaction.atomic():
        with recording("fund.forged") as record:
            entry = record.keep(Entry(plan=plan, number=number, step=step, on=DAY, **fields))
            for line, amount in lines:
                record.keep(Posting(entry=entry, amount=amount, **line))
        settle()
    return entry


def settle():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def refused(words):
    return pytest.raises(DatabaseError, match=words)


def test_an_entry_past_the_actions_is_weighed_too(plan):
    pledge(plan)

    write(plan, (OUT, -5_00), (IN, 5_00))

    assert dict(Balance.objects.values_list("account", "amount")) == {"source": -5_00, "line": 5_00}


def test_lines_that_do_not_sum_to_zero_are_refused(plan):
    pledge(plan)

    with refused("its lines sum to 1 centimes"):
        write(plan, (OUT, -5_00), (IN, 5_01))


def test_an_entry_without_lines_is_refused(plan):
    with refused("it has no line"):
        write(plan)


def test_a_funder_gives_no_more_than_it_pledged(plan):
    pledge(plan, amount=5_00)

    with refused("fund_no_balance_below_zero"):
        write(plan, (OUT, -5_01), (IN, 5_01))


def test_a_pledge_that_was_drawn_is_not_withdrawn(plan):
    committed(plan, 600_00)

    with refused("fund_no_balance_below_zero"):
        pledge(plan, amount=-1)


@pytest.mark.parametrize(
    "lines",
    [
        [(IN, -1), (PROMISED, 1)],
        [(PROMISED, -600_01), (IN, 600_01)],
        [(PROMISED | {"year": 2025}, -1), (PROMISED, 1)],
        [(PROMISED | {"contract": "CO-B"}, -1), (PROMISED, 1)],
    ],
)
def test_no_balance_goes_below_zero(plan, lines):
    committed(plan, 600_00)

    with refused("fund_no_balance_below_zero"):
        write(plan, *lines, number=3)


def test_a_line_is_not_added_to_an_entry_of_the_books(plan):
    committed(plan)
    entry = Entry.objects.last()
    more = [
        Posting(entry=entry, event_id=entry.event_id, hash=b"0" * 32, amount=amount, **IN)
        for amount in (1, -1)
    ]

    with refused("is in the books already"), transaction.atomic():
        Posting.objects.bulk_create(more)


def test_a_line_is_not_written_under_the_event_of_another_action(plan):
    committed(plan)
    entry = Entry.objects.last()

    with refused("after its entry, under the same event"), recording("fund.forged") as record:
        record.keep(Posting(entry=entry, amount=1, **IN))


@pytest.mark.parametrize("number", [2, 4])
def test_numbers_have_no_gap_and_no_twin(plan, number):
    committed(plan)

    with refused("number"):
        write(plan, (PROMISED, -1), (IN, 1), number=number, step="uncommit")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE fund_balance SET amount = amount + 1",
        "INSERT INTO fund_balance (plan_id, account, contract, line, year, source, amount, pledged)"
        " SELECT plan_id, 'line', '', '9', 2024, '', 5, 0 FROM fund_entry LIMIT 1",
        "DELETE FROM fund_balance",
        "TRUNCATE fund_balance",
        "UPDATE fund_balancepart SET amount = 0",
        "DELETE FROM fund_balancepart",
        "TRUNCATE fund_balancepart",
    ],
)
def test_nobody_writes_a_balance(plan, sql):
    committed(plan)
    settle()

    with refused("balances follow from the entries"):
        run(sql)


@pytest.mark.parametrize("table", ["fund_entry", "fund_posting", "fund_pledge", "fund_receipt"])
def test_what_was_written_is_never_changed(plan, table):
    committed(plan)
    settle()
    filled = table != "fund_receipt"

    for sql in (f"UPDATE {table} SET event_id = event_id", f"DELETE FROM {table}")[: 2 * filled]:
        with refused("never changed or removed"):
            run(sql)
    with refused("never changed or removed"):
        run(f"TRUNCATE {table} CASCADE")


REVERSAL = {"step": "reversal", "reason": "Erreur"}


def test_a_reversal_mirrors_its_entry(plan):
    committed(plan, 600_00)
    entry = Entry.objects.get(number=2)

    with refused("do not mirror"):
        write(plan, (PROMISED, -1), (IN | {"axis": "1"}, 1), number=3, reverses=entry, **REVERSAL)


def test_an_entry_is_reversed_once_and_a_reversal_never(plan):
    committed(plan, 600_00)
    entry = Entry.objects.get(number=2)
    back = [(PROMISED, -600_00), (IN | {"axis": "1"}, 600_00)]
    undone = write(plan, *back, number=3, reverses=entry, **REVERSAL)

    with refused("unique"):
        write(plan, *back, number=4, reverses=entry, **REVERSAL)
    with refused("is no reversal"):
        write(plan, *((line, -amount) for line, amount in back), number=4, reverses=undone, **REVERSAL)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"step": "release"}, "fund_money_is_requested_and_approved"),
        (
            {"step": "pay", "document": "OV"},
            "fund_money_is_requested_and_approved|fund_a_payment_has_a_payer",
        ),
        ({"step": "claw_back"}, "fund_an_entry_rests_on_its_document"),
        ({"step": "transfer"}, "fund_a_transfer_names_its_authority"),
        ({"step": "reversal", "reason": "Erreur"}, "fund_a_reversal_says_what_and_why"),
        ({"step": "spend"}, "fund_entry_step_is_known"),
    ],
)
def test_an_entry_says_what_its_step_asks(plan, fields, constraint):
    committed(plan)

    with refused(constraint):
        write(plan, (PROMISED, -1), (IN, 1), number=3, **fields)


@pytest.mark.parametrize("same", [("requester", "approver"), ("approver", "payer"), ("requester", "payer")])
def test_three_people_are_three(plan, same):
    committed(plan)
    one = UserFactory()
    people = {office: UserFactory() for office in ("requester", "approver", "payer")} | dict.fromkeys(
        same, one
    )

    with refused("fund_three_people"):
        write(plan, (PROMISED, -1), (IN, 1), number=3, step="pay", document="OV 1", **people)


@pytest.mark.parametrize(
    "line",
    [
        IN | {"contract": "CO-A"},
        IN | {"source": "MIN"},
        IN | {"line": ""},
        IN | {"year": 0},
        PROMISED | {"contract": ""},
        OUT | {"source": ""},
        IN | {"account": "bank"},
        IN | {"activity": "leisure"},
    ],
)
def test_a_line_says_where_its_money_stands(plan, line):
    committed(plan)

    with refused("fund_"):
        write(plan, (PROMISED, -1), (line, 1), number=3, step="uncommit")


def test_a_line_of_zero_is_refused(plan):
    committed(plan)

    with refused("fund_a_line_of_zero_says_nothing"):
        write(plan, (PROMISED, 0), (IN, 0), number=3, step="uncommit")
