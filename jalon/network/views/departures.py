"""A centre leaves the network, or after all stays: found, said what will happen, recorded."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.network import actions
from jalon.network.access import requires
from jalon.network.forms.departures import DepartureForm, StayForm
from jalon.network.queries import departure_of
from jalon.network.views.asking import refusals_shown
from jalon.network.views.organisations import organisation_known, organisation_url, organisations_url


@requires("centre.leave")
def departure(request, code):
    """Says what will happen; POST records the departure, or its right day."""
    centre = centre_known(request, code)
    form = DepartureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.leave(centre, **form.cleaned_data, by=request.user)
            messages.success(request, _("The departure of %(centre)s is recorded.") % {"centre": centre.code})
            return redirect("network:organisation", code)
    return shown(request, form, centre, "network/departure.html", _("Departure"))


@requires("centre.leave")
def stay(request, code):
    """The departure is undone, with a reason; of a centre that did not leave there is nothing to undo."""
    centre = centre_known(request, code)
    if departure_of(centre) is None:
        return redirect("network:organisation", code)
    form = StayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.stay(centre, **form.cleaned_data, by=request.user)
            messages.success(request, _("The departure of %(centre)s is undone.") % {"centre": centre.code})
            return redirect("network:organisation", code)
    return shown(request, form, centre, "network/stay.html", _("Departure undone"))


def centre_known(request, code):
    found = organisation_known(request, code)
    if found.kind != "centre":
        raise Http404
    return found


def shown(request, form, centre, template, title):
    crumbs = [(_("Organisations"), organisations_url()), (centre.code, organisation_url(centre)), (title, "")]
    context = {"form": form, "centre": centre, "departure": departure_of(centre), "crumbs": crumbs}
    return render(request, template, context)
