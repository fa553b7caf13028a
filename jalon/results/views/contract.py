"""The results of a contract: its targets year by year, with the expected line and the status."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from jalon.contracts.models import Contract
from jalon.contracts.queries import contracts_of, objectives_of
from jalon.contracts.queries.tabs import tabs_of
from jalon.network.access import requires
from jalon.results.queries import forecast
from jalon.results.queries.overview import tally
from jalon.results.queries.promise import promise
from jalon.results.queries.state import State, state
from jalon.results.views.forecast import outlook_row
from jalon.results.views.pages import beginnings, figure_at, no_plan, reading_of, toolbar
from jalon.ui import addresses


@requires("plan.view")
def contract(request, code):
    """One contract."""
    asked = reading_of(request)
    found_contract = Contract.objects.select_related("plan", "centre").filter(code=code).first()
    if found_contract is None:
        raise Http404
    promised = promise(found_contract.plan, known_at=asked.known_at, counted_from=asked.counted_from)
    found = promised and state(
        found_contract.plan,
        on=asked.on,
        known_at=asked.known_at,
        by="centre",
        centres=[found_contract.centre_id],
        known_promise=promised,
        windows=forecast.windows(promised, asked.on),
    )
    version = found and found.promise.contracts_on(asked.on).get(found_contract.centre_id)
    if not version:
        return no_plan(request, asked)
    context = toolbar(asked, [found_contract.centre], found.received)
    return render(
        request, "results/contract.html", context | contract_context(request, found, found_contract, version)
    )


@requires("plan.view")
def centre(request, code):
    """The results of a centre are those of its contract in the plan shown."""
    asked = reading_of(request)
    held = contracts_of(asked.plan).filter(centre__code=code).first() if asked.plan else None
    if held is None:
        raise Http404
    return redirect(addresses.at(request, "results:contract", held.code))


def contract_context(request, found: State, held: Contract, version) -> dict:
    own = found.cells_of(places=[held.centre_id], codes=found.promise.sheets_on(found.on))
    last = found.periods[-1] if found.periods else None
    targets = [cell for cell in own if cell.period == last and cell.has_target]
    promised = {cell.indicator for cell in own if cell.has_target}
    counted = {cell.indicator for cell in own if cell.rows} - promised
    outlooks = [forecast.outlook(found.setting, cell) for cell in targets]
    return {
        "contract": held,
        "version": version,
        "plan": found.plan,
        "beginnings": beginnings(found),
        "periods": found.periods,
        "period": last,
        "simulated": version.simulated or any(cell.simulated for cell in own),
        "tally": tally(targets),
        "month": month_of(request, held),
        "outlooks": [outlook_row(request, found, one) for one in outlooks],
        "warned": [outlook_row(request, found, one) for one in forecast.warned(outlooks)],
        "blocks": [block(request, found, own, one) for one in objectives_of(version)],
        "others": rows_of(request, [cell for cell in own if cell.indicator in counted]),
        "tabs": tabs_of(request, held),
        "beside": beside(request, held, found),
    }


def beside(request, held: Contract, found: State) -> dict | None:
    """What an app above keeps with a contract: a template and its context."""
    if not settings.JALON_BESIDE_CONTRACT:
        return None
    kept = import_string(settings.JALON_BESIDE_CONTRACT)
    return kept(request, held, found.promise.sheets_on(found.on), known_at=found.known_at)


def month_of(request, held: Contract) -> str:
    """What to do this month, for who may read the money."""
    may = request.standing.can("fund.view", held.centre)
    return addresses.at(request, "fund:month", held.code) if may else ""


def block(request, found, own, objective) -> dict:
    codes = dict.fromkeys(target.indicator.code for target in objective.targets.all())
    cells = [cell for cell in own if cell.indicator in codes]
    return {"objective": objective, "rows": rows_of(request, cells)}


def rows_of(request, cells) -> list[dict]:
    """A row an indicator: its years."""
    codes = dict.fromkeys(cell.indicator for cell in cells)
    rows = []
    for code in codes:
        years = [cell for cell in cells if cell.indicator == code]
        rows.append(
            {
                "cell": years[-1],
                "indicator": addresses.at(request, "results:indicator", code),
                "years": [{"cell": cell, "href": figure_at(request, cell)} for cell in years],
            }
        )
    return rows
