"""Contracts with their versions."""

from jalon.contracts.models import (
    Allocation,
    Baseline,
    Contract,
    ContractParty,
    ContractVersion,
    PastTotal,
    SpecificObjective,
    Target,
    Tranche,
    Undertaking,
)
from jalon.indicators.models import Indicator
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.site.packs import contract as said
from jalon.site.packs.keeping.promises import kept_baseline, kept_target, said_baseline, said_target
from jalon.site.packs.keeping.values import (
    kept_centimes,
    kept_words,
    plain_number,
    said_dirhams,
    said_words,
)
from jalon.site.packs.promises import Target as SaidTarget

SAME = ("status", "effective_from", "starts_on", "ends_on", "signed_on")
TEXTS = ("place", "reason", "note", "authority")
PARTS = (
    "versions__parties__organisation",
    "versions__undertakings",
    "versions__objectives__targets__indicator",
    "versions__baselines__indicator",
    "versions__allocations",
    "versions__tranches",
    "versions__amends",
    "versions__past_totals__indicator",
)


def contracts() -> list[said.Contract]:
    """Every contract with its versions, by code."""
    rows = Contract.objects.select_related("plan", "centre").prefetch_related(*PARTS).order_by("code")
    return [_contract(row) for row in rows]


def _contract(row) -> said.Contract:
    versions = sorted(row.versions.all(), key=lambda version: version.number)
    return said.Contract.model_construct(
        code=row.code,
        plan=row.plan.code,
        centre=row.centre.code,
        versions=tuple(_version(version) for version in versions),
    )


def said_version(version: ContractVersion) -> said.ContractVersion:
    """One version, as a pack would write it."""
    named = tuple(part.removeprefix("versions__") for part in PARTS)
    return _version(ContractVersion.objects.prefetch_related(*named).get(pk=version.pk))


def keep_contract(part: said.Contract) -> None:
    terms = {
        "plan": Plan.objects.get(code=part.plan),
        "centre": Organisation.objects.get(code=part.centre),
    }
    Contract.objects.update_or_create(code=part.code, defaults=terms)


def _version(row) -> said.ContractVersion:
    return said.ContractVersion.model_construct(
        number=row.number,
        **{name: getattr(row, name) for name in SAME},
        **{name: said_words(getattr(row, name)) for name in TEXTS},
        decision=str(row.decision) if row.decision else None,
        amends=row.amends.number if row.amends else None,
        source=row.source or None,
        parties=tuple(_party(party) for party in row.parties.all()),
        undertakings=tuple(_undertaking(one) for one in row.undertakings.all()),
        objectives=tuple(_objective(one) for one in row.objectives.all()),
        baselines=tuple(said_baseline(one) for one in row.baselines.all()),
        allocations=tuple(_allocation(one) for one in row.allocations.all()),
        tranches=tuple(_tranche(one) for one in row.tranches.all()),
        past_totals=tuple(_past_total(one) for one in row.past_totals.all()),
    )


def _party(row):
    organisation = row.organisation.code if row.organisation else None
    return said.ContractParty.model_construct(
        side=row.side, organisation=organisation, office=said_words(row.office)
    )


def _undertaking(row):
    return said.Undertaking.model_construct(
        side=row.side, code=row.code, text=said_words(row.text), due_on=row.due_on, source=row.source or None
    )


def _objective(row):
    return said.SpecificObjective.model_construct(
        code=row.code,
        name=said_words(row.name),
        axis=row.axis_code,
        global_objective=row.global_objective_code or None,
        targets=tuple(SaidTarget.model_construct(**said_target(target)) for target in row.targets.all()),
    )


def _allocation(row):
    return said.Allocation.model_construct(
        funding_line=row.funding_line_code,
        axis=row.axis_code or None,
        year=row.year,
        amount=said_dirhams(row.amount),
    )


def _tranche(row):
    return said.Tranche.model_construct(
        code=row.code,
        name=said_words(row.name),
        funding_line=row.funding_line_code,
        axis=row.axis_code or None,
        year=row.year,
        amount=said_dirhams(row.amount),
        due_on=row.due_on,
        rule=row.rule,
        conditions=tuple(row.conditions),
    )


def _past_total(row):
    return said.PastTotal.model_construct(
        indicator=row.indicator.code,
        year=row.year,
        value=plain_number(row.value),
        document=row.document,
        source=row.source or None,
    )


def keep_version(code: str, part: said.ContractVersion, event_id: int) -> None:
    """Write a whole version; a draft of that number gives way."""
    contract = Contract.objects.get(code=code)
    contract.versions.filter(number=part.number, status=ContractVersion.Status.DRAFT).delete()
    version = ContractVersion.objects.create(
        contract=contract,
        number=part.number,
        **{name: getattr(part, name) for name in SAME},
        **{name: kept_words(getattr(part, name)) for name in TEXTS},
        decision=part.decision,
        amends=_amended(contract, part),
        source=part.source or "",
        simulated=part.status == ContractVersion.Status.SIMULATED,
        event_id=event_id,
    )
    indicators = {row.code: row for row in Indicator.objects.all()}
    _keep_words_of(version, part)
    _keep_objectives(version, part, indicators)
    _keep_figures(version, part, indicators)


def _amended(contract, part):
    return contract.versions.get(number=part.amends) if part.amends else None


def _keep_words_of(version, part):
    organisations = {row.code: row for row in Organisation.objects.all()}
    ContractParty.objects.bulk_create(
        ContractParty(
            version=version,
            side=party.side,
            organisation=organisations[party.organisation] if party.organisation else None,
            office=kept_words(party.office),
        )
        for party in part.parties
    )
    Undertaking.objects.bulk_create(
        Undertaking(
            version=version,
            side=one.side,
            code=one.code,
            text=kept_words(one.text),
            due_on=one.due_on,
            source=one.source or "",
        )
        for one in part.undertakings
    )


def _keep_objectives(version, part, indicators):
    rows = [
        SpecificObjective(
            version=version,
            code=objective.code,
            name=kept_words(objective.name),
            axis_code=objective.axis,
            global_objective_code=objective.global_objective or "",
            position=position,
        )
        for position, objective in enumerate(part.objectives)
    ]
    kept = SpecificObjective.objects.bulk_create(rows)
    Target.objects.bulk_create(
        Target(objective=row, **kept_target(target, indicators))
        for row, objective in zip(kept, part.objectives, strict=True)
        for target in objective.targets
    )


def _keep_figures(version, part, indicators):
    Baseline.objects.bulk_create(
        Baseline(version=version, **kept_baseline(one, indicators)) for one in part.baselines
    )
    Allocation.objects.bulk_create(
        Allocation(
            version=version,
            funding_line_code=one.funding_line,
            axis_code=one.axis or "",
            year=one.year,
            amount=kept_centimes(one.amount),
        )
        for one in part.allocations
    )
    Tranche.objects.bulk_create(
        Tranche(
            version=version,
            code=one.code,
            name=kept_words(one.name),
            funding_line_code=one.funding_line,
            axis_code=one.axis or "",
            year=one.year,
            amount=kept_centimes(one.amount),
            due_on=one.due_on,
            rule=one.rule,
            conditions=list(one.conditions),
            position=position,
        )
        for position, one in enumerate(part.tranches)
    )
    PastTotal.objects.bulk_create(
        PastTotal(
            version=version,
            indicator=indicators[one.indicator],
            year=one.year,
            value=one.value,
            document=one.document,
            source=one.source or "",
        )
        for one in part.past_totals
    )
