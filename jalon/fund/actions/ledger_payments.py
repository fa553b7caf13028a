"""Money that leaves and comes back: released, ordered, paid, justified, clawed back, cashed in.

Each step is one entry, under an event of its own or `under` the open event of what causes it (the life of a
release). `told` is `grounds=` and `simulated=`.
"""

import datetime as dt

from jalon.fund.actions.ledger import People
from jalon.fund.actions.ledger_sources import written
from jalon.fund.models import Entry
from jalon.kernel import ledger
from jalon.plan.models import Plan


def release(
    plan: Plan, *, place: ledger.Place, amount: int, people: People, by, on: dt.date, document="", **told
) -> Entry:
    """A sum of a commitment is due to the centre."""
    entry = ledger.release(place, amount, on=on, document=document)
    return written("fund.released", entry, plan=plan, by=by, people=people, **told)


def unrelease(plan: Plan, *, place: ledger.Place, amount: int, reason: str, by, on: dt.date, **told) -> Entry:
    """A release that was not paid goes back to its commitment."""
    entry = ledger.unrelease(place, amount, on=on, reason=reason)
    return written("fund.unreleased", entry, plan=plan, by=by, **told)


def order(
    plan: Plan, *, place: ledger.Place, amount: int, people: People, document: str, by, on: dt.date, **told
) -> Entry:
    """The order to pay a sum that was released."""
    entry = ledger.order(place, amount, on=on, document=document)
    return written("fund.ordered", entry, plan=plan, by=by, people=people, **told)


def pay(
    plan: Plan, *, place: ledger.Place, amount: int, people: People, document: str, by, on: dt.date, **told
) -> Entry:
    """The money leaves for the centre."""
    entry = ledger.pay(place, amount, on=on, document=document)
    return written("fund.paid", entry, plan=plan, by=by, people=people, **told)


def justify(
    plan: Plan,
    *,
    place: ledger.Place,
    amount: int,
    document: str,
    by,
    on: dt.date,
    activity: str | None = None,
    **told,
) -> Entry:
    """Documents show what paid money was spent on, general interest or private activity."""
    entry = ledger.justify(place, amount, on=on, activity=activity, document=document)
    return written("fund.justified", entry, plan=plan, by=by, **told)


def claw_back(
    plan: Plan,
    *,
    place: ledger.Place,
    amount: int,
    document: str,
    by,
    on: dt.date,
    out_of: ledger.Account = ledger.Account.PAID,
    reason: str = "",
    **told,
) -> Entry:
    """Money that was paid is to be given back; of spent money, the justification is withdrawn."""
    entry = ledger.claw_back(place, amount, on=on, out_of=out_of, document=document, reason=reason)
    return written("fund.clawed_back", entry, plan=plan, by=by, **told)


def cash_in(plan: Plan, *, place: ledger.Place, amount: int, document: str, by, on: dt.date, **told) -> Entry:
    """The centre gives back what it owes."""
    entry = ledger.cash_in(place, amount, on=on, document=document)
    return written("fund.cashed_in", entry, plan=plan, by=by, **told)


def offset(
    plan: Plan,
    *,
    owed: ledger.Place,
    payable: ledger.Place,
    amount: int,
    people: People,
    document: str,
    by,
    on: dt.date,
    **told,
) -> Entry:
    """What is owed is withheld from a payment."""
    entry = ledger.offset(owed, payable, amount, on=on, document=document)
    return written("fund.withheld", entry, plan=plan, by=by, people=people, **told)
