from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0006_validation")]

    operations = [
        migrations.AlterField(
            model_name="contractreview",
            name="rule",
            field=models.CharField(
                choices=[
                    ("no_statement", "no statement of conformity"),
                    ("simple", "simple acceptance"),
                    ("guarded", "guard band, pass or fail"),
                    ("four_way", "guard band, with conditional pass and fail"),
                    ("risk", "given risk of false acceptance"),
                    ("standard", "rule of the standard itself"),
                ],
                max_length=16,
            ),
        ),
    ]
