"""What every page of results shares: the reading asked for, the toolbar, and addresses of figures."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jalon.evidence.queries import all_received_to
from jalon.kernel.disclosure import suppressed
from jalon.network.models import Organisation
from jalon.results.forms import CONSTANT, Reading, reading
from jalon.results.queries.cells import Cell
from jalon.results.queries.state import State
from jalon.results.queries.visible import sight
from jalon.ui import addresses


def reading_of(request: HttpRequest) -> Reading:
    return reading(request.GET, today=timezone.localdate())


def toolbar(asked: Reading, centres: Iterable[Organisation], received: dict | None = None) -> dict:
    """The context of the toolbar: day, moment, and how far the evidence of the centres goes."""
    received = all_received_to(asked.known_at) if received is None else received
    shown = [(centre.code, received.get(centre.pk)) for centre in centres]
    return {
        "on": asked.on,
        "known_at": None if asked.is_live else asked.known_at,
        "moment": asked.known_at,
        "problems": asked.problems,
        "received_to": shown,
    }


def perimeter(request: HttpRequest, found: State) -> dict | None:
    """Who left the network by the day, what is counted of them, and the address of the other way to count."""
    if not found.left:
        return None
    other = None if found.is_constant else CONSTANT
    left = [{"centre": centre, "day": day} for centre, day in found.left]
    return {"left": left, "is_constant": found.is_constant, "other": addresses.here(request, perimeter=other)}


def beginnings(found: State, indicator: str = "") -> list[dict]:
    """The days cumulative figures may count from, where the plan was re-dated and a target is cumulative."""
    promised, usual = found.promise, found.version.starts_on
    if len(promised.beginnings) < 2 or not promised.has_cumulative(indicator):
        return []
    chosen = promised.counted_from or usual
    return [{"day": day, "is_usual": day == usual, "is_chosen": day == chosen} for day in promised.beginnings]


def no_plan(request: HttpRequest, asked: Reading) -> HttpResponse:
    """Nothing is loaded, or nothing was known at that moment."""
    return render(
        request, "results/no_plan.html", {"on": asked.on, "problems": asked.problems, "asked": asked}
    )


def figure_at(request: HttpRequest, cell: Cell, **more) -> str:
    """The address of the rows behind a cell."""
    query = {"indicator": cell.indicator, "period": cell.period.code}
    if cell.centre:
        query["centre"] = cell.centre.code
    return addresses.at(request, "results:figure", query=query | more)


def counted_at(request: HttpRequest, cell: Cell) -> str:
    """The address of the rows behind the number its target is about."""
    if cell.counted_from is None:
        return figure_at(request, cell)
    return figure_at(request, cell, period=f"{cell.counted_from}/{cell.period.end}")


def contract_at(request: HttpRequest, found, cell: Cell) -> str:
    """The address of the results of the contract a centre's cell belongs to."""
    version = found.promise.contracts_on(min(cell.period.end, found.on)).get(cell.place)
    return addresses.at(request, "results:contract", version.contract.code) if version else ""


def shown_parts(request: HttpRequest, found, parts: list[dict]) -> list[dict]:
    """The parts of a figure, without the small ones and their complement for who reads figures only."""
    seen = sight(request.standing, found.promise.centres, plan=found.plan.code, known_at=found.known_at)
    if not seen.is_closed:
        return parts
    hidden = suppressed({place: part["value"] for place, part in enumerate(parts)})
    return [
        part | {"href": "", "value": None if place in hidden else part["value"]}
        for place, part in enumerate(parts)
    ]


def cell_row(request: HttpRequest, found, cell: Cell) -> dict:
    """What a table says of a cell: the cell and the addresses it leads to."""
    return {
        "cell": cell,
        "href": figure_at(request, cell),
        "counted": {"value": cell.counted_value, "reason": cell.reason, "simulated": cell.simulated},
        "counted_href": counted_at(request, cell),
        "indicator": addresses.at(request, "results:indicator", cell.indicator),
        "contract": contract_at(request, found, cell) if cell.centre else "",
    }
