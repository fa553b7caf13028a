"""Files of products: the list, a new one, one with its verdicts, and the verbs of its life."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.kernel import conformity
from jalon.network.access import requires
from jalon.services.forms.requests import StepForm
from jalon.services.queries.requests import roles_in
from jalon.services.validation import actions, forms
from jalon.services.validation.queries.clock import clocks
from jalon.services.validation.queries.files import (
    consent_of,
    counted,
    joined_by,
    validations_of,
    versions_of,
    waiting_for,
)
from jalon.services.validation.queries.judging import facts_of_validation, followed_until, judged, verdict_on
from jalon.services.validation.views.asking import crumbs, here, roles_needed, tabs, tell, validation_named
from jalon.services.validation_words import GROUPS, VALIDATION
from jalon.services.views.asking import request_named, today
from jalon.services.words import ROLES
from jalon.ui.formats import dotted

AT_ONCE = 50
BROUGHT = ("reservations_written", "follow_up_planned")
"""Facts the form of a verb brings: a button is not closed for what its own form asks."""
OPINIONS = ("favour", "favour_with_reservations", "reject")
OBSERVED = ("favourable", "favourable_with_reservations", "follow_up", "closed")


@require_safe
@requires("work.view")
def validations(http):
    """The files of the person's centres, and the requests that wait for one."""
    state = http.GET.get("state", "")
    state = state if state in VALIDATION.machine.states else ""
    page = Paginator(validations_of(http.standing, state), AT_ONCE).get_page(http.GET.get("page"))
    counts = counted(validations_of(http.standing).select_related(None))
    times = clocks(page.object_list, on=today())
    context = {
        "page": page,
        "rows": [(one, VALIDATION.state(one.state), times[one.pk]) for one in page],
        "validated": counts.get("validated", 0),
        "in_hand": counts.get("in_hand", 0),
        "groups": [(GROUPS[code], counts[code]) for code in GROUPS if counts.get(code)],
        "waiting": waiting_for(http.standing)[:AT_ONCE],
        "tabs": tabs(),
        "crumbs": crumbs(),
    }
    return render(http, "services/validation/files.html", context)


@requires("work.receive")
def new_validation(http, uid):
    """Open the file of a product on a request."""
    request = request_named(http, uid)
    roles = roles_needed(http, request.centre)
    form = forms.FileForm(
        http.POST or None, campaigns=joined_by(request.centre), versions=versions_of(request.centre)
    )
    if http.method == "POST" and form.is_valid():
        told = {"product": form.cleaned_data["product"], "by": http.user, "roles": roles, "on": today()}
        try:
            opened = actions.open_validation(request, form.version, campaign=form.campaign, **told)
        except Refused as error:
            tell(form, error, VALIDATION)
        else:
            messages.success(http, _("The file is open: write its plan."))
            return redirect(here(opened))
    context = {"form": form, "request_": request, "crumbs": crumbs((_("New file"), ""))}
    page = "services/validation/new_file.html"
    return render(http, page, context, status=422 if form.errors else 200)


@require_safe
@requires("work.view")
def validation(http, uid):
    """A product: its verdicts clause by clause, its opinion, and what can be done now."""
    return shown(http, validation_named(http, uid))


def shown(http, found, **bound):
    roles = roles_in(http.standing, found.centre)
    rows = judged(found)
    facts = facts_of_validation(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    looked = [one.clause for one in rows if one.planned and one.planned.way == "inspection"]
    seen = {"on": today(), "turn": found.turn}
    may_inspect = found.state == "tests" and looked and "operator" in roles
    context = {
        "validation": found,
        "state": VALIDATION.state(found.state),
        "rows": [verdict_row(one) for one in rows],
        "left": sum(one.applies and one.verdict is None for one in rows),
        "verdict": conformity.VERDICTS.get(verdict_on(rows) or ""),
        "clock": clocks([found], on=today())[found.pk],
        "offers": offers(found, VALIDATION, roles=roles, facts=facts),
        "history": history(found, VALIDATION, roles=ROLES),
        "opinions": found.opinions.select_related("issued").order_by("-turn"),
        "observations": found.observations.select_related("person"),
        "followed": followed_until(found),
        "consent": consent_of(found),
        "may_plan": found.state == "file" and "technical_lead" in roles,
        "inspection_form": may_inspect and forms.InspectionForm(clauses=looked, initial=seen),
        "may_observe": found.state in OBSERVED and "technical_lead" in roles,
        "observation_form": forms.ObservationForm(initial=seen),
        "may_record": "reception" in roles,
        "consent_form": forms.ConsentForm(initial=seen | {"means": "signed"}),
        "simulated": found.simulated,
        "crumbs": crumbs((found.number, "")),
    }
    status = 422 if bound else 200
    return render(http, "services/validation/file.html", context | bound, status=status)


def verdict_row(one) -> dict:
    """A clause as the page shows it."""
    words = conformity.VERDICTS.get(one.verdict or "")
    return {
        "clause": one.clause,
        "planned": one.planned,
        "lines": one.lines,
        "inspection": one.inspection,
        "applies": one.applies,
        "words": words,
        "is_safety": one.is_safety,
    }


@requires("work.view")
def validation_step(http, uid, verb):
    """Do a verb of a file, or say what keeps it from being done."""
    found = validation_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in VALIDATION.verbs:
        raise Http404(_("A file knows no such verb."))
    facts = facts_of_validation(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    known = offers(found, VALIDATION, roles=roles, facts=facts)
    offer = next((one for one in known if one.verb == verb), None)
    form = step_form(http, found, verb, offer)
    if http.method == "POST" and form.is_valid():
        try:
            do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, VALIDATION)
        else:
            messages.success(http, VALIDATION.done[verb])
            return redirect(here(found))
    context = {
        "kicker": dotted(found.number, found.request.enterprise),
        "form": form,
        "offer": offer,
        "verb": VALIDATION.verb(verb),
        "back": here(found),
        "crumbs": crumbs((found.number, here(found)), (VALIDATION.verb(verb), "")),
    }
    return render(http, "services/certification/step.html", context, status=422 if form.errors else 200)


def step_form(http, found, verb, offer):
    options = {"initial": {"turn": found.turn}}
    if http.method == "POST":
        options |= {"data": http.POST}
    if verb in OPINIONS:  # its grounds are the reason
        return forms.OpinionForm(asks_reservations=verb == "favour_with_reservations", **options)
    kind = forms.FollowForm if verb == "follow" else StepForm
    return kind(asks_reason=bool(offer and offer.asks_reason), **options)


def do(http, found, verb, form, roles) -> None:
    said = form.cleaned_data
    told = {"by": http.user, "roles": roles, "turn": said["turn"], "on": today()}
    if verb in OPINIONS:
        address = http.build_absolute_uri(reverse("validation_check", args=[found.uid]))
        told |= {"text": said["text"], "reservations": said.get("reservations", "")}
        actions.give_opinion(found, verb, at=timezone.now(), address=address, **told)
        return
    actions.step_validation(found, verb, reason=form.reason, until=said.get("until"), **told)
