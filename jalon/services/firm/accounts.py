"""Who acts for a firm: a centre that serves it closes an account with a reason, and opens it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.network.access import refusal, requires
from jalon.network.actions import deactivate, reactivate
from jalon.services.firm.forms import EndingForm
from jalon.services.firm.queries import accounts_of
from jalon.services.views.asking import crumbs, request_named, roles_needed, today


def account_seen(http, uid, person):
    """The request, and the account of its firm, for the reception of the centre."""
    found = request_named(http, uid)
    if "reception" not in roles_needed(http, found):
        raise PermissionDenied(refusal("work.receive"))
    account = accounts_of(found.enterprise).filter(user__uid=person).first()
    if account is None:
        raise Http404(_("Nobody of this firm has an account at this address."))
    return found, account


@requires("work.receive")
def ending(http, uid, person):
    """Close the account of somebody who no longer acts for the firm."""
    found, account = account_seen(http, uid, person)
    form = EndingForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            deactivate(account.user, reason=form.cleaned_data["reason"], on=today(), by=http.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(http, _("The account is closed: it signs in no more."))
            return redirect("services:firm_invitation", uid)
    trail = crumbs(found, _("Close the account"))
    context = {"request_": found, "account": account, "form": form, "crumbs": trail}
    return render(http, "services/firm_ending.html", context, status=422 if form.errors else 200)


@require_POST
@requires("work.receive")
def reopening(http, uid, person):
    """Let the person act for the firm again."""
    _found, account = account_seen(http, uid, person)
    try:
        reactivate(account.user, by=http.user)
        messages.success(http, _("The account is open again."))
    except ValidationError as error:
        messages.error(http, error.messages[0])
    return redirect(reverse("services:firm_invitation", args=[uid]))
