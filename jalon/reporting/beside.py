"""What reporting keeps with a figure: the values vouched for, and the questions asked about it."""

from jalon.contracts.models import Contract
from jalon.kernel.periods import Period
from jalon.plan.models import Plan
from jalon.reporting.queries.asked import about_figure
from jalon.reporting.queries.calendar import period_asked
from jalon.reporting.queries.returns import life_of, return_of
from jalon.reporting.queries.values import Values, staged
from jalon.reporting.sentences import DUE_STATES
from jalon.ui import addresses

TEMPLATE = "reporting/parts/beside_figure.html"


def figure(request, cell, *, known_at: int) -> dict | None:
    """For the page of a centre's figure: nothing when no return of its contract covers the period."""
    contract = contract_of(request, cell)
    if contract is None or not request.standing.can("return.view", contract.centre):
        return None
    report = return_of(contract, cell.period, known_at)
    life = life_of(report, known_at) if report else None
    place = {"contract": contract.code, "indicator": cell.indicator, "period": cell.period.code}
    may_ask = request.standing.can("figure.ask", contract.centre)
    stages = staged(life, known_at).get(cell.indicator, {}) if life else {}
    return {
        "template": TEMPLATE,
        "values": Values(**stages),
        "sheet": cell.sheet,
        "state": DUE_STATES[life.state] if life else "",
        "page": addresses.at(request, "reporting:return", contract.code, cell.period.code),
        "questions": about_figure(contract, cell.indicator, cell.period, known_at=known_at),
        "ask": addresses.at(request, "reporting:question_new", query=place) if may_ask else "",
    }


def contract_of(request, cell) -> Contract | None:
    """The contract of the cell's centre in the plan shown, when returns are made for such periods."""
    held = Contract.objects.filter(centre=cell.centre).select_related("plan", "centre")
    code = request.GET.get("plan", "")
    found = held.filter(plan__code=code).first() if code else latest_of(held, cell.period)
    return found if found and period_asked(cell.period.code, found.plan) else None


def latest_of(held, period: Period) -> Contract | None:
    running = Plan.objects.filter(versions__starts_on__lte=period.end, versions__ends_on__gte=period.start)
    return held.filter(plan__in=running).order_by("-pk").first()
