"""Every return of a plan: which are late, open, submitted, verified, validated; by centre and by period."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.plan.queries import plan_on
from jalon.reporting.queries.burden import Burden, burdens, total
from jalon.reporting.queries.calendar import Due, due
from jalon.reporting.queries.returns import SETTLED
from jalon.reporting.sentences import DUE_STATES
from jalon.reporting.views.asking import asked_of, contracts_seen
from jalon.ui import addresses, formats


@require_safe
@requires("return.view")
def returns(request):
    """Which returns are late, and where each stands."""
    asked = asked_of(request)
    plan = plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))
    context = asked.context() | {"plan": plan, "may_keep": request.standing.can("calendar.keep")}
    if plan is None:
        return render(request, "reporting/returns.html", context)
    seen = contracts_seen(request.standing).filter(plan=plan)
    owed = due(plan, on=asked.on, known_at=asked.known_at, contracts=seen)
    return render(request, "reporting/returns.html", context | returns_context(request, asked, owed))


def returns_context(request, asked, owed: list[Due]) -> dict:
    years = sorted({one.period.end.year for one in owed}, reverse=True)
    year = chosen_year(request.GET.get("year", ""), years)
    shown = [one for one in owed if one.period.end.year == year]
    late = sorted((one for one in owed if one.is_late), key=lambda one: one.due_on)
    spent = burdens([one.report for one in owed if one.report], asked.known_at)
    return {
        "owed": owed,
        "late": [addressed(request, one) for one in late],
        "late_by": Counter(one.contract.centre.code for one in late),
        "soon": sum(one.standing == "soon" for one in owed),
        "tally": tally(owed),
        "year": year,
        "years": [year_link(request, one, year) for one in years],
        "periods": sorted({one.period for one in shown}),
        "grid": grid(request, shown, spent),
        "burden": total(spent.values()),
        "simulated": any(one.report.simulated for one in owed if one.report),
    }


def year_link(request, year: int, chosen: int | None) -> tuple[str, str, bool]:
    return formats.plain_period(year), addresses.here(request, year=year), year == chosen


def chosen_year(said: str, years: list[int]) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and int(said) in years else next(iter(years), None)


def tally(owed: list[Due]) -> list[tuple]:
    """How many returns stand in each state, in the order of their life; nothing of those still to come."""
    counted = Counter(one.state for one in owed if one.state != "not_begun")
    return [(name, counted[state]) for state, name in DUE_STATES.items() if counted[state]]


def grid(request, shown: list[Due], spent: dict[int, Burden]) -> list[dict]:
    """A line a centre, a place a period."""
    found: dict = {}
    for one in shown:
        line = found.setdefault(one.contract.pk, {"contract": one.contract, "cells": [], "burden": Burden()})
        line["cells"].append(addressed(request, one))
        line["burden"] += spent.get(one.report.pk, Burden()) if one.report else Burden()
    return list(found.values())


def addressed(request, one: Due) -> dict:
    """A return owed, its words and where it opens."""
    href = addresses.at(request, "reporting:return", one.contract.code, one.period.code)
    is_settled = one.state in SETTLED
    return {"due": one, "href": href, "state": DUE_STATES.get(one.state, one.state), "is_settled": is_settled}
