"""A centre leaves the network from a day on, or after all stays: the last record counts."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.models import Departure, Organisation
from jalon.network.queries import departure_of


def leave(centre: Organisation, *, left_on: date, reason: str, by) -> Departure:
    """From the day on, what the centre holds counts no longer in the network's stocks; its deeds stay.

    Said again, it corrects the day. The centre's unused money is returned apart, by `fund`.
    """
    if centre.kind != Organisation.Kind.CENTRE:
        raise ValidationError(_("Only a centre leaves the network."))
    standing = departure_of(centre)
    if standing and standing.left_on == left_on:
        raise ValidationError(_("This departure is already recorded for that day."))
    return said("centre.left", centre, left_on, reason, by)


def stay(centre: Organisation, *, reason: str, by) -> Departure:
    """The departure is undone: the centre counts as if it had never left."""
    if departure_of(centre) is None:
        raise ValidationError(_("No departure of this centre is recorded."))
    return said("centre.stayed", centre, None, reason, by)


def said(verb: str, centre: Organisation, left_on: date | None, reason: str, by) -> Departure:
    row = Departure(centre=centre, left_on=left_on, reason=reason.strip())
    row.full_clean(exclude=("event", "hash"))
    payload = {"left_on": left_on.isoformat()} if left_on else {}
    with recording(verb, subject=f"organisation:{centre.code}", by=by, payload=payload) as record:
        return record.keep(row)
