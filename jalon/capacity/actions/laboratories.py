import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.capacity.actions.refusing import checked, raced, refuse_future
from jalon.capacity.models import Laboratory, LaboratoryClosure
from jalon.evidence.actions import Deed, record_in
from jalon.journal.actions import recording
from jalon.kernel.words import Words

SOURCE = "capacity"


@transaction.atomic
def open_laboratory(
    centre,
    *,
    code: str,
    name: Words,
    area: Decimal,
    opened_on: dt.date,
    by,
    on: dt.date,
    site: str = "",
    is_in_opening: bool = False,
    simulated: bool = False,
) -> Laboratory:
    """Open a laboratory; its area is evidence unless it was counted in the area at the start."""
    refuse_future(opened_on, on)
    said = {"centre": centre, "code": code, "name": name, "area": area, "opened_on": opened_on, "site": site}
    made = checked(Laboratory(**said, is_in_opening=is_in_opening, simulated=simulated))
    subject = f"centre:{centre.code}"
    sentence = _("A laboratory of this centre has this code already.")
    with raced(sentence), recording("laboratory.opened", subject=subject, by=by) as record:
        record.payload["laboratory"] = code
        record.keep(made)
        if not is_in_opening:
            deeds = [area_deed(made, "area.opened", opened_on)]
            record_in(record, centre=centre, deeds=deeds, source=SOURCE, simulated=simulated, on=on)
    return made


@transaction.atomic
def close_laboratory(laboratory: Laboratory, *, closed_on: dt.date, reason: str, by, on: dt.date):
    """Close a laboratory from a day on: its area leaves the stock that day."""
    refuse_future(closed_on, on)
    if LaboratoryClosure.objects.filter(laboratory=laboratory).exists():
        raise ValidationError(_("This laboratory is closed already."), code="closed")
    if closed_on < laboratory.opened_on:
        raise ValidationError(_("A laboratory closes after it opened."), code="order")
    centre = laboratory.centre
    subject, payload = f"centre:{centre.code}", {"laboratory": laboratory.code}
    sentence = _("This laboratory is closed already.")
    with (
        raced(sentence),
        recording("laboratory.closed", subject=subject, by=by, payload=payload) as record,
    ):
        closure = record.keep(LaboratoryClosure(laboratory=laboratory, on=closed_on, reason=reason))
        deeds = [area_deed(laboratory, "area.closed", closed_on)]
        record_in(record, centre=centre, deeds=deeds, source=SOURCE, simulated=laboratory.simulated, on=on)
    return closure


def area_deed(laboratory: Laboratory, kind: str, day: dt.date) -> Deed:
    return Deed(
        f"laboratory:{laboratory.uid}:{kind.rpartition('.')[2]}",
        kind,
        day,
        quantity=laboratory.area,
        unit="m2",
        attributes={"site": laboratory.site} if laboratory.site else {},
    )
