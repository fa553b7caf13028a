"""Requests: the list by state, one request with what can be done now, a new one, a note."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.models import Document
from jalon.journal.lives import history, offers
from jalon.kernel.states import REQUEST as MACHINE
from jalon.network.access import refusal, requires
from jalon.network.queries import firms_visible_to
from jalon.services.actions import note, open_once
from jalon.services.actions.satisfaction import ASKED_IN
from jalon.services.forms.requests import NoteForm, RequestForm
from jalon.services.models import Acceptance, OfferingVersion
from jalon.services.queries.catalogue import versions_on
from jalon.services.queries.clock import clock_of
from jalon.services.queries.invoices import ACCEPTED, invoiceable
from jalon.services.queries.requests import (
    REVIEWABLE,
    counted_by_state,
    facts_of,
    is_complete,
    is_final,
    may_lead_to_certificate,
    offered_to,
    requests_of,
    roles_at,
    roles_in,
    sent_quote,
    transfer_of,
)
from jalon.services.views.asking import crumbs, request_named, today
from jalon.services.words import POINTS, REQUEST, ROLES

AT_ONCE = 50
BROUGHT = ("answer_written", "other_centre_named", "quote_written", "acceptance_proven", "days_set")
"""Facts the form of a verb brings: a button is not closed for what its own form asks."""


def brought_by_forms(request) -> dict[str, bool]:
    """What is asked by the form of a verb; a document is brought once nothing else makes it."""
    return dict.fromkeys(BROUGHT, True) | {
        "deliverable_final": request.state == "in_progress" and is_final(request)
    }


@require_safe
@requires("work.view")
def requests(http):
    """Every request of the person's centres, those of one state when it is asked for."""
    state = http.GET.get("state", "")
    state = state if state in MACHINE.states else ""
    counts = counted_by_state(http.standing)
    found = Paginator(requests_of(http.standing, state), AT_ONCE).get_page(http.GET.get("page"))
    context = {
        "page": found,
        "rows": [(one, REQUEST.state(one.state)) for one in found],
        "total": sum(counts.values()),
        "open": sum(count for code, count in counts.items() if code not in MACHINE.final),
        "states": [(code, REQUEST.state(code), counts[code]) for code in MACHINE.states if counts.get(code)],
        "state": state,
        "offered": offered_to(http.standing),
        "may_receive": http.standing.can("work.receive"),
    }
    return render(http, "services/requests.html", context)


@require_safe
@requires("work.view")
def request(http, uid):
    """One request: what is needed, what was answered, how far it is, and what can be done now."""
    return shown(http, uid)


def shown(http, uid, form=None):
    found = request_named(http, uid)
    roles, facts = roles_at(http.standing, found), facts_of(found, on=today(), by=http.user)
    quote, review = sent_quote(found), found.reviews.last()
    need = found.needs.last()
    context = {
        "request_": found,
        "state": REQUEST.state(found.state),
        "need": need,
        "answers": answered(found.offered, need),
        "contact": found.contacts.last(),
        "clock": clock_of(found, on=today()),
        "offers": offers(found, REQUEST, roles=roles, facts=facts | brought_by_forms(found)),
        "history": history(found, REQUEST, roles=ROLES),
        "quote": quote,
        "lines": quote.lines.all() if quote else [],
        "accepted": Acceptance.objects.filter(quote=quote).first() if quote else None,
        "application": getattr(found, "application", None),
        "is_ordered": found.state in ACCEPTED,
        "may_apply": "reception" in roles and may_apply(found),
        "review": review,
        "points": [
            (POINTS[code], review.ticked[code]) for code in POINTS if review and code in review.ticked
        ],
        "is_reviewed": is_complete(review),
        "may_review": found.state in REVIEWABLE and "technical_lead" in roles,
        "transfer": transfer_of(found),
        "follows": found.goes_on_as.select_related("centre").first(),
        "interactions": found.interactions.select_related("event__actor"),
        "documents": delivered_documents(found),
        "satisfactions": found.satisfactions.select_related("contact"),
        "may_ask": found.state in ASKED_IN and "reception" in roles,
        "may_receive": "reception" in roles,
        "invoices": found.invoices.select_related("centre").order_by("id"),
        "is_invoiceable": bool(invoiceable(found)),
        "may_invoice": "finance" in roles,
        "note_form": form or NoteForm(initial={"on": today()}),
        "may_note": bool(roles),
        "simulated": found.simulated,
        "crumbs": crumbs(found),
    }
    return render(http, "services/request.html", context, status=422 if form else 200)


def may_apply(found) -> bool:
    """What is asked for, or was ordered, can lead to a certificate: its centre has a scheme."""
    is_first = not hasattr(found, "application")
    return is_first and may_lead_to_certificate(found) and found.centre.schemes.exists()


def answered(version: OfferingVersion, need) -> list[tuple[dict, str]]:
    said = need.answers if need else {}
    return [
        (question["words"], said[question["code"]])
        for question in version.questions
        if said.get(question["code"])
    ]


def delivered_documents(found) -> list[Document]:
    step = found.steps.filter(verb="deliver").order_by("-turn").first()
    return list(Document.objects.filter(pk__in=step.said_with_it.get("documents", []))) if step else []


@require_safe
@requires("work.view")
def receipt(http, uid):
    """What the firm keeps of its request: a page to print."""
    found = request_named(http, uid)
    return render(http, "services/receipt.html", receipt_of(found) | {"crumbs": crumbs(found, _("Receipt"))})


def receipt_of(found) -> dict:
    """What a receipt says: the need as it was filed, and when."""
    need = found.needs.last()
    return {
        "request_": found,
        "need": need,
        "answers": answered(found.offered, need),
        "contact": found.contacts.last(),
        "filed": found.steps.filter(verb="submit").select_related("event").order_by("turn").first(),
        "simulated": found.simulated,
    }


@require_safe
@requires("work.receive")
def choice(http):
    """Which service a firm asks for: those the person's centres offer today."""
    centres = http.standing.organisations_where("work.receive")
    versions = [one for one in versions_on(today()).values() if one.offering.centre in centres]
    context = {"versions": versions, "crumbs": crumbs(None, _("New request"))}
    return render(http, "services/choice.html", context | {"may_keep": http.standing.can("offering.keep")})


@requires("work.receive")
def new(http, uid):
    """Write a firm's request down on its behalf."""
    version = next((one for one in versions_on(today()).values() if one.offering.uid == uid), None)
    if version is None:
        raise Http404(_("No service of your centres is offered at this address today."))
    if "reception" not in roles_in(http.standing, version.offering.centre):
        raise PermissionDenied(refusal("work.receive"))
    firms = firms_visible_to(http.standing)
    form = RequestForm(http.POST or None, version=version, firms=firms)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        opened = open_once(
            version,
            uid=form.uid(http.user),
            enterprise=said["enterprise"],
            establishment=form.establishment,
            channel=said["channel"],
            text=said["text"],
            answers=form.answers,
            wanted_by=said["wanted_by"],
            contact=form.contact,
            by=http.user,
            on=today(),
        )
        messages.success(http, _("The request is written down: read it again, then file it."))
        return redirect("services:request", opened.uid)
    context = {"form": form, "version": version, "crumbs": crumbs(None, _("New request"))}
    return render(http, "services/new.html", context, status=422 if form.errors else 200)


@requires("work.view")
def notes(http, uid):
    """What was said between the firm and the centre."""
    found = request_named(http, uid)
    if not roles_at(http.standing, found):
        raise PermissionDenied(refusal("work.receive"))
    if http.method != "POST":
        return redirect("services:request", uid)
    form = NoteForm(http.POST)
    if not form.is_valid():
        return shown(http, uid, form)
    note(found, by=http.user, **form.cleaned_data)
    messages.success(http, _("The exchange is noted."))
    return redirect("services:request", uid)
