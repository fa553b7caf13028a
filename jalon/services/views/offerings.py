"""The catalogue of a centre: services drafted, opened, priced, without anybody's code."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.journal.lives import Refused
from jalon.kernel.words import Words
from jalon.network.access import refusal, requires
from jalon.services.actions import close_to_firms, offer, open_to_firms, price, revise
from jalon.services.forms.catalogue import (
    NewOfferingForm,
    NextOfferingForm,
    OpeningForm,
    PriceForm,
    typed_questions,
)
from jalon.services.models import Offering
from jalon.services.queries.catalogue import prices_on, versions_on
from jalon.services.queries.requests import offerings_of
from jalon.services.views.asking import offering_crumbs, offering_named, tell, today


@require_safe
@requires("work.view")
def offerings(http):
    """What the person's centres offer today, and what they draft."""
    live = versions_on(today())
    rows = [
        {"offering": one, "live": live.get(one.pk), "last": one.versions.last()}
        for one in offerings_of(http.standing)
    ]
    context = {
        "rows": rows,
        "open": sum(bool(row["live"]) for row in rows),
        "may_keep": http.standing.can("offering.keep"),
        "crumbs": offering_crumbs(),
    }
    return render(http, "services/offerings.html", context)


@requires("offering.keep")
def new_offering(http):
    """Draft a service of a centre."""
    centres = http.standing.organisations_where("offering.keep").filter(kind="centre")
    initial = {"centre": centres.first()}
    form = NewOfferingForm(http.POST or None, centres=centres, initial=initial)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            version = offer(said["centre"], code=said["code"], terms=form.terms, by=http.user)
        except IntegrityError:
            form.add_error("code", _("The centre already offers a service under this code."))
        else:
            messages.success(http, _("The service is drafted: set its prices, then open it to firms."))
            return redirect("services:offering", version.offering.uid)
    context = {"form": form, "crumbs": offering_crumbs(None, _("New service"))}
    return render(http, "services/offering_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires("work.view")
def offering(http, uid):
    return shown(http, uid)


def shown(http, uid, **forms):
    """One service: its versions, its prices, and the forms that change them."""
    found = offering_named(http, uid)
    last = found.versions.last()
    context = {
        "offering": found,
        "live": versions_on(today(), centre=found.centre).get(found.pk),
        "versions": found.versions.order_by("-number"),
        "last": last,
        "prices": prices_on(today(), found),
        "may_keep": http.standing.can("offering.keep", found.centre),
        "opening_form": OpeningForm(initial={"starts_on": today(), "after": last.number}),
        "price_form": PriceForm(initial={"starts_on": today()}),
        "crumbs": offering_crumbs(found),
    }
    return render(http, "services/offering.html", context | forms, status=422 if forms else 200)


def kept(http, uid) -> Offering:
    found = offering_named(http, uid)
    if not http.standing.can("offering.keep", found.centre):
        raise PermissionDenied(refusal("offering.keep"))
    return found


@requires("offering.keep")
def version(http, uid):
    """Draft a new version of a service."""
    found = kept(http, uid)
    form = NextOfferingForm(http.POST or None, initial=initial_of(found.versions.last()))
    if http.method == "POST" and form.is_valid():
        try:
            revise(found, terms=form.terms, by=http.user, after=form.cleaned_data["after"])
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, _("The version is drafted: firms see it once it is opened."))
            return redirect("services:offering", uid)
    context = {"form": form, "offering": found, "crumbs": offering_crumbs(found, _("New version"))}
    return render(http, "services/offering_form.html", context, status=422 if form.errors else 200)


def initial_of(last) -> dict:
    listed = ("methods", "standards", "equipment_kinds", "authorisations")
    same = ("kind", "working_days", "axis_code", "funding_line_code", "general_interest")
    return (
        {name: getattr(last, name) for name in same}
        | {name: ", ".join(getattr(last, name)) for name in listed}
        | {f"name_{language}": text for language, text in last.name.as_mapping().items()}
        | {f"summary_{language}": text for language, text in last.summary.as_mapping().items()}
        | {"questions": typed_questions(last.questions), "after": last.number}
    )


@require_POST
@requires("offering.keep")
def opening(http, uid):
    """Open the last version to firms from a day on, or close the service."""
    found, form = kept(http, uid), OpeningForm(http.POST)
    if not form.is_valid():
        return shown(http, uid, opening_form=form)
    try:
        done = opened_or_closed(http, found, form.cleaned_data)
    except Refused as error:
        tell(form, error)
        return shown(http, uid, opening_form=form)
    messages.success(http, done)
    return redirect("services:offering", uid)


def opened_or_closed(http, found: Offering, said) -> str:
    told = {"starts_on": said["starts_on"], "after": said["after"], "by": http.user}
    if "close" in http.POST:
        close_to_firms(found, **told)
        return _("The service is closed to firms from that day.")
    open_to_firms(found.versions.last(), **told)
    return _("The service is open to firms from that day.")


@require_POST
@requires("offering.keep")
def prices(http, uid):
    """Set the price of a line from a day on."""
    found, form = kept(http, uid), PriceForm(http.POST)
    if not form.is_valid():
        return shown(http, uid, price_form=form)
    said = form.cleaned_data
    price(
        found,
        code=said["code"],
        name=Words(said["name_fr"], said["name_ar"]),
        unit=said["unit"],
        amount=int(said["price"] * 100),
        vat_rate=said["vat"] / 100,
        starts_on=said["starts_on"],
        by=http.user,
    )
    messages.success(http, _("The price is set."))
    return redirect("services:offering", uid)
