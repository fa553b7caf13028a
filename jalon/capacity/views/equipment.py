"""Instruments: the list with its validity, one instrument, its calibrations, bookings, results in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.capacity import actions
from jalon.capacity.forms import BookingForm, CalibrationForm, DispositionForm, EquipmentForm, StepForm
from jalon.capacity.models import Booking, Calibration, Equipment
from jalon.capacity.queries import equipment_of, equipment_valid, impact, roles_of
from jalon.capacity.queries.equipment import day_of, states_on
from jalon.capacity.views.asking import (
    asked_and_done,
    asked_of,
    centre_of,
    crumbs,
    refusals_shown,
    stored,
    tabs,
    today,
)
from jalon.capacity.words import ANSWERS, EQUIPMENT_TELLING, ROLES, why
from jalon.journal.lives import history, offers
from jalon.kernel.validity import Validity
from jalon.network.access import requires
from jalon.ui import addresses

PAGE = 50
SAYING_WHAT_WENT_WRONG = ("work.receive", "work.quality")


@dataclass(frozen=True)
class Line:
    """An instrument as a list shows it on a day."""

    equipment: Equipment
    state: str
    validity: Validity

    @property
    def words(self) -> str:
        return str(ANSWERS[self.validity.answer])

    @property
    def why(self) -> str:
        return why(self.validity)


def lines(things: Iterable[Equipment], asked) -> list[Line]:
    """The instruments as they stood on the day asked, in a constant number of questions."""
    things = list(things)
    keys = [thing.pk for thing in things]
    valid = equipment_valid(keys, asked.on, known_at=asked.known_at)
    states = states_on(keys, asked.on, known_at=asked.known_at)
    return [
        Line(thing, EQUIPMENT_TELLING.state(states.get(thing.pk, "ordered")), valid[thing.pk])
        for thing in things
    ]


@require_safe
@requires("capacity.view")
def instruments(request, code):
    centre = centre_of(request, code, "capacity.view")
    asked = asked_of(request)
    things = equipment_of(centre).known_at(asked.known_at)
    page = Paginator(things, PAGE).get_page(request.GET.get("page"))
    everything = equipment_valid(list(things.values_list("pk", flat=True)), asked.on, known_at=asked.known_at)
    context = asked.context() | {
        "centre": centre,
        "page": page,
        "lines": lines(page, asked),
        "usable": sum(bool(one) for one in everything.values()),
        "may_record": request.standing.can("capacity.record", centre),
        "tabs": tabs(request, centre),
        "crumbs": crumbs(request, centre, (_("Instruments"), "")),
        "simulated": any(one.simulated for one in page),
    }
    return render(request, "capacity/equipment.html", context)


@requires("capacity.record")
def registration(request, code):
    centre = centre_of(request, code, "capacity.record")
    form = EquipmentForm(request.POST or None, centre=centre)
    return asked_and_done(
        request,
        form,
        lambda: actions.register_equipment(centre, by=request.user, **form.said()),
        said=_("The instrument is entered as ordered: say when it is received, verified and put in service."),
        to=("capacity:equipment", centre.code),
        context={
            "title": _("Enter an instrument"),
            "button": _("Enter the instrument"),
            "crumbs": trail(request, centre, (_("Enter an instrument"), "")),
        },
    )


def trail(request, centre, *more) -> list[tuple]:
    address = addresses.at(request, "capacity:equipment", centre.code)
    return crumbs(request, centre, (_("Instruments"), address), *more)


def instrument_of(request, code, uid, permission) -> Equipment:
    centre = centre_of(request, code, permission)
    found = Equipment.objects.select_related("centre", "laboratory")
    return get_object_or_404(found, centre=centre, uid=uid)


@require_safe
@requires("capacity.view")
def instrument(request, code, uid):
    return shown(request, instrument_of(request, code, uid, "capacity.view"))


def shown(request, thing: Equipment, *, booked: BookingForm | None = None, stepped: StepForm | None = None):
    """The page of an instrument; a form that was refused comes back on it with what was typed."""
    asked = asked_of(request)
    roles = roles_of(request.standing, thing.centre)
    may_record = request.standing.can("capacity.record", thing.centre) and asked.known_at is None
    calibrations = thing.calibrations.known_at(asked.known_at).select_related("event__actor")
    upcoming = thing.bookings.filter(cancel_event=None, during__endswith__gt=timezone.now())
    context = asked.context() | {
        "centre": thing.centre,
        "equipment": thing,
        "line": lines([thing], asked)[0],
        "calibrations": calibrations,
        "bookings": upcoming.select_related("person"),
        "history": dated(thing, asked.known_at),
        "offers": offers(thing, EQUIPMENT_TELLING, roles=roles, facts=facts_today) if may_record else [],
        "may_record": may_record,
        "case": case_about(request, thing),
        "booking": booked or BookingForm(initial={"day": today()}),
        "stepped": stepped,
        "today": today(),
        "crumbs": trail(request, thing.centre, (thing.code, "")),
        "simulated": thing.simulated,
    }
    is_refused = bool((booked and booked.errors) or (stepped and stepped.errors))
    return render(request, "capacity/instrument.html", context, status=422 if is_refused else 200)


def case_about(request, thing: Equipment) -> str:
    """Where somebody who may say that something went wrong in the centre writes it of the instrument."""
    may = any(request.standing.can(permission, thing.centre) for permission in SAYING_WHAT_WENT_WRONG)
    address = addresses.if_any("services:new_case") if may else ""
    return address and f"{address}?{urlencode({'about': thing.code, 'centre': thing.centre.code})}"


def dated(thing: Equipment, known_at: int | None) -> list[tuple]:
    """The life of an instrument, the last step first, each with the day it is said to have happened."""
    told = history(thing, EQUIPMENT_TELLING, roles=ROLES, known_at=known_at)
    steps = thing.steps.known_at(known_at).order_by("-turn")
    return list(zip(told, map(day_of, steps), strict=True))


def facts_today(thing: Equipment) -> dict[str, bool]:
    """What could be said when the button is pressed is not held against it before."""
    return actions.facts_of(thing, today(), on=today(), reason="to be written")


@require_POST
@requires("capacity.record")
def steps(request, code, uid):
    thing = instrument_of(request, code, uid, "capacity.record")
    form = StepForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            roles = roles_of(request.standing, thing.centre)
            actions.step(thing, by=request.user, roles=roles, on=today(), **form.cleaned_data)
            messages.success(request, _("Done: the instrument's life says so."))
            return redirect("capacity:instrument", code, uid)
    return shown(
        request, Equipment.objects.select_related("centre", "laboratory").get(pk=thing.pk), stepped=form
    )


@requires("capacity.record")
def calibration(request, code, uid):
    thing = instrument_of(request, code, uid, "capacity.record")
    form = CalibrationForm(request.POST or None, request.FILES or None, initial={"day": today()})

    def record():
        documents = stored(request, thing.centre)
        said = form.said()
        actions.calibrate(thing, by=request.user, on=today(), documents=documents, **said)

    return asked_and_done(
        request,
        form,
        record,
        said=_("The calibration is recorded; the instrument's validity follows from it."),
        to=("capacity:instrument", code, uid),
        context={
            "title": _("Record a calibration or a check of %(code)s") % {"code": thing.code},
            "lead": _("It may always be recorded, whatever the state of the instrument."),
            "button": _("Record it"),
            "has_file": True,
            "crumbs": trail(
                request, thing.centre, (thing.code, own_page(request, thing)), (_("Calibration"), "")
            ),
        },
    )


def own_page(request, thing) -> str:
    return addresses.at(request, "capacity:instrument", thing.centre.code, thing.uid)


@require_POST
@requires("capacity.record")
def booking(request, code, uid):
    thing = instrument_of(request, code, uid, "capacity.record")
    form = BookingForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            actions.book(thing, by=request.user, at=timezone.now(), **form.said())
            messages.success(request, _("The instrument is booked."))
            return redirect("capacity:instrument", code, uid)
    return shown(request, thing, booked=form)


@require_POST
@requires("capacity.record")
def cancellation(request, code, uid):
    centre = centre_of(request, code, "capacity.record")
    held = get_object_or_404(Booking, equipment__centre=centre, uid=uid)
    try:
        actions.cancel_booking(held, by=request.user)
        messages.success(request, _("The booking is cancelled: the instrument is free again."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("capacity:instrument", code, held.equipment.uid)


@requires("capacity.record")
def in_doubt(request, code, uid):
    """Every result since the last good calibration, each to be decided upon."""
    centre = centre_of(request, code, "capacity.record")
    failed = get_object_or_404(
        Calibration.objects.select_related("equipment"), equipment__centre=centre, uid=uid
    )
    if failed.passed is not False:
        raise Http404(_("Only a calibration that failed puts results in doubt."))
    form = DispositionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.dispose(failed, by=request.user, **form.cleaned_data)
            messages.success(request, _("The decision is kept."))
            return redirect("capacity:impact", code, uid)
    thing = failed.equipment
    context = {
        "centre": centre,
        "equipment": thing,
        "failed": failed,
        "impact": impact(failed),
        "form": form,
        "crumbs": trail(request, centre, (thing.code, own_page(request, thing)), (_("Results in doubt"), "")),
    }
    return render(request, "capacity/impact.html", context, status=422 if form.errors else 200)
