"""How a firm gets its account: a centre invites it, or a person registers and confirms the address."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from jalon.network.access import refusal, requires
from jalon.network.actions import accept_firm, ask_for_account, invite_firm
from jalon.network.queries import firm_invitation_of
from jalon.people.queries import account_of
from jalon.services.firm.forms import InviteForm, PasswordsForm, RegistrationForm
from jalon.services.firm.queries import accounts_of
from jalon.services.views.asking import crumbs, request_named, roles_needed, today

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_SENT = gettext_lazy("The letter could not be sent: have the mail server checked, then try again.")


@requires("work.receive")
def invitation(http, uid):
    """Invite a person of the firm of a request: the centre vouches for them."""
    found = request_named(http, uid)
    if "reception" not in roles_needed(http, found):
        raise PermissionDenied(refusal("work.receive"))
    contact = found.contacts.last()
    form = InviteForm(http.POST or None, initial={"email": contact.email if contact else ""})
    if http.method == "POST" and form.is_valid():
        told = {"centre": found.centre, "language": translation.get_language(), "by": http.user}
        told |= {"at": timezone.now(), "link": link_maker(http)}
        try:
            invite_firm(found.enterprise, email=form.cleaned_data["email"], **told)
        except OSError:
            form.add_error(None, NOT_SENT)
        else:
            messages.success(http, _("The letter is sent; its link is good for 7 days."))
            return redirect("services:request", uid)
    context = {"request_": found, "form": form, "crumbs": crumbs(found, _("Account of the firm"))}
    context["accounts"] = accounts_of(found.enterprise)
    return render(http, "services/firm_invitation.html", context, status=422 if form.errors else 200)


def link_maker(http):
    def link(token):
        return http.build_absolute_uri(reverse("services:firm_opening", args=[token]))

    return link


def registration(http):
    """Anybody asks for an account of their firm; what is answered tells nobody who has one."""
    form = RegistrationForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        told = {"language": translation.get_language(), "at": timezone.now(), "link": link_maker(http)}
        try:
            ask_for_account(**form.cleaned_data, **told)
        except ValidationError as error:
            form.add_error("ice", error)
        except OSError:
            form.add_error(None, NOT_SENT)
        else:
            return render(http, "services/firm_registration.html", {"is_sent": True})
    return render(http, "services/firm_registration.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def opening(http, token):
    """For whoever has the letter: make the account, or let the one signed in act for the firm."""
    found = firm_invitation_of(token)
    if found is None or not found.is_open(timezone.now()):
        return render(http, "services/firm_opening.html", {"is_closed": True}, status=410 if found else 404)
    signed_in = http.user.is_authenticated
    context = {"invitation": found, "firm": found.enterprise or found.name}
    if not signed_in and account_of(found.email):
        return render(http, "services/firm_opening.html", context | {"must_sign_in": True})
    form = PasswordsForm(http.POST or None, email=found.email, is_new=not signed_in)
    if http.method == "POST" and form.is_valid():
        said = {"user": http.user} if signed_in else form.given
        try:
            account = accept_firm(found, at=timezone.now(), on=today(), **said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if not signed_in:
                login(http, account.user, backend=BACKEND)
            messages.success(http, _("Your account is open."))
            return redirect("services:portal")
    return render(
        http, "services/firm_opening.html", context | {"form": form}, status=422 if form.errors else 200
    )
