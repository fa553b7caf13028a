"""Records: rows written once under an event, whatever the app."""

import pytest
from django.db import connection

from jalon.site.verification import record_models

KEPT = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled = 'A'"


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", ["keep_rows", "keep_table"])
def test_the_database_keeps_every_table_of_records(trigger):
    tables = {model._meta.db_table for model in record_models()}

    with connection.cursor() as cursor:
        cursor.execute(KEPT, [[f"{table}_{trigger}" for table in tables]])
        kept = {row[0] for row in cursor.fetchall()}

    assert tables - kept == set()
