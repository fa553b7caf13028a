"""What the laboratory did with instruments: what a failed calibration puts in doubt."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.urls import reverse

from jalon.capacity.queries import Use
from jalon.services.models import InstrumentUse
from jalon.ui.formats import dotted


def days_of_equipment(ids: Collection[int], since: dt.date, until: dt.date) -> Iterator[tuple[int, dt.date]]:
    """The days on which something was measured with each of these instruments; one question."""
    found = InstrumentUse.objects.filter(
        equipment__in=ids, measurement__on__gte=since, measurement__on__lte=until
    )
    return found.order_by().values_list("equipment", "measurement__on").distinct().iterator()


def uses_of_equipment(ids: Collection[int], since: dt.date | None, until: dt.date) -> Iterator[Use]:
    """The results measured with these instruments between two days, both included; one question."""
    found = InstrumentUse.objects.filter(equipment__in=ids, measurement__on__lte=until)
    found = found.filter(measurement__on__gte=since) if since else found
    named = ("measurement__line__sample__centre", "measurement__line__clause")
    for use in found.select_related(*named).order_by("id"):
        line = use.measurement.line
        yield Use(
            key=f"measurement:{use.measurement_id}",
            label=dotted(line.sample.number, line.clause.code),
            on=use.measurement.on,
            href=reverse("services:line", args=[line.uid]),
        )
