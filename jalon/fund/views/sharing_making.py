"""Making a sharing: from the contracts or a workbook, changed, put to the committee."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.contracts.queries import adopted_versions, in_force
from jalon.evidence.reading import Refusal
from jalon.fund import sharing_book
from jalon.fund.actions import allocating
from jalon.fund.forms.sharing import ProposalForm, SharingForm, VariationForm
from jalon.fund.queries.asking import asked_of_contracts
from jalon.fund.queries.scenarios import found
from jalon.fund.sharing_sentences import refusal, wrong
from jalon.fund.views.money_pages import asked_of, plan_asked, shared
from jalon.fund.views.sharing_pages import all_names, as_file, crumbs, scenario_seen
from jalon.kernel.allocation import Candidate, Problem
from jalon.network.access import requires
from jalon.ui import addresses

MOST_SHOWN = 100


@requires("allocation.prepare")
def new(request):
    """Describe a sharing: a workbook, or the contracts as they ask."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    form = SharingForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        problem, names, problems = described(plan, asked, form)
        if problem:
            said = form.cleaned_data
            scenario = allocating.describe(
                plan, problem, name=said["name"], note=said["note"], names=names, by=request.user,
                simulated=is_simulated(plan, asked),
            )  # fmt: skip
            allocating.answer(scenario, by=request.user)
            return redirect("fund:sharing", scenario.uid)
    context = shared(request, plan, asked, *crumbs(request, plan, (_("New"), ""))) | {
        "form": form,
        "problems_found": problems[:MOST_SHOWN],
        "more": max(len(problems) - MOST_SHOWN, 0),
    }
    return render(request, "fund/sharing_new.html", context, status=422 if form.errors or problems else 200)


def described(plan, asked, form) -> tuple[Problem | None, dict, list]:
    """What was asked: of the workbook, else of the contracts; else everything that is wrong."""
    said = form.cleaned_data
    if said["file"]:
        return of_workbook(form, said["file"])
    start = asked_of_contracts(plan, on=asked.on, known_at=asked.known_at)
    if start is None:
        form.add_error(None, _("No contract in force promises money for this year: fill a workbook instead."))
        return None, {}, []
    return Problem(said["envelope"], start.candidates, start.weights), {}, []


def of_workbook(form, file) -> tuple[Problem | None, dict, list]:
    try:
        told = sharing_book.read(sharing_book.opened(file.read()))
    except Refusal as error:
        form.add_error("file", refusal(error))
        return None, {}, []
    if told.problems:
        form.add_error("file", _("The workbook has errors: nothing was kept."))
    return told.problem, told.names, [wrong(one) for one in told.problems]


def is_simulated(plan, asked) -> bool:
    versions = in_force(adopted_versions(plan, known_at=asked.known_at), asked.on)
    return any(version.simulated for version in versions.values())


@require_safe
@requires("allocation.prepare")
def template(request):
    """The workbook to fill: what the contracts in force ask, to be changed; one example without any."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    problem = asked_of_contracts(plan, on=asked.on, known_at=asked.known_at) or example()
    content = sharing_book.as_problem(problem, {}, language=get_language() or "fr")
    return as_file(content, f"jalon-sharing-{plan.code}.xlsx")


def example() -> Problem:
    one = Candidate("A1", 100_000_000, results={"TESTS": Decimal(100)}, tags={"line": "1"})
    return Problem(100_000_000, [one], {"TESTS": Decimal(1)})


@requires("allocation.prepare")
def variation(request, uid):
    """The same candidates under other rules, as a sharing of its own."""
    asked = asked_of(request)
    base = found(scenario_seen(request, uid))
    title = _("%(name)s, changed") % {"name": base.scenario.name}
    names = all_names(base, asked)
    form = VariationForm(request.POST or None, problem=base.problem, names=names, title=title[:120])
    if request.method == "POST" and form.is_valid():
        scenario = allocating.describe(
            base.scenario.plan, form.varied, name=form.cleaned_data["name"], names=base.scenario.names,
            based_on=base.scenario, simulated=base.scenario.simulated, by=request.user,
        )  # fmt: skip
        allocating.answer(scenario, by=request.user)
        return redirect("fund:sharing", scenario.uid)
    plan = base.scenario.plan
    here = addresses.at(request, "fund:sharing", base.scenario.uid)
    trail = crumbs(request, plan, (base.scenario.name, here), (_("Change"), ""))
    context = shared(request, plan, asked, *trail) | {"form": form, "scenario": base.scenario}
    return render(request, "fund/sharing_variation.html", context, status=422 if form.errors else 200)


@require_POST
@requires("allocation.prepare")
def proposal(request, uid):
    """Put it to the committee."""
    scenario = scenario_seen(request, uid)
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            allocating.propose(
                scenario, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate()
            )
            messages.success(request, _("The committee finds this sharing in what is to decide."))
        except ValidationError as error:
            messages.error(request, error.messages[0])
    else:
        messages.error(request, _("Say why this sharing is proposed."))
    return redirect("fund:sharing", scenario.uid)


@require_POST
@requires("allocation.prepare")
def search(request, uid):
    """Look for the answer again, when the worker gave up on it."""
    scenario = scenario_seen(request, uid)
    allocating.search(scenario)
    return redirect("fund:sharing", scenario.uid)
