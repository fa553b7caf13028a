"""What the rows of a file change: compared in the database with what is known, all at once.

The statements are put together from names of columns, never from anything a person wrote.
"""
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from jalon.evidence.reading.lines import PLACES
from jalon.evidence.rows import COLUMNS

KEPT = ", ".join((*COLUMNS, "hash", "said"))
CONTENT = tuple(name for name in COLUMNS if name not in ("uid", "source", "revision", "reverses_id"))
MOST_SHOWN = 200

_TABLE = f"""
DROP TABLE IF EXISTS incoming;
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
    SELECT 0 AS n, 0 AS sheet, 0 AS at_row, false AS cancel, {KEPT} FROM evidence_evidence WITH NO DATA;
"""
_COPY = f"COPY incoming (n, sheet, at_row, cancel, {KEPT}) FROM STDIN"


def _row(alias: str) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in CONTENT) + ")"


# One look-up a line in the index of revisions; the last revision is the one that may stand.
_KNOWN = f"""
DROP TABLE IF EXISTS known;
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
    SELECT i.n, i.cancel, e.id, e.revision, r.id IS NULL AS stands,
        e.said IS NOT DISTINCT FROM i.said OR {_row("e")} IS NOT DISTINCT FROM {_row("i")} AS same
    FROM incoming i CROSS JOIN LATERAL (
        SELECT * FROM evidence_evidence e
        WHERE e.centre_id = %(centre)s AND e.external_id = i.external_id AND e.reverses_id IS NULL
        ORDER BY e.revision DESC LIMIT 1
    ) e LEFT JOIN evidence_evidence r ON r.reverses_id = e.id;
CREATE INDEX ON known (n);
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE NOT cancel AND stands AND same),
    count(*) FILTER (WHERE cancel AND NOT stands),
    count(*) FILTER (WHERE NOT cancel AND stands AND NOT same),
    count(*) FILTER (WHERE cancel AND stands),
    count(*) FILTER (WHERE NOT cancel AND NOT stands)
FROM known
"""
_UNKNOWN = """
SELECT n, sheet, at_row, external_id FROM incoming i
WHERE cancel AND NOT EXISTS (SELECT FROM known k WHERE k.n = i.n) ORDER BY n
"""
_INSERT = f"""
INSERT INTO evidence_evidence (id, event_id, {KEPT})
SELECT nextval((SELECT pg_get_serial_sequence('evidence_evidence', 'id')::regclass)), %s, {KEPT}
FROM (
    SELECT * FROM incoming i WHERE NOT cancel AND NOT EXISTS (SELECT FROM known k WHERE k.n = i.n) ORDER BY n
) i
"""


@dataclass(frozen=True)
class Comparison:
    """How many lines are what; `again` are lines that were reversed and come back."""

    unchanged: int
    corrected: int
    reversed: int
    again: int
    first: int  # never seen before


class Table:
    """The temporary table of the lines that came in."""

    def __init__(self, centre_id: int):
        self.centre_id = centre_id
        self.digests: list[bytes] = []

    def fill(self, batches: Iterator[tuple[bytes, bytes]]) -> None:
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.execute(_TABLE)
            with cursor.copy(_COPY) as copy:
                for text, digests in batches:
                    copy.write(text)
                    self.digests += [digests[at : at + 32] for at in range(0, len(digests), 32)]

    def compare(self) -> Comparison:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN.replace("%(centre)s", str(int(self.centre_id))))
            cursor.execute(_COUNTS)
            same, gone, corrected, reversed_, again = cursor.fetchone()
        first = len(self.digests) - same - gone - corrected - reversed_ - again - len(self.unknown_cancels())
        return Comparison(same + gone, corrected, reversed_, again, first)

    def unknown_cancels(self) -> list[tuple]:
        """Lines that ask to cancel what was never recorded: place, sheet, row, name."""
        with connection.cursor() as cursor:
            cursor.execute(_UNKNOWN)
            return cursor.fetchall()

    def insert_first(self, event_id: int) -> list[bytes]:
        """Record the lines never seen before; their digests in the order of their ids."""
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [event_id])
            cursor.execute("SELECT n FROM known UNION SELECT n FROM incoming WHERE cancel")
            others = {n for (n,) in cursor.fetchall()}
        return [digest for n, digest in enumerate(self.digests) if n not in others]

    def others(self) -> Iterator[tuple[int | None, int, tuple | None]]:
        """Lines that reverse a row or come after one: the row to reverse, its revision, the new values."""
        columns = ", ".join(f"i.{name}" for name in COLUMNS)
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT CASE WHEN k.stands THEN k.id END, k.revision, k.cancel, {columns}, i.said "
                "FROM known k JOIN incoming i USING (n) "
                "WHERE k.cancel AND k.stands OR NOT k.cancel AND NOT (k.stands AND k.same) ORDER BY k.n"
            )
            for row, revision, cancel, *values in cursor:
                yield row, revision, None if cancel else tuple(values)

    def corrections(self) -> list[tuple]:
        """The first corrected or cancelled lines: sheet, row, cancel, name, the row known, what comes."""
        columns = ", ".join(f"i.{name}" for name in CONTENT)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT i.sheet, i.at_row, k.cancel, i.external_id, k.id, {columns} "
                "FROM known k JOIN incoming i USING (n) "
                f"WHERE k.stands AND (k.cancel OR NOT k.same) ORDER BY k.n LIMIT {MOST_SHOWN}"
            )
            return cursor.fetchall()


assert PLACES == ("n", "sheet", "row", "cancel")  # the order of _COPY
