"""Instruments: their life, their calibrations, their bookings, and what is decided after a failure."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.capacity.actions.laboratories import SOURCE
from jalon.capacity.actions.refusing import checked, raced, refuse_future
from jalon.capacity.models import Booking, Calibration, Disposition, Equipment, EquipmentStep
from jalon.capacity.queries.equipment import day_of, validity_of
from jalon.capacity.words import EQUIPMENT_TELLING
from jalon.evidence.actions import Deed, record_in
from jalon.journal.actions import recording
from jalon.journal.lives import Refused, begin, move


@transaction.atomic
def register_equipment(centre, *, by, simulated: bool = False, **said) -> Equipment:
    """Enter an instrument of a centre, as ordered: its life begins."""
    made = checked(Equipment(centre=centre, simulated=simulated, **said))
    with (
        raced(_("An instrument of this centre has this code already.")),
        recording("equipment.ordered", subject=f"centre:{centre.code}", by=by) as record,
    ):
        record.payload["equipment"] = str(made.uid)
        return begin(record, made)


@transaction.atomic
def step(
    equipment: Equipment,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    on: dt.date,
    day: dt.date | None = None,
    reason: str = "",
) -> EquipmentStep:
    """Move an instrument in its life, on a day that is today unless said; commissioning is evidence.

    Raises ValidationError with a sentence for everything that keeps it from being done.
    """
    day = day or on
    refuse_before_the_last(equipment, day)
    said = {"on": day.isoformat()}
    payload = {"equipment": str(equipment.uid), "verb": verb}
    subject = f"equipment:{equipment.uid}"
    try:
        with recording("equipment.moved", subject=subject, by=by, payload=payload) as record:
            done = move(
                record,
                equipment,
                verb,
                facts=lambda thing: facts_of(thing, day, on=on, reason=reason),
                role=roles,
                by=by,
                turn=turn,
                reason=reason,
                said=said,
            )
            if "equipment.commissioned" in emitted(done):
                kept = {"source": SOURCE, "simulated": equipment.simulated, "on": on}
                record_in(record, centre=equipment.centre, deeds=[commissioned(equipment, day)], **kept)
    except Refused as refused:
        raise ValidationError(EQUIPMENT_TELLING.sentences(refused.reasons), code="refused") from refused
    return done


def refuse_before_the_last(equipment: Equipment, day: dt.date) -> None:
    last = equipment.steps.order_by("-turn").first()
    if last and day < day_of(last):
        raise ValidationError(_("A step comes on or after the day of the one before it."), code="order")


def emitted(done: EquipmentStep) -> tuple[str, ...]:
    lines = Equipment.machine.from_state(done.before)
    return next(line.emits for line in lines if (line.verb, line.next) == (done.verb, done.state))


def facts_of(thing: Equipment, day: dt.date, *, on: dt.date, reason: str = "") -> dict[str, bool]:
    """What the guards of an instrument's life ask, on the day the verb is said to happen."""
    return {
        "day_not_future": day <= on,
        "verification_written": bool(reason.strip()) or thing.calibrations.filter(on__lte=day).exists(),
        "valid_on_the_day": day <= on and bool(validity_of([thing], day)[thing.pk]),
    }


def commissioned(equipment: Equipment, day: dt.date) -> Deed:
    return Deed(
        f"equipment:{equipment.uid}",
        "equipment.commissioned",
        day,
        amount=equipment.amount,
        identity=str(equipment.uid),
        attributes={"title": equipment.name},
    )


@transaction.atomic
def calibrate(
    equipment: Equipment,
    *,
    kind: str,
    day: dt.date,
    passed: bool | None,
    valid_until: dt.date | None,
    by,
    on: dt.date,
    body: str = "",
    certificate: str = "",
    note: str = "",
    documents: Iterable[str] = (),
) -> Calibration:
    """Write down a calibration or a check, whatever the instrument's state: it may always be recorded."""
    refuse_future(day, on)
    said = {"kind": kind, "on": day, "passed": passed, "valid_until": valid_until, "body": body}
    made = Calibration(
        equipment=equipment, certificate=certificate, note=note, documents=list(documents), **said
    )
    payload = {"equipment": str(equipment.uid), "kind": str(kind), "passed": passed}
    subject = f"equipment:{equipment.uid}"
    with recording("equipment.calibrated", subject=subject, by=by, payload=payload) as record:
        return record.keep(checked(made))


@transaction.atomic
def dispose(calibration: Calibration, *, use: str, decision: str, reason: str, by) -> Disposition:
    """Decide of one use that a failure put in doubt, with the reason."""
    if not reason.strip():
        raise ValidationError(_("Say why: an auditor will ask."), code="reason")
    payload = {"calibration": str(calibration.uid), "use": use, "decision": str(decision)}
    subject = f"equipment:{calibration.equipment.uid}"
    made = checked(Disposition(calibration=calibration, use=use, decision=decision, reason=reason.strip()))
    with (
        raced(_("This result was already decided upon.")),
        recording("equipment.disposed", subject=subject, by=by, payload=payload) as record,
    ):
        return record.keep(made)


# bookings


@transaction.atomic
def book(
    equipment: Equipment, *, start: dt.datetime, end: dt.datetime, purpose: str, by, at: dt.datetime
) -> Booking:
    """Hold an instrument from `start` to `end`; refused when somebody holds it then, whoever was first."""
    if end <= start:
        raise ValidationError(_("A booking ends after it begins."), code="order")
    if end <= at:
        raise ValidationError(_("This time is past: nothing is left to book."), code="past")
    payload = {"equipment": str(equipment.uid)}
    subject = f"equipment:{equipment.uid}"
    made = Booking(equipment=equipment, during=(start, end), purpose=purpose, person=by)
    with (
        raced(_("This instrument is booked by somebody else at that time.")),
        recording("equipment.booked", subject=subject, by=by, payload=payload) as record,
    ):
        made.event_id = record.event_id
        made.save()
    return made


@transaction.atomic
def cancel_booking(booking: Booking, *, by) -> Booking:
    """Give an instrument free again."""
    held = Booking.objects.select_for_update().get(pk=booking.pk)
    if held.cancel_event_id:
        raise ValidationError(_("This booking was cancelled already."), code="cancelled")
    subject = f"equipment:{held.equipment.uid}"
    payload = {"booking": str(held.uid)}
    with recording("equipment.released", subject=subject, by=by, payload=payload) as record:
        held.cancel_event_id = record.event_id
        held.save(update_fields=("cancel_event",))
    return held
