"""What can be asked of the evidence: the catalogue of kinds, how far it goes."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from jalon.evidence.models import Evidence, Kind, Receipt
from jalon.evidence.rows import COLUMNS, row_values
from jalon.evidence.terms import kind_from
from jalon.kernel import kinds
from jalon.kernel.chain import evidence_digest


def catalogue() -> dict[str, kinds.Kind]:
    """The kinds this installation knows, by code, in the order people meet them: the core, then the packs."""
    known = {row.code: kind_from(row.code, row.name, row.terms) for row in Kind.objects.all()}
    core = {code: known.pop(code, kind) for code, kind in kinds.CATALOGUE.items()}
    return core | known


def received_to(centre, known_at: int | None = None) -> dt.date | None:
    """The day up to which a centre says its evidence is complete, or None when it never said."""
    return all_received_to(known_at).get(centre.pk)


def all_received_to(known_at: int | None = None) -> dict[int, dt.date]:
    """The same for every centre that said something, by the centre's id: its last word known then."""
    receipts = Receipt.objects.order_by("centre", "-event__number").distinct("centre")
    if known_at is not None:
        receipts = receipts.filter(event__number__lte=known_at)
    return dict(receipts.values_list("centre", "received_to"))


def rows_with_digests(*, after: int = 0, up_to: int | None = None) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Every row in the order of ids: its id, its event, its kept hash, and the hash its values give now.

    Streams from the server: as many rows as there are fit in little memory.
    """
    rows = Evidence.objects.filter(id__gt=after).order_by("id")
    rows = rows if up_to is None else rows.filter(id__lte=up_to)
    for row in rows.iterator(chunk_size=5000):
        yield row.id, row.event_id, bytes(row.hash), evidence_digest(row_values(row))


def live_revisions(centre_id: int, external_ids: list[str]) -> dict[str, tuple[int, int, bool]]:
    """For each line of a centre: its last row's id, revision, and whether it still stands."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_REVISIONS, [centre_id, external_ids])
        return {external_id: (row, revision, stands) for external_id, row, revision, stands in cursor}


_LAST_REVISIONS = """
SELECT DISTINCT ON (e.external_id) e.external_id, e.id, e.revision, r.id IS NULL
FROM evidence_evidence e LEFT JOIN evidence_evidence r ON r.reverses_id = e.id
WHERE e.centre_id = %s AND e.external_id = ANY(%s) AND e.reverses_id IS NULL
ORDER BY e.external_id, e.revision DESC
"""

STORED = ("id", "event_id", *COLUMNS, "hash")
