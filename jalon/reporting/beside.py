"""What reporting keeps with a figure, a contract or an indicator: values vouched for, questions asked."""

import textwrap
from collections.abc import Iterable
from datetime import date

from jalon.contracts.models import Contract
from jalon.kernel.periods import Period
from jalon.network.roles import ROLES
from jalon.plan.models import Plan
from jalon.reporting.models import Return
from jalon.reporting.queries.asked import about_figure
from jalon.reporting.queries.calendar import period_asked
from jalon.reporting.queries.explained import Comment, last_comments
from jalon.reporting.queries.returns import Life, life_of, lives, return_of
from jalon.reporting.queries.values import Values, staged, stages_of
from jalon.reporting.sentences import DUE_STATES
from jalon.reporting.views.asking import contracts_seen
from jalon.ui import addresses

TEMPLATE = "reporting/parts/beside_figure.html"
ROWS = "reporting/parts/beside_rows.html"
COMMENTS = "#comments"
SAID = 90  # characters of an explanation beside what is late: its return has the rest


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


def contract(request, held: Contract, sheets, *, known_at: int | None) -> dict | None:
    """For the results of a contract: the values of its last submitted return, by indicator."""
    if not request.standing.can("return.view", held.centre):
        return None
    period, (life,) = last_submitted(Return.objects.filter(contract=held), known_at) or (None, (None,))
    if life is None:
        return None
    stages = staged(life, known_at)
    rows = [
        {"label": sheets[code].name, "sheet": sheets[code], "values": Values(**stages[code])}
        for code in sorted(stages)
        if code in sheets
    ]
    page = addresses.at(request, "reporting:return", held.code, period.code)
    return {"template": ROWS, "period": period, "rows": rows, "page": page, "state": DUE_STATES[life.state]}


def indicator(request, plan: Plan, sheet, *, known_at: int | None) -> dict | None:
    """For the page of an indicator: its values in the last period submitted, by centre a person may read."""
    seen = contracts_seen(request.standing).filter(plan=plan)
    period, lived = last_submitted(Return.objects.filter(contract__in=seen), known_at) or (None, ())
    stages = stages_of(list(lived), known_at) if lived else {}
    rows = [
        {
            "label": life.report.contract.centre.code,
            "href": addresses.at(request, "reporting:return", life.report.contract.code, period.code),
            "sheet": sheet,
            "values": Values(**stages[life.report.pk][sheet.indicator.code]),
        }
        for life in lived
        if sheet.indicator.code in stages[life.report.pk]
    ]
    rows.sort(key=lambda row: row["label"])
    return {"template": ROWS, "period": period, "rows": rows} if rows else None


def late(request, plan: Plan, cells: Iterable, *, on: date, known_at: int) -> dict[tuple, dict]:
    """For what is late on the page of a plan: by centre and indicator, what the centre last said of it.

    Only of centres whose returns the person may read; one query for all of them.
    """
    centres = {cell.place: cell.centre for cell in cells if cell.centre}
    seen = {place for place, centre in centres.items() if request.standing.can("return.view", centre)}
    about = {(cell.place, cell.indicator) for cell in cells if cell.place in seen}
    found = last_comments(plan, about=about, on=on, known_at=known_at) if about else {}
    return {place: explanation(request, one) for place, one in found.items()}


def explanation(request, one: Comment) -> dict:
    """A comment as it is told where there is little room: begun, dated, by the office of who wrote it."""
    role = ROLES.get(one.role)
    return {
        "text": one.text,
        "brief": textwrap.shorten(one.text, SAID, placeholder="…"),
        "day": one.day,
        "office": role.name if role else "",
        "href": addresses.at(request, "reporting:return", one.contract, one.period) + COMMENTS,
    }


def last_submitted(returns, known_at: int | None) -> tuple[Period, list[Life]] | None:
    """The latest period of which something stands submitted, and the lives of those returns."""
    known = returns.known_at(known_at).select_related("contract__centre", "contract__plan")
    submitted = [life for life in lives(known, known_at).values() if life.is_submitted]
    if not submitted:
        return None
    last = max((life.period for life in submitted), key=lambda period: (period.end, period.start))
    return last, [life for life in submitted if life.period == last]


def contract_of(request, cell) -> Contract | None:
    """The contract of the cell's centre in the plan shown, when returns are made for such periods."""
    held = Contract.objects.filter(centre=cell.centre).select_related("plan", "centre")
    code = request.GET.get("plan", "")
    found = held.filter(plan__code=code).first() if code else latest_of(held, cell.period)
    return found if found and period_asked(cell.period.code, found.plan) else None


def latest_of(held, period: Period) -> Contract | None:
    running = Plan.objects.filter(versions__starts_on__lte=period.end, versions__ends_on__gte=period.start)
    return held.filter(plan__in=running).order_by("-pk").first()
