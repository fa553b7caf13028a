"""Numbers people read: without a gap, a centre, a series and a year."""

from django.db import connection

NEXT = """
INSERT INTO services_counter AS kept (centre_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (centre_id, series, year) DO UPDATE SET last = kept.last + 1
RETURNING last
"""


def take_number(centre, series: str, *, year: int) -> int:
    """The next number, inside the transaction that uses it: whoever comes next waits, and none is skipped."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [centre.pk, series, year])
        return cursor.fetchone()[0]
