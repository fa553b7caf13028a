"""Centres beside each other, plans beside each other."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.network.access import requires
from jalon.plan.models import Plan
from jalon.results.queries import comparison
from jalon.results.queries.comparison import SO_FAR, Centres, Compared, PlanSide
from jalon.results.views.pages import no_plan, reading_of, toolbar
from jalon.ui import addresses, formats

SORTS = ("absolute", "per_staff", "per_million")
FIRST = "TESTS"


class Choice(forms.Form):
    """What to compare, and over which years."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, found: Centres):
        period = SO_FAR if found.is_so_far else found.window.code
        super().__init__(initial={"indicator": found.sheet.indicator.code, "period": period})
        self.fields["indicator"].choices = indicators(found)
        years = [(year.code, formats.plain_period(year)) for year in found.years]
        self.fields["period"].choices = [*years, (SO_FAR, _("the plan so far"))]


def indicators(found: Centres) -> list[tuple]:
    """The indicators by axis, in their reader's alphabet."""
    groups: dict[str, list] = {}
    for code, sheet in found.sheets.items():
        label = (
            _("Axis %(code)s") % {"code": formats.in_digits(sheet.axis_code)}
            if sheet.axis_code
            else _("All axes")
        )
        groups.setdefault(label, []).append((code, formats.plain_words(sheet.name)))
    return [(label, sorted(some, key=lambda pair: pair[1])) for label, some in sorted(groups.items())]


@requires("plan.view")
def centres(request):
    """The centres on one indicator: as it is, per head of staff, per million dirhams promised."""
    asked = reading_of(request)
    query = request.GET
    found = (
        comparison.centres(
            asked.plan,
            indicator=query.get("indicator", FIRST),
            span=query.get("period", ""),
            on=asked.on,
            known_at=asked.known_at,
        )
        if asked.plan
        else None
    )
    if found is None:
        return no_plan(request, asked)
    context = toolbar(asked, [row.centre for row in found.rows], found.received)
    context["may_compare_services"] = request.standing.can("contract.view")
    return render(request, "results/centres.html", context | centres_context(request, found))


def centres_context(request, found: Centres) -> dict:
    rows = [centre_row(request, found, row) for row in ordered(found.rows, request.GET.get("sort", ""))]
    return {
        "found": found,
        "plan": found.plan,
        "sheet": found.sheet,
        "form": Choice(found),
        "rows": rows,
        "least": found.known[0] if found.known else None,
        "most": found.known[-1] if found.known else None,
        "simulated": found.is_simulated,
        "bar_unit": found.sheet.unit if found.sheet.unit in ("%", "MAD") else "",
        "absolute": bars(rows, "absolute"),
        "per_staff": bars(rows, "per_staff"),
        "per_million": bars(rows, "per_million"),
    }


def ordered(rows, sort: str) -> list[Compared]:
    """The largest first unless asked otherwise; the unknown always last."""
    name = sort.removeprefix("-")
    if name == "centre":
        return sorted(rows, key=lambda row: row.centre.code, reverse=sort.startswith("-"))
    name = name if name in SORTS else "absolute"
    sign = 1 if sort == name else -1

    def place(row: Compared):
        value = getattr(row, name).value
        return value is None, sign * (value or 0), row.centre.code

    return sorted(rows, key=place)


def centre_row(request, found: Centres, row: Compared) -> dict:
    contract = addresses.at(request, "results:centre", row.centre.code)
    return {
        "row": row,
        "contract": contract,
        "href": contract if found.is_so_far else figure_of(request, found, row),
    }


def figure_of(request, found: Centres, row: Compared) -> str:
    query = {
        "indicator": found.sheet.indicator.code,
        "period": found.window.code,
        "centre": row.centre.code,
    }
    return addresses.at(request, "results:figure", query=query | {"plan": found.plan.code})


def bars(rows: list[dict], name: str) -> list[dict]:
    """The same order in every chart, so that a centre is read across; nothing to draw when none is known."""
    drawn = [
        {
            "label": row["row"].centre.code,
            "value": getattr(row["row"], name).value,
            "href": row["href"],
        }
        for row in rows
    ]
    return drawn if any(bar["value"] is not None for bar in drawn) else []


@requires("plan.view")
def plans(request):
    """A plan beside the one before it: money, axes, targets, published figures, results."""
    asked = reading_of(request)
    if asked.plan is None:
        return no_plan(request, asked)
    chosen = comparison.pair(asked.plan, request.GET.get("with", ""))
    found = comparison.plans_together(chosen, on=asked.on, known_at=asked.known_at)
    if not found.sides:
        return no_plan(request, asked)
    return render(request, "results/plans.html", toolbar(asked, ()) | plans_context(request, found))


def plans_context(request, found) -> dict:
    shown = {side.plan.pk for side in found.sides}
    return {
        "found": found,
        "sides": [plan_column(request, side) for side in found.sides],
        "rows": [shared_row(request, found, sheet) for sheet in found.sheets],
        "others": [
            (plan, addresses.here(request, **{"with": plan.code}))
            for plan in Plan.objects.exclude(pk__in=shown)
        ],
        "simulated": found.is_simulated,
    }


def plan_column(request, side: PlanSide) -> dict:
    topics = [topic for topic in side.topics if not any(claim.indicator for claim in topic.claims)]
    return {
        "side": side,
        "href": addresses.at(request, "plan:plan", side.plan.code, query={"plan": side.plan.code}),
        "topics": sorted(topics, key=lambda topic: not topic.is_contradictory),
    }


def shared_row(request, found, sheet) -> dict:
    code = sheet.indicator.code
    return {
        "sheet": sheet,
        "cells": [
            {
                "plan": side.plan,
                "version": side.version,
                "figure": side.figures[code],
                "aims": side.aims(code),
                "start": side.start(code),
                "claims": side.claims(code),
                "href": addresses.at(request, "results:indicator", code, query={"plan": side.plan.code}),
            }
            for side in found.sides
        ],
    }
