"""What the books hold: balances now, on a day, or as known at a moment.

Balances of now are rows the database maintains; those of an earlier day or moment are the same less what was
written since. Both are read by one statement, hence of one instant, and cost nothing of what came before.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from jalon.fund.models import Balance, BalancePart, Pledge, Posting, Receipt
from jalon.kernel import ledger
from jalon.plan.models import Plan

DIMENSIONS = ("account", "contract", "line", "axis", "year", "activity", "source")


def held_along(plan: Plan, keys: Iterable[ledger.Key]) -> dict[ledger.Key, int]:
    """The balances of some keys now, in centimes."""
    wanted = Q(pk__in=())
    for one in keys:
        wanted |= Q(**one._asdict())
    rows = Balance.objects.filter(wanted, plan=plan).exclude(amount=0)
    return {ledger.Key(*row[:-1]): row[-1] for row in rows.values_list(*ledger.Key._fields, "amount")}


def floors(plan: Plan) -> dict[str, int]:
    """How far each funder's account may run negative now, in centimes."""
    rows = Balance.objects.filter(plan=plan, account=ledger.Account.SOURCE)
    return dict(rows.values_list("source", "pledged"))


def drawn_on(plan: Plan, source: str) -> int:
    """What was allocated out of a funder's pledge, in centimes."""
    rows = Balance.objects.filter(plan=plan, account=ledger.Account.SOURCE, source=source)
    return -(rows.values_list("amount", flat=True).first() or 0)


def along(
    plan: Plan, *dimensions: str, on: dt.date | None = None, known_at: int | None = None, **where
) -> dict[tuple, int]:
    """The sums along any of the dimensions of a line, as kernel.ledger.along; those at zero are left out.

    `where` filters by dimensions. `on` leaves out later days, `known_at` what was written after the moment.
    """
    now = BalancePart.objects.filter(plan=plan, **where).values_list(*dimensions)
    rows = now.annotate(total=Sum("amount")).order_by()
    later = [summed(one, dimensions) for one in written_since(plan, on, known_at, where)]
    return totals(rows.union(*later, all=True) if later else rows)


def written_since(plan: Plan, on, known_at, where) -> Iterable:
    """The lines to take away again: written after the moment, then those of later days known by it."""
    lines = Posting.objects.filter(entry__plan=plan, **where)
    if known_at is not None:
        yield lines.filter(event__number__gt=known_at)
    if on is not None:
        yield lines.known_at(known_at).filter(entry__on__gt=on)


def summed(lines, dimensions):
    return lines.values_list(*dimensions).annotate(total=-Sum("amount")).order_by()


def totals(rows) -> dict[tuple, int]:
    sums: defaultdict[tuple, int] = defaultdict(int)
    for *place, amount in rows:
        sums[tuple(place)] += int(amount)
    return {place: amount for place, amount in sums.items() if amount}


def balances(
    plan: Plan, *, on: dt.date | None = None, known_at: int | None = None, **where
) -> dict[ledger.Key, int]:
    """The balance of each key as the kernel reads them, in centimes; those at zero are left out."""
    fields = ledger.Key._fields
    held: defaultdict[ledger.Key, int] = defaultdict(int)
    for place, amount in along(plan, *fields, on=on, known_at=known_at, **where).items():
        one = ledger.Key(*place)
        held[one._replace(line="", year=0) if one.source else one] += amount
    return {one: amount for one, amount in sorted(held.items()) if amount}


@dataclass(frozen=True, slots=True)
class Part:
    """What an account holds at one place, in centimes."""

    account: ledger.Account
    place: ledger.Place
    amount: int
    source: str = ""


def parts(plan: Plan, *, on: dt.date | None = None, known_at: int | None = None, **where) -> list[Part]:
    """What every account holds, told apart by every dimension, in order."""
    sums = along(plan, *DIMENSIONS, on=on, known_at=known_at, **where)
    return [
        Part(ledger.Account(account), ledger.Place(line, year, contract, axis, activity), amount, source)
        for (account, contract, line, axis, year, activity, source), amount in sorted(sums.items())
    ]


def position(plan: Plan, *, on=None, known_at=None, **where) -> ledger.Position:
    """Where the money of the plan stands, or of what `where` names."""
    return ledger.position(balances(plan, on=on, known_at=known_at, **where))


def cofinancing(plan: Plan, *, on=None, known_at=None) -> tuple[ledger.Gap, ...]:
    """Each funder: pledged, drawn, received, and the gaps."""
    pledges, receipts = (
        [
            kernel(*row)
            for row in rows_of(plan, model, on, known_at).values_list("source", "amount", "on", "document")
        ]
        for model, kernel in ((Pledge, ledger.Pledge), (Receipt, ledger.Receipt))
    )
    held = balances(plan, on=on, known_at=known_at, account=ledger.Account.SOURCE)
    return ledger.cofinancing(pledges, receipts, held)


def rows_of(plan: Plan, model, on, known_at):
    """Pledges or receipts up to a day, as known at a moment."""
    rows = model.objects.known_at(known_at).filter(plan=plan)
    return (rows.filter(on__lte=on) if on else rows).annotate(moment=F("event__number")).order_by("on", "id")
