"""The parts of a version, written as its terms say them."""

from jalon.contracts.models import (
    Allocation,
    Baseline,
    ContractParty,
    ContractVersion,
    PastTotal,
    SpecificObjective,
    Target,
    Tranche,
    Undertaking,
)
from jalon.contracts.terms import Terms
from jalon.indicators.models import Indicator
from jalon.network.models import Organisation

TARGET_FIELDS = ("shape", "year", "value", "tolerance", "approximate", "source")


def write(version: ContractVersion, terms: Terms) -> None:
    """The parts of a version, as its terms say them."""
    write_parties(version, terms)
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=terms.indicators)}
    write_objectives(version, terms, indicators)
    Baseline.objects.bulk_create(
        Baseline(
            version=version,
            indicator=indicators[one.indicator],
            value=one.value,
            on=one.on,
            source=one.source,
        )
        for one in terms.baselines
    )
    Allocation.objects.bulk_create(
        Allocation(
            version=version,
            funding_line_code=one.funding_line,
            axis_code=one.axis,
            year=one.year,
            amount=one.amount,
        )
        for one in terms.allocations
    )
    write_tranches(version, terms)
    PastTotal.objects.bulk_create(
        PastTotal(
            version=version,
            indicator=indicators[one.indicator],
            year=one.year,
            value=one.value,
            document=one.document,
            source=one.source,
        )
        for one in terms.past_totals
    )


def write_tranches(version: ContractVersion, terms: Terms) -> None:
    Tranche.objects.bulk_create(
        Tranche(
            version=version,
            code=one.code,
            name=one.name,
            funding_line_code=one.funding_line,
            axis_code=one.axis,
            year=one.year,
            amount=one.amount,
            due_on=one.due_on,
            rule=one.rule,
            conditions=list(one.conditions),
            position=position,
        )
        for position, one in enumerate(terms.tranches)
    )


def write_parties(version: ContractVersion, terms: Terms) -> None:
    named = {one.organisation for one in terms.parties}
    organisations = {row.code: row for row in Organisation.objects.filter(code__in=named)}
    ContractParty.objects.bulk_create(
        ContractParty(
            version=version,
            side=one.side,
            organisation=organisations.get(one.organisation),
            office=one.office,
        )
        for one in terms.parties
    )
    Undertaking.objects.bulk_create(
        Undertaking(
            version=version, side=one.side, code=one.code, text=one.text, due_on=one.due_on, source=one.source
        )
        for one in terms.undertakings
    )


def write_objectives(version: ContractVersion, terms: Terms, indicators: dict[str, Indicator]) -> None:
    rows = SpecificObjective.objects.bulk_create(
        SpecificObjective(
            version=version,
            code=one.code,
            name=one.name,
            axis_code=one.axis,
            global_objective_code=one.global_objective,
            position=position,
        )
        for position, one in enumerate(terms.objectives)
    )
    Target.objects.bulk_create(
        Target(
            objective=row,
            indicator=indicators[one.indicator],
            **{name: getattr(one, name) for name in TARGET_FIELDS},
        )
        for row, objective in zip(rows, terms.objectives, strict=True)
        for one in objective.targets
    )
