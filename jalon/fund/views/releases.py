"""A release: where it stands, why this sum, who did what, its entries; and each step of its life."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.contracts.queries.terms import is_over
from jalon.fund.actions import releases as actions
from jalon.fund.actions.ledger import Refused as RefusedEntry
from jalon.fund.actions.refusing import Refused
from jalon.fund.actions.release_document import issue_release, paper_of
from jalon.fund.forms import releases as typed
from jalon.fund.models import Entry, Release
from jalon.fund.queries.explanations import agrees, decided, names_in, replayed
from jalon.fund.queries.kept import facts_from_data
from jalon.fund.queries.released import BEFORE_PAYMENT, Life, lives
from jalon.fund.queries.tranches import NoTranche
from jalon.fund.sentences import ENDING, STATES, VERBS, verb_done, waited_for
from jalon.fund.views.explaining import Explained
from jalon.fund.views.money_pages import asked_of, contract_seen, shared
from jalon.fund.views.tranche_steps import stored, told
from jalon.kernel.money import dirhams
from jalon.kernel.payment import Sentence
from jalon.kernel.periods import parse
from jalon.network.access import refusal, requires
from jalon.ui import addresses


@dataclass(frozen=True)
class Verb:
    """A verb as a form: who may, in which states it is offered, what is typed, what is done."""

    permission: str
    states: tuple[str, ...]
    form: type[forms.Form]
    act: Callable


def approve(request, release, said):
    actions.approve_release(release, **said, by=request.user, on=timezone.localdate())


def refuse(request, release, said):
    actions.refuse_release(release, reason=said["reason"], by=request.user, on=timezone.localdate())


def cancel(request, release, said):
    actions.cancel_release(release, reason=said["reason"], by=request.user, on=timezone.localdate())


def order(request, release, said):
    actions.order(release, document=said["document"], by=request.user, on=timezone.localdate())


def pay(request, release, said):
    files = stored(request, release.contract, said["file"])
    document = said["document"]
    actions.pay(release, document=document, documents=files, by=request.user, on=timezone.localdate())


def justify(request, release, said):
    actions.justify(
        release,
        amount=said["amount"],
        document=said["document"],
        documents=stored(request, release.contract, said["file"]),
        activity=said["activity"] or None,
        left=said["left"],
        by=request.user,
        on=timezone.localdate(),
    )


def give_back(request, release, said):
    files = stored(request, release.contract, said["file"])
    told = {name: said[name] for name in ("amount", "document", "left")} | {"documents": files}
    actions.give_back(release, **told, by=request.user, on=timezone.localdate())


def settle(request, release, said):
    today = timezone.localdate()
    actions.settle(release, by=request.user, on=today, closing=is_over(release.contract, today))


PAID = ("paid", "justified", "clawed_back")
STEPS = {
    "approve": Verb("fund.approve", ("proposed",), typed.ApprovalForm, approve),
    "refuse": Verb("fund.approve", ("proposed",), typed.EndForm, refuse),
    "cancel": Verb("fund.request", ("proposed",), typed.EndForm, cancel),
    "withdraw": Verb("fund.approve", ("approved", "ordered"), typed.EndForm, cancel),
    "order": Verb("fund.approve", ("approved",), typed.OrderForm, order),
    "pay": Verb("fund.pay", ("ordered",), typed.PaymentForm, pay),
    "justify": Verb("fund.justify", ("paid",), typed.JustificationForm, justify),
    "give_back": Verb("fund.pay", PAID, typed.GivenBackForm, give_back),
    "settle": Verb("fund.approve", ("justified",), typed.SettlementForm, settle),
}


def release_seen(request, uid) -> Release:
    """The release, for who may read the money of its contract; a hidden one is as one that is not there."""
    rows = Release.objects.select_related("contract__centre", "contract__plan", "event__actor")
    found = get_object_or_404(rows, uid=uid)
    contract_seen(request, found.contract.code)
    return found


@require_safe
@requires("fund.view")
def release(request, uid):
    """What was decided, on which facts, and whether computing it again gives the same."""
    return shown(request, release_seen(request, uid))


def shown(request, found: Release, *, bound: tuple[str, forms.Form] | None = None, status: int = 200):
    asked = asked_of(request)
    life = next(iter(lives(Release.objects.filter(pk=found.pk), asked.known_at)), None)
    if life is None:
        raise Http404(_("This release was not asked for yet at that moment."))
    context = shared(request, found.contract.plan, asked, *crumbs(request, found)) | told_of(request, life)
    context["steps"] = offered(request, life, bound) if asked.known_at is None else []
    return render(request, "fund/release.html", context, status=status)


def crumbs(request, found: Release) -> list:
    code = found.contract.code
    return [
        (code, addresses.at(request, "fund:contract", code)),
        (found.tranche, addresses.at(request, "fund:tranche", code, found.tranche)),
        (_("Release"), ""),
    ]


def told_of(request, life: Life) -> dict:
    found = life.release
    why = decided(life)
    clawed = [Sentence.from_data(step.explanation) for step in life.steps if step.explanation]
    names = names_in([why, *clawed], on=parse(found.period).end, known_at=found.known_at)
    explained = Explained(request, found.contract, names, [why, *clawed])
    issued = paper_of(life)
    return {
        "release": found,
        "approved": life.step("approve"),
        "life": life,
        "state": STATES[life.state],
        "waits": waited_for(life),
        "is_open": life.state in BEFORE_PAYMENT,
        "why": explained.node(why),
        "history": [(step, verb_done(step, found)) for step in life.steps],
        "clawed": [explained.node(one) for one in clawed],
        "values": [(one, names.get(code, code)) for code, one in facts_from_data(found.facts).values.items()],
        "entries": Entry.objects.filter(subject=found.subject)
        .prefetch_related("postings")
        .order_by("number"),
        "replay": replay_of(found),
        "issued": issued,
        "may_issue": issued is None and request.standing.can("fund.request", found.contract.centre),
        "simulated": found.simulated,
    }


def replay_of(found: Release) -> dict:
    """Whether the computation of today, on what was known then, gives what was decided."""
    try:
        again = replayed(found)
    except NoTranche:
        return {"agrees": False, "amount": 0}
    return {"agrees": agrees(found, again), "amount": again.outcome.amount}


def offered(request, life: Life, bound) -> list[dict]:
    """The verbs of the state, each with its form, or why the reader does not do it."""
    found = []
    is_due = {
        "give_back": bool(life.owed),
        "settle": not life.owed and is_over(life.release.contract, timezone.localdate()),
    }
    for name, verb in STEPS.items():
        if life.state not in verb.states or not is_due.get(name, True):
            continue
        if not request.standing.can(verb.permission, life.release.contract.centre):
            continue
        form = again(name, life, bound[1]) if bound and bound[0] == name else blank(name, life)
        found.append(
            {"name": name, "label": LABELS.get(name) or VERBS[name], "form": form}
            | {"is_quiet": name in QUIET, "warning": ENDING.get(name, "")}
        )
    return sorted(found, key=lambda one: one["is_quiet"])  # what goes on comes before what ends it


QUIET = ("refuse", "cancel", "withdraw")
LABELS = {"withdraw": VERBS["cancel"], "give_back": _("Record what was given back")}


def blank(name: str, life: Life) -> forms.Form:
    return STEPS[name].form(initial=usual(name, life), auto_id=ids(name))


def ids(name: str) -> str:
    """Several forms stand on the page: each names its fields apart."""
    return f"{name}-%s"


def usual(name: str, life: Life) -> dict:
    amounts = {"justify": life.to_justify, "give_back": life.owed}
    return {"amount": dirhams(amounts[name]), "left": amounts[name]} if name in amounts else {}


def again(name: str, life: Life, form: forms.Form) -> forms.Form:
    """What was typed, beside what is left now."""
    if left := {key: str(value) for key, value in usual(name, life).items() if key == "left"}:
        form.data = form.data.dict() | left
    return form


@require_POST
@requires("fund.view")
def steps(request, uid):
    """Do one verb of the release's life."""
    found = release_seen(request, uid)
    name = request.POST.get("verb", "")
    if name not in STEPS:
        raise Http404
    verb = STEPS[name]
    if not request.standing.can(verb.permission, found.contract.centre):
        raise PermissionDenied(refusal(verb.permission))
    form = verb.form(request.POST, request.FILES, auto_id=ids(name))
    if form.is_valid() and done(request, found, verb, form):
        messages.success(request, _("Done: %(state)s.") % {"state": STATES[lives_of(found).state]})
        return redirect("fund:release", found.uid)
    return shown(request, found, bound=(name, form), status=422)


def lives_of(found: Release) -> Life:
    return lives(Release.objects.filter(pk=found.pk))[0]


def done(request, found: Release, verb: Verb, form) -> bool:
    """Whether the step was taken; what refuses it is told beside what was typed."""
    try:
        verb.act(request, found, form.cleaned_data)
    except Refused as refused:
        told(form, refused)
    except RefusedEntry as refused:
        for sentence in refused.sentences(request.LANGUAGE_CODE):
            form.add_error(None, sentence)
    else:
        return True
    return False


@require_POST
@requires("fund.request")
def document(request, uid):
    """Issue the document of the release, once: its bytes are kept."""
    found = release_seen(request, uid)
    if not request.standing.can("fund.request", found.contract.centre):
        raise PermissionDenied(refusal("fund.request"))
    issued = issue_release(found, by=request.user, at=timezone.now())
    return redirect("evidence:issued", issued.uid)
