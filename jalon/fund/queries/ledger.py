"""What the books hold: balances, now or as known at a moment, and the entries behind them."""

from collections.abc import Iterable

from django.db.models import Q

from jalon.fund.models import Balance
from jalon.kernel import ledger
from jalon.plan.models import Plan


def held_along(plan: Plan, keys: Iterable[ledger.Key]) -> dict[ledger.Key, int]:
    """The balances of some keys now, in centimes."""
    wanted = Q(pk__in=())
    for one in keys:
        wanted |= Q(**one._asdict())
    return as_balances(Balance.objects.filter(wanted, plan=plan))


def as_balances(rows) -> dict[ledger.Key, int]:
    named = rows.exclude(amount=0).values_list(*ledger.Key._fields, "amount")
    return {ledger.Key(*row[:-1]): row[-1] for row in named}


def floors(plan: Plan) -> dict[str, int]:
    """How far each funder's account may run negative, in centimes."""
    pledged = Balance.objects.filter(plan=plan, account=ledger.Account.SOURCE)
    return dict(pledged.values_list("source", "pledged"))
