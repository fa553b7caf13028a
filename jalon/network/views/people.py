from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.kernel.words import fold
from jalon.network import actions, queries
from jalon.network.access import memberships_on, requires
from jalon.network.forms.people import ClosureForm, PeopleFilter
from jalon.network.models import Invitation, Membership
from jalon.network.views.asking import page_of, refusals_shown, today
from jalon.people.models import User
from jalon.people.queries import has_second_factor


@require_safe
@requires("people.view")
def people(request):
    where = request.standing.organisations_where("people.view")
    form = PeopleFilter(request.GET, organisations=where)
    chosen = form.cleaned_data if form.is_valid() else {}
    seen = queries.people_visible_to(request.standing)
    found = named(filtered(seen, chosen).order_by("name", "email"), chosen.get("q", ""))
    waiting = Invitation.objects.filter(organisation__in=where, accepted_at=None, withdrawn_at=None)
    context = {
        "form": form,
        "page": page_of(request, found.prefetch_related(roles_in(where))),
        "waiting": waiting.select_related("organisation"),
        "may_invite": request.standing.can("people.invite"),
        "now": timezone.now(),
    }
    return render(request, "network/people.html", context)


def roles_in(where):
    held = memberships_on(today(), active_only=False).filter(organisation__in=where)
    return Prefetch("memberships", held.select_related("organisation", "deputy_for"), to_attr="held")


def filtered(seen, chosen):
    held = memberships_on(today(), active_only=False)
    for field in ("organisation", "role"):
        if chosen.get(field):
            held = held.filter(**{field: chosen[field]})
    if chosen.get("organisation") or chosen.get("role"):
        seen = seen.filter(pk__in=held.values("user"))
    if chosen.get("state"):
        seen = seen.filter(is_active=chosen["state"] == "open")
    return seen


def named(found, text: str):
    """People are few enough for their names to be folded as they are read."""
    words = fold(text).split()
    if not words:
        return found
    keys = [
        user.pk
        for user in found
        if all(f" {word}" in f" {fold(user.name + ' ' + user.email)}" for word in words)
    ]
    return found.filter(pk__in=keys)


def person_known(request, uid) -> User:
    return get_object_or_404(queries.people_visible_to(request.standing), uid=uid)


@require_safe
@requires("people.view")
def person(request, uid):
    found = person_known(request, uid)
    where = request.standing.organisations_where("people.view")
    memberships = found.memberships.filter(organisation__in=where)
    memberships = memberships.select_related("organisation", "event", "deputy_for")
    context = {
        "person": found,
        "memberships": [(row, may_end(request, row)) for row in memberships],
        "closures": found.deactivations.select_related("event", "event__actor"),
        "may_deactivate": (may := request.standing.can("people.deactivate") and found != request.user),
        "has_second_factor": may and has_second_factor(found),
        "crumbs": [(_("People"), reverse("network:people")), (str(found), "")],
    }
    return render(request, "network/person.html", context)


def may_end(request, membership) -> bool:
    open_still = membership.ends_on is None or membership.ends_on > today()
    return open_still and request.standing.may_give(membership.role, membership.organisation)


@requires("people.deactivate")
def closure(request, uid):
    """Asks for the reason and says what will happen; POST closes the account."""
    found = person_known(request, uid)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.deactivate(found, reason=form.cleaned_data["reason"], on=today(), by=request.user)
            messages.success(request, _("The account of %(name)s is closed.") % {"name": found})
            return redirect("network:person", uid)
    return render(request, "network/closure.html", {"form": form, "person": found, "crumbs": trail(found)})


@requires("people.deactivate")
def factor_removal(request, uid):
    """Says what will happen; POST removes the second factor the person lost."""
    found = person_known(request, uid)
    form = Form(request.POST or None)
    if request.method == "POST":
        form.is_valid()
        with refusals_shown(form):
            told(request, found)
            return redirect("network:person", uid)
    context = {"form": form, "person": found, "crumbs": trail(found, _("Remove the second factor"))}
    return render(request, "network/factor_removal.html", context)


def told(request, found) -> None:
    """The second factor is removed, whether its letter goes out or not."""
    try:
        actions.remove_second_factor(found, by=request.user)
        said = _("The second factor of %(name)s is removed, and a letter says so.") % {"name": found}
        messages.success(request, said)
    except actions.LetterNotSent as error:
        messages.warning(request, str(error))


def trail(found, title=""):
    return [
        (_("People"), reverse("network:people")),
        (str(found), reverse("network:person", args=[found.uid])),
        (title or _("Close the account"), ""),
    ]


@require_POST
@requires("people.deactivate")
def reopening(request, uid):
    found = person_known(request, uid)
    try:
        actions.reactivate(found, by=request.user)
        messages.success(request, _("The account of %(name)s is open again.") % {"name": found})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("network:person", uid)


@requires("people.invite")
def role_end(request, key):
    """Says what will happen; POST ends the role today."""
    where = request.standing.organisations_where("people.invite")
    rows = Membership.objects.filter(organisation__in=where).select_related("user", "organisation")
    membership = get_object_or_404(rows, pk=key)
    if not may_end(request, membership):
        raise Http404
    form = Form(request.POST or None)
    if request.method == "POST":
        form.is_valid()
        with refusals_shown(form):
            actions.end_role(membership, on=today(), by=request.user)
            messages.success(request, _("The role has ended."))
            return redirect("network:person", membership.user.uid)
    context = {"form": form, "membership": membership, "person": membership.user}
    return render(request, "network/role_end.html", context)
