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


MANY = """
INSERT INTO services_counter AS kept (centre_id, series, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (centre_id, series, year) DO UPDATE SET last = kept.last + EXCLUDED.last
RETURNING last
"""


def take_numbers(centre, series: str, *, year: int, count: int) -> range:
    """So many numbers in a row, taken as `take_number` takes one."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [centre.pk, series, year, count])
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)
