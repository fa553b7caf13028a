"""Certificates for the staff: the list, one with its history and calendar, and the verbs of its life."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.kernel.certificates import surveillance_days
from jalon.network.access import requires
from jalon.services.certification import actions, forms
from jalon.services.certification.queries import (
    certificates_of,
    due_on,
    facts_of_certificate,
    happened,
    status_on,
    terms_of,
)
from jalon.services.certification.views.asking import certificate_named, crumbs, roles_needed, tabs, tell
from jalon.services.certification_words import CERTIFICATE
from jalon.services.queries.requests import roles_in
from jalon.services.views.asking import stored, today
from jalon.services.words import ROLES
from jalon.ui.formats import dotted

AT_ONCE = 50
BROUGHT = (
    *("decision_written", "document_kept", "validity_named", "firm_asked"),
    *("scope_smaller", "scope_larger"),
)
"""Facts the form of a verb brings."""


@require_safe
@requires("work.view")
def certificates(http):
    """The certificates of the person's centres, with what is due."""
    found = Paginator(certificates_of(http.standing), AT_ONCE).get_page(http.GET.get("page"))
    context = {
        "page": found,
        "rows": [(one, CERTIFICATE.state(one.state)) for one in found],
        "standing": certificates_of(http.standing).filter(state__in=("active", "surveillance_due")).count(),
        "due": certificates_of(http.standing).filter(state="surveillance_due").count(),
        "tabs": tabs(),
        "crumbs": crumbs((_("Certificates"), "")),
    }
    return render(http, "services/certification/certificates.html", context)


@require_safe
@requires("work.view")
def certificate(http, uid):
    """A certificate: its status today, what it covers, its calendar, and what can be done now."""
    return shown(http, uid)


def shown(http, uid, form=None):
    found = certificate_named(http, uid)
    roles = roles_in(http.standing, found.centre)
    facts = facts_of_certificate(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    terms = terms_of(found)
    context = {
        "certificate": found,
        "application": found.application,
        "status": status_on(found, today()),
        "state": CERTIFICATE.state(found.state),
        "offers": offers(found, CERTIFICATE, roles=roles, facts=facts),
        "history": history(found, CERTIFICATE, roles=ROLES),
        "terms": terms,
        "calendar": calendar(found, terms),
        "due": due_on(found, today()),
        "surveillances": found.surveillances.select_related("person"),
        "form": form or forms.SurveillanceForm(initial={"on": today(), "turn": found.turn}),
        "may_survey": bool(terms) and "technical_lead" in roles,
        "simulated": found.simulated,
        "crumbs": crumbs((_("Certificates"), reverse("services:certificates")), (found.number, "")),
    }
    page = "services/certification/certificate.html"
    return render(http, page, context, status=422 if form else 200)


def calendar(found, terms) -> list:
    """The days of surveillance from its last issue or renewal to its last day."""
    looked = [one.on for one in happened([found])[found.pk] if one.verb in ("issue", "renew")]
    if not looked or not terms:
        return []
    return surveillance_days(looked[-1], found.application.version.surveillance_months, terms.valid_until)


@requires("work.lead")
def surveillances(http, uid):
    """Write a surveillance down."""
    found = certificate_named(http, uid)
    roles_needed(http, found.centre)
    if http.method != "POST":
        return redirect("services:certificate", uid)
    form = forms.SurveillanceForm(http.POST, http.FILES)
    if not form.is_valid():
        return shown(http, uid, form)
    said = form.cleaned_data
    document = stored(http, said.pop("file"), found.centre)
    try:
        actions.survey(found, by=http.user, document=document, **said)
    except Refused as error:
        tell(form, error, CERTIFICATE)
        return shown(http, uid, form)
    messages.success(http, _("The surveillance is kept: somebody else decides on it."))
    return redirect("services:certificate", uid)


@requires("work.view")
def certificate_step(http, uid, verb):
    """Do a verb of a certificate, or say what keeps it from being done."""
    found = certificate_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in CERTIFICATE.verbs:
        raise Http404(_("A certificate knows no such verb."))
    facts = facts_of_certificate(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    known = offers(found, CERTIFICATE, roles=roles, facts=facts)
    offer = next((one for one in known if one.verb == verb), None)
    form = step_form(http, found, verb, offer)
    if http.method == "POST" and form.is_valid():
        try:
            do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, CERTIFICATE)
        else:
            messages.success(http, CERTIFICATE.done[verb])
            return redirect("services:certificate", uid)
    back = reverse("services:certificate", args=[uid])
    context = {
        "kicker": dotted(found.number, found.application.request.enterprise),
        "form": form,
        "offer": offer,
        "verb": CERTIFICATE.verb(verb),
        "back": back,
        "crumbs": crumbs((found.number, back), (CERTIFICATE.verb(verb), "")),
    }
    return render(http, "services/certification/step.html", context, status=422 if form.errors else 200)


def step_form(http, found, verb, offer):
    terms, version = terms_of(found), found.application.version
    initial = {"turn": found.turn, "scope": "\n".join(terms.scope) if terms else ""}
    options = {"asks_reason": bool(offer and offer.asks_reason), "initial": initial}
    if http.method == "POST":
        options |= {"data": http.POST, "files": http.FILES}
    if verb == "terminate":
        return forms.TerminationForm(**options)
    if verb in ("fall_due", "expire"):
        return forms.StepForm(**options)
    kinds = {"issue": forms.IssueForm, "renew": forms.RenewalForm}
    kinds |= dict.fromkeys(("reduce", "extend"), forms.ScopeForm)
    return kinds.get(verb, forms.DecisionForm)(version=version, **options)


def do(http, found, verb, form, roles) -> None:
    said = form.cleaned_data
    decision = None
    if hasattr(form, "decision"):
        decision = form.decision(stored(http, said.get("file"), found.centre))
    actions.step_certificate(
        found,
        verb,
        by=http.user,
        roles=roles,
        turn=said["turn"],
        on=today(),
        at=timezone.now(),
        reason=form.reason,
        decision=decision,
        scope=said.get("scope"),
        valid_until=said.get("valid_until"),
        firm_asked=bool(said.get("firm_asked")),
        address=http.build_absolute_uri(reverse("register:certificate", args=[found.uid])),
    )
