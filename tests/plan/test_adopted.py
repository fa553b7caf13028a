"""What was adopted never changes, whoever writes: the database says so."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.kernel.words import Words
from jalon.plan.models import Axis, FundingLine, GlobalObjective, PlanVersion
from tests.factories.network import MinistryFactory
from tests.factories.plan import PlanFactory, agreement, claim, plan_version

pytestmark = pytest.mark.django_db

TABLES = (
    "plan_planversion",
    "plan_axis",
    "plan_fundingline",
    "plan_globalobjective",
    "plan_agreement",
    "plan_agreementparty",
    "plan_claim",
    "plan_claimversion",
    "plan_service",
    "plan_serviceversion",
)


def refused(match="is refused"):
    return pytest.raises(DatabaseError, match=match)


@pytest.mark.parametrize("model", (PlanVersion, Axis, FundingLine, GlobalObjective))
def test_no_row_of_an_adopted_version_is_changed_or_removed(model):
    plan_version()

    with refused("adopted"), transaction.atomic():
        model.objects.update(source="autre")
    with refused("adopted"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_nothing_enters_a_version_after_the_act_that_adopted_it():
    version = plan_version()

    with refused("adopted already"), transaction.atomic():
        Axis.objects.create(version=version, code="9", name=Words("Ajout"))
    with refused("adopted already"), transaction.atomic():
        GlobalObjective.objects.create(axis=version.axes.first(), code="9.9", name=Words("Ajout"))


def test_a_row_does_not_move_from_a_draft_into_an_adopted_version():
    adopted = plan_version()
    draft = plan_version(adopted.plan, number=2, status="draft", axes={"9": ("Neuf", "تسعة")})

    with refused("adopted already"), transaction.atomic():
        draft.axes.update(version=adopted)


def test_a_draft_changes_and_goes():
    draft = plan_version(status="draft")

    draft.axes.update(name=Words("Renommé"))
    Axis.objects.create(version=draft, code="9", name=Words("Ajout"))
    draft.delete()

    assert not PlanVersion.objects.exists()


def test_a_draft_that_is_signed_is_a_draft_no_longer():
    draft = plan_version(status="draft")
    PlanVersion.objects.filter(pk=draft.pk).update(status="signed")

    with refused("adopted"), transaction.atomic():
        PlanVersion.objects.filter(pk=draft.pk).update(status="draft")


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_promises_is_emptied(table, truncate_refused):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("change", ({"signed_on": date(2022, 6, 8)}, {"envelope": 1}, {"code": "X"}))
def test_what_parties_signed_stays_as_signed(change):
    made = agreement()

    with refused("as it was signed"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(**change)


def test_what_was_not_known_of_an_agreement_may_be_completed():
    made = agreement()

    type(made).objects.update(title=Words("Convention", "اتفاقية", "Agreement"), starts_on=date(2022, 1, 1))

    made.refresh_from_db()
    assert made.starts_on == date(2022, 1, 1)


def test_who_signed_stays_a_party():
    made = agreement(None, MinistryFactory())

    with refused("stays a party"), transaction.atomic(), connection.cursor() as cursor:
        made.parties.all().delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_was_published_is_not_taken_back():
    made = claim(PlanFactory(), "money-250", shown="250 MDH")

    for row in (made, made.claim):
        with refused("never changed or removed"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
        with refused("never changed or removed"), transaction.atomic():
            type(row).objects.update(id=0)
