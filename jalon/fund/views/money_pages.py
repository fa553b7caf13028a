"""What the pages of money share: what is asked, whose money is read, names and addresses."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract
from jalon.contracts.queries import contracts_of, visible_to
from jalon.network.models import Organisation
from jalon.plan.models import Axis, FundingLine, Plan
from jalon.plan.queries import plan_on, version_in_force
from jalon.plan.queries.reading import Reading, reading
from jalon.ui import addresses


def asked_of(request) -> Reading:
    return reading(request.GET, today=timezone.localdate())


def plan_asked(request, asked: Reading) -> Plan:
    """The plan asked for, else the one of the day; not found while none is loaded."""
    code = request.GET.get("plan", "")
    plan = plan_on(asked.on, known_at=asked.known_at, code=code) or plan_on(asked.on, known_at=asked.known_at)
    if plan is None:
        raise Http404(_("No plan was known at that moment."))
    return plan


def version_of(plan: Plan, asked: Reading):
    return version_in_force(plan, on=asked.on, known_at=asked.known_at)


def contracts_seen(request, plan: Plan):
    """The contracts whose money the person may read."""
    seen = visible_to(request.standing.organisations_where("fund.view"))
    return contracts_of(plan).filter(seen).order_by("code")


def contract_seen(request, code: str) -> Contract:
    seen = visible_to(request.standing.organisations_where("fund.view"))
    rows = Contract.objects.select_related("plan", "centre", "centre__federation")
    return get_object_or_404(rows.filter(seen), code=code)


def reach_of(request, plan: Plan) -> tuple[str, ...] | None:
    """The codes of the contracts whose lines the person may read; None when all are."""
    codes = tuple(contracts_seen(request, plan).values_list("code", flat=True))
    return None if len(codes) == contracts_of(plan).count() else codes


def names_of(plan: Plan, asked: Reading) -> dict[str, dict]:
    """What the codes of each dimension are called on the day."""
    version = version_of(plan, asked)
    funding = FundingLine.objects.filter(version=version)
    axes = Axis.objects.filter(version=version)
    others = Organisation.objects.exclude(kind="centre")
    return {
        "line": {line.code: line.name for line in funding},
        "axis": {axis.code: axis.name for axis in axes},
        "contract": {one.code: one.centre.name for one in contracts_of(plan)},
        "source": {one.code: one.name for one in others},
    }


def journal_at(request, plan: Plan, **query) -> str:
    """The entries behind a figure."""
    return addresses.at(request, "fund:journal", query={"plan": plan.code} | query)


def shared(request, plan: Plan, asked: Reading, *crumbs) -> dict:
    home = (_("Money"), addresses.at(request, "fund:plan", query={"plan": plan.code}))
    trail = [home, *crumbs] if crumbs else [(home[0], "")]
    may = {
        name: request.standing.can(f"fund.{name}")
        for name in ("keep", "request", "approve", "pay", "justify")
    }
    may["share"] = request.standing.can("allocation.view")
    return asked.context() | {"plan": plan, "crumbs": trail, "may": may}


def without_toolbar(context: dict) -> dict:
    """A form writes now: it shows no other day, no other moment."""
    return {name: value for name, value in context.items() if name not in ("on", "known_at")}
