"""What the pages of sharings share: who sees which, their states in words, names, files."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jalon.fund.models import Scenario
from jalon.fund.queries.explanations import sheets_of
from jalon.fund.queries.scenarios import Found, scenarios
from jalon.fund.views.money_pages import asked_of, names_of
from jalon.ui import addresses

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {
    "searching": ("◆", "watch"),
    "shared": ("●", "on-track"),
    "blocked": ("▼", "late"),
    "stopped": ("○", "not-computable"),
    "proposed": ("◆", "watch"),
    "adopted": ("▲", "ahead"),
    "refused": ("▼", "late"),
}


def words_of_states() -> dict[str, str]:
    return {
        "searching": _("being computed"),
        "shared": _("shared"),
        "blocked": _("its rules block"),
        "stopped": _("no answer in time"),
        "proposed": _("before the committee"),
        "adopted": _("adopted"),
        "refused": _("refused"),
    }


def seen(request, plan):
    """Who prepares sharings sees them all; others those that were put to the committee."""
    asked = asked_of(request)
    may = request.standing.can("allocation.prepare")
    return scenarios(plan, known_at=asked.known_at, proposed_only=not may)


def scenario_seen(request, uid) -> Scenario:
    rows = scenarios_anywhere(request)
    return get_object_or_404(rows, uid=uid)


def scenarios_anywhere(request):
    rows = Scenario.objects.select_related("plan", "event__actor", "based_on", "sharing__proposal__verdict")
    return (
        rows if request.standing.can("allocation.prepare") else rows.filter(sharing__proposal__isnull=False)
    )


def crumbs(request, plan, *more) -> tuple:
    return ((_("Sharings"), addresses.at(request, "fund:sharings", query={"plan": plan.code})), *more)


def row_of(request, one: Found) -> dict:
    return mark(one.state) | {
        "found": one,
        "scenario": one.scenario,
        "href": addresses.at(request, "fund:sharing", one.scenario.uid),
    }


def mark(state: str) -> dict:
    shape, css = STATES[state]
    return {"state": state, "shape": shape, "css": css, "word": words_of_states()[state]}


def all_names(one: Found, asked) -> dict:
    """What candidates, results, lines, axes and centres are called; of results, their sheets for the unit."""
    plan = one.scenario.plan
    called = names_of(plan, asked)
    results = {name for each in one.problem.candidates for name in each.results}
    places = {f"{tag}:{code}": name for tag in ("line", "axis") for code, name in called[tag].items()}
    sheets = sheets_of(results, asked.on, asked.known_at)
    found: dict = places
    for code, sheet in sheets.items():
        found |= {code: sheet.name, f"sheet:{code}": sheet}
    return found | one.scenario.names


def as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
