"""Down the tree of the plan: an axis, an objective."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.module_loading import import_string

from jalon.network.access import requires
from jalon.results.queries.overview import tally
from jalon.results.queries.promise import NETWORK, Promise, promise
from jalon.results.queries.state import State, spans_of, state
from jalon.results.views.pages import beginnings, cell_row, figure_at, no_plan, perimeter, reading_of, toolbar
from jalon.ui import addresses


@requires("plan.view")
def axis(request, code):
    """The objectives of an axis and their indicators, for the network and how many centres stand where."""
    return branch(request, code, "")


@requires("plan.view")
def objective(request, code, objective):
    """One global objective: its targets and indicators, year by year."""
    return branch(request, code, objective)


def branch(request, code, objective_code):
    asked = reading_of(request)
    promised = asked.plan and promise(asked.plan, known_at=asked.known_at, counted_from=asked.counted_from)
    if not promised or not spans_of(promised, asked.on, "year"):
        return no_plan(request, asked)
    axis = next((axis for axis in promised.axes_on(asked.on) if axis.code == code), None)
    objectives = [one for one in axis.objectives.all() if objective_code in ("", one.code)] if axis else []
    if not objectives:
        raise Http404
    found = read(promised, asked, axis, objectives)
    context = toolbar(asked, found.promise.centres, found.received)
    context |= axis_context(request, found, axis, objectives)
    if objective_code:
        context["objective"] = objectives[0]
    named = {f"objective:{one.code}" for one in objectives} | (set() if objective_code else {f"axis:{code}"})
    context["beside"] = beside(request, asked, named)
    return render(request, "results/axis.html", context)


def beside(request, asked, named: set[str]) -> dict | None:
    """What an app above keeps with an axis or its objectives (`axis:CODE`, `objective:CODE`)."""
    if not settings.JALON_BESIDE_BRANCH:
        return None
    return import_string(settings.JALON_BESIDE_BRANCH)(request, asked.plan, named, known_at=asked.known_at)


def read(promised: Promise, asked, axis, objectives) -> State:
    """What serves the objectives shown, and what somebody set a target for under the axis."""
    shown = {one.code for one in objectives}
    sheets = promised.sheets_on(asked.on)
    served = {code for code, sheet in sheets.items() if sheet.objective_code in shown}
    wanted = served | promised.codes_under(axis.code)
    return state(
        asked.plan,
        on=asked.on,
        known_at=asked.known_at,
        indicators=wanted,
        known_promise=promised,
        constant=asked.is_constant,
    )


def axis_context(request, found, axis, objectives) -> dict:
    period = found.periods[-1]
    targets = [cell for cell in found.targets(period) if cell.aim.axis == axis.code]
    wanted = request.GET.get("status", "")
    return {
        "axis": axis,
        "plan": found.plan,
        "perimeter": perimeter(request, found),
        "beginnings": beginnings(found),
        "version": found.version,
        "period": period,
        "periods": found.periods,
        "simulated": found.is_simulated,
        "tally": tally(targets),
        "status": wanted,
        "targets": [target_row(request, found, cell) for cell in targets if wanted in ("", cell.status)],
        "blocks": [block(request, found, one) for one in objectives],
    }


def target_row(request, found, cell) -> dict:
    return cell_row(request, found, cell) | {"objective": cell.aim.objective}


def block(request, found, objective) -> dict:
    """An objective with a row an indicator: the network, year by year."""
    sheets = found.promise.sheets_on(found.on)
    codes = [code for code, sheet in sheets.items() if sheet.objective_code == objective.code]
    cells = found.cells_of(places=[NETWORK], codes=codes)
    rows = [[cell for cell in cells if cell.indicator == code] for code in codes]
    return {
        "objective": objective,
        "href": addresses.at(request, "results:objective", objective.axis.code, objective.code),
        "rows": [indicator_row(request, row) for row in rows if row],
    }


def indicator_row(request, cells) -> dict:
    last = cells[-1]
    return {
        "cell": last,
        "indicator": addresses.at(request, "results:indicator", last.indicator),
        "years": [{"cell": cell, "href": figure_at(request, cell)} for cell in cells],
    }
