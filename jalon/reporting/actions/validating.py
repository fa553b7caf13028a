"""What the committee decides of a return: validate, with or without reservation, refuse, lift, reopen.

`decision` is the committee's, by its UUID: a value, since the committee stands above and calls these.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from jalon.evidence.actions import correct, reverse_all
from jalon.evidence.actions.holding import one_at_a_time
from jalon.reporting.actions.findings import as_people_say
from jalon.reporting.actions.stepping import hold, refuse_unless, stepping
from jalon.reporting.models import Return, ReturnStep, Value
from jalon.reporting.queries.returns import Life, life_of
from jalon.reporting.queries.samples import corrected_rows, rejected_rows
from jalon.reporting.queries.values import staged

COMMITTEE = "committee"


@transaction.atomic
def validate(report: Return, *, by, on: date, decision: UUID | None, reservation: str = "") -> ReturnStep:
    """Accept the verified values; rows finally rejected leave the evidence, corrected ones are recorded anew.

    Raises Refused.
    """
    reservation = reservation.strip()
    verb = "validate_with_reservation" if reservation else "validate"
    hold(report)
    life, facts = life_of(report), facts_of(decision, reservation)
    refuse_unless(life, verb, facts, party=COMMITTEE)
    one_at_a_time(report.contract.centre_id)
    values = [validated(one, reservation) for one in to_validate(life)]
    payload = {"values": len(values), "reversed": reverse_rejected(life, by=by)}
    payload["corrected"] = correct_found(life, by=by)
    with stepping(report, verb, **said(facts, by, on, decision, reservation), payload=payload) as record:
        record.keep_all(values)
    return life_of(report).steps[-1]


def refuse(report: Return, *, reason: str, by, on: date, decision: UUID | None) -> ReturnStep:
    """Accept none of its values. Raises Refused."""
    return decided(report, "refuse", by=by, on=on, decision=decision, reason=reason)


def lift(report: Return, *, by, on: date, decision: UUID | None) -> ReturnStep:
    """Take a reservation away. Raises Refused."""
    return decided(report, "lift", by=by, on=on, decision=decision)


def reopen(report: Return, *, reason: str, by, on: date, decision: UUID | None) -> ReturnStep:
    """Let the centre submit again: what was validated no longer counts, and the next round begins."""
    return decided(report, "reopen", by=by, on=on, decision=decision, reason=reason)


def decided(report: Return, verb: str, *, by, on: date, decision, reason: str = "") -> ReturnStep:
    with stepping(report, verb, **said(facts_of(decision, reason), by, on, decision, reason.strip())):
        pass
    return life_of(report).steps[-1]


def facts_of(decision: UUID | None, reason: str = "") -> dict[str, bool]:
    return {"decision_minuted": decision is not None, "reason_given": bool(reason.strip())}


def said(facts, by, on, decision, reason) -> dict:
    return {"party": COMMITTEE, "facts": facts, "by": by, "on": on, "decision": decision, "reason": reason}


def to_validate(life: Life) -> list[Value]:
    """The verified values of the round, in the order of their indicators."""
    stages = staged(life)
    return [stages[code]["verified"] for code in sorted(stages) if "verified" in stages[code]]


def validated(verified: Value, reservation: str) -> Value:
    """The value as the committee takes it over."""
    same = ("report", "indicator", "round", "value", "numerator", "denominator", "reason", "known_at", "rows")
    kept = {name: getattr(verified, name) for name in same}
    return Value(stage=Value.Stage.VALIDATED, reservation=reservation, note=verified.note, **kept)


def reverse_rejected(life: Life, *, by) -> int:
    """Reverse the rows that did not pass the check; how many."""
    rows = rejected_rows(life)
    grounds = {"source": "verification", "return": str(life.report.uid)}
    return len(reverse_all(rows, by=by, reason=REJECTED, **grounds)) if rows else 0


def correct_found(life: Life, *, by) -> int:
    """Record anew, with what the check found, the rows that it corrected; how many."""
    rows = corrected_rows(life)
    for row, finding in rows:
        correct(row, by=by, reason=CORRECTED, **as_people_say(row, finding.quantity, finding.amount))
    return len(rows)


REJECTED, CORRECTED = "rejected at verification", "corrected at verification"
