from django.db import migrations

from jalon.journal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = append_only("network_consultation")
