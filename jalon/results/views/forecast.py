"""Where the year will end: every target, those in danger, and the course of one to December."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from jalon.network.access import requires
from jalon.results.queries import forecast
from jalon.results.queries.forecast import Outlook, Outlooks
from jalon.results.sentences import as_written, finding, pace_said, said
from jalon.results.views.pages import beginnings, cell_row, no_plan, reading_of, toolbar
from jalon.ui import addresses

A_PAGE = 25
ALARMS = {
    "late": _("out of reach"),
    "watch": _("in danger"),
    "unknown": _("not forecast"),
    "none": _("will be reached"),
}
MARKS = {
    "late": ("▼", "late"),
    "watch": ("◆", "watch"),
    "unknown": ("○", "not-computable"),
    "none": ("●", "on-track"),
}


@requires("plan.view")
def forecasts(request):
    """Every target of the running year, and where it is expected to end."""
    asked = reading_of(request)
    found = read(asked)
    if found is None:
        return no_plan(request, asked)
    shown = chosen(found.every, request.GET)
    context = page_context(request, asked, found) | {
        "counts": counts(request, found.every),
        "kept": sum(1 for one in found.every if one.alarm == "none"),
        "total": len(found.every),
        "alarm": request.GET.get("alarm", ""),
        "axes": found.state.promise.axes_on(found.state.on),
        "axis": request.GET.get("axis", ""),
        "page": (page := paged(request, shown)),
        "rows": [outlook_row(request, found.state, one) for one in page],
    }
    return render(request, "results/forecasts.html", context)


@requires("plan.view")
def warnings(request):
    """The targets in danger, each with its reason, since when, and what is missing a month."""
    asked = reading_of(request)
    found = read(asked)
    if found is None:
        return no_plan(request, asked)
    in_danger = forecast.warned(found.every)
    context = page_context(request, asked, found) | {
        "warned": len(in_danger),
        "lost": sum(1 for one in in_danger if one.alarm == "late"),
        "page": (page := paged(request, in_danger)),
        "rows": [outlook_row(request, found.state, one) for one in page],
    }
    return render(request, "results/warnings.html", context)


def read(asked) -> Outlooks | None:
    when = {"on": asked.on, "known_at": asked.known_at, "counted_from": asked.counted_from}
    return forecast.outlooks(asked.plan, **when) if asked.plan else None


def page_context(request: HttpRequest, asked, found: Outlooks) -> dict:
    return toolbar(asked, found.state.promise.centres, found.state.received) | {
        "beginnings": beginnings(found.state),
        "plan": found.state.plan,
        "version": found.state.version,
        "year": found.year,
        "simulated": found.state.is_simulated,
    }


def paged(request: HttpRequest, listed):
    return Paginator(listed, A_PAGE).get_page(request.GET.get("page"))


def counts(request: HttpRequest, listed) -> list[dict]:
    return [
        mark(alarm) | {"count": count, "href": addresses.here(request, alarm=alarm)}
        for alarm, count in forecast.counted_alarms(listed)
    ]


def mark(alarm: str) -> dict:
    shape, css = MARKS[alarm]
    return {"alarm": alarm, "shape": shape, "css": css, "word": ALARMS[alarm]}


def chosen(listed, query) -> list[Outlook]:
    alarm, axis, centre = (query.get(name, "") for name in ("alarm", "axis", "centre"))
    return [
        one
        for one in listed
        if alarm in ("", one.alarm)
        and axis in ("", one.cell.aim.axis)
        and centre in ("", one.cell.centre.code if one.cell.centre else "-")
    ]


def outlook_row(request: HttpRequest, found, one: Outlook) -> dict:
    """What a table says of an outlook: its cell's row, its mark, and its sentences."""
    sheet, end = one.cell.sheet, one.cell.period.end
    return cell_row(request, found, one.cell) | {
        "outlook": one,
        "finding": finding(one),
        "lack": as_written(one.gap, sheet, is_rounded_up=True) if one.gap is not None else "",
        **mark(one.alarm),
        "why": said(one.warning.sentence, sheet, end=end) if one.warning else "",
        "method": said(one.warning.sentence.children[0], sheet, end=end) if one.warning else "",
        "missing": pace_said(one) if one.alarm in ("late", "watch") else "",
    }


def course(one: Outlook) -> list[dict]:
    """The months of the year: as received, then as expected, the interval opening to December."""
    points = [
        {"period": month.period, "value": month.stood}
        for month in one.months
        if one.cell.period.start <= month.period.start
    ]
    if one.expected is None:
        return points
    if points and points[-1]["value"] is not None:
        points[-1] |= {"low": points[-1]["value"], "high": points[-1]["value"]}
    return [*points, *ahead(one)]


def ahead(one: Outlook) -> list[dict]:
    found, stood = one.expected, one.expected.so_far
    points = []
    for month, amount in zip(one.months_left, found.months, strict=True):
        stood = stood + amount if one.series.adds_up else amount
        points.append({"period": month, "value": stood, "partial": True, "forecast": True})
    points[-1] |= {"value": found.value, "low": found.low, "high": found.high}
    return points
