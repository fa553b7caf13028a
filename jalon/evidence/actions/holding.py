from django.db import connection

RECORDING_LOCK = 0x65766964  # "evid"


def one_at_a_time(centre_id: int) -> None:
    """Inside a transaction: whoever records for this centre next sees every line of the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RECORDING_LOCK, centre_id])
