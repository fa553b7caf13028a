"""The pages of a firm's own account: find a service, ask, answer, accept, follow, download, say."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.evidence.documents import path_of
from jalon.journal.lives import Refused, offers
from jalon.network.access import requires
from jalon.network.queries import firm_account_of
from jalon.services.actions import accept, file_once, note, step
from jalon.services.actions.satisfaction import ASKED_IN, answer, contact_of
from jalon.services.firm.forms import MessageForm, PortalAcceptanceForm
from jalon.services.firm.queries import WAITING, documents_of, invoices_seen, requests_seen, waiting_first
from jalon.services.forms.requests import AnswerForm, NeedForm, StepForm
from jalon.services.forms.satisfaction import SatisfactionForm
from jalon.services.models import Acceptance
from jalon.services.queries.catalogue import prices_on, versions_on
from jalon.services.queries.requests import facts_of, review_of, sent_quote, transfer_of
from jalon.services.queries.satisfaction import answer_of
from jalon.services.views.asking import stored, tell, today
from jalon.services.views.requests import BROUGHT, answered, receipt_of
from jalon.services.words import REQUEST, RULES

AT_ONCE = 50
FIRM = ("firm",)
BETWEEN_CENTRES = ("offer_transfer", "refuse_transfer", "keep")
SAID_WHY = ("ask", "decline", "revise", "cancel", "contest", "settle", "lose")
FORMS = {"answer": AnswerForm, "accept": PortalAcceptanceForm}
VERBS = ("submit", "cancel", "answer", "accept", "lose", "contest")


def crumbs(*more):
    trail = [(_("My requests"), reverse("services:portal")), *more]
    return [*trail[:-1], (trail[-1][0], "")]


def request_seen(http, uid):
    found = requests_seen(firm_account_of(http.user)).filter(uid=uid).first()
    if found is None:
        raise Http404(_("No request of your firm is at this address."))
    return found


@require_safe
@requires("portal.use")
def portal(http):
    """The requests of the firm: those that wait for it, then the latest."""
    account = firm_account_of(http.user)
    found = Paginator(waiting_first(requests_seen(account)), AT_ONCE).get_page(http.GET.get("page"))
    context = {
        "account": account,
        "page": found,
        "rows": [(one, REQUEST.public_state(one.state)) for one in found],
        "waiting": requests_seen(account).filter(state__in=WAITING).count(),
    }
    return render(http, "services/portal.html", context)


@requires("portal.use")
def ask(http, uid):
    """Ask for a service with its own questions: the request is filed at once."""
    version = next((one for one in versions_on(today()).values() if one.offering.uid == uid), None)
    if version is None:
        raise Http404(_("No centre offers a service at this address today."))
    account = firm_account_of(http.user)
    form = NeedForm(http.POST or None, version=version)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        filed = file_once(
            version,
            uid=form.uid(http.user),
            enterprise=account.firm,
            channel="portal",
            text=said["text"],
            answers=form.answers,
            wanted_by=said["wanted_by"],
            contact={"name": str(http.user), "email": http.user.email},
            by=http.user,
            roles=FIRM,
            on=today(),
        )
        messages.success(http, _("Your request is filed: keep its receipt."))
        return redirect("services:portal_request", filed.uid)
    context = {"version": version, "form": form, "prices": prices_on(today(), version.offering)}
    context["crumbs"] = crumbs((_("Find a service"), reverse("services:portal_services")), (_("Ask"), ""))
    return render(http, "services/portal_ask.html", context, status=422 if form.errors else 200)


@require_safe
@requires("portal.use")
def request(http, uid):
    return shown(http, request_seen(http, uid))


def shown(http, found, **forms):
    """One request as the firm reads it: its state in public words, and what the firm can do now."""
    quote, need = sent_quote(found), found.needs.last()
    review = review_of(quote)
    contact = found.contacts.filter(email__iexact=http.user.email).first()
    rated = answer_of(found, contact) if contact else None
    facts = facts_of(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    context = {
        "request_": found,
        "state": REQUEST.public_state(found.state),
        "need": need,
        "answers": answered(found.offered, need),
        "offers": offers(found, REQUEST, roles=FIRM, facts=facts),
        "quote": quote,
        "lines": quote.lines.all() if quote else [],
        "review": review,
        "rule": RULES[review.rule] if review else "",
        "is_out_of_date": is_out_of_date(found, quote),
        "accepted": Acceptance.objects.filter(quote=quote).first() if quote else None,
        "earlier": found.quotes.filter(revision__lt=quote.revision) if quote else [],
        "transfer": transfer_agreed(found),
        "follows": found.goes_on_as.select_related("centre").first(),
        "asked": found.steps.filter(verb="ask").order_by("-turn").first(),
        "history": told_to_firm(found),
        "messages_": found.interactions.filter(is_shared=True),
        "documents": documents_of(found),
        "invoices": invoices_seen(found),
        "rated": rated,
        "may_rate": found.state in ASKED_IN and rated is None,
        "message_form": MessageForm(),
        "rating_form": SatisfactionForm(),
        "simulated": found.simulated,
        "crumbs": crumbs((found.number, "")),
    }
    return render(http, "services/portal_request.html", context | forms, status=422 if forms else 200)


def is_out_of_date(found, quote) -> bool:
    return bool(quote) and (
        found.state == "expired" or (found.state == "quoted" and today() > quote.valid_until)
    )


def transfer_agreed(found):
    """The centre asked to take the request over, once the firm agreed to it."""
    step = found.steps.filter(verb="offer_transfer").order_by("-turn").first()
    return transfer_of(found) if step and step.said_with_it.get("firm_agreed") else None


def told_to_firm(found) -> list[dict]:
    """The steps of the request, without what stays between centres; why, where it was said to the firm."""
    steps = found.steps.select_related("event").exclude(verb__in=BETWEEN_CENTRES).order_by("turn")
    return [
        {
            "at": one.event.recorded_at,
            "verb": REQUEST.done[one.verb],
            "reason": one.reason if one.verb in SAID_WHY else "",
        }
        for one in steps
    ]


@require_safe
@requires("portal.use")
def receipt(http, uid):
    """What the firm keeps of its request: a page to print."""
    found = request_seen(http, uid)
    trail = crumbs((found.number, reverse("services:portal_request", args=[uid])), (_("Receipt"), ""))
    return render(http, "services/receipt.html", receipt_of(found) | {"crumbs": trail})


@requires("portal.use")
def steps(http, uid, verb):
    """Do what the firm does in the life of its request."""
    found = request_seen(http, uid)
    if verb not in VERBS:
        raise Http404(_("A request knows no such verb."))
    facts = facts_of(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    offer = next((one for one in offers(found, REQUEST, roles=FIRM, facts=facts) if one.verb == verb), None)
    options = {"asks_reason": bool(offer and offer.asks_reason), "initial": {"turn": found.turn}}
    form = FORMS.get(verb, StepForm)(http.POST or None, http.FILES or None, **options)
    if http.method == "POST" and form.is_valid():
        try:
            do(http, found, verb, form)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, REQUEST.done[verb])
            return redirect("services:portal_request", uid)
    context = {"request_": found, "form": form, "offer": offer, "verb": REQUEST.verb(verb), "by_firm": True}
    context["crumbs"] = crumbs(
        (found.number, reverse("services:portal_request", args=[uid])), (REQUEST.verb(verb), "")
    )
    return render(http, "services/step.html", context, status=422 if form.errors else 200)


def do(http, found, verb, form):
    told = {"by": http.user, "roles": FIRM, "turn": form.cleaned_data["turn"], "on": today()}
    if verb == "accept":
        said = form.cleaned_data
        order = {
            "order_number": said["order_number"],
            "document": stored(http, said["file"], found.centre),
        }
        accept(found, proof=Acceptance.Proof.PORTAL, reason=form.reason, **order, **told)
    else:
        step(found, verb, reason=form.reason, brought=form.brought, said=form.said, **told)


@require_POST
@requires("portal.use")
def notes(http, uid):
    """A message to the centre; a complaint too."""
    found, form = request_seen(http, uid), MessageForm(http.POST)
    if not form.is_valid():
        return shown(http, found, message_form=form)
    note(found, means="note", text=form.cleaned_data["text"], on=today(), by=http.user, is_shared=True)
    messages.success(http, _("The centre has your message."))
    return redirect("services:portal_request", uid)


@require_POST
@requires("portal.use")
def rating(http, uid):
    """Say how satisfied the firm is: once a person."""
    found, form = request_seen(http, uid), SatisfactionForm(http.POST)
    if found.state not in ASKED_IN:
        raise Http404
    if not form.is_valid():
        return shown(http, found, rating_form=form)
    contact = contact_of(found, name=str(http.user), email=http.user.email)
    try:
        answer(found, contact, by=http.user, on=today(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(http, found, rating_form=form)
    messages.success(http, _("Thank you: your answer is kept"))
    return redirect("services:portal_request", uid)


@require_safe
@requires("portal.use")
def document(http, uid, sha256):
    """What was delivered, or the paper of an invoice, to the firm it was made for."""
    found = request_seen(http, uid)
    names = {one.pk: one.pk[:12] for one in documents_of(found)}
    names |= {one.document_id: f"{one.number}.pdf" for one in invoices_seen(found)}
    orders = Acceptance.objects.filter(quote__request=found).exclude(document=None)
    names |= {one.document_id: f"{found.number}-commande.pdf" for one in orders}
    if sha256 not in names:
        raise Http404
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=names[sha256])
