"""Tranches: when they fall due, what each comes to and why, what would change it, what waits for whom."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.contracts.models import Contract
from jalon.contracts.rules import condition_words, rule_words
from jalon.fund.forms.releases import AcceptanceForm, ProposalForm, ScheduleForm, SimulationForm
from jalon.fund.queries.background import accepted_of
from jalon.fund.queries.explanations import names_of
from jalon.fund.queries.tranches import VALIDATED, Due, NoTranche, due_now, dues
from jalon.fund.queries.true_ups import true_up
from jalon.fund.queries.waiting import Scheduled, all_waiting, calendar, waiting
from jalon.fund.sentences import STATES, WAITING
from jalon.fund.views.explaining import Explained
from jalon.fund.views.money_pages import asked_of, contract_seen, contracts_seen, plan_asked, shared
from jalon.fund.views.tranche_lines import TO_ACT, lines
from jalon.network.access import requires
from jalon.ui import addresses, formats

OPEN = ("proposed", "approved", "ordered")
FILTERS = {
    "due": TO_ACT,
    "blocked": ("blocked",),
    "open": OPEN,
    "released": ("released",),
}


@require_safe
@requires("fund.view")
def tranches(request):
    """Every tranche of a plan by the quarter or month of its day: due, blocked and why, waiting for whom."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    form = ScheduleForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    of = list(contracts_seen(request, plan))
    every = dues(plan, on=asked.on, known_at=asked.known_at, contracts=of)
    shown = [one for one in every if not said.get("state") or one.state in FILTERS[said["state"]]]
    groups = calendar(shown, by=said.get("by") or "year")
    rows = lines(request, asked, shown)
    context = shared(request, plan, asked, (_("Tranches"), "")) | {
        "form": form,
        "every": every,
        "groups": [(one, [rows[due.key] for due in one.dues]) for one in groups],
        "whole": Scheduled(None, tuple(every)),
        "due": sum(one.state == "due" for one in every),
        "blocked": sum(one.state == "blocked" for one in every),
        "open": sum(one.state in OPEN for one in every),
        "simulated": any(one.is_simulated for one in every),
    }
    return render(request, "fund/tranches.html", context)


@require_safe
@requires("fund.view")
def tranche(request, code, tranche):
    """What is due of a tranche, why, what would change it, and what it was asked to be."""
    asked = asked_of(request)
    contract = contract_seen(request, code)
    due = due_or_404(contract, tranche, asked)
    context = page_of(request, asked, contract, due)
    return render(request, "fund/tranche.html", context)


def due_or_404(contract: Contract, tranche: str, asked, stage: str = VALIDATED) -> Due:
    try:
        return due_now(contract, tranche, on=asked.on, known_at=asked.known_at, stage=stage)
    except NoTranche as error:
        raise Http404(_("The contract had no such tranche on that day, as known at that moment.")) from error


def page_of(request, asked, contract: Contract, due: Due, **forms) -> dict:
    names = names_of(due)
    changes = due.changes()
    changed = true_up(due)
    simulation, would = simulated_as(request, asked, contract, due, names)
    said = [due.explanation, *(change.sentence for change in changes)]
    said += [would.explanation] if would else []
    said += [changed.explanation] if changed else []
    explained = Explained(request, contract, names | (names_of(would) if would else {}), said)
    may = {name: request.standing.can(f"fund.{name}", contract.centre) for name in ("request", "approve")}
    is_now = asked.known_at is None
    told = shared(request, contract.plan, asked, *crumbs(request, contract), (due.terms.code, ""))
    return told | {
        "contract": contract,
        "due": due,
        "to_give_back": max(0, -due.amount),
        "name": due.terms.name if due.terms.name.fr else due.terms.code,
        "state": STATES[due.state],
        "waits": WAITING.get(due.state, ""),
        "why": explained.node(due.explanation),
        "changes": [explained.node(change.sentence) for change in changes],
        "true_up": explained.remarks(changed.explanation) if changed else None,
        "simulation": simulation,
        "kept_query": [(name, request.GET[name]) for name in addresses.KEPT if request.GET.get(name)],
        "would": would,
        "would_node": explained.node(would.explanation) if would else None,
        "rule": rule_words(due.terms.rule, named(names)),
        "conditions": condition_words(due.terms.conditions),
        "accepted": accepted_of([contract], asked.known_at).get(contract.pk, []),
        "releases": [(life, STATES[life.state]) for life in due.releases],
        "proposal": forms.get("proposal") or (ProposalForm() if may["request"] and is_now else None),
        "acceptance": forms.get("acceptance")
        or (acceptance_form(due) if may["request"] and is_now else None),
        "may_propose": may["request"] and is_now and due.amount > 0 and not due.open_release,
        "simulated": due.is_simulated,
    }


def crumbs(request, contract: Contract) -> list:
    return [(contract.code, addresses.at(request, "fund:contract", contract.code))]


def named(names):
    return lambda code: formats.plain_words(names[code]) if code in names else code


def simulated_as(request, asked, contract, due: Due, names):
    """The form of a simulation and what it gives; nothing when nothing else is asked."""
    form = SimulationForm(request.GET, due=due, names=names)
    if not form.is_valid():
        return form, None
    stage = form.cleaned_data["stage"] or VALIDATED
    if stage == VALIDATED and not form.changes and not form.accepted:
        return form, None
    base = due if stage == VALIDATED else due_or_404(contract, due.terms.code, asked, stage)
    try:
        return form, base.if_changed(form.changes, accepted=form.accepted)
    except ValueError:
        form.add_error(None, _("One of these values is not known yet: it cannot change."))
        return form, None


def acceptance_form(due: Due) -> AcceptanceForm:
    asked = [one.code for one in due.tranche.conditions if one.kind == "document"]
    asked += [due.rule.document] if getattr(due.rule, "document", "") else []
    missing = [code for code in asked if code not in due.facts.documents]
    return AcceptanceForm(initial={"code": missing[0] if missing else ""})


@require_safe
@requires("fund.view")
def waits(request):
    """What waits for whom, and first of all for the reader."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    seen = set(contracts_seen(request, plan))
    every = [one for one in all_waiting(plan, asked.on, asked.known_at) if one.contract in seen]
    mine = waiting(request.user, asked.on, found=every)
    context = shared(request, plan, asked, (_("What waits for whom"), "")) | {
        "mine": [waited(request, one) for one in mine],
        "others": [waited(request, one) for one in every if one not in mine],
        "every": every,
    }
    return render(request, "fund/waiting.html", context)


def waited(request, one) -> dict:
    href = (
        addresses.at(request, "fund:release", one.release.uid)
        if one.release
        else addresses.at(request, "fund:tranche", one.contract.code, one.tranche)
    )
    return {"one": one, "href": href, "state": STATES[one.state], "waits": WAITING[one.state]}
