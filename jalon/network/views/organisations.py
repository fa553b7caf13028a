from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network import actions
from jalon.network.access import memberships_on, requires
from jalon.network.forms.organisations import (
    AmendmentForm,
    ConsultationForm,
    OrganisationFilter,
    OrganisationForm,
)
from jalon.network.models import Consultation
from jalon.network.queries import departure_of, found_organisations
from jalon.network.views.asking import page_of, refusals_shown, today


@require_safe
@requires("organisation.view")
def organisations(request):
    form = OrganisationFilter(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    known = request.standing.organisations_where("organisation.view").select_related("federation", "region")
    chosen = known.filter(kind=kind) if kind else known
    found = found_organisations(chosen, form.cleaned_data.get("q", ""))
    context = {"form": form, "page": page_of(request, found), "may_register": may_register(request)}
    return render(request, "network/organisations.html", context)


def may_register(request) -> bool:
    return request.standing.can("organisation.register")


def organisation_known(request, code):
    known = request.standing.organisations_where("organisation.view")
    return get_object_or_404(known.select_related("federation", "region"), code=code)


@require_safe
@requires("organisation.view")
def organisation(request, code):
    found = organisation_known(request, code)
    names_shown = request.standing.can("people.view", found)
    held = memberships_on(today()).filter(organisation=found).select_related("user").order_by("role", "pk")
    context = {
        "organisation": found,
        "memberships": held if names_shown else (),
        "names_shown": names_shown,
        "rows": request.standing.row_view(found) if found.kind == "centre" else "",
        "may_consult": found.kind == "centre" and request.standing.can("evidence.consult", found),
        "departure": departure_of(found) if found.kind == "centre" else None,
        "may_leave": found.kind == "centre" and request.standing.can("centre.leave", found),
        "may_amend": request.standing.can("organisation.register", found),
        "may_invite": request.standing.can("people.invite", found),
        "crumbs": [(_("Organisations"), organisations_url()), (found.code, "")],
    }
    return render(request, "network/organisation.html", context)


@requires("organisation.register")
def organisation_registration(request):
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {"kind": form.cleaned_data["kind"], "code": form.cleaned_data["code"]}
        with refusals_shown(form):
            made = actions.register_organisation(**chosen, **form.details(), by=request.user)
            messages.success(request, _("%(code)s is registered.") % {"code": made.code})
            return redirect("network:organisation", made.code)
    crumbs = [(_("Organisations"), organisations_url()), (_("Registration"), "")]
    return render(request, "network/organisation_form.html", {"form": form, "crumbs": crumbs})


@requires("organisation.register")
def amendment(request, code):
    found = organisation_known(request, code)
    form = AmendmentForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.amend_organisation(found, **form.details(), by=request.user)
            messages.success(request, _("The record of %(code)s is corrected.") % {"code": found.code})
            return redirect("network:organisation", found.code)
    crumbs = [
        (_("Organisations"), organisations_url()),
        (found.code, organisation_url(found)),
        (_("Correction of the record"), ""),
    ]
    context = {"form": form, "organisation": found, "crumbs": crumbs}
    return render(request, "network/organisation_form.html", context)


@requires("evidence.consult")
def consultations(request):
    """An auditor opens a centre's rows for the day, and says why: a POST, as it is written in the journal."""
    form = ConsultationForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            centre = form.cleaned_data["centre"]
            actions.consult(centre, reason=form.cleaned_data["reason"], on=today(), by=request.user)
            said = _("The rows of %(centre)s are open to you until midnight.") % {"centre": centre.code}
            messages.success(request, said)
            return redirect(safe(request, form.cleaned_data["next"]) or "network:consultations")
    made = Consultation.objects.filter(user=request.user).select_related("centre", "event")
    context = {"form": form, "page": page_of(request, made), "today": today()}
    return render(request, "network/consultations.html", context)


def safe(request, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


def organisations_url():
    return reverse("network:organisations")


def organisation_url(found):
    return reverse("network:organisation", args=[found.code])
