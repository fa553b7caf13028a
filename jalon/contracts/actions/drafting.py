"""Prepare the next version of a contract, take the draft away."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jalon.contracts.actions.living import Refused, kept_step, locked
from jalon.contracts.actions.writing import write
from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.objections import Objection, objections
from jalon.contracts.queries import version_in_force
from jalon.contracts.queries.life import AGREED, DRAFT
from jalon.contracts.queries.terms import known_to
from jalon.contracts.terms import Terms
from jalon.journal.actions import recording
from jalon.kernel.words import Words

SAME = ("effective_from", "starts_on", "ends_on", "reason", "note", "authority", "source")


class TermsRefused(Exception):
    """Terms no version may have; `objections` say all that stands against them."""

    def __init__(self, found: list[Objection]):
        self.objections = found
        super().__init__(", ".join(f"{one.code} {one.subject}".strip() for one in found))


class NoDraft(Exception):
    """There is no draft to discard."""


def draft(
    contract: Contract, *, terms: Terms, by, on: date | None = None, decision: UUID | None = None
) -> ContractVersion:
    """Prepare the next version of a contract; the draft there was gives way. Raises TermsRefused, Refused.

    What a party had agreed to goes back to draft. Once submitted, terms stand until they are sent back.
    """
    with transaction.atomic():
        life = locked(contract, on or timezone.localdate())
        found = objections(terms, known_to(contract))
        if found:
            raise TermsRefused(found)
        refuse_submitted(life)
        number = life.draft.number if life.draft else next_number(contract)
        payload = {"contract": contract.code, "version": number, "digest": terms.digest}
        with recording(
            "contract.drafted", subject=f"contract:{contract.code}", by=by, payload=payload
        ) as record:
            if life.state in AGREED:
                kept_step(record, life, "return_to_draft", DRAFT, on=life.on, reason="redrafted")
            if life.draft:
                life.draft.delete()
            version = ContractVersion.objects.create(
                contract=contract,
                number=number,
                status=ContractVersion.Status.DRAFT,
                event_id=record.event_id,
                amends=version_in_force(contract, on=terms.effective_from),
                decision=decision,
                **{name: getattr(terms, name) for name in SAME},
            )
            write(version, terms)
    return version


def amend(
    contract: Contract,
    *,
    terms: Terms,
    reason: Words,
    authority: Words,
    by,
    on: date | None = None,
    decision: UUID | None = None,
) -> ContractVersion:
    """Draft an amendment of what is in force, with its reason and who may decide it."""
    said = terms.because(reason, authority)
    return draft(contract, terms=said, by=by, on=on, decision=decision)


def authorise(contract: Contract, *, decision: UUID, by, on: date | None = None) -> ContractVersion:
    """The terms being prepared carry the decision that allows them. Raises NoDraft.

    They stay as they are: what parties agreed to or signed stands, and the three of them still sign.
    """
    with transaction.atomic():
        life = locked(contract, on or timezone.localdate())
        if life.draft is None:
            raise NoDraft
        payload = {"contract": contract.code, "version": life.draft.number}
        payload |= {"digest": life.terms.digest, "decision": str(decision)}
        with recording("contract.authorised", subject=f"contract:{contract.code}", by=by, payload=payload):
            life.draft.decision = decision
            life.draft.save(update_fields=["decision"])
    return life.draft


def discard_draft(contract: Contract, *, by, on: date | None = None) -> None:
    """Take the draft away; that it was there stays in the journal. Raises NoDraft, Refused."""
    with transaction.atomic():
        life = locked(contract, on or timezone.localdate())
        if life.draft is None:
            raise NoDraft
        refuse_submitted(life)
        payload = {"contract": contract.code, "version": life.draft.number}
        subject = f"contract:{contract.code}"
        with recording("contract.draft_discarded", subject=subject, by=by, payload=payload) as record:
            if life.state in AGREED:
                kept_step(record, life, "return_to_draft", DRAFT, on=life.on, reason="discarded")
            life.draft.delete()


def refuse_submitted(life) -> None:
    if life.is_submitted:
        raise Refused(("submitted_already",))


def next_number(contract: Contract) -> int:
    last = contract.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
