from django.db import migrations

from jalon.journal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("journal", "0001_initial")]

    operations = append_only("indicators_indicatorversion")
