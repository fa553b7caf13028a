"""Returns farther in their life: verified as declared, before the committee, validated."""

import uuid
from datetime import date

from jalon.evidence.actions import store_document
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.reporting.actions import open_return, validate
from jalon.reporting.models import Calendar, Finding, Return, ReturnStep, Sample, Sampled, Seal, Value
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.values import staged
from tests.factories.network import NetworkFactory, holder

SESSION_DAY = date(2024, 5, 20)


def before_committee(report: Return, *, on=date(2024, 5, 6), **changes) -> Return:
    """A submitted return whose values were verified as declared, or as `changes` say by indicator."""
    declared = {code: by_stage["declared"] for code, by_stage in staged(life_of(report)).items()}
    with recording("test.verified") as record:
        record.keep_all(verified(one, changes) for one in declared.values())
        record.keep(ReturnStep(report=report, verb="bring", state="before_committee", on=on))
    return report


def verified(declared: Value, changes) -> Value:
    value = changes.get(declared.indicator, declared.value)
    return Value(
        report=declared.report,
        indicator=declared.indicator,
        stage=Value.Stage.VERIFIED,
        round=declared.round,
        value=value,
        numerator=value,
        denominator=declared.denominator,
        reason="" if value is not None else declared.reason,
        known_at=declared.known_at,
        rows=declared.rows,
    )


def calendar_kept(plan, **sampling):
    """A calendar by quarter from the plan's first year on, with terms of sampling."""
    with recording("calendar.kept", subject=f"plan:{plan.code}") as record:
        return record.keep(
            Calendar(
                plan=plan,
                effective_from=date(2023, 1, 1),
                every="quarter",
                weekend=[6, 7],
                sampling=sampling,
            )
        )


def a_decision() -> uuid.UUID:
    return uuid.uuid4()


def validated_return(report: Return, *, on=SESSION_DAY, reservation="", **changes) -> Return:
    """A submitted return, validated by a decision."""
    before_committee(report, **changes)
    validate(report, by=None, on=on, decision=a_decision(), reservation=reservation)
    return report


def sampled_thing(contract, period="2023-Q4", *, on=date(2024, 1, 10)) -> Sampled:
    """A thing in the sample of a return under verification, rejected by its verifier."""
    report = open_return(contract, period, by=None, on=on)
    with recording("test.sampled") as record:
        submitted = {"verb": "submit", "state": "under_verification", "known_at": latest()}
        record.keep(ReturnStep(report=report, on=on, **submitted))
        mark, verifier = "0" * 64, holder("verifier", NetworkFactory())
        sample = record.keep(Sample(report=report, submission=mark, nonce=mark, seed=mark, verifier=verifier))
        thing = record.keep(
            Sampled(sample=sample, position=1, stratum="test.reported:1", thing="row:1", rows=[])
        )
        record.keep(Finding(sampled=thing, outcome="rejected", reason="Doublon."))
    return thing


def sealed_period(plan, period="2023-Q3") -> Seal:
    """A seal with a bundle of no use."""
    content = store_document(b"PK\x03\x04", name="seal.zip")
    with recording("period.sealed", subject=f"plan:{plan.code}") as record:
        return record.keep(
            Seal(
                plan=plan,
                period=period,
                known_at=1,
                rows=0,
                root="0" * 64,
                manifest="0" * 64,
                signature="0" * 128,
                public_key="0" * 64,
                bundle_id=content,
            )
        )
