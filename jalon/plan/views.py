"""Pages of a plan: its versions side by side, its agreement, the published figures about it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.plan import queries
from jalon.plan.models import Plan
from jalon.plan.queries.differences import paired
from jalon.plan.queries.reading import not_there, reading
from jalon.ui import addresses


@require_safe
@requires("plan.view")
def plan(request, code=""):
    """The version in force, or the one chosen, with what it changes of the one before it."""
    asked, found = asked_plan(request, code)
    versions = list(queries.versions(found, known_at=asked.known_at))
    if not versions:
        raise Http404
    in_force = queries.version_in_force(found, on=asked.on, known_at=asked.known_at)
    chosen = queries.version_numbered(versions, request.GET.get("version", ""))
    shown = chosen or in_force
    before = queries.version_before(versions, shown)
    context = asked.context() | shared(request, found, asked) | parts(shown, before)
    context |= {"versions": versions, "in_force": in_force, "version": shown, "before": before}
    context["problems"] = (*asked.problems, *not_there(chosen, request.GET.get("version", "")))
    context["next_plan"] = Plan.objects.filter(previous=found).first()
    return render(request, "plan/plan.html", context)


def parts(version, before) -> dict:
    """The axes with their objectives and the funding lines, each beside what it was."""
    axes = paired(before and queries.tree(before), queries.tree(version), by_code)
    lines = paired(before and queries.funding_lines(before), queries.funding_lines(version), by_code)
    return {"axes": [(axis, paired(*objectives(axis), by_code)) for axis in axes], "lines": lines}


def by_code(part):
    return part.code


def objectives(axis):
    return [list(side.objectives.all()) if side else [] for side in (axis.old, axis.new)]


@require_safe
@requires("plan.view")
def agreement(request, code=""):
    """The agreements a plan rests on: parties and signatories by office, text, dates."""
    asked, found = asked_plan(request, code)
    agreements = queries.agreements(found, known_at=asked.known_at)
    context = asked.context() | shared(request, found, asked) | {"agreements": agreements}
    return render(request, "plan/agreement.html", context)


@require_safe
@requires("plan.view")
def claims(request, code=""):
    """Published figures, topic by topic, those that contradict each other first."""
    asked, found = asked_plan(request, code)
    topics = queries.topics(plan=found if code else None, known_at=asked.known_at, withdrawn=True)
    contradictory = [topic for topic in topics if topic.is_contradictory]
    context = asked.context() | shared(request, found, asked)
    context |= {
        "topics": contradictory + [topic for topic in topics if not topic.is_contradictory],
        "contradictory": len(contradictory),
        "of_plan": bool(code),
    }
    return render(request, "plan/claims.html", context)


def asked_plan(request, code):
    """What the reader asks, and the plan named in the address, or the current one."""
    asked = reading(request.GET, today=timezone.localdate())
    found = queries.plan_on(asked.on, known_at=asked.known_at, code=code or request.GET.get("plan", ""))
    if found is None:
        raise Http404(_("No plan has this code, or none was known at that moment."))
    return asked, found


def shared(request, plan: Plan, asked) -> dict:
    """What the three pages of a plan have in common."""
    state = addresses.at(request, "results:state", query={"plan": plan.code})
    return {
        "plan": plan,
        "crumbs": [(plan.name, state), (plan.code, "")],
        "tabs": tabs(request, plan),
    }


def tabs(request, plan: Plan) -> list[tuple]:
    named = (
        (_("Plan and versions"), "plan:plan"),
        (_("Targets"), "contracts:plan_targets"),
        (_("Agreement"), "plan:agreement"),
        (_("Published figures"), "plan:claims"),
    )
    return [(label, addresses.at(request, name, plan.code)) for label, name in named]
