from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.capacity import actions
from jalon.capacity.forms import AuthorisationForm, EndForm, MoveForm, StaffForm
from jalon.capacity.models import Authorisation, StaffMember
from jalon.capacity.queries import managerial_share
from jalon.capacity.queries.people import moves_of, periods
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
from jalon.capacity.words import ROLES, grade_words
from jalon.kernel.reasons import NotComputable
from jalon.kernel.staffing import Period
from jalon.network.access import requires
from jalon.ui import addresses


@dataclass(frozen=True)
class Line:
    """A person as the list shows them on a day; without a period they are not there."""

    member: StaffMember
    period: Period | None

    @property
    def grade(self):
        return grade_words(self.period.grade) if self.period else ""


@require_safe
@requires("capacity.keep")
def people(request, code):
    centre = centre_of(request, code, "capacity.keep")
    asked = asked_of(request)
    moves = moves_of([centre], known_at=asked.known_at)
    members = StaffMember.objects.filter(centre=centre, pk__in=list(moves)).select_related("account")
    share = managerial_share(centre, asked.on, known_at=asked.known_at)
    context = asked.context() | {
        "centre": centre,
        "lines": sorted(
            (Line(member, period_on(moves[member.pk], asked.on)) for member in members),
            key=lambda line: (line.period is None, line.member.name),
        ),
        "share": share,
        "is_known": not isinstance(share.value, NotComputable),
        "grades": [(grade_words(grade), *counted) for grade, counted in share.by_grade.items()],
        "tabs": tabs(request, centre),
        "crumbs": crumbs(request, centre, (_("People"), "")),
        "simulated": any(member.simulated for member in members),
    }
    return render(request, "capacity/people.html", context)


def period_on(moves, on) -> Period | None:
    return next((period for period in periods(moves) if period.holds(on)), None)


def trail(request, centre, *more) -> list[tuple]:
    address = addresses.at(request, "capacity:people", centre.code)
    return crumbs(request, centre, (_("People"), address), *more)


@requires("capacity.keep")
def registration(request, code):
    centre = centre_of(request, code, "capacity.keep")
    form = StaffForm(request.POST or None, initial={"starts_on": today()})
    return asked_and_done(
        request,
        form,
        lambda: actions.register_staff(centre, by=request.user, on=today(), **form.said()),
        said=_("The person is in the staff; the contract's indicators follow."),
        to=("capacity:people", centre.code),
        context={
            "title": _("Somebody joins the centre"),
            "button": _("Add the person"),
            "crumbs": trail(request, centre, (_("Somebody joins the centre"), "")),
        },
    )


def member_of(request, code, uid) -> StaffMember:
    centre = centre_of(request, code, "capacity.keep")
    return get_object_or_404(StaffMember.objects.select_related("centre", "account"), centre=centre, uid=uid)


@require_safe
@requires("capacity.keep")
def person(request, code, uid):
    return shown(request, member_of(request, code, uid))


def shown(request, member: StaffMember, *, moved: MoveForm | None = None, authorised=None):
    """The page of a person; a form that was refused comes back on it with what was typed."""
    moves = list(member.moves.select_related("event__actor").order_by("on"))
    current = period_on(moves, today())
    last = current or (periods(moves) or [None])[-1]
    said = {"day": today(), "verb": "regraded" if current else "joined"}
    said |= {"grade": last.grade, "fte": last.fte} if last else {}
    authorisations = member.authorisations.select_related("end")
    context = {
        "centre": member.centre,
        "member": member,
        "grade": grade_words(current.grade) if current else "",
        "fte": current.fte if current else None,
        "moves": [(move, grade_words(move.grade) if move.grade else "") for move in reversed(moves)],
        "authorisations": [(one, ROLES.get(one.activity, one.activity)) for one in authorisations],
        "move": moved or MoveForm(initial=said),
        "authorisation": authorised or AuthorisationForm(initial={"since": today()}),
        "crumbs": trail(request, member.centre, (member.name, "")),
        "simulated": member.simulated,
    }
    is_refused = bool((moved and moved.errors) or (authorised and authorised.errors))
    return render(request, "capacity/person.html", context, status=422 if is_refused else 200)


@require_POST
@requires("capacity.keep")
def move(request, code, uid):
    member = member_of(request, code, uid)
    form = MoveForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            actions.move_staff(member, by=request.user, on=today(), **form.said())
            messages.success(request, _("The move is recorded, and is evidence."))
            return redirect("capacity:person", code, uid)
    return shown(request, member, moved=form)


@require_POST
@requires("capacity.keep")
def authorisation(request, code, uid):
    member = member_of(request, code, uid)
    form = AuthorisationForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown(form):
            documents = stored(request, member.centre)
            actions.authorise(member, by=request.user, documents=documents, **form.said())
            messages.success(request, _("The person is authorised."))
            return redirect("capacity:person", code, uid)
    return shown(request, member, authorised=form)


@requires("capacity.keep")
def authorisation_end(request, code, uid):
    centre = centre_of(request, code, "capacity.keep")
    given = get_object_or_404(
        Authorisation.objects.select_related("member__centre"), member__centre=centre, uid=uid
    )
    form = EndForm(request.POST or None, initial={"day": today()})
    member = given.member
    return asked_and_done(
        request,
        form,
        lambda: actions.take_back(given, by=request.user, **form.cleaned_data),
        said=_("The authorisation ends that day; what was done before stands."),
        to=("capacity:person", code, member.uid),
        context={
            "title": _("Take back an authorisation of %(name)s") % {"name": member.name},
            "lead": ROLES.get(given.activity, given.activity),
            "button": _("Take it back"),
            "crumbs": trail(request, centre, (member.name, "")),
        },
    )
