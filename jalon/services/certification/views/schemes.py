"""Schemes and their versions, and the advice that keeps people and the centre from certifying."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.journal.lives import Refused
from jalon.network.access import refusal, requires
from jalon.network.queries import firms_visible_to
from jalon.services.certification.actions import draft_scheme, note_advice, revise_scheme
from jalon.services.certification.forms import AdviceForm, NewSchemeForm, NextSchemeForm
from jalon.services.certification.queries import schemes_of, version_on
from jalon.services.certification.views.asking import crumbs, scheme_named, tabs, tell
from jalon.services.certification_words import APPLICATION
from jalon.services.models import Advice
from jalon.services.views.asking import today


@require_safe
@requires("work.view")
def schemes(http):
    """The schemes of the person's centres, each with the version of today."""
    found = [(one, version_on(one, today()) or one.versions.last()) for one in schemes_of(http.standing)]
    context = {"rows": found, "may_keep": http.standing.can("offering.keep"), "tabs": tabs()}
    return render(
        http, "services/certification/schemes.html", context | {"crumbs": crumbs((_("Schemes"), ""))}
    )


@requires("offering.keep")
def new_scheme(http):
    """Write a scheme with its first version."""
    centres = http.standing.organisations_where("offering.keep").filter(kind="centre")
    initial = {"centre": centres.first(), "starts_on": today(), "validity_months": 36}
    form = NewSchemeForm(http.POST or None, centres=centres, initial=initial)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            version = draft_scheme(said["centre"], code=said["code"], terms=form.terms, by=http.user)
        except IntegrityError:
            form.add_error("code", _("The centre already runs a scheme under this code."))
        else:
            messages.success(http, _("The scheme is kept."))
            return redirect("services:scheme", version.scheme.uid)
    context = {"form": form, "crumbs": crumbs(*trail(_("New scheme")))}
    return render(
        http, "services/certification/scheme_form.html", context, status=422 if form.errors else 200
    )


def trail(*more):
    return ((_("Schemes"), reverse("services:schemes")), *((label, "") for label in more))


@requires("work.view")
def scheme(http, uid):
    """A scheme: what it asks today, its versions, and the form of the next one."""
    found = scheme_named(http, uid)
    last = found.versions.last()
    form = NextSchemeForm(http.POST or None, initial=initial_of(last))
    if http.method == "POST":
        if not http.standing.can("offering.keep", found.centre):
            raise PermissionDenied(refusal("offering.keep"))
        if form.is_valid():
            try:
                revise_scheme(found, terms=form.terms, by=http.user, after=form.cleaned_data["after"])
            except Refused as error:
                tell(form, error, APPLICATION)
            else:
                messages.success(http, _("The new version is kept: applications made before keep theirs."))
                return redirect("services:scheme", uid)
    context = {
        "scheme": found,
        "live": version_on(found, today()) or last,
        "versions": found.versions.order_by("-number"),
        "form": form,
        "may_keep": http.standing.can("offering.keep", found.centre),
        "crumbs": crumbs(*trail(found.code)),
    }
    return render(http, "services/certification/scheme.html", context, status=422 if form.errors else 200)


def initial_of(last) -> dict:
    same = ("product_family", "validity_months", "surveillance_months", "years_without_advice", "body")
    return (
        {name: getattr(last, name) for name in same}
        | {f"name_{language}": words for language, words in last.name.as_mapping().items()}
        | {"after": last.number, "starts_on": today(), "standards": ", ".join(last.standards)}
        | {"requirements": "\n".join(f"{one['code']}: {one['words']['fr']}" for one in last.requirements)}
    )


@requires("work.view")
def advice(http):
    """Whom the centre advised, and whose products it worked on."""
    centres = http.standing.organisations_where("work.view").filter(kind="centre")
    centre = http.standing.organisations_where("work.lead").filter(kind="centre").first()
    form = centre and AdviceForm(
        http.POST or None, centre=centre, firms=firms_visible_to(http.standing), initial={"on": today()}
    )
    if http.method == "POST":
        if not centre:
            raise PermissionDenied(refusal("work.lead"))
        if form.is_valid():
            note_advice(centre, by=http.user, **form.cleaned_data)
            messages.success(http, _("The advice is noted."))
            return redirect("services:advice")
    rows = Advice.objects.filter(centre__in=centres).select_related("enterprise", "person", "centre")
    context = {"rows": rows, "form": form, "tabs": tabs(), "crumbs": crumbs((_("Advice given"), ""))}
    is_wrong = form and form.errors
    return render(http, "services/certification/advice.html", context, status=422 if is_wrong else 200)
