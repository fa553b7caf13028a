from django.db import migrations

from jalon.journal.lives import advances
from jalon.journal.triggers import append_only

TABLES = (
    "laboratory", "laboratoryclosure", "equipmentstep", "calibration", "disposition", "staffmove",
    "authorisation", "authorisationend", "scopeline", "scopechange",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("capacity", "0001_initial")]

    operations = [
        *(operation for table in TABLES for operation in append_only(f"capacity_{table}")),
        advances("capacity_equipmentstep", "capacity_equipment", initial="ordered"),
    ]
