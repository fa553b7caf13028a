from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_terms_of_a_sample")]

    operations = [migrations.RenameField("seal", "digest", "manifest")]
