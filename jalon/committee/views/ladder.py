"""The ladder of consequences: where contracts stand, what rules propose, the ministry's steps, reasons."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions.warning import answer, warn
from jalon.committee.forms import ReasonForm
from jalon.committee.ladder_forms import ReasonsForm
from jalon.committee.queries.standings import Proposal, proposals
from jalon.committee.sentences import STANDINGS, STEPS_OF_LADDER
from jalon.committee.views.asking import (
    asked_of,
    crumbs,
    plan_asked,
    refusals_shown,
    refusals_told,
    today,
)
from jalon.contracts.models import Contract
from jalon.contracts.queries.tabs import tabs_of
from jalon.contracts.queries.terms import seen_by
from jalon.journal.verbs import said
from jalon.kernel.states import LADDER
from jalon.kernel.states.ladder import COMMITTEE, MINISTRY
from jalon.network.access import requires
from jalon.ui import addresses


@require_safe
@requires("committee.view")
def ladder(request):
    """Every contract of the plan with its validated values behind it, and what is proposed."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    found = proposals(plan, asked.on, asked.known_at) if plan else []
    context = asked.context() | {
        "plan": plan,
        "rows": [row(one, may_warn(request, asked)) for one in found],
        "behind": sum(one.record.periods_behind > 0 for one in found),
        "to_move": sum(one.verb is not None for one in found),
        "crumbs": crumbs(request, None, (_("Ladder of consequences"), "")),
    }
    return render(request, "committee/ladder.html", context)


def may_warn(request, asked) -> bool:
    return request.standing.can("contract.warn") and asked.known_at is None


def row(one: Proposal, may_warn: bool) -> dict:
    """A contract, and the verb of the ministry it may take now; the committee's go through an agenda."""
    mine = {line.verb for line in LADDER.waiting(one.state, MINISTRY)}
    return {
        "one": one,
        "state": STANDINGS[one.state],
        "proposed": STEPS_OF_LADDER.get(one.verb, ""),
        "verb": one.verb if may_warn and one.verb in mine else "",
        "form": ReasonForm(prefix=one.contract.code),
    }


@require_safe
@requires("contract.view")
def standing(request, code):
    return shown(request, get_object_or_404(seen_by(request.standing), code=code))


def shown(request, contract: Contract, form: ReasonsForm | None = None):
    """Where one contract stands and since when, what was said of it, what its centre may answer."""
    asked = asked_of(request)
    one = proposals(contract.plan, asked.on, asked.known_at, contracts=[contract])[0]
    asks = one.state == "reasons_asked" and not one.stand.has_answered and asked.known_at is None
    may_answer = asks and request.standing.can("return.submit", contract.centre)
    ladder = (_("Ladder of consequences"), ladder_address(request))
    context = (
        asked.context()
        | row(one, may_warn(request, asked))
        | {
            "contract": contract,
            "plan": contract.plan,
            "steps": [(step, said(step.event.verb)) for step in one.stand.steps[::-1]],
            "is_decided": one.verb in {line.verb for line in LADDER.waiting(one.state, COMMITTEE)},
            "reasons_form": form or (ReasonsForm() if may_answer else None),
            "tabs": tabs_of(request, contract),
            "may_open": request.standing.can("decision.view"),
            "crumbs": [*crumbs(request, None, ladder), (contract.code, "")],
        }
    )
    return render(request, "committee/standing.html", context, status=422 if form else 200)


def ladder_address(request) -> str:
    may = request.standing.can("committee.view")
    return addresses.at(request, "committee:ladder") if may else ""


@require_POST
@requires("return.submit")
def reasons(request, code):
    """The centre says why it fell behind."""
    reached = request.standing.organisations_where("return.submit")
    contract = get_object_or_404(seen_by(request.standing).filter(centre__in=reached), code=code)
    form = ReasonsForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            answer(contract, reasons=form.cleaned_data["reasons"], by=request.user, on=today())
            messages.success(request, _("Your reasons are on record: the committee decides what follows."))
            return redirect("committee:standing", code)
    return shown(request, contract, form)


@require_POST
@requires("contract.warn")
def ladder_step(request, code, verb):
    """Alert a contract, ask for reasons, clear an alert."""
    reached = request.standing.organisations_where("contract.warn")
    contract = get_object_or_404(
        Contract.objects.filter(centre__in=reached).select_related("plan"), code=code
    )
    form = ReasonForm(request.POST, prefix=code)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusals_told(request):
        warn(contract, verb, reason=reason, by=request.user, on=today())
        messages.success(request, _("It is recorded."))
    return redirect("committee:standing", code)
