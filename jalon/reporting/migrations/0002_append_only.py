from django.db import migrations

from jalon.journal.triggers import append_only

TABLES = (
    "calendar",
    "holiday",
    "return",
    "returnstep",
    "remark",
    "value",
    "sample",
    "sampled",
    "finding",
    "reply",
    "seal",
    "question",
    "answer",
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("journal", "0001_initial")]

    operations = [operation for table in TABLES for operation in append_only(f"reporting_{table}")]
