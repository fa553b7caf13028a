"""What the fund says beside the envelope of a plan: what was committed and paid of it."""

import datetime as dt
from collections.abc import Iterable

from jalon.fund.queries.ledger import along
from jalon.fund.queries.ledger_journal import GROUPS
from jalon.fund.views.money_pages import journal_at
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.ui import addresses


def envelope(
    request, plan: Plan, centres: Iterable[Organisation], *, on: dt.date, known_at: int | None
) -> dict[str, dict]:
    """Centimes by group of accounts, each with the page of its entries, in one query.

    Nothing to who may not read the books, nor before money was opened. Who reads the entries of some
    contracts only is led to the money of the plan, which says the same figure.
    """
    if not request.standing.can("fund.view"):
        return {}
    held = along(plan, "account", on=on, known_at=known_at)
    reads_all = all(request.standing.can("fund.view", centre) for centre in centres)
    return {
        name: {
            "amount": sum(held.get((account,), 0) for account in accounts),
            "href": journal_at(request, plan, account=name) if reads_all else plan_at(request, plan),
        }
        for name, accounts in GROUPS.items()
        if held
    }


def plan_at(request, plan: Plan) -> str:
    return addresses.at(request, "fund:plan", query={"plan": plan.code})
