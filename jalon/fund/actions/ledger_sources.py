"""Money before it belongs to a contract: pledged and received, opened on lines, moved between them."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from jalon.fund.actions.ledger import Grounds, People, Refused, hold, once, post, writing
from jalon.fund.models import Entry, Pledge, Receipt
from jalon.fund.queries.ledger import drawn_on, floors
from jalon.journal.actions import recording
from jalon.kernel import ledger
from jalon.network.models import Organisation
from jalon.plan.models import Plan


def pledge(
    plan: Plan,
    *,
    funder: Organisation,
    amount: int,
    document: str,
    by,
    on: dt.date,
    documents: Iterable[str] = (),
    note: str = "",
    simulated: bool = False,
    uid: UUID | None = None,
) -> Pledge:
    """A funder promises money to the plan; a negative amount withdraws what is not drawn yet."""
    with recording("fund.pledged", subject=f"plan:{plan.code}", by=by) as record:
        hold(plan)
        once(Pledge, uid)
        short = drawn_on(plan, funder.code) - floors(plan).get(funder.code, 0) - amount
        if short > 0:
            key = ledger.Key("source", "", "", 0, funder.code)
            raise Refused([ledger.Problem("beyond_pledge", key=key, amount=short)])
        record.payload |= {"source": funder.code, "amount": amount}
        said = as_said(plan, funder, amount, document, on, documents, note, simulated)
        return record.keep(Pledge(**said, **named(uid)))


def receive(
    plan: Plan,
    *,
    funder: Organisation,
    amount: int,
    document: str,
    by,
    on: dt.date,
    documents: Iterable[str] = (),
    note: str = "",
    simulated: bool = False,
    uid: UUID | None = None,
) -> Receipt:
    """A funder's money came; a negative amount corrects what was written before."""
    with recording("fund.received", subject=f"plan:{plan.code}", by=by) as record:
        hold(plan)
        once(Receipt, uid)
        if (left := received(plan, funder.code) + amount) < 0:
            key = ledger.Key("source", "", "", 0, funder.code)
            raise Refused([ledger.Problem("beyond_receipts", key=key, amount=-left)])
        record.payload |= {"source": funder.code, "amount": amount}
        said = as_said(plan, funder, amount, document, on, documents, note, simulated)
        return record.keep(Receipt(**said, **named(uid)))


def named(uid: UUID | None) -> dict:
    return {"uid": uid} if uid else {}


def received(plan: Plan, source: str) -> int:
    """What a funder's money brought so far, in centimes."""
    rows = Receipt.objects.filter(plan=plan, source=source)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def as_said(plan, funder, amount, document, on, documents, note, simulated) -> dict:
    return {
        "plan": plan, "source": funder.code, "amount": amount, "document": document, "on": on,
        "documents": list(documents), "note": note, "simulated": simulated,
    }  # fmt: skip


def allocate(
    plan: Plan, *, funder: Organisation, place: ledger.Place, amount: int, by, on: dt.date, **told
) -> Entry:
    """Open money of a funder on a funding line, for an axis and a year."""
    entry = ledger.allocate(funder.code, place, amount, on=on, document=told.pop("document", ""))
    return written("fund.allocated", entry, plan=plan, by=by, **told)


def deallocate(
    plan: Plan, *, funder: Organisation, place: ledger.Place, amount: int, by, on: dt.date, reason="", **told
) -> Entry:
    """Give back to a funder's pledge what a line does not use."""
    entry = ledger.deallocate(funder.code, place, amount, on=on, reason=reason)
    return written("fund.deallocated", entry, plan=plan, by=by, **told)


def restore(
    plan: Plan, *, funder: Organisation, place: ledger.Place, amount: int, by, on: dt.date, reason="", **told
) -> Entry:
    """Restore to a funder's pledge what a centre gave back."""
    entry = ledger.restore(funder.code, place, amount, on=on, reason=reason)
    return written("fund.restored", entry, plan=plan, by=by, **told)


def transfer(
    plan: Plan,
    *,
    place: ledger.Place,
    to: ledger.Place,
    amount: int,
    authority: str,
    by,
    on: dt.date,
    reason: str = "",
    **told,
) -> Entry:
    """Move money from one funding line to another of the same year, by an authority that is named."""
    entry = ledger.transfer(place, to, amount, on=on, authority=authority, reason=reason)
    return written("fund.transferred", entry, plan=plan, by=by, **told)


def carry_forward(
    plan: Plan,
    *,
    place: ledger.Place,
    to_year: int,
    amount: int,
    by,
    on: dt.date,
    account: ledger.Account = ledger.Account.LINE,
    reason: str = "",
    **told,
) -> Entry:
    """Carry what was not used in its budget year to a later one."""
    entry = ledger.carry_forward(place, amount, to_year=to_year, on=on, account=account, reason=reason)
    return written("fund.carried_forward", entry, plan=plan, by=by, **told)


def reverse(
    entry: Entry, *, reason: str, by, on: dt.date, under=None, grounds: Grounds | None = None
) -> Entry:
    """Undo an entry by another with its lines negated. What moved on since must be undone first."""
    undoing = ledger.reversal(entry.as_entry(), on=on, reason=reason)
    told = {"grounds": grounds or Grounds(subject=entry.subject)}
    return written(
        "fund.reversed", undoing, plan=entry.plan, by=by, under=under, simulated=entry.simulated, **told
    )


def written(
    verb: str,
    entry: ledger.Entry,
    *,
    plan,
    by,
    under=None,
    people=None,
    grounds=None,
    simulated=False,
    uid: UUID | None = None,
):
    """One entry in the books, under an event of its own unless one is open."""
    with writing(verb, plan=plan, by=by, under=under) as record:
        return post(
            record,
            entry,
            plan=plan,
            people=people or People(),
            grounds=grounds or Grounds(),
            simulated=simulated,
            uid=uid,
        )
