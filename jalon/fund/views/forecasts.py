"""What the year's tranches are expected to come to, and what a director can do about it this month."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jalon.contracts.queries import version_in_force
from jalon.fund.forecast_sentences import move_said, still_said
from jalon.fund.queries.explanations import names_in
from jalon.fund.queries.forecasts import ENDS, Expected, Task, forecast, tasks
from jalon.fund.sentences import one_line
from jalon.fund.views.explaining import unlinked
from jalon.fund.views.money_pages import asked_of, contract_seen, contracts_seen, plan_asked, shared
from jalon.network.access import requires
from jalon.results.sentences import as_written
from jalon.ui import addresses


@require_safe
@requires("fund.view")
def plan(request):
    """Every tranche of the running year, and what it is expected to give."""
    asked = asked_of(request)
    found = plan_asked(request, asked)
    seen = contracts_seen(request, found)
    told = forecast(found, on=asked.on, known_at=asked.known_at, contracts=seen)
    names = names_for(told, asked) if told else {}
    context = shared(request, found, asked, (_("Expected at the year's end"), "")) | {
        "forecast": told,
        "left_out": sum(one.due.terms.amount for one in told.left_out) if told else 0,
        "rows": [tranche_row(request, one, names) for one in told.tranches] if told else [],
        "simulated": any(one.due.is_simulated for one in told.tranches) if told else False,
    }
    return render(request, "fund/forecast.html", context)


@require_safe
@requires("fund.view")
def month(request, code):
    """What to do this month in a contract, and the money that hangs on it."""
    asked = asked_of(request)
    held = contract_seen(request, code)
    version = version_in_force(held, on=asked.on, known_at=asked.known_at)
    if version is None:
        raise Http404(_("This contract was not in force on that day."))
    told = forecast(held.plan, on=asked.on, known_at=asked.known_at, contracts=[held])
    listed = tasks(told, held) if told else []
    names = names_for(told, asked) if told else {}
    context = shared(request, held.plan, asked) | {
        "contract": held,
        "crumbs": [
            (_("Contracts"), addresses.at(request, "contracts:list")),
            (held.code, addresses.at(request, "fund:contract", held.code)),
            (_("What to do this month"), ""),
        ],
        "forecast": told,
        "tasks": [task_row(request, task) for task in listed if not task.is_done],
        "done": [task_row(request, task) for task in listed if task.is_done],
        "stake": sum(one.at_stake or 0 for one in told.tranches) if told else 0,
        "paying": sum(1 for task in listed if task.stake),
        "rows": [tranche_row(request, one, names) for one in told.tranches] if told else [],
        "simulated": version.simulated,
    }
    return render(request, "fund/month.html", context)


@require_safe
@requires("fund.view")
def expected(request, code, tranche):
    """What one tranche is expected to give, why, and the ends of the year it is computed on."""
    asked = asked_of(request)
    held = contract_seen(request, code)
    told = forecast(held.plan, on=asked.on, known_at=asked.known_at, contracts=[held])
    found = [one for one in told.tranches if one.due.terms.code == tranche] if told else []
    if not found:
        raise Http404(_("The contract promises no such tranche for the year of this day."))
    one = found[0]
    every = [outcome.explanation for outcome in one.outcomes.values()]
    names = names_in([*every, *one.reasons, *one.assumed], on=told.year.end, known_at=asked.known_at)
    crumbs = [
        (held.code, addresses.at(request, "fund:month", held.code)),
        (tranche, addresses.at(request, "fund:tranche", held.code, tranche)),
    ]
    context = shared(request, held.plan, asked, *crumbs, (_("Expected at the year's end"), "")) | {
        "contract": held,
        "one": one,
        "row": tranche_row(request, one, names),
        "ends": ends_of(one, names),
        "values": [value_row(request, outlook) for outlook in one.outlooks.values()],
        "simulated": one.due.is_simulated,
    }
    return render(request, "fund/expected.html", context)


def ends_of(one: Expected, names) -> list[dict]:
    """The explanation on the values expected, and on an end of their intervals where it pays another sum."""
    found, seen = [], set()
    for end, outcome in one.outcomes.items():
        if outcome.earned not in seen:
            seen.add(outcome.earned)
            found.append({"title": ENDS_SAID[end], "why": unlinked(outcome.explanation, names)})
    return found


ENDS_SAID = {
    "value": gettext_lazy("If its indicators end as expected"),
    "low": gettext_lazy("If they end at the low end of their intervals"),
    "high": gettext_lazy("If they end at the high end of their intervals"),
}


def value_row(request, outlook) -> dict:
    cell, end = outlook.cell, outlook.expected
    query = {"indicator": cell.indicator, "period": cell.period.code, "centre": cell.centre.code}
    return {
        "outlook": outlook,
        "sheet": cell.sheet,
        "said": [as_written(getattr(end, name), cell.sheet) for name in ENDS] if end else [],
        "rows": addresses.at(request, "results:figure", query=query),
        "indicator": addresses.at(request, "results:indicator", cell.indicator),
    }


def names_for(told, asked) -> dict:
    """What the codes in reasons and conditions are called."""
    said = [s for one in told.tranches for s in (*one.reasons, *one.assumed)]
    return names_in(said, on=told.year.end, known_at=asked.known_at)


def tranche_row(request, one: Expected, names) -> dict:
    due = one.due
    return {
        "expected": one,
        "href": addresses.at(request, "fund:tranche", due.contract.code, due.terms.code),
        "why": addresses.at(request, "fund:expected", due.contract.code, due.terms.code),
        "contract": addresses.at(request, "fund:month", due.contract.code),
        "reasons": [one_line(reason, names) for reason in one.reasons],
        "assumed": [one_line(reason, names) for reason in one.assumed],
    }


def task_row(request, task: Task) -> dict:
    """One thing to do: its sentences, and the rows it is counted from."""
    cell = task.outlook.cell
    query = {"indicator": cell.indicator, "period": cell.period.code, "centre": cell.centre.code}
    return {
        "task": task,
        "outlook": task.outlook,
        "sheet": cell.sheet,
        "moves": [{"move": move, "said": move_said(task, move)} for move in task.moves],
        "still": still_said(task.outlook),
        "rows": addresses.at(request, "results:figure", query=query),
        "indicator": addresses.at(request, "results:indicator", cell.indicator),
    }
