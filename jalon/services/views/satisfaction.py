"""The firm is asked whether it is satisfied; whoever has the letter answers, without an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jalon.network.access import refusal, requires
from jalon.services.actions.satisfaction import answer, ask_after
from jalon.services.forms.satisfaction import AskingForm, SatisfactionForm
from jalon.services.queries.satisfaction import answer_of, asking_of
from jalon.services.views.asking import crumbs, request_named, roles_needed, today


@requires("work.receive")
def asking(http, uid):
    """Write to a person of the firm, with a link of their own."""
    request = request_named(http, uid)
    if "reception" not in roles_needed(http, request):
        raise PermissionDenied(refusal("work.receive"))
    contact = request.contacts.last()
    first = {"name": contact.name, "email": contact.email} if contact else {}
    form = AskingForm(http.POST or None, initial=first)
    if http.method == "POST" and form.is_valid():
        try:
            ask_after(request, by=http.user, on=today(), link=link_maker(http), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except OSError:
            form.add_error(
                None, _("The letter could not be sent: have the mail server checked, then try again.")
            )
        else:
            messages.success(http, _("The letter is sent; its link is good for 60 days."))
            return redirect("services:request", uid)
    context = {"request_": request, "form": form, "crumbs": crumbs(request, _("Satisfaction"))}
    return render(http, "services/asking.html", context, status=422 if form.errors else 200)


def link_maker(http):
    """The page, in the language of each part of the letter."""

    def link(token, language):
        with translation.override(language):
            return http.build_absolute_uri(reverse("services:satisfaction", args=[token]))

    return link


@never_cache
def satisfaction(http, token):
    """For whoever has the letter: one answer; the link dies after its days."""
    found = asking_of(token)
    if found is None:
        return render(http, "services/satisfaction.html", {"state": "unknown"}, status=404)
    context = {"request_": found.request, "simulated": found.request.simulated}
    if answer_of(found.request, found.contact):
        return render(http, "services/satisfaction.html", context | {"state": "answered"})
    if today() >= found.expires_on:
        return render(http, "services/satisfaction.html", context | {"state": "expired"}, status=410)
    form = SatisfactionForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            answer(found.request, found.contact, asking=found, on=today(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(http.path)
    context |= {"state": "open", "form": form}
    return render(http, "services/satisfaction.html", context, status=422 if form.errors else 200)
