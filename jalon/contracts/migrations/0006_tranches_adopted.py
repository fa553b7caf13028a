from django.db import migrations

from jalon.plan.triggers import part_of_adopted


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_tranches")]

    operations = part_of_adopted("contracts_tranche", "version_id", "contracts_contractversion v")
