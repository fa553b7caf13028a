"""The opinion on a product: given once every clause is judged, with its paper and its evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from jalon.evidence.actions import Deed, issue, record_in
from jalon.evidence.models import IssuedDocument
from jalon.journal.actions import Recording
from jalon.journal.lives import Refused
from jalon.services.actions.requests import SOURCE, deed_of
from jalon.services.models import Opinion, Validation, ValidationStep
from jalon.services.validation.actions.files import deliver_request, stepping, subject_of
from jalon.services.validation.paper import opinion_paper
from jalon.services.validation.queries.judging import Judged, judged

KINDS = {
    "favour": Opinion.Kind.FAVOURABLE,
    "favour_with_reservations": Opinion.Kind.WITH_RESERVATIONS,
    "reject": Opinion.Kind.UNFAVOURABLE,
}


def give_opinion(
    validation: Validation,
    verb: str,
    *,
    text: str,
    by,
    roles: Sequence[str],
    turn: int,
    on: date,
    at: datetime,
    address: str,
    reservations: str = "",
) -> Opinion:
    """Favour, favour with reservations or reject: the verdicts are frozen with it. Raises Refused.

    `address` is the public page of the product, for the code printed on the opinion.
    """
    if not text.strip():
        raise Refused(["opinion_written"])
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "reason": text}
    brought = ("reservations_written",) if reservations.strip() else ()
    with stepping(validation, verb, brought=brought, **told) as (record, step):
        rows = judged(validation)
        kept = Opinion(
            validation=validation,
            turn=step.turn,
            kind=KINDS[verb],
            on=on,
            text=text.strip(),
            reservations=reservations.strip(),
            verdicts=[frozen(one) for one in rows],
        )
        kept.issued = paper_of(kept, rows, by=by, at=at, address=address)
        record.keep(kept)
        leave_evidence(record, validation, step, kept, on=on)
    deliver_request(validation, by=by, roles=roles, on=on)
    return kept


def frozen(one: Judged) -> dict[str, object]:
    """A verdict as it stood: what it rests on is named by number, never copied."""
    return {
        "clause": one.clause.code,
        "nature": one.clause.nature,
        "way": one.planned.way,
        "verdict": one.verdict or "",
        "tests": [str(line.uid) for line in one.lines],
        "reason": one.planned.reason,
    }


def paper_of(opinion: Opinion, rows: Sequence[Judged], *, by, at: datetime, address: str) -> IssuedDocument:
    validation = opinion.validation
    return issue(
        opinion_paper(opinion, rows, by=by, at=at, address=address),
        kind="opinion",
        subject=subject_of(validation),
        permission="work.view",
        organisation=validation.centre,
        facts={"turn": opinion.turn, "number": validation.number},
        simulated=validation.simulated,
        name=f"{validation.number}.pdf",
        by=by,
    )


def leave_evidence(
    record: Recording, validation: Validation, step: ValidationStep, opinion: Opinion, *, on: date
) -> None:
    lines = validation.machine.from_state(step.before)
    kinds = {kind for line in lines if line.verb == step.verb for kind in line.emits}
    deeds = [deed_of_product(validation, kind, opinion, on=on) for kind in sorted(kinds)]
    if deeds:
        told = {"source": SOURCE, "simulated": validation.simulated, "on": on}
        record_in(record, centre=validation.centre, deeds=deeds, **told)


def deed_of_product(validation: Validation, kind: str, opinion: Opinion, *, on: date) -> Deed:
    """A product validated, under the axis and the line of its request."""
    version, campaign = validation.version, validation.campaign
    family = campaign.family if campaign else version.family
    said = {
        "specification": version.standard or version.specification.code,
        "reservations": opinion.kind == Opinion.Kind.WITH_RESERVATIONS,
    }
    return replace(
        deed_of(validation.request, on=on, documents=()),
        external_id=f"validation:{validation.uid}",
        kind=kind,
        campaign=campaign.code if campaign else "",
        attributes=said | ({"family": family} if family else {}),
        documents=(opinion.issued.document_id,),
    )
