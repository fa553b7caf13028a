from django.db import migrations

from jalon.journal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("contracts", "0007_life"), ("journal", "0001_initial")]

    operations = [*append_only("contracts_step"), *append_only("contracts_undertakingreport")]
