from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network import actions, queries
from jalon.network.access import requires
from jalon.network.forms.firms import FirmFilter, FirmForm, IceForm, NameForm, ProfileForm
from jalon.network.models import CentreFirm, Enterprise, EnterpriseProfile, Organisation
from jalon.network.views.asking import page_of, refusals_shown, today


@require_safe
@requires("firm.view")
def firms(request):
    form = FirmFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    seen = queries.firms_visible_to(request.standing)
    found = filtered(queries.found_firms(seen, chosen.get("q", "")), chosen)
    context = {
        "form": form,
        "page": page_of(request, with_profile(found)),
        "everywhere": seen.filter(kept=None).exists(),
        "may_register": bool(centres_of(request)),
        "may_merge": request.standing.can("firm.merge"),
        "may_consult": request.standing.can("evidence.consult"),
    }
    return render(request, "network/firms.html", context)


def latest_profile():
    return EnterpriseProfile.objects.filter(enterprise=OuterRef("pk"), starts_on__lte=today()).order_by(
        "-starts_on"
    )


def with_profile(found):
    return found.annotate(
        size=Subquery(latest_profile().values("size")[:1]),
        sector_name=Subquery(latest_profile().values("sector__name")[:1]),
        region_name=Subquery(latest_profile().values("region__name")[:1]),
    )


def filtered(found, chosen):
    """By what the firm is today; by whether its ICE is known."""
    for field in ("size", "sector", "region"):
        if chosen.get(field):
            current = Subquery(latest_profile().values(field)[:1])
            wanted = chosen[field] if field == "size" else chosen[field].pk
            found = found.annotate(**{f"current_{field}": current}).filter(**{f"current_{field}": wanted})
    if chosen.get("ice"):
        found = found.filter(number__isnull=chosen["ice"] == "pending")
    return found


def centres_of(request):
    return request.standing.organisations_where("firm.register").filter(kind="centre")


def firm_known(request, uid):
    """A firm the person may know of, else not found."""
    return get_object_or_404(queries.firms_visible_to(request.standing).select_related("kept"), uid=uid)


@require_safe
@requires("firm.view")
def firm(request, uid):
    found = firm_known(request, uid)
    served = CentreFirm.objects.filter(enterprise=found, centre__in=seen_centres(request)).select_related(
        "centre"
    )
    context = {
        "firm": found,
        "establishments": found.establishments.all(),
        "profiles": found.profiles.select_related("sector", "region"),
        "merges": found.merges.select_related("absorbed", "event", "event__actor"),
        "merged": getattr(found, "merge", None),
        "served": served.order_by("centre__code"),
        "may_register": request.standing.can("firm.register"),
        "may_merge": request.standing.can("firm.merge") and not found.kept_id,
        "crumbs": [(_("Firms"), reverse("network:firms")), (str(found), "")],
    }
    return render(request, "network/firm.html", context)


def seen_centres(request):
    """A centre does not read which other centres serve its firms."""
    if queries.keeps_records(request.standing):
        return Organisation.objects.all()
    return request.standing.organisations_in_full()


@requires("firm.register")
def registration(request):
    asked = {"today": today(), "initial": {"starts_on": today()}}
    form = FirmForm(request.POST or None, centres=centres_of(request), **asked)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_shown(form):
            made = actions.register_firm(
                name=data["name"],
                ice=data["ice"],
                pending_reason=data["pending_reason"],
                centre=data["centre"],
                on=data["starts_on"],
                by=request.user,
                **form.profile(),
            )
            tell_registered(request, made, data["name"])
            return redirect("network:firm", made.uid)
    title = _("Register a firm")
    return firm_form(request, form, title, _("Register"), [])


def tell_registered(request, made, typed) -> None:
    if made.search == Enterprise.search_key(typed):
        messages.success(request, _("The firm is registered."))
    else:
        messages.info(
            request,
            _(
                "The firm of this ICE is known already: its name and its profile stay as they were; "
                "the establishment is in its list."
            ),
        )


def firm_form(request, form, title, verb, crumbs):
    trail = [(_("Firms"), reverse("network:firms")), *crumbs, (title, "")]
    context = {"form": form, "title": title, "verb": verb, "crumbs": trail}
    return render(request, "network/firm_form.html", context)


def trail_of(found):
    return [(str(found), reverse("network:firm", args=[found.uid]))]


@requires("firm.register")
def name(request, uid):
    found = firm_known(request, uid)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.rename_firm(found, name=form.cleaned_data["name"], by=request.user)
            return redirect("network:firm", uid)
    return firm_form(request, form, _("Correct the name"), _("Correct it"), trail_of(found))


@requires("firm.register")
def number(request, uid):
    found = firm_known(request, uid)
    form = IceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.complete_ice(found, ice=form.cleaned_data["ice"], by=request.user)
            return redirect("network:firm", uid)
    return firm_form(request, form, _("Complete the ICE"), _("Complete it"), trail_of(found))


@requires("firm.register")
def profile(request, uid):
    found = firm_known(request, uid)
    form = ProfileForm(request.POST or None, today=today(), initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            starts_on = form.cleaned_data["starts_on"]
            actions.set_profile(found, starts_on=starts_on, **form.profile(), by=request.user)
            return redirect("network:firm", uid)
    return firm_form(request, form, _("Say what the firm is from a day on"), _("Record it"), trail_of(found))
