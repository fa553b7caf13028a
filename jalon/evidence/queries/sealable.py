"""Rows as a seal takes them: every one known at a moment, reversed or not, in the order of their ids."""

import datetime as dt
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from jalon.evidence import documents
from jalon.evidence.models import Evidence
from jalon.evidence.rows import row_values


class Sealable(NamedTuple):
    """A row: its id, its moment, its values as digested, and the hash it was recorded with."""

    id: int
    moment: int
    values: tuple
    hash: bytes


def rows_to_seal(
    *,
    centres: Collection[int],
    kinds: Collection[str],
    from_the_start: Collection[str],
    start: dt.date,
    end: dt.date,
    known_at: int,
) -> Iterator[Sealable]:
    """Streams the rows of some centres and kinds over a period; of some kinds also those before it."""
    rows = Evidence.objects.filter(
        Q(on__gte=start) | Q(kind__in=list(from_the_start)),
        centre__in=list(centres),
        kind__in=list(kinds),
        on__lte=end,
        event__number__lte=known_at,
    )
    for row in rows.select_related("event").order_by("pk").iterator(chunk_size=5000):
        yield Sealable(row.pk, row.event.number, row_values(row), bytes(row.hash))


def path_of_document(sha256: str) -> Path:
    """Where the bytes of a stored document are."""
    return documents.path_of(sha256)
