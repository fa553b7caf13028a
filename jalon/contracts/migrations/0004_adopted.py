from django.db import migrations

from jalon.plan.triggers import adopted, part_of_adopted

OF_VERSION = "contracts_contractversion v"
OF_OBJECTIVE = "contracts_specificobjective o JOIN contracts_contractversion v ON v.id = o.version_id"
OF_PLAN = "plan_planversion v"
OF_GLOBAL_OBJECTIVE = (
    "plan_globalobjective o JOIN plan_axis a ON a.id = o.axis_id JOIN plan_planversion v ON v.id = a.version_id"
)
PARTS = ("contractparty", "undertaking", "specificobjective", "baseline", "allocation", "pasttotal")


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_initial"), ("plan", "0002_adopted"), ("journal", "0001_initial")]

    operations = [
        *adopted("contracts_contractversion"),
        *(
            operation
            for part in PARTS
            for operation in part_of_adopted(f"contracts_{part}", "version_id", OF_VERSION)
        ),
        *part_of_adopted("contracts_target", "objective_id", OF_OBJECTIVE, "o.id"),
        *part_of_adopted("contracts_globaltarget", "objective_id", OF_GLOBAL_OBJECTIVE, "o.id"),
        *part_of_adopted("contracts_globalbaseline", "version_id", OF_PLAN),
    ]
