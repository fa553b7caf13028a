"""Campaigns for the centres that lead them or validate in them: progress in counts, and their own files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.network.access import refusal, requires
from jalon.network.models import Organisation
from jalon.services.forms.requests import StepForm
from jalon.services.models import Clause, SpecificationVersion
from jalon.services.queries.requests import roles_in
from jalon.services.validation import actions, forms
from jalon.services.validation.queries.clock import clocks
from jalon.services.validation.queries.files import (
    campaigns_of,
    facts_of_campaign,
    versions_of,
    with_names,
)
from jalon.services.validation.queries.progress import pace, progress, totals
from jalon.services.validation.views.asking import campaign_named, crumbs, roles_needed, tabs, tell
from jalon.services.validation_words import CAMPAIGN, GROUPS, VALIDATION
from jalon.services.views.asking import today
from jalon.services.words import ROLES

AT_ONCE = 50
LEADERS = {"director", "technical_lead"}


def trail(*more: tuple[str, str]):
    return crumbs((_("Campaigns"), reverse("services:campaigns")), *more)


def leading(standing):
    """The centres for which a person may open a campaign."""
    return standing.organisations_where("work.lead").filter(kind="centre")


def own_of(standing) -> set[int]:
    """The centres whose files the person opens."""
    return set(standing.organisations_where("work.view").values_list("pk", flat=True))


@require_safe
@requires("work.view")
def campaigns(http):
    """The campaigns the person's centres lead or validate in."""
    page = Paginator(campaigns_of(http.standing), AT_ONCE).get_page(http.GET.get("page"))
    counts = totals(page, own_of(http.standing))
    context = {
        "page": page,
        "rows": [(one, CAMPAIGN.state(one.state), counts[one.pk]) for one in page],
        "open": campaigns_of(http.standing).filter(state="open").count(),
        "may_open": http.standing.can("work.lead"),
        "tabs": tabs(),
        "crumbs": crumbs((_("Campaigns"), "")),
    }
    return render(http, "services/validation/campaigns.html", context)


@requires("work.lead")
def new_campaign(http):
    """Prepare a campaign: its specification, its clock and its laboratories."""
    centres = leading(http.standing)
    keys = [one.pk for centre in centres for one in versions_of(centre)]
    versions = SpecificationVersion.objects.filter(pk__in=keys).select_related("specification__centre")
    form = forms.CampaignForm(http.POST or None, versions=versions, initial={"laboratories": centres})
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        same = ("code", "family", "target_working_days", "laboratories")
        words = {"title": form.words("title"), "summary": form.words("summary")}
        told = words | {"by": http.user} | {name: said[name] for name in same}
        try:
            made = actions.draft_campaign(said["version"].specification.centre, said["version"], **told)
        except IntegrityError:
            form.add_error("code", _("Another campaign has this code: choose another one."))
        else:
            messages.success(http, _("The campaign is prepared: open it once its laboratories are ready."))
            return redirect("services:campaign", made.uid)
    context = {"form": form, "has_versions": bool(keys), "crumbs": trail((_("New campaign"), ""))}
    page = "services/validation/new_campaign.html"
    return render(http, page, context, status=422 if form.errors else 200)


@require_safe
@requires("work.view")
def campaign(http, uid):
    """How far a campaign is: counts for all its laboratories, files of the person's own centres."""
    found = campaign_named(http, uid)
    return shown(http, found)


def shown(http, found, **bound):
    roles = roles_in(http.standing, found.centre)
    own = own_of(http.standing)
    far = progress(found, own)
    mine = with_names(found.validations.filter(centre__in=own)).order_by("-id")
    page = Paginator(mine, AT_ONCE).get_page(http.GET.get("page"))
    times = clocks(page.object_list, on=today())
    is_leader = bool(LEADERS & set(roles))
    context = {
        "campaign": found,
        "state": CAMPAIGN.state(found.state),
        "progress": far,
        "validated": far.counts.get("validated", 0),
        "own_validated": far.own.get("validated", 0),
        "counts": [(words, far.counts.get(code, 0)) for code, words in GROUPS.items()],
        "pace": pace(found, own, on=today()),
        "laboratories": [
            (one.centre, [(words, one.counts.get(code, 0)) for code, words in GROUPS.items()])
            for one in far.laboratories
        ],
        "groups": list(GROUPS.values()),
        "page": page,
        "rows": [(one, VALIDATION.state(one.state), times[one.pk]) for one in page],
        "clauses": found.version.clauses.all(),
        "has_safety": found.version.clauses.filter(nature=Clause.Nature.SAFETY).exists(),
        "offers": offers(found, CAMPAIGN, roles=roles, facts=facts_of_campaign(found)),
        "history": history(found, CAMPAIGN, roles=ROLES),
        "laboratory_form": is_leader
        and forms.LaboratoryForm(centres=outside(found), initial={"turn": found.turn}),
        "simulated": found.simulated,
        "crumbs": trail((found.code, "")),
    }
    return render(http, "services/validation/campaign.html", context | bound, status=422 if bound else 200)


def outside(found):
    """The centres that do not validate in the campaign yet."""
    return Organisation.objects.filter(kind="centre").exclude(pk__in=found.laboratories.values("centre"))


@require_POST
@requires("work.lead")
def laboratories(http, uid):
    """One more centre validates in the campaign."""
    found = campaign_named(http, uid)
    if not LEADERS & set(roles_in(http.standing, found.centre)):
        raise PermissionDenied(refusal("work.lead"))
    form = forms.LaboratoryForm(http.POST, centres=outside(found))
    if form.is_valid():
        try:
            said = form.cleaned_data
            actions.add_laboratory(found, said["centre"], by=http.user, turn=said["turn"])
        except Refused as error:
            tell(form, error, CAMPAIGN)
        else:
            messages.success(http, _("The laboratory is added."))
            return redirect("services:campaign", uid)
    return shown(http, found, laboratory_form=form)


@requires("work.view")
def campaign_step(http, uid, verb):
    """Open, pause, resume, close or abandon a campaign."""
    found = campaign_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in CAMPAIGN.verbs:
        raise Http404(_("A campaign knows no such verb."))
    known = offers(found, CAMPAIGN, roles=roles, facts=facts_of_campaign(found))
    offer = next((one for one in known if one.verb == verb), None)
    options = {"asks_reason": bool(offer and offer.asks_reason), "initial": {"turn": found.turn}}
    form = StepForm(http.POST or None, **options)
    if http.method == "POST" and form.is_valid():
        told = {"by": http.user, "roles": roles, "turn": form.cleaned_data["turn"], "on": today()}
        try:
            actions.step_campaign(found, verb, reason=form.reason, **told)
        except Refused as error:
            tell(form, error, CAMPAIGN)
        else:
            messages.success(http, CAMPAIGN.done[verb])
            return redirect("services:campaign", uid)
    back = reverse("services:campaign", args=[uid])
    context = {
        "kicker": found.code,
        "form": form,
        "offer": offer,
        "verb": CAMPAIGN.verb(verb),
        "back": back,
        "crumbs": trail((found.code, back), (CAMPAIGN.verb(verb), "")),
    }
    return render(http, "services/certification/step.html", context, status=422 if form.errors else 200)
