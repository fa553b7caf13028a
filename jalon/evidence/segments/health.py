"""Whether the segments hold every row they should: figures are read from them."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import connection

from jalon.evidence.models import Segment
from jalon.journal import queries as journal

# Of this journal's segments: the rows they say they hold, and those recorded up to the last of their moments.
HELD: Final = """
    WITH held AS (SELECT rows, last_moment FROM evidence_segment WHERE NOT retired AND journal = %s)
    SELECT coalesce((SELECT sum(rows) FROM held), 0),
           (SELECT count(*) FROM evidence_evidence e JOIN journal_event j ON j.id = e.event_id
             WHERE j.number <= (SELECT max(last_moment) FROM held))
"""


def missing_rows() -> int:
    """How many recorded rows the segments should hold and do not; below 0, how many they hold twice."""
    identity = journal.identity()
    if identity is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(HELD, [identity])
        held, recorded = cursor.fetchone()
    return recorded - held


def missing_files() -> Iterator[str]:
    """The files of the manifest that are not there: until they are, all is read from the database, slowly."""
    held = Segment.objects.filter(retired=False, journal=journal.identity())
    for file in held.order_by("id").values_list("file", flat=True):
        if not (settings.JALON_SEGMENTS / file).exists():
            yield file


def is_whole() -> bool:
    """Whether nothing is missing."""
    return not missing_rows() and not any(missing_files())
