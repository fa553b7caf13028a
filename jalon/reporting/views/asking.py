"""What the pages of reporting share: the contract a person may see returns of, its tabs, its figures."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract
from jalon.contracts.queries import visible_to
from jalon.contracts.queries.tabs import tabs_of as tabs
from jalon.kernel.periods import Period
from jalon.plan.queries.reading import Reading, reading
from jalon.reporting.queries.calendar import period_asked
from jalon.ui import addresses

__all__ = (
    "asked_of",
    "contract_seen",
    "contracts_seen",
    "crumbs",
    "figure_at",
    "period_of",
    "tabs",
    "today",
)


def today():
    return timezone.localdate()


def asked_of(request: HttpRequest) -> Reading:
    return reading(request.GET, today=today())


def contracts_seen(standing, permission: str = "return.view"):
    """The contracts whose returns a person may read: a centre's own, those behind a federation, or all."""
    seen = Contract.objects.filter(visible_to(standing.organisations_where(permission)))
    return seen.select_related("plan", "centre", "centre__federation").distinct()


def contract_seen(request: HttpRequest, code: str) -> Contract:
    """A contract hidden from the person is as one that is not there."""
    return get_object_or_404(contracts_seen(request.standing), code=code)


def period_of(contract: Contract, code: str) -> Period:
    period = period_asked(code, contract.plan)
    if period is None:
        raise Http404(_("The calendar of this plan has no such period."))
    return period


def figure_at(request: HttpRequest, contract: Contract, indicator: str, period: str, **more) -> str:
    """The address of the rows behind a figure of a contract."""
    query = {"indicator": indicator, "period": period, "centre": contract.centre.code}
    return addresses.at(request, "results:figure", query=query | {"plan": contract.plan.code} | more)


def crumbs(request: HttpRequest, contract: Contract, *more) -> list[tuple]:
    return [
        (_("Returns"), addresses.at(request, "reporting:returns", query={"plan": contract.plan.code})),
        (contract.code, addresses.at(request, "reporting:contract", contract.code)),
        *more,
    ]
