"""A plan with its indicators and contracts, ready to be asked where it stands."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from jalon.contracts.models import (
    Baseline,
    Contract,
    ContractVersion,
    GlobalTarget,
    SpecificObjective,
    Target,
    Tranche,
)
from jalon.indicators.models import Indicator, IndicatorVersion
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.plan.models import Axis, GlobalObjective, Plan, PlanVersion
from tests.factories.network import CentreFactory

TESTS = {"tests": {"kinds": ["test.reported"], "aggregation": "sum"}}


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda number: f"PLAN{number}")
    name = factory.LazyAttribute(lambda made: Words(f"Plan {made.code}", f"مخطط {made.code}"))


def version(
    plan=None,
    *,
    number=1,
    start=date(2023, 1, 1),
    end=date(2026, 12, 31),
    effective_from=None,
    targets=(),
    **more,
):
    """A version of a plan with one axis and one objective, adopted in an act of its own.

    `targets`: (indicator, shape, year, value) each.
    """
    with recording("plan.adopted") as record:
        made = PlanVersion.objects.create(
            plan=plan or PlanFactory(),
            number=number,
            label=Words("Plan"),
            status="signed",
            effective_from=effective_from or start,
            starts_on=start,
            ends_on=end,
            event_id=record.event_id,
            **more,
        )
        axis = Axis.objects.create(version=made, code="1", name=Words("Axe", "محور"))
        objective = GlobalObjective.objects.create(axis=axis, code="1.1", name=Words("Objectif", "هدف"))
        for code, shape, year, value in targets:
            GlobalTarget.objects.create(
                objective=objective,
                indicator=Indicator.objects.get(code=code),
                shape=shape,
                year=year,
                value=Decimal(value),
                source="Presse",
            )
    return made


def sheet(
    code="TESTS", *, measures=TESTS, formula="tests", number=1, effective_from=date(2014, 1, 1), **more
):
    """A version of an indicator's sheet: the tests reported, unless told otherwise."""
    fields = {"unit": "tests", "accumulation": "flow", "over_centres": "sum", "axis_code": "1"} | more
    indicator, _new = Indicator.objects.get_or_create(code=code)
    with recording("indicator.adopted") as record:
        return IndicatorVersion.objects.create(
            indicator=indicator,
            number=number,
            effective_from=effective_from,
            name=Words(code, code),
            measures=measures,
            formula=formula,
            objective_code="1.1",
            event_id=record.event_id,
            **fields,
        )


def contract(
    plan,
    centre=None,
    *,
    number=1,
    effective_from=date(2023, 1, 1),
    targets=(),
    baselines=(),
    tranches=(),
    **more,
):
    """A signed version of a centre's contract. `targets`: (indicator, shape, year, value) each;
    `baselines`: (indicator, value, day) each; `tranches`: (code, year, amount, rule) each.
    """
    centre = centre or CentreFactory()
    held, _new = Contract.objects.get_or_create(
        plan=plan, centre=centre, defaults={"code": f"C-{centre.code}"}
    )
    with recording("contract.signed") as record:
        made = ContractVersion.objects.create(
            contract=held,
            number=number,
            status="signed",
            effective_from=effective_from,
            starts_on=date(2023, 1, 1),
            ends_on=date(2026, 12, 31),
            event_id=record.event_id,
            **more,
        )
        objective = SpecificObjective.objects.create(version=made, code="1", name=Words("But"), axis_code="1")
        for code, shape, year, value in targets:
            Target.objects.create(
                objective=objective,
                indicator=Indicator.objects.get(code=code),
                shape=shape,
                year=year,
                value=Decimal(value),
            )
        for code, value, day in baselines:
            Baseline.objects.create(
                version=made,
                indicator=Indicator.objects.get(code=code),
                value=value,
                on=day,
                source="Rapport",
            )
        for code, year, amount, rule in tranches:
            Tranche.objects.create(
                version=made, code=code, funding_line_code="1", year=year, amount=amount, rule=rule
            )
    return made
