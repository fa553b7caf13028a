"""What is said of the control of a method: its bounds, what it read, why results hold all the same."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.capacity.models import Equipment
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.kernel.states import roles as known
from jalon.services.models import ControlJustification, ControlRule, ControlRun


def demand_control(
    centre,
    *,
    method: str,
    material: str,
    unit: str,
    lower: Decimal | None,
    upper: Decimal | None,
    by,
    roles: Sequence[str],
    is_demanded: bool = True,
) -> ControlRule:
    """Say what the control of a method must read; what was read before keeps the bounds it had."""
    refuse_others(roles, known.TECHNICAL_LEAD)
    rule = ControlRule(
        centre=centre,
        method=method.strip(),
        material=material.strip(),
        unit=unit.strip(),
        lower=lower,
        upper=upper,
        is_demanded=is_demanded,
    )
    rule.clean_fields(exclude=("event", "hash"))
    rule.validate_constraints()
    payload = {"centre": centre.code, "method": rule.method, "demanded": is_demanded}
    with recording("control.demanded", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        return record.keep(rule)


def record_control(
    rule: ControlRule,
    *,
    value: Decimal,
    day: date,
    on: date,
    by,
    roles: Sequence[str],
    equipment: Equipment | None = None,
) -> ControlRun:
    """Keep what a control read. Raises Refused."""
    refuse_others(roles, known.OPERATOR)
    if day > on:
        raise Refused(("day_not_future",))
    payload = {"centre": rule.centre.code, "method": rule.method}
    subject = f"centre:{rule.centre.code}"
    with recording("control.recorded", subject=subject, by=by, payload=payload) as record:
        run = record.keep(ControlRun(rule=rule, equipment=equipment, operator=by, on=day, value=value))
        record.payload["in_bounds"] = run.is_in_bounds
        return run


def justify_control(run: ControlRun, *, text: str, by, roles: Sequence[str]) -> ControlJustification:
    """Say why the results of that day hold: a technical lead does, once, in writing. Raises Refused."""
    refuse_others(roles, known.TECHNICAL_LEAD)
    if not text.strip():
        raise Refused(("reason_given",))
    if run.is_in_bounds:
        raise ValidationError(_("This control is within its bounds: there is nothing to justify."))
    if ControlJustification.objects.filter(run=run).exists():
        raise Refused(("moved_meanwhile",))
    centre = run.rule.centre
    with recording("control.justified", subject=f"centre:{centre.code}", by=by) as record:
        record.payload |= {"centre": centre.code, "method": run.rule.method}
        return record.keep(ControlJustification(run=run, person=by, text=text.strip()))


def refuse_others(roles: Sequence[str], role: str) -> None:
    if role not in roles:
        raise Refused(("not_yours",))
