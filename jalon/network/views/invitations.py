from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jalon.network import actions, queries
from jalon.network.access import requires
from jalon.network.forms.people import AcceptanceForm, InvitationForm
from jalon.network.models import Invitation
from jalon.network.views.asking import refusals_shown, today
from jalon.people.queries import account_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@requires("people.invite")
def invitation(request):
    first = {"language": translation.get_language(), "organisation": request.GET.get("organisation")}
    form = InvitationForm(request.POST or None, standing=request.standing, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            send(request, form.cleaned_data)
            return redirect("network:people")
    crumbs = [(_("People"), reverse("network:people")), (_("Invitation"), "")]
    return render(request, "network/invitation_form.html", {"form": form, "crumbs": crumbs})


def send(request, said) -> None:
    try:
        made = actions.invite(**said, by=request.user, at=timezone.now(), link=link_maker(request))
    except actions.LetterNotSent as failure:
        messages.error(request, str(failure))
        return
    sentence = _("A letter is on its way to %(email)s; its link is good for 7 days.")
    messages.success(request, sentence % {"email": made.email})


def link_maker(request):
    """The acceptance page is in the language of the letter."""

    def link(token):
        return request.build_absolute_uri(reverse("network:acceptance", args=[token]))

    return link


@require_POST
@requires("people.invite")
def withdrawal(request, uid):
    rows = Invitation.objects.select_related("organisation")
    found = get_object_or_404(rows, uid=uid)
    if not request.standing.may_give(found.role, found.organisation):
        raise Http404
    try:
        actions.withdraw_invitation(found, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("network:people")


@never_cache
def acceptance(request, token):
    """For whoever has the letter: make the account, or take the role on the account one already has."""
    found = queries.invitation_of(token)
    if found is None or not found.is_open(timezone.now()):
        return render(
            request, "network/acceptance_closed.html", {"invitation": found}, status=410 if found else 404
        )
    if request.user.is_authenticated:
        return accept_signed_in(request, found)
    if account_of(found.email):
        return render(request, "network/acceptance.html", {"invitation": found, "must_sign_in": True})
    return accept_new(request, found)


def accept_signed_in(request, found):
    form = Form(request.POST or None)
    theirs = request.user.email.casefold() == found.email.casefold()
    if request.method == "POST" and theirs:
        form.is_valid()
        with refusals_shown(form):
            actions.accept_invitation(found, at=timezone.now(), on=today(), user=request.user)
            messages.success(request, _("You hold this role from today on."))
            return redirect("/")
    context = {"form": form, "invitation": found, "for_somebody_else": not theirs}
    return render(request, "network/acceptance.html", context)


def accept_new(request, found):
    form = AcceptanceForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            given = {name: form.cleaned_data[name] for name in ("name", "password")}
            user = actions.accept_invitation(found, at=timezone.now(), on=today(), **given)
            login(request, user, backend=BACKEND)
            messages.success(request, _("Your account is open."))
            return redirect("/")
    return render(request, "network/acceptance.html", {"form": form, "invitation": found})
