import django.db.models.deletion
from django.db import migrations, models

from jalon.journal.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("reporting", "0006_manifest_of_a_seal")]

    operations = [
        migrations.CreateModel(
            name="Enlargement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("hash", models.BinaryField(max_length=32)),
                ("sizes", models.JSONField(default=dict)),
                ("reason", models.TextField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.event"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enlargements",
                        to="reporting.sample",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        *append_only("reporting_enlargement"),
    ]
