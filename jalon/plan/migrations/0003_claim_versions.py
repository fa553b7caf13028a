import django.db.models.deletion
from django.db import migrations, models

import jalon.ui.fields
from jalon.journal.triggers import append_only

MENDED_IN_PLACE = """
DROP TRIGGER plan_claim_keep_rows ON plan_claim;
DROP FUNCTION plan_claim_keep();
DROP TRIGGER plan_claim_keep_table ON plan_claim;
"""

SAID = (
    "plan_id, topic, topic_name, statement, value, shown_value, unit, as_of, published_on, source, url, note,"
    " indicator, event_id"
)

# What was kept becomes the first version, under the event that recorded it. The keys are checked at once:
# a table with checks still to come is not altered.
FIRST_VERSIONS = f"""
INSERT INTO plan_claimversion (claim_id, number, {SAID}, withdrawn, reason)
SELECT id, 1, {SAID}, '{{}}', '{{}}' FROM plan_claim ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""  # noqa: S608 - names of columns, written above

MOVED = (
    *("plan", "topic", "topic_name", "statement", "value", "shown_value", "unit", "as_of", "published_on"),
    *("source", "url", "note", "indicator", "event"),
)


def words(name=None, *, blank=False):
    options = {"verbose_name": name} if name else {}
    return jalon.ui.fields.WordsField(blank=blank, default=jalon.ui.fields.no_words, **options)


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_adopted"), ("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ClaimVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("topic", models.CharField(max_length=60)),
                ("topic_name", words()),
                ("statement", words()),
                ("value", models.DecimalField(blank=True, decimal_places=3, max_digits=24, null=True)),
                ("shown_value", models.CharField(blank=True, max_length=60)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("as_of", models.CharField(blank=True, max_length=20)),
                ("published_on", models.CharField(blank=True, max_length=10)),
                ("source", models.TextField()),
                ("url", models.TextField(blank=True)),
                ("note", words(blank=True)),
                ("indicator", models.CharField(blank=True, max_length=60)),
                ("withdrawn", words("why it was withdrawn", blank=True)),
                ("reason", words("why it was corrected", blank=True)),
                ("claim", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="plan.claim")),
                ("event", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.event")),
                ("plan", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan")),
            ],
            options={"ordering": ("claim", "number"),"constraints": [models.UniqueConstraint(fields=("claim", "number"), name="plan_claim_version_number_is_one")],
            },
        ),
        migrations.RunSQL(FIRST_VERSIONS),
        migrations.RunSQL(MENDED_IN_PLACE),
        migrations.AlterModelOptions(name="claim", options={"ordering": ("code",)}),
        *(migrations.RemoveField("claim", name) for name in MOVED),
        migrations.AlterField(
            model_name="claimversion",
            name="plan",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="plan.plan"),
        ),
        *append_only("plan_claim"),
        *append_only("plan_claimversion"),
    ]
