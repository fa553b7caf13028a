"""Close a verification, let the centre accept it, bring a return before the committee."""

from datetime import date

from django.db import transaction

from jalon.journal.actions import recording
from jalon.reporting.actions.returns import said
from jalon.reporting.actions.sampling import VERIFIER, is_author
from jalon.reporting.actions.stepping import Refused, hold, refuse_unless, stepping, subject_of
from jalon.reporting.models import Remark, Return, ReturnStep, Value
from jalon.reporting.queries.differences import Verdict, drawn, verdicts
from jalon.reporting.queries.populations import population
from jalon.reporting.queries.returns import Life, life_of
from jalon.reporting.queries.samples import (
    ACCEPTED,
    days_to_answer,
    findings_of,
    has_answered,
    sample_of,
    unconsidered,
)
from jalon.reporting.queries.terms import Sampling
from jalon.reporting.queries.values import staged


@transaction.atomic
def verify(report: Return, *, by, on: date) -> ReturnStep:
    """Write the verified value of every indicator from the findings. Raises Refused."""
    hold(report)
    life = life_of(report)
    facts = facts_to_verify(life)
    refuse_unless(life, "verify", facts, party=VERIFIER)
    if is_author(report, by, on):
        raise Refused(("verifier_is_no_author",))
    sample = sample_of(life)
    found = drawn(sample, findings_of(sample))
    after = verdicts(population(life, bounds=Sampling.from_data(sample.terms).amounts), found)
    declared = {code: stages["declared"] for code, stages in staged(life).items()}
    values = [verified(one, after.get(code)) for code, one in sorted(declared.items())]
    changed = sum(bool(value.difference) for value in values)
    payload = {"values": len(values), "changed": changed, "round": life.round}
    with stepping(report, "verify", party=VERIFIER, facts=facts, by=by, on=on, payload=payload) as record:
        record.keep_all(values)
    return life_of(report).steps[-1]


def facts_to_verify(life: Life) -> dict[str, bool]:
    """Whether everything sampled was looked at, and looked at again where the centre answered."""
    sample = sample_of(life)
    if sample is None:
        return {}
    missing = sample.things.count() - len(findings_of(sample))
    return {"every_item_has_a_finding": missing == 0, "reply_considered": not unconsidered(sample)}


def verified(declared: Value, verdict: Verdict | None) -> Value:
    """The verified value; one that could not be computed as declared stays so, for the same reason."""
    value = Value(
        report=declared.report,
        indicator=declared.indicator,
        stage=Value.Stage.VERIFIED,
        round=declared.round,
        known_at=declared.known_at,
        rows=declared.rows,
    )
    if declared.value is None or verdict is None:
        value.value, value.numerator, value.denominator = (
            declared.value,
            declared.numerator,
            declared.denominator,
        )
        value.reason, value.note = declared.reason, declared.note
        return value
    for name, one in said(verdict.value).items():
        setattr(value, name, one)
    value.difference = verdict.difference
    return value


@transaction.atomic
def accept_findings(report: Return, *, by, on: date) -> Remark:
    """The centre says it will not contest: the committee need not wait for its days to pass."""
    hold(report)
    life = life_of(report)
    if life.state != "verified":
        raise Refused(("not_from_here",))
    with recording("return.findings_accepted", subject=subject_of(report), by=by) as record:
        return record.keep(
            Remark(report=report, kind=Remark.Kind.EXPLANATION, check_code=f"{ACCEPTED}.{life.round}")
        )


def bring(report: Return, *, by, on: date) -> ReturnStep:
    """Put a verified return before the committee. Raises Refused."""
    with stepping(report, "bring", party="ministry", facts=facts_to_bring(report, on), by=by, on=on):
        pass
    return life_of(report).steps[-1]


def facts_to_bring(report: Return, on: date) -> dict[str, bool]:
    life = life_of(report)
    sample = sample_of(life)
    return {
        "answer_given_or_time_over": has_answered(life, sample) or on > days_to_answer(life),
        "reply_considered": bool(sample) and not unconsidered(sample),
    }
