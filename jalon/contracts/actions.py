"""What can be done to a contract: prepare a draft, discard it."""

from django.db import transaction

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
from jalon.contracts.objections import Objection, objections
from jalon.contracts.queries.terms import draft_of, known_to
from jalon.contracts.terms import Terms
from jalon.indicators.models import Indicator
from jalon.journal.actions import recording
from jalon.network.models import Organisation

SAME = ("effective_from", "starts_on", "ends_on", "reason", "note", "source")


class TermsRefused(Exception):
    """Terms no version may have; `objections` say all that stands against them."""

    def __init__(self, found: list[Objection]):
        self.objections = found
        super().__init__(", ".join(f"{one.code} {one.subject}".strip() for one in found))


class NoDraft(Exception):
    """There is no draft to discard."""


@transaction.atomic
def draft(contract: Contract, *, terms: Terms, by) -> ContractVersion:
    """Prepare the next version of a contract; the draft there was gives way. Raises TermsRefused."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    found = objections(terms, known_to(contract))
    if found:
        raise TermsRefused(found)
    before = draft_of(contract)
    number = before.number if before else next_number(contract)
    payload = {"contract": contract.code, "version": number, "digest": terms.digest}
    with recording("contract.drafted", subject=f"contract:{contract.code}", by=by, payload=payload) as record:
        if before:
            before.delete()
        version = ContractVersion.objects.create(
            contract=contract,
            number=number,
            status=ContractVersion.Status.DRAFT,
            event_id=record.event_id,
            **{name: getattr(terms, name) for name in SAME},
        )
        write(version, terms)
    return version


@transaction.atomic
def discard_draft(contract: Contract, *, by) -> None:
    """Take the draft away; that it was there stays in the journal. Raises NoDraft."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    before = draft_of(contract)
    if before is None:
        raise NoDraft
    payload = {"contract": contract.code, "version": before.number}
    with recording("contract.draft_discarded", subject=f"contract:{contract.code}", by=by, payload=payload):
        before.delete()


def next_number(contract: Contract) -> int:
    last = contract.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


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


TARGET_FIELDS = ("shape", "year", "value", "tolerance", "approximate", "source")
