"""The state of a plan and its axes and objectives."""

from django.conf import settings
from django.shortcuts import render
from django.utils.module_loading import import_string

from jalon.network.access import requires
from jalon.results.queries.overview import overview
from jalon.results.views.pages import (
    beginnings,
    cell_row,
    figure_at,
    no_plan,
    perimeter,
    reading_of,
    shown_parts,
    toolbar,
)
from jalon.ui import addresses

LATE = 12


@requires("plan.view")
def state(request):
    """Where the plan stands."""
    asked = reading_of(request)
    found = read(asked) if asked.plan else None
    if found is None:
        return no_plan(request, asked)
    context = toolbar(asked, found.state.promise.centres, found.state.received)
    return render(request, "results/state.html", context | state_context(request, found))


def read(asked):
    how = {"constant": asked.is_constant, "counted_from": asked.counted_from}
    return overview(asked.plan, on=asked.on, known_at=asked.known_at, **how)


def state_context(request, found) -> dict:
    late = found.late[:LATE]
    explained = explanations(request, found, late)
    return {
        "perimeter": perimeter(request, found.state),
        "beginnings": beginnings(found.state),
        "found": found,
        "plan": found.state.plan,
        "version": found.state.version,
        "simulated": found.state.is_simulated,
        "tiles": [tile(request, found, cell) for cell in found.headline],
        "axes": [axis_row(request, axis) for axis in found.axes],
        "money": money_beside(request, found.state),
        "late": [late_row(request, found, cell, explained) for cell in late],
        "late_more": max(len(found.late) - LATE, 0),
        "multiples": multiples(request, found),
        "regions": (regions := region_tiles(request, found)),
        "elsewhere": None if any(tile["value"] is None for tile in regions) else found.elsewhere,
    }


def tile(request, found, cell) -> dict:
    """A hero number: what the target is about, since the plan's start for a cumulative one."""
    trend = found.trends_of(cell.indicator, network=True)
    span = found.state.setting.since_start(cell.period) if cell.is_cumulative else cell.period
    value = cell.counted_value
    base = cell.baseline
    return {
        "cell": cell,
        "span": span,
        "href": figure_at(request, cell, period=span.code),
        "indicator": addresses.at(request, "results:indicator", cell.indicator),
        **shown(cell, value),
        "change": (value - base) / base if value is not None and base else None,
        "spark": list(trend[0].values) if trend else None,
    }


def shown(cell, value) -> dict:
    """How a hero number is written: money in millions, counts without their unit."""
    is_money = cell.sheet.unit == "MAD"
    said = value * 100 if is_money and value is not None else value
    return {
        "shown": {"value": said, "reason": cell.reason, "simulated": cell.simulated},
        "unit": "%" if cell.sheet.unit == "%" else "",
        "kind": "million" if is_money else "",
    }


def axis_row(request, state) -> dict:
    axis = addresses.at(request, "results:axis", state.axis.code)
    parts = [
        {
            "label": status,
            "value": count,
            "href": addresses.at(request, "results:axis", state.axis.code, query={"status": status}),
            "css": f"fill-{status.replace('_', '-')}",
            "status": status,
        }
        for status, count in state.tally.items()
    ]
    return {"state": state, "label": state.axis.name, "href": axis, "parts": parts}


def late_row(request, found, cell, explained) -> dict:
    said = explained.get((cell.place, cell.indicator))
    return cell_row(request, found.state, cell) | {"since": found.since(cell), "said": said}


def explanations(request, found, cells) -> dict[tuple, dict]:
    """What centres last said of what is late, by place and indicator: reporting, above, knows."""
    if not settings.JALON_BESIDE_LATE:
        return {}
    state = found.state
    last = import_string(settings.JALON_BESIDE_LATE)
    return last(request, state.plan, cells, on=state.on, known_at=state.known_at)


def money_beside(request, state) -> dict[str, dict]:
    """What was committed and paid of the envelope, known to the fund, which stands above."""
    if not settings.JALON_BESIDE_ENVELOPE:
        return {}
    held = import_string(settings.JALON_BESIDE_ENVELOPE)
    return held(request, state.plan, state.promise.centres, on=state.on, known_at=state.known_at)


def multiples(request, found) -> list[dict]:
    """The tests of each centre by quarter, on one scale."""
    statuses = {cell.place: cell.status for cell in found.targets if cell.indicator == "TESTS"}
    return [
        {
            "label": trend.centre.code,
            "values": list(trend.values),
            "href": addresses.at(request, "results:centre", trend.centre.code),
            "status": statuses.get(trend.place, ""),
        }
        for trend in found.trends_of("TESTS", network=False)
    ]


def region_tiles(request, found) -> list[dict]:
    query = {"indicator": "FIRMS", "period": found.period.code}
    tiles = [
        {
            "code": region.code,
            "value": value,
            "label": region.name,
            "href": addresses.at(request, "results:figure", query=query | {"region": region.code}),
        }
        for region, value in found.regions
    ]
    return shown_parts(request, found.state, tiles)
