"""Returns farther in their life: verified as declared, before the committee, validated."""

import uuid
from datetime import date

from jalon.journal.actions import recording
from jalon.reporting.actions import validate
from jalon.reporting.models import Calendar, Return, ReturnStep, Value
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.values import staged

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
