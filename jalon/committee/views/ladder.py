"""The ladder of consequences: where each contract stands, what the rules propose, the ministry's steps."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions.warning import warn
from jalon.committee.forms import ReasonForm
from jalon.committee.queries.standings import Proposal, proposals
from jalon.committee.sentences import STANDINGS, STEPS_OF_LADDER
from jalon.committee.views.asking import asked_of, crumbs, plan_asked, refusals_told, today
from jalon.contracts.models import Contract
from jalon.kernel.states import LADDER
from jalon.kernel.states.ladder import MINISTRY
from jalon.network.access import requires


@require_safe
@requires("committee.view")
def ladder(request):
    """Every contract of the plan with its validated values behind it, and what is proposed."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    found = proposals(plan, asked.on, asked.known_at) if plan else []
    may_warn = request.standing.can("contract.warn") and asked.known_at is None
    context = asked.context() | {
        "plan": plan,
        "rows": [row(one, may_warn) for one in found],
        "behind": sum(one.record.periods_behind > 0 for one in found),
        "to_move": sum(one.verb is not None for one in found),
        "crumbs": crumbs(request, None, (_("Ladder of consequences"), "")),
    }
    return render(request, "committee/ladder.html", context)


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
    return redirect("committee:ladder")
