"""A signed contract never changes, whoever writes: the database says so."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.contracts.models import (
    Allocation,
    Baseline,
    ContractParty,
    ContractVersion,
    GlobalBaseline,
    GlobalTarget,
    PastTotal,
    SpecificObjective,
    Target,
    Tranche,
    Undertaking,
)
from jalon.indicators.models import Indicator, IndicatorVersion
from jalon.plan.models import GlobalObjective
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.indicators import sheet
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db

PARTS = (Allocation, Baseline, ContractParty, PastTotal, SpecificObjective, Target, Tranche, Undertaking)
CHANGES = {
    Allocation: "year",
    Tranche: "year",
    ContractParty: "side",
    Target: "source",
    SpecificObjective: "axis_code",
}


def refused(match="is refused"):
    return pytest.raises(DatabaseError, match=match)


@pytest.mark.parametrize("status", ("signed", "simulated"))
@pytest.mark.parametrize("model", (ContractVersion, *PARTS))
def test_no_row_of_an_adopted_version_is_changed_or_removed(model, status):
    contract_version(status=status)
    field = CHANGES.get(model, "source")
    value = 2030 if field == "year" else "x"

    with refused("was adopted"), transaction.atomic():
        model.objects.update(**{field: value})
    with refused("was adopted"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_nothing_enters_a_contract_after_its_signature():
    version = contract_version()

    with refused("adopted already"), transaction.atomic():
        Allocation.objects.create(version=version, funding_line_code="2", year=2024, amount=1)
    with refused("adopted already"), transaction.atomic():
        Target.objects.create(
            objective=version.objectives.get(),
            indicator=Indicator.objects.first(),
            year=2030,
            value=1,
            shape="level",
        )


def test_a_draft_changes_and_goes():
    draft = contract_version(status="draft")

    draft.allocations.update(amount=5)
    draft.delete()

    assert not ContractVersion.objects.exists()


def test_no_target_or_baseline_enters_a_plan_after_its_adoption():
    version, indicator = plan_version(), sheet().indicator
    objective = GlobalObjective.objects.filter(axis__version=version).first()

    with refused("adopted already"), transaction.atomic():
        GlobalTarget.objects.create(
            objective=objective, indicator=indicator, year=2025, value=1, shape="level"
        )
    with refused("adopted already"), transaction.atomic():
        GlobalBaseline.objects.create(version=version, indicator=indicator, value=Decimal(1))


def test_a_sheet_is_never_changed():
    sheet()

    with refused(), transaction.atomic():
        IndicatorVersion.objects.update(formula="1")
    with refused(), transaction.atomic():
        IndicatorVersion.objects.all().delete()


@pytest.mark.parametrize("model", (*PARTS, ContractVersion, GlobalTarget, GlobalBaseline, IndicatorVersion))
def test_no_table_of_promises_is_emptied(model, truncate_refused):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_simulated_annex_is_never_signed():
    held = contract()

    with pytest.raises(DatabaseError, match="simulated_is_never_signed"), transaction.atomic():
        version = contract_version(held, whole_terms(held), status="draft")
        ContractVersion.objects.filter(pk=version.pk).update(simulated=True)
