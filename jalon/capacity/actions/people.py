"""People of a centre: they join, change grade, leave; each move is evidence in the same event."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.capacity.actions.laboratories import SOURCE
from jalon.capacity.actions.refusing import checked, raced, refuse_future
from jalon.capacity.models import Authorisation, AuthorisationEnd, StaffMember, StaffMove
from jalon.evidence.actions import Deed, record_in
from jalon.journal.actions import recording

Verb = StaffMove.Verb


@transaction.atomic
def register_staff(
    centre,
    *,
    name: str,
    starts_on: dt.date,
    grade: str,
    fte: Decimal,
    contract: str,
    by,
    on: dt.date,
    account=None,
    is_in_opening: bool = False,
    simulated: bool = False,
) -> StaffMember:
    """Somebody joins a centre; no evidence for who was there already, counted in the staff at the start."""
    refuse_future(starts_on, on)
    member = checked(StaffMember(centre=centre, name=name, account=account, simulated=simulated))
    with raced(_("This account is another person's of the centre.")), transaction.atomic():
        member.save()
    move_staff(
        member,
        verb=Verb.PRESENT if is_in_opening else Verb.JOINED,
        day=starts_on,
        grade=grade,
        fte=fte,
        contract=contract,
        by=by,
        on=on,
    )
    return member


@transaction.atomic
def move_staff(
    member: StaffMember,
    *,
    verb: str,
    day: dt.date,
    by,
    on: dt.date,
    grade: str = "",
    fte: Decimal = Decimal(0),
    contract: str = "",
    reason: str = "",
) -> StaffMove:
    """A move of a person, after every other move of theirs; the event carries its evidence."""
    refuse_future(day, on)
    StaffMember.objects.select_for_update().get(pk=member.pk)
    last = member.moves.order_by("-on").first()
    refuse_out_of_turn(verb, day, last)
    said = {"verb": verb, "on": day, "grade": grade, "fte": fte, "contract": contract, "reason": reason}
    move = checked(StaffMove(member=member, **said))
    subject = f"centre:{member.centre.code}"
    payload = {"person": str(member.uid), "verb": str(verb)}
    with recording("staff.moved", subject=subject, by=by, payload=payload) as record:
        record.keep(move)
        deeds = list(deeds_of(move, last))
        if deeds:
            kept = {"source": SOURCE, "simulated": member.simulated, "on": on}
            record_in(record, centre=member.centre, deeds=deeds, **kept)
    return move


def refuse_out_of_turn(verb: str, day: dt.date, last: StaffMove | None) -> None:
    is_there = last is not None and last.verb != Verb.LEFT
    if last is not None and day <= last.on:
        raise ValidationError(_("A move comes after the last one of the person."), code="order")
    if verb in (Verb.JOINED, Verb.PRESENT) and is_there:
        raise ValidationError(
            _("This person is here already: change the grade or hours instead."), code="here"
        )
    if verb in (Verb.LEFT, Verb.REGRADED) and not is_there:
        raise ValidationError(_("This person is not here: they join first."), code="absent")


def deeds_of(move: StaffMove, last: StaffMove | None) -> Iterable[Deed]:
    """The evidence of a move: heads that come or go; a regrading takes one out and puts one in."""
    key = f"staff:{move.uid}"
    if move.verb == Verb.JOINED:
        yield heads(key, "staff.joined", move.on, 1, move.grade, move.fte)
    elif move.verb == Verb.LEFT and last:
        yield heads(key, "staff.left", move.on, 1, last.grade, last.fte)
    elif move.verb == Verb.REGRADED and last:
        yield heads(f"{key}:from", "staff.regraded", move.on, -1, last.grade, last.fte)
        yield heads(f"{key}:to", "staff.regraded", move.on, 1, move.grade, move.fte)


def heads(key: str, kind: str, day: dt.date, quantity: int, grade: str, fte: Decimal) -> Deed:
    attributes = {"grade": grade, "fte": fte.normalize()}
    return Deed(key, kind, day, quantity=Decimal(quantity), unit="heads", attributes=attributes)


# authorisations


@transaction.atomic
def authorise(
    member: StaffMember,
    *,
    activity: str,
    since: dt.date,
    until: dt.date | None,
    by,
    documents: Iterable[str] = (),
) -> Authorisation:
    """Let a person do a method or hold a function from a day until another, with what proves it."""
    if by is not None and member.account_id == by.pk:
        raise ValidationError(
            _("Nobody authorises themselves: ask somebody else of the centre."), code="self"
        )
    said = {"activity": activity.strip(), "since": since, "until": until, "documents": list(documents)}
    made = checked(Authorisation(member=member, **said))
    payload = {"person": str(member.uid), "activity": made.activity}
    with recording(
        "staff.authorised", subject=f"centre:{member.centre.code}", by=by, payload=payload
    ) as record:
        return record.keep(made)


@transaction.atomic
def take_back(authorisation: Authorisation, *, day: dt.date, reason: str, by) -> AuthorisationEnd:
    """End an authorisation from a day on. What was done before stands."""
    if day < authorisation.since:
        raise ValidationError(_("An authorisation ends on or after the day it begins."), code="order")
    member = authorisation.member
    payload = {"person": str(member.uid), "activity": authorisation.activity}
    with (
        raced(_("This authorisation was taken back already.")),
        recording(
            "staff.unauthorised", subject=f"centre:{member.centre.code}", by=by, payload=payload
        ) as record,
    ):
        return record.keep(AuthorisationEnd(authorisation=authorisation, on=day, reason=reason))
