"""What a verifier says of a sampled thing, and what the centre answers to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from jalon.evidence.actions.recording import deed_of, problems_of
from jalon.evidence.models import Evidence
from jalon.evidence.queries import catalogue
from jalon.journal.actions import recording
from jalon.kernel.kinds import signed
from jalon.kernel.states import RETURN
from jalon.reporting.actions.sampling import is_author
from jalon.reporting.actions.stepping import Refused, hold, stepping, subject_of
from jalon.reporting.models import Finding, Reply, Sampled
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.samples import days_to_answer, findings_of

UNDER_CHECK = ("under_verification", "contested")
CENTRE = "centre"


@transaction.atomic
def find(
    sampled: Sampled,
    *,
    outcome: str,
    by,
    on: date,
    quantity: Decimal | None = None,
    amount: int | None = None,
    reason: str = "",
    note: str = "",
    documents: Sequence[str] = (),
) -> Finding:
    """Say what a check found of one thing; said again, the last word counts. Raises Refused.

    A correction says the right quantity or amount (centimes), with the sign of its row; a rejection says why.
    """
    report = sampled.sample.report
    hold(report)
    refuse_wrong(sampled, outcome, quantity, amount, reason, by, on)
    payload = {"thing": str(sampled.uid), "outcome": str(outcome)}
    with recording("return.found", subject=subject_of(report), by=by, payload=payload) as record:
        return record.keep(
            Finding(
                sampled=sampled,
                outcome=outcome,
                quantity=quantity if outcome == Finding.Outcome.CORRECTED else None,
                amount=amount if outcome == Finding.Outcome.CORRECTED else None,
                reason=reason.strip(),
                note=note.strip(),
                documents=list(documents),
            )
        )


def refuse_wrong(sampled: Sampled, outcome, quantity, amount, reason, by, on) -> None:
    report = sampled.sample.report
    life = life_of(report)
    found = []
    if life.state not in UNDER_CHECK or sampled.sample.round != life.round:
        found.append("not_from_here")
    if is_author(report, by, on):
        found.append("verifier_is_no_author")
    if outcome == Finding.Outcome.REJECTED and not reason.strip():
        found.append("reason_given")
    if outcome == Finding.Outcome.CORRECTED and quantity is None and amount is None:
        found.append("correction_said")
    if outcome == Finding.Outcome.CORRECTED and not sampled.thing.startswith("row:"):
        found.append("only_rows_are_corrected")
    if not found and outcome == Finding.Outcome.CORRECTED and not can_be_recorded(sampled, quantity, amount):
        found.append("correction_not_recorded")
    if found:
        raise Refused(found)


def can_be_recorded(sampled: Sampled, quantity: Decimal | None, amount: int | None) -> bool:
    """Whether the evidence takes the row as corrected: validating records it so."""
    row = Evidence.objects.get(uid=sampled.rows[0])
    return not problems_of(replace(deed_of(row), **as_people_say(row, quantity, amount)), catalogue(), None)


def as_people_say(row: Evidence, quantity: Decimal | None, amount: int | None) -> dict[str, Decimal | int]:
    """What a correction changes of a row, without the sign of its kind."""
    kind = catalogue()[row.kind]
    said = signed(kind, row.quantity if quantity is None else quantity, amount)
    return {name: one for name, one in zip(("quantity", "amount"), said, strict=True) if one is not None}


@transaction.atomic
def reply(finding: Finding, *, text: str, by, on: date, documents: Sequence[str] = ()) -> Reply:
    """The centre contests a finding within its days; the return waits for the verifier again."""
    report = finding.sampled.sample.report
    hold(report)
    life = life_of(report)
    facts = {"within_days_to_answer": on <= days_to_answer(life), "reason_given": bool(text.strip())}
    if findings_of(finding.sampled.sample)[finding.sampled_id].pk != finding.pk:
        raise Refused(("said_again",))
    kept = Reply(finding=finding, text=text.strip(), documents=list(documents))
    if life.state == "verified":
        with stepping(report, "contest", party=CENTRE, facts=facts, by=by, on=on) as record:
            return record.keep(kept)
    missing = [fact for fact in facts if not facts[fact]]
    if life.state != "contested" or missing:
        raise Refused(missing or RETURN.refusals(life.state, "contest", facts, by=CENTRE))
    payload = {"thing": str(finding.sampled.uid)}
    with recording("return.replied", subject=subject_of(report), by=by, payload=payload) as record:
        return record.keep(kept)
