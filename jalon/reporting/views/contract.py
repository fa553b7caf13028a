"""The returns of one contract: a line a period."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.reporting.queries.burden import Burden, burdens, total
from jalon.reporting.queries.calendar import due
from jalon.reporting.views.asking import asked_of, contract_seen, tabs
from jalon.reporting.views.returns import addressed


@require_safe
@requires("return.view")
def contract(request, code):
    """The tab of returns."""
    asked, found = asked_of(request), contract_seen(request, code)
    owed = due(found.plan, on=asked.on, known_at=asked.known_at, contracts=[found])
    spent = burdens([one.report for one in owed if one.report], asked.known_at)
    lines = [
        addressed(request, one) | {"burden": spent.get(one.report.pk) if one.report else Burden()}
        for one in reversed(owed)
    ]
    context = asked.context() | {
        "contract": found,
        "plan": found.plan,
        "tabs": tabs(request, found),
        "lines": lines,
        "late": sum(one.is_late for one in owed),
        "next": next((line for line in reversed(lines) if line["due"].submitted_on is None), None),
        "burden": total(spent.values()),
        "simulated": any(one.report.simulated for one in owed if one.report),
    }
    return render(request, "reporting/contract.html", context)
