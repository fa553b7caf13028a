"""The bulk path: entries go in by COPY, past no trigger, their digests under one event."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import connection

from jalon.fund.actions.ledger import (
    NOBODY,
    NOTHING,
    Grounds,
    People,
    as_lines,
    as_row,
    check,
    hold,
    next_number,
)
from jalon.fund.models import Entry
from jalon.journal.actions import Recording
from jalon.journal.models import Record
from jalon.kernel import ledger
from jalon.plan.models import Plan

Kept = TypeVar("Kept", bound=Record)

ALLOCATE = """
SELECT nextval(ids) FROM generate_series(1, %s),
    (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS ids OFFSET 0) named
"""


def post_many(
    record: Recording,
    entries: Iterable[ledger.Entry],
    *,
    plan: Plan,
    people: People = NOBODY,
    grounds: Grounds = NOTHING,
    simulated: bool = False,
) -> list[Entry]:
    """Write many entries at once: what `post_all` does, without reversals, faster."""
    entries = list(entries)
    hold(plan)
    check(plan, entries, people)
    first = next_number(plan)
    rows = [
        as_row(entry, plan=plan, number=first + place, people=people, grounds=grounds, simulated=simulated)
        for place, entry in enumerate(entries)
    ]
    copy(record, rows)
    copy(record, [line for row, entry in zip(rows, entries, strict=True) for line in as_lines(row, entry)])
    return rows


def copy(record: Recording, rows: Sequence[Kept]) -> None:
    """Write records of one table under the event being recorded."""
    table, fields = rows[0]._meta.db_table, rows[0]._meta.concrete_fields
    for key, row in zip(taken(table, len(rows)), rows, strict=True):
        row.pk = key
        record.signed(row)
    columns = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
            for row in rows:
                into.write_row([getattr(row, field.attname) for field in fields])
    record.records += rows


def taken(table: str, count: int) -> Sequence[int]:
    """So many keys of rows, ascending, nobody else's."""
    with connection.cursor() as cursor:
        cursor.execute(ALLOCATE, [count, table])
        return [key for (key,) in cursor.fetchall()]
