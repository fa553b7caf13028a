"""The bulk path: rows go in by COPY, their digests under one event."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection

from jalon.evidence.rows import COLUMNS, copy_line
from jalon.kernel.chain import evidence_digest

BATCH = 2000

_ALLOCATE = """
SELECT nextval(ids) FROM generate_series(1, %s),
    (SELECT pg_get_serial_sequence('evidence_evidence', 'id')::regclass AS ids OFFSET 0) named
"""


def allocate(count: int) -> Sequence[int]:
    """So many ids of rows, ascending, nobody else's."""
    with connection.cursor() as cursor:
        cursor.execute(_ALLOCATE, [count])
        return [taken for (taken,) in cursor.fetchall()]


def copy_rows(recording, rows: Iterable[tuple], *, ids: Sequence[int]) -> int:
    """Write rows under the event being recorded; how many.

    A row is its values in the order of `evidence.rows.FIELDS`: quantity and amount signed, keys as ids,
    `reverses` an id of this call or of a row that is there. `ids` come from `allocate`, one a row, ascending.
    The database refuses what does not hold together.
    """
    digests: list[bytes] = []
    columns = ", ".join(("id", "event_id", *COLUMNS, "hash"))
    lines = _lines(recording.event_id, rows, ids, digests)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY evidence_evidence ({columns}) FROM STDIN") as copy:
            while batch := "".join(islice(lines, BATCH)):
                copy.write(batch)
    if len(digests) != len(ids):
        raise ValueError(f"{len(ids)} ids for {len(digests)} rows")
    recording.covers(digests)
    return len(digests)


def _lines(event_id: int, rows, ids, digests) -> Iterator[str]:
    for id_, values in zip(ids, rows, strict=True):
        digest = evidence_digest(values)
        digests.append(digest)
        yield copy_line((id_, event_id, *values, digest))
