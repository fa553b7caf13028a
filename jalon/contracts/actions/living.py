"""The verbs of a contract's life. Each asks the machine first, and is refused with every reason at once."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jalon.contracts.above import above
from jalon.contracts.document import CannotBeSet, document
from jalon.contracts.models import Contract, ContractVersion, Step
from jalon.contracts.queries.life import SIGNED, SIGNING_ORDER, Life, life_of
from jalon.evidence import actions as evidence
from jalon.evidence.models import DocumentSignature
from jalon.journal.actions import Recording, recording
from jalon.network.models import Organisation

Method = DocumentSignature.Method


class Refused(Exception):
    """A verb that cannot be done now; `reasons` are keys of `sentences.WHY_NOT`."""

    def __init__(self, reasons: Sequence[str]):
        self.reasons = tuple(reasons)
        super().__init__(", ".join(self.reasons))


def agree(contract: Contract, *, side: str, by, on: date, seen: str | None = None) -> Step:
    """A side agrees to the terms as they are; other terms would be a draft again. Raises Refused.

    `seen` is `Life.seen` of the page that was read: other terms than those are refused.
    """
    return done(contract, "agree", "contract.agreed", side=side, by=by, on=on, seen=seen)


def send_back(contract: Contract, *, side: str, reason: str, by, on: date) -> Step:
    """Back to draft, with the reason. Raises Refused."""
    return done(contract, "return_to_draft", "contract.sent_back", side=side, by=by, on=on, reason=reason)


def void(contract: Contract, *, side: str, reason: str, by, on: date) -> Step:
    """The document some signed counts no more: its terms are a draft again. Raises Refused."""
    return done(contract, "void", "contract.voided", side=side, by=by, on=on, reason=reason)


def enter_into_force(contract: Contract, *, side: str, by, on: date) -> Step:
    return done(contract, "enter_into_force", "contract.entered_force", side=side, by=by, on=on)


def close(contract: Contract, *, side: str, by, on: date, decision: UUID | None = None) -> Step:
    """End a contract whose returns and money are settled. Raises Refused."""
    return done(contract, "close", "contract.closed", side=side, by=by, on=on, decision=decision)


def submit(contract: Contract, *, side: str = "centre", by, at: datetime, seen: str | None = None) -> Step:
    """Hand the agreed terms over: their document is issued, to be signed in order. Raises Refused."""
    with transaction.atomic():
        life = locked(contract, timezone.localdate(at))
        refuse(life.refusals("submit", side) or changed_since(life, seen))
        subject = subject_of(life)
        issued = evidence.issue(
            set_or_refused(life, at),
            kind="contract",
            subject=subject,
            capacities=SIGNING_ORDER,
            permission="contract.view",
            organisation=contract.centre,
            facts={"contract": contract.code, "version": life.draft.number, "digest": life.terms.digest},
            simulated=is_simulated(life),
            name=f"{contract.code}-{life.draft.number}.pdf",
            by=by,
        )
        return stepped(life, "submit", "contract.submitted", side=side, by=by, issued=issued)


def set_or_refused(life: Life, at: datetime) -> bytes:
    try:
        return document(life.contract, life.draft, at=at)
    except CannotBeSet as error:
        raise Refused(("sign_without_a_font",)) from error


def sign(
    contract: Contract,
    *,
    side: str,
    by,
    at: datetime,
    method: str = Method.SIMPLE,
    credential=None,
    content: bytes = b"",
    seen: str | None = None,
) -> Step:
    """A side signs the document in its turn; with the last one the version is adopted.

    `method`: simple, certificate (with its `credential`), elsewhere or paper (with the `content` received).
    `seen` is the document that was read: another one, issued since, is not signed for it.
    Raises Refused, evidence.SignatureRefused.
    """
    with transaction.atomic():
        life = locked(contract, timezone.localdate(at))
        refuse(life.refusals("sign", side) or changed_since(life, seen))
        said = {"capacity": side, "by": by, "at": at, "organisation": organisation_of(life, side)}
        if method == Method.CERTIFICATE:
            evidence.sign(life.issued, credential=credential, **said)
        elif method == Method.SIMPLE:
            evidence.sign_simply(life.issued, **said)
        else:
            received = {Method.ELSEWHERE: evidence.receive_signed, Method.PAPER: evidence.receive_scan}
            received[method](life.issued, content, **said)
        return stepped(life, "sign", "contract.signed", side=side, by=by, issued=life.issued)


def done(contract, verb, event, *, side, by, on, reason="", decision=None, seen=None) -> Step:
    with transaction.atomic():
        life = locked(contract, on)
        refuse(life.refusals(verb, side, reason) or changed_since(life, seen))
        return stepped(life, verb, event, side=side, by=by, reason=reason, decision=decision)


def locked(contract: Contract, on: date) -> Life:
    """The life of a contract that nobody else changes until the transaction ends."""
    held = Contract.objects.select_for_update(of=("self",)).select_related("centre__federation", "plan")
    held = held.get(pk=contract.pk)
    return life_of(held, on=on, settled=above().settled(held))


def changed_since(life: Life, seen: str | None) -> tuple[str, ...]:
    """Nobody agrees to what they did not read: the terms or the document changed while a page stood open."""
    return () if seen in (None, life.seen) else ("changed_since",)


def refuse(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(reasons)


def stepped(life: Life, verb, event, *, side, by, reason="", issued=None, decision=None) -> Step:
    state = life.next(verb, side, reason)
    number = life.draft.number if life.draft else life.adopted[-1].number
    payload = {"contract": life.contract.code, "version": number, "side": side}
    with recording(event, subject=f"contract:{life.contract.code}", by=by, payload=payload) as record:
        step = kept_step(
            record, life, verb, state, side=side, reason=reason, issued=issued, decision=decision
        )
        if verb == "sign" and state == SIGNED:
            adopt(record, life, issued)
    return step


def kept_step(
    record: Recording,
    life: Life,
    verb: str,
    state: str,
    *,
    on=None,
    side="",
    reason="",
    issued=None,
    decision=None,
) -> Step:
    version = life.draft or life.adopted[-1]
    return record.keep(
        Step(
            contract=life.contract,
            number=version.number,
            verb=verb,
            state=state,
            side=side,
            on=on or life.on,
            reason=reason,
            terms_digest=life.terms.digest if life.draft else "",
            issued=issued,
            decision=decision,
        )
    )


def adopt(record: Recording, life: Life, issued) -> None:
    """The version everybody signed stands from now on: nothing of it changes again."""
    version = life.draft
    simulated = is_simulated(life)
    version.status = ContractVersion.Status.SIMULATED if simulated else ContractVersion.Status.SIGNED
    version.simulated = simulated
    version.signed_on = life.on
    version.source = version.source or f"document {issued.document_id}"
    version.event_id = record.event_id
    version.save(update_fields=["status", "simulated", "signed_on", "source", "event"])
    record.payload["contracts"] = {subject_of(life): above().fingerprint(version)}
    if life.adopted:
        kept_step(record, life, "amend", "amended", decision=version.decision)


def is_simulated(life: Life) -> bool:
    """What amends a simulated annex is simulated as well."""
    return any(version.simulated for version in life.adopted)


def subject_of(life: Life) -> str:
    return f"contract:{life.contract.code}:{life.draft.number}"


def organisation_of(life: Life, side: str) -> Organisation | None:
    code = next((party.organisation for party in life.terms.parties if party.side == side), "")
    return Organisation.objects.filter(code=code).first() if code else None
