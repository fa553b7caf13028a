"""How much the instruments are used, and one of them with what it was used for."""

from collections import defaultdict
from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.capacity.queries import equipment_of
from jalon.capacity.queries.equipment import askers
from jalon.capacity.queries.utilisation import Utilised, bookings_in, rate, utilisation
from jalon.capacity.views.asking import centre_of, crumbs, tabs, today
from jalon.network.access import requires
from jalon.ui import addresses
from jalon.ui.spans import span_of

PAGE = 50


@require_safe
@requires("capacity.view")
def instruments(request, code):
    """Each instrument of a centre over a period, a laboratory at a time."""
    centre = centre_of(request, code, "capacity.view")
    span = span_of(request.GET, today=today())
    rows = utilisation(centre, span.since, span.until)
    context = {
        "centre": centre,
        "span": span,
        "rows": rows,
        "laboratories": by_laboratory(rows),
        "rate": rate(sum(one.busy for one in rows), sum(one.available for one in rows)),
        "busy": sum(one.busy for one in rows),
        "available": sum(one.available for one in rows),
        "tabs": tabs(request, centre),
        "crumbs": crumbs(request, centre, (_("Use of the instruments"), "")),
        "simulated": any(one.equipment.simulated for one in rows),
    }
    return render(request, "capacity/utilisation.html", context)


def by_laboratory(rows: list[Utilised]) -> list[dict]:
    """The same days a laboratory at a time; instruments of none come last."""
    groups: dict = defaultdict(list)
    for row in rows:
        groups[row.equipment.laboratory].append(row)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0] is None, pair[0].code if pair[0] else ""))
    return [total(laboratory, found) for laboratory, found in ordered]


def total(laboratory, rows: list[Utilised]) -> dict:
    busy, available = sum(row.busy for row in rows), sum(row.available for row in rows)
    said = {"laboratory": laboratory, "instruments": len(rows), "busy": busy, "available": available}
    return said | {"rate": rate(busy, available)}


@require_safe
@requires("capacity.view")
def uses(request, code, uid):
    """What an instrument was booked and used for over a period."""
    centre = centre_of(request, code, "capacity.view")
    thing = get_object_or_404(equipment_of(centre), uid=uid)
    span = span_of(request.GET, today=today())
    found = sorted(uses_of(thing, span.since, span.until), key=lambda row: row["on"], reverse=True)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    trail = (_("Use of the instruments"), addresses.at(request, "capacity:utilisation", centre.code))
    context = {
        "centre": centre,
        "equipment": thing,
        "span": span,
        "page": page,
        "days": len({row["on"] for row in found}),
        "crumbs": crumbs(request, centre, trail, (thing.code, "")),
        "simulated": thing.simulated,
    }
    return render(request, "capacity/uses.html", context)


def uses_of(thing, since: date, until: date) -> list[dict]:
    told = [
        {"on": use.on, "label": use.label, "href": use.href, "is_booking": False}
        for asked in askers()
        for use in asked([thing.pk], since, until)
    ]
    held = bookings_in([thing.pk], since, until)
    return told + [
        {
            "on": max(since, timezone.localdate(one.during.lower)),
            "label": one.purpose,
            "href": "",
            "is_booking": True,
        }
        for one in held
    ]
