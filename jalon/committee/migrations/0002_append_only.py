from django.db import migrations

from jalon.journal.triggers import append_only

TABLES = (
    "rules",
    "seat",
    "session",
    "sessionstep",
    "item",
    "itemremoval",
    "attendance",
    "withdrawal",
    "vote",
    "decision",
    "followup",
    "evaluation",
    "evaluationfinding",
    "recommendation",
    "recommendationstep",
    "standingstep",
)


class Migration(migrations.Migration):
    dependencies = [("committee", "0001_initial"), ("journal", "0001_initial")]

    operations = [operation for table in TABLES for operation in append_only(f"committee_{table}")]
