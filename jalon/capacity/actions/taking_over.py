"""What a centre has on the day it begins to work with Jalon, entered at once: one event a kind of thing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.capacity.actions.equipment import commissioned, facts_of
from jalon.capacity.actions.laboratories import SOURCE
from jalon.capacity.actions.refusing import refuse_future
from jalon.capacity.models import (
    Authorisation,
    Calibration,
    Equipment,
    ScopeLine,
    StaffMember,
    StaffMove,
)
from jalon.evidence.actions import record_in
from jalon.journal import lives
from jalon.journal.actions import recording

STEPS = ("receive", "verify", "commission")


@dataclass(frozen=True)
class Present:
    """Somebody who is here already, counted in the staff at the start."""

    name: str
    since: dt.date
    grade: str
    fte: Decimal = Decimal(1)
    contract: str = StaffMove.Contract.PERMANENT
    account: object = None


@dataclass(frozen=True)
class Instrument:
    """An instrument as it stands: what it is, since when it serves, its calibrations, the first one first."""

    thing: Equipment
    in_service_on: dt.date
    calibrations: Sequence[Calibration]


@transaction.atomic
def take_over_staff(
    centre, people: Sequence[Present], *, by, on: dt.date, simulated: bool = False
) -> list[StaffMember]:
    """Enter the people who are there: no evidence, they are counted already."""
    for one in people:
        refuse_future(one.since, on)
    members = StaffMember.objects.bulk_create(
        StaffMember(centre=centre, name=one.name, account=one.account, simulated=simulated) for one in people
    )
    payload = {"people": len(members), "verb": str(StaffMove.Verb.PRESENT)}
    with recording("staff.moved", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        record.keep_all(
            StaffMove(
                member=member,
                verb=StaffMove.Verb.PRESENT,
                on=one.since,
                grade=one.grade,
                fte=one.fte,
                contract=one.contract,
            )
            for member, one in zip(members, people, strict=True)
        )
    return members


@transaction.atomic
def authorise_all(
    centre, granted: Sequence[tuple[StaffMember, str, dt.date, dt.date | None]], *, by
) -> list[Authorisation]:
    """Let people of a centre do what they may: member, activity, from a day, until another."""
    if by is not None and any(member.account_id == by.pk for member, *_said in granted):
        raise ValidationError(
            _("Nobody authorises themselves: ask somebody else of the centre."), code="self"
        )
    payload = {"authorisations": len(granted)}
    with recording("staff.authorised", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        return record.keep_all(
            Authorisation(member=member, activity=activity, since=since, until=until)
            for member, activity, since, until in granted
        )


@transaction.atomic
def take_over_equipment(
    centre, instruments: Sequence[Instrument], *, by, roles: Sequence[str], on: dt.date
) -> list[Equipment]:
    """Enter instruments in service, with the calibrations they have. Raises Refused.

    Each begins its life on its own day: commissioning is evidence of that day.
    """
    things = [one.thing for one in instruments]
    subject = f"centre:{centre.code}"
    with recording("equipment.ordered", subject=subject, by=by, payload={"things": len(things)}) as record:
        lives.begin_all(record, things)
    for one in instruments:
        for made in one.calibrations:
            made.equipment = one.thing  # it has its key by now, which the digest covers
    payload = {"calibrations": sum(len(one.calibrations) for one in instruments)}
    with recording("equipment.calibrated", subject=subject, by=by, payload=payload) as record:
        record.keep_all(made for one in instruments for made in one.calibrations)
    for verb in STEPS:
        step_all(instruments, verb, by=by, roles=roles, on=on)
    return things


def step_all(instruments: Sequence[Instrument], verb: str, *, by, roles, on: dt.date) -> None:
    days = {one.thing.pk: one.in_service_on for one in instruments}
    centre = instruments[0].thing.centre
    payload = {"things": len(instruments), "verb": verb}
    with recording("equipment.moved", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        lives.move_all(
            record,
            [one.thing for one in instruments],
            verb,
            facts=lambda thing: facts_of(thing, days[thing.pk], on=on),
            role=roles,
            by=by,
            said=lambda thing: {"on": days[thing.pk].isoformat()},
        )
        if verb == "commission":
            deeds = [commissioned(one.thing, one.in_service_on) for one in instruments]
            (simulated,) = {one.thing.simulated for one in instruments}
            record_in(record, centre=centre, deeds=deeds, source=SOURCE, simulated=simulated, on=on)


@transaction.atomic
def take_over_scope(centre, lines: Sequence[ScopeLine], *, by, on: dt.date) -> list[ScopeLine]:
    """Enter lines accredited before, which came in by file as evidence: they are not counted again."""
    for line in lines:
        refuse_future(line.since, on)
    payload = {"lines": len(lines)}
    with recording("scope.granted", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        return record.keep_all(lines)
