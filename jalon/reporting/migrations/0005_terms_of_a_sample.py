from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_reminders")]

    operations = [
        migrations.AddField(model_name="sample", name="terms", field=models.JSONField(default=dict)),
    ]
