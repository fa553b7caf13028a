"""What a plan promises of itself: its global objectives and their targets, version by version."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.contracts import showing
from jalon.contracts.queries.terms import plan_baselines, plan_targets
from jalon.contracts.terms import rows_of
from jalon.contracts.views.asking import asked_of
from jalon.contracts.views.tables import SHAPES
from jalon.indicators.queries import all_sheets, in_force
from jalon.network.access import requires
from jalon.plan import queries
from jalon.plan.queries.differences import paired
from jalon.ui import addresses


@require_safe
@requires("plan.view")
def targets(request, code):
    """The targets of the version in force, or of the one chosen, beside those of the version before it."""
    asked = asked_of(request)
    plan = queries.plan_on(asked.on, known_at=asked.known_at, code=code)
    versions = list(queries.versions(plan, known_at=asked.known_at)) if plan else []
    if not versions:
        raise Http404(_("No plan has this code, or none was known at that moment."))
    shown = queries.version_numbered(versions, request.GET.get("version", ""))
    shown = shown or queries.version_in_force(plan, on=asked.on, known_at=asked.known_at)
    before = queries.version_before(versions, shown)
    state = addresses.at(request, "results:state", query={"plan": plan.code})
    context = asked.context() | targets_context(shown, before, asked)
    context |= {"plan": plan, "versions": versions, "version": shown, "before": before}
    context |= {"tabs": tabs(request, plan), "crumbs": [(plan.name, state), (plan.code, "")]}
    return render(request, "contracts/plan_targets.html", context)


def targets_context(shown, before, asked) -> dict:
    compared = [version for version in (shown, before) if version]
    promised, baselines = plan_targets(compared), plan_baselines(compared)
    all_targets = [one for by_objective in promised.values() for one in sum(by_objective.values(), ())]
    years = sorted({target.year for target in all_targets})
    sheets = in_force(all_sheets(known_at=asked.known_at), asked.on)
    rows = [
        {code: rows_of(found, baselines[version.pk]) for code, found in promised[version.pk].items()}
        for version in compared
    ]
    new, old = rows[0], rows[1] if before and rows[1] else None
    objectives = paired(before and objectives_of(before), objectives_of(shown), lambda one: one.code)
    blocks = [block(pair, old, new, years, sheets) for pair in objectives]
    return {
        "years": years,
        "is_compared": old is not None,
        "blocks": [one for one in blocks if one["lines"]],
        "silent": [one["pair"] for one in blocks if not one["lines"]],
        "count": sum(len(found) for found in promised[shown.pk].values()),
        "unknown": unknown_baselines(new),
    }


def block(pair, old, new, years, sheets) -> dict:
    code = pair.either.code
    before = None if old is None else old.get(code, {})
    return {"pair": pair, "lines": showing.lines(before, new.get(code, {}), years, sheets, SHAPES)}


def objectives_of(version) -> list:
    return [objective for axis in queries.tree(version) for objective in axis.objectives.all()]


def unknown_baselines(rows) -> int:
    """Growth promised over a baseline nobody published."""
    every = [row for by_indicator in rows.values() for row in by_indicator.values()]
    return sum(row.shape == "growth" and not (row.baseline and row.baseline.value) for row in every)


def tabs(request, plan) -> list[tuple]:
    named = (
        (_("Plan and versions"), "plan:plan"),
        (_("Targets"), "contracts:plan_targets"),
        (_("Agreement"), "plan:agreement"),
        (_("Published figures"), "plan:claims"),
    )
    return [(label, addresses.at(request, name, plan.code)) for label, name in named]
