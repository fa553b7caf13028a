"""What the year's tranches are expected to come to, and what a director can do about it this month."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.contracts.queries import version_in_force
from jalon.fund.forecast_sentences import move_said, still_said
from jalon.fund.queries.explanations import names_in
from jalon.fund.queries.forecasts import Expected, Task, forecast, tasks
from jalon.fund.sentences import one_line
from jalon.fund.views.money_pages import asked_of, contract_seen, contracts_seen, plan_asked, shared
from jalon.network.access import requires
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
        "unknown": len(told.tranches) - len(told.known) if told else 0,
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


def names_for(told, asked) -> dict:
    """What the codes in reasons and conditions are called."""
    said = [s for one in told.tranches for s in (*one.reasons, *one.assumed)]
    return names_in(said, on=told.year.end, known_at=asked.known_at)


def tranche_row(request, one: Expected, names) -> dict:
    due = one.due
    return {
        "expected": one,
        "href": addresses.at(request, "fund:tranche", due.contract.code, due.terms.code),
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
