"""Plans that are ready: a version with two axes, their objectives, two funding lines."""

from contextlib import contextmanager
from datetime import date

import factory
from django.db import connection
from factory.django import DjangoModelFactory

from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.plan.models import (
    Agreement,
    AgreementParty,
    Axis,
    Claim,
    ClaimVersion,
    FundingLine,
    GlobalObjective,
    Plan,
    PlanVersion,
    Service,
    ServiceVersion,
)

AXES = {"1": ("Assistance", "المساعدة"), "2": ("Certification", "الإشهاد")}


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"PLAN-{number}")
    name = factory.LazyAttribute(lambda made: Words(f"Plan {made.code}", f"مخطط {made.code}"))


def plan_version(plan=None, *, number=1, status="signed", axes=AXES, agreement=None, **fields) -> PlanVersion:
    """A version with everything it holds, adopted by one act."""
    start = fields.pop("starts_on", date(2022, 1, 1))
    with recording("plan.adopted") as record:
        version = PlanVersion.objects.create(
            plan=plan or PlanFactory(),
            number=number,
            status=status,
            label=fields.pop("label", Words(f"Version {number}", f"نسخة {number}")),
            effective_from=fields.pop("effective_from", date(2022, 6, 7)),
            starts_on=start,
            ends_on=fields.pop("ends_on", date(2025, 12, 31)),
            envelope=fields.pop("envelope", 25_000_000_000),
            agreement=agreement,
            event_id=record.event_id,
            **fields,
        )
        for position, (code, (fr, ar)) in enumerate(axes.items()):
            axis = Axis.objects.create(version=version, code=code, name=Words(fr, ar), position=position)
            name = Words(f"Objectif {code}.1", f"هدف {code}.1")
            GlobalObjective.objects.create(axis=axis, code=f"{code}.1", name=name)
            line = Words(f"Rubrique {code}", f"خط {code}")
            FundingLine.objects.create(version=version, code=code, name=line, position=position)
    return version


def agreement(plan=None, *parties, **fields) -> Agreement:
    """A signed agreement with its parties."""
    plan = plan or PlanFactory()
    with recording("agreement.signed") as record:
        made = Agreement.objects.create(
            plan=plan,
            code=fields.pop("code", f"A-{plan.code}"),
            title=fields.pop("title", Words("Convention-cadre", "اتفاقية إطار")),
            signed_on=date(2022, 6, 7),
            envelope=25_000_000_000,
            event_id=record.event_id,
            **fields,
        )
        for position, party in enumerate(parties):
            AgreementParty.objects.create(
                agreement=made, organisation=party, office=Words("Ministre", "وزير"), position=position
            )
    return made


def claim(plan, code, *, shown, topic="money", number=1, **fields) -> ClaimVersion:
    """A published figure; with a number above 1, as it was corrected."""
    with recording("claim.recorded") as record:
        made, _ = Claim.objects.get_or_create(code=code)
        return ClaimVersion.objects.create(
            claim=made,
            number=number,
            plan=plan,
            topic=topic,
            topic_name=fields.pop("topic_name", Words("Montant", "المبلغ")),
            statement=Words(f"Il est dit {shown}.", f"قيل {shown}."),
            shown_value=shown,
            source=fields.pop("source", "Un journal, 2022"),
            event_id=record.event_id,
            **fields,
        )


def service(code, name, *, number=1, **fields) -> ServiceVersion:
    """A service of the catalogue, in force from 2022 on."""
    fields = {"effective_from": date(2022, 1, 1)} | fields
    with recording("service.recorded") as record:
        made, _ = Service.objects.get_or_create(code=code)
        return ServiceVersion.objects.create(
            service=made, number=number, name=name, event_id=record.event_id, **fields
        )


@contextmanager
def lifted(*tables):
    """The triggers of tables lifted, as somebody who owns the database could: what is altered must be found."""
    turn(tables, "DISABLE")
    yield
    turn(tables, "ENABLE ALWAYS")


def turn(tables, how):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {table}_keep_rows")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
