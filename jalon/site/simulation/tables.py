"""What the database should know of the tables while a life is written: their sizes, and that keys hold."""

from django.apps import apps
from django.db import connection

WRITTEN = (
    "evidence_evidence", "evidence_receipt", "journal_event", "network_enterprise", "network_establishment",
    "network_enterpriseprofile", "network_centrefirm",
)  # fmt: skip


def count_tables(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables or WRITTEN)}")


def flush() -> None:
    """Check the deferred keys of what was written so far: the server need not remember them to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def count_work() -> None:
    """The tables of the work of the centres, which grow from nothing."""
    models = [
        model for label in ("services", "capacity") for model in apps.get_app_config(label).get_models()
    ]
    count_tables(*(model._meta.db_table for model in models))
