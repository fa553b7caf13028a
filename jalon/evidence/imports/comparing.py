"""What the lines of a file change: compared in the database with what is known, all at once.

First names only: most lines are new. Of those seen before, digests; whole only lines whose digest differs.

The statements are put together from names of columns, never from anything a person wrote.
"""
# ruff: noqa: S608

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from jalon.evidence.rows import COLUMNS

KEPT = ", ".join((*COLUMNS, "hash"))
CONTENT = tuple(name for name in COLUMNS if name not in ("uid", "source", "revision", "reverses_id", "said"))
MOST_SHOWN = 200

_TABLES = f"""
DROP TABLE IF EXISTS named, said, incoming, known;
CREATE TEMPORARY TABLE named (n int, sheet int, at_row int, cancel bool, external_id text) ON COMMIT DROP;
CREATE TEMPORARY TABLE said (n int, said bytea) ON COMMIT DROP;
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT 0 AS n, {KEPT} FROM evidence_evidence WITH NO DATA;
"""
_KNOWN = """
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
    SELECT DISTINCT ON (i.n) i.n, i.cancel, e.id, e.revision, r.id IS NULL AS stands, false AS same
    FROM named i
    JOIN evidence_evidence e ON e.centre_id = %s AND e.external_id = i.external_id AND e.reverses_id IS NULL
    LEFT JOIN evidence_evidence r ON r.reverses_id = e.id
    ORDER BY i.n, e.revision DESC
"""
_SAID_SAME = """
UPDATE known k SET same = true FROM said s, evidence_evidence e
WHERE s.n = k.n AND e.id = k.id AND e.said = s.said
"""


def _row(alias: str) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in CONTENT) + ")"


_SAME = f"""
UPDATE known k SET same = true FROM incoming i, evidence_evidence e
WHERE i.n = k.n AND e.id = k.id AND {_row("e")} IS NOT DISTINCT FROM {_row("i")}
"""
# a line that names a firm without its establishment, as an export does of a merged one, means the firm of
# its row, when both records count as one
_AS_KNOWN = """
UPDATE incoming i SET enterprise_id = e.enterprise_id, establishment_id = e.establishment_id
FROM known k, evidence_evidence e, network_enterprise was, network_enterprise said
WHERE k.n = i.n AND e.id = k.id AND was.id = e.enterprise_id AND said.id = i.enterprise_id
    AND i.establishment_id IS NULL AND was.id <> said.id
    AND coalesce(was.kept_id, was.id) = coalesce(said.kept_id, said.id)
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE NOT cancel AND stands AND same OR cancel AND NOT stands),
    count(*) FILTER (WHERE NOT cancel AND stands AND NOT same),
    count(*) FILTER (WHERE cancel AND stands),
    count(*) FILTER (WHERE NOT cancel AND NOT stands)
FROM known
"""
_UNKNOWN = """
SELECT n, sheet, at_row, external_id FROM named i
WHERE cancel AND NOT EXISTS (SELECT FROM known k WHERE k.n = i.n) ORDER BY n
"""


@dataclass(frozen=True)
class Counts:
    """How many known lines are what; `again` are lines that were reversed and come back."""

    unchanged: int
    corrected: int
    reversed: int
    again: int


class Comparison:
    """The lines that came in, in temporary tables of this transaction."""

    def __init__(self, centre_id: int):
        self.centre_id = centre_id
        self.count = 0
        self.digests: list[bytes] = []

    def name(self, texts: Iterable[bytes]) -> None:
        """Take in the names of all lines, and find those that are known."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
        self.count = copied("named", texts)
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [self.centre_id])

    def unknown_cancels(self) -> list[tuple]:
        """Lines that ask to cancel what was never recorded: place, sheet, row, name."""
        return asked(_UNKNOWN)

    def known(self) -> list[int]:
        """Places of the lines that are not new."""
        return [place for place, *_ in self.unknown_cancels()] + places("true")

    def coming_back(self) -> list[int]:
        """Places of the lines whose row was reversed: they follow it."""
        return places("NOT cancel AND NOT stands")

    def standing(self) -> list[int]:
        """Places of the lines whose row stands: perhaps they say the same."""
        return places("NOT cancel AND stands")

    def record_first(self, rows: Iterable[tuple[bytes, bytes]], count: int) -> None:
        """Rows never seen before go where they stay."""
        if not count:
            return
        statement = f"COPY evidence_evidence (id, event_id, {KEPT}) FROM STDIN"
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
            for text, digests in rows:
                copy.write(text)
                self.digests += [digests[at : at + 32] for at in range(0, len(digests), 32)]

    def compare_said(self, texts: Iterable[bytes]) -> list[int]:
        """Places of the standing lines that say something else than before."""
        copied("said", texts)
        with connection.cursor() as cursor:
            cursor.execute(_SAID_SAME)
        return places("NOT cancel AND stands AND NOT same")

    def compare_whole(self, texts: Iterable[bytes]) -> None:
        """Lines whose text differs may still say the same of everything that counts."""
        copied(f"incoming (n, {KEPT})", texts)
        with connection.cursor() as cursor:
            cursor.execute(_AS_KNOWN)
            cursor.execute(_SAME)

    def counts(self) -> Counts:
        return Counts(*asked(_COUNTS)[0])

    def to_reverse_or_follow(self) -> Iterator[tuple[int | None, int, tuple | None]]:
        """The row to reverse, the revision known, the values of the row that follows."""
        columns = ", ".join(f"i.{name}" for name in COLUMNS)
        statement = (
            f"SELECT CASE WHEN k.stands THEN k.id END, k.revision, k.cancel, {columns} "
            "FROM known k LEFT JOIN incoming i USING (n) "
            "WHERE k.cancel AND k.stands OR NOT k.cancel AND NOT (k.stands AND k.same) ORDER BY k.n"
        )
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement)
            for row, revision, cancel, *values in cursor:
                yield row, revision, None if cancel else tuple(values)

    def corrections(self) -> list[tuple]:
        """The first corrected or cancelled lines: sheet, row, cancel, name, the row known, what comes."""
        columns = ", ".join(f"i.{name}" for name in CONTENT)
        return asked(
            f"SELECT m.sheet, m.at_row, k.cancel, m.external_id, k.id, {columns} "
            "FROM known k JOIN named m USING (n) LEFT JOIN incoming i USING (n) "
            f"WHERE k.stands AND (k.cancel OR NOT k.same) ORDER BY k.n LIMIT {MOST_SHOWN}"
        )


def asked(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def places(condition: str) -> list[int]:
    return [place for (place,) in asked(f"SELECT n FROM known WHERE {condition} ORDER BY n")]


def copied(table: str, texts: Iterable[bytes]) -> int:
    """Copy lines into a temporary table; how many."""
    count = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for text in texts:
                count += text.count(b"\n")
                copy.write(text)
    return count
