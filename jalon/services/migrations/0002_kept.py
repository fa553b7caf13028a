from django.db import migrations

from jalon.journal.lives import advances
from jalon.journal.triggers import append_only

TABLES = (
    "offering",
    "offeringversion",
    "opening",
    "price",
    "requeststep",
    "need",
    "interaction",
    "contractreview",
    "quote",
    "quoteline",
    "acceptance",
)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        *(operation for table in TABLES for operation in append_only(f"services_{table}")),
        advances("services_requeststep", "services_request", initial="draft"),
    ]
