"""Each step of money as an entry of balanced lines. Amounts are positive centimes; ValueError otherwise."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypedDict, Unpack

from jalon.kernel.ledger.entry import Account, Entry, Place, Posting, Step

CARRIED: Final = (Account.LINE, Account.COMMITMENT, Account.PAYABLE)
CLAWED: Final = (Account.PAID, Account.SPENT)


class Told(TypedDict, total=False):
    """What every entry may say besides its lines: see Entry."""

    requester: str
    approver: str
    payer: str
    authority: str
    document: str
    reason: str
    number: int
    event: int
    digest: str


def line_of(account: Account, place: Place, amount: int, *, source: str = "") -> Posting:
    """One line of an entry. The money of a funding line belongs to no contract yet."""
    contract = "" if account in (Account.SOURCE, Account.LINE) else place.contract
    return Posting(account, contract, place.line, place.axis, place.year, amount, place.activity, source)


def allocate(source: str, place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """Money of a funder is opened on a funding line, for an axis and a year."""
    return _moved(Step.ALLOCATE, Account.SOURCE, Account.LINE, place, amount, on, told, source=source)


def deallocate(source: str, place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """What a line does not use goes back to its funder's pledge."""
    return _moved(Step.DEALLOCATE, Account.LINE, Account.SOURCE, place, amount, on, told, source=source)


def commit(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """Money of a line is promised to a contract."""
    return _moved(Step.COMMIT, Account.LINE, Account.COMMITMENT, place, amount, on, told)


def uncommit(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """An unused commitment returns to its line."""
    return _moved(Step.UNCOMMIT, Account.COMMITMENT, Account.LINE, place, amount, on, told)


def release(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """The committee decides that a sum is due to the centre."""
    return _moved(Step.RELEASE, Account.COMMITMENT, Account.PAYABLE, place, amount, on, told)


def unrelease(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """A release that is cancelled before it is paid goes back to its commitment."""
    return _moved(Step.UNRELEASE, Account.PAYABLE, Account.COMMITMENT, place, amount, on, told)


def order(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """The order to pay: the sum stays payable, out as decided and in as ordered."""
    return _moved(Step.ORDER, Account.PAYABLE, Account.PAYABLE, place, amount, on, told)


def pay(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """The money leaves for the centre."""
    return _moved(Step.PAY, Account.PAYABLE, Account.PAID, place, amount, on, told)


def justify(
    place: Place, amount: int, *, on: dt.date, activity: str | None = None, **told: Unpack[Told]
) -> Entry:
    """Documents show what paid money was spent on; `activity` parts it if nothing parted it before."""
    spent = place if activity is None else replace(place, activity=activity)
    lines = (line_of(Account.PAID, place, -amount), line_of(Account.SPENT, spent, amount))
    return _entry(Step.JUSTIFY, lines, amount, on, told)


def claw_back(
    place: Place, amount: int, *, on: dt.date, out_of: Account = Account.PAID, **told: Unpack[Told]
) -> Entry:
    """Paid money, or spent money whose justification is withdrawn, is to be given back."""
    if out_of not in CLAWED:
        raise ValueError("money is clawed back from paid or spent")
    return _moved(Step.CLAW_BACK, out_of, Account.OWED, place, amount, on, told)


def cash_in(place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """The centre gives back what it owes."""
    return _moved(Step.CASH_IN, Account.OWED, Account.RETURNED, place, amount, on, told)


def offset(owed: Place, payable: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """What is owed is withheld from a payment: paid and given back in one entry."""
    lines = (
        line_of(Account.PAYABLE, payable, -amount),
        line_of(Account.PAID, payable, amount),
        line_of(Account.OWED, owed, -amount),
        line_of(Account.RETURNED, owed, amount),
    )
    return _entry(Step.OFFSET, lines, amount, on, told)


def restore(source: str, place: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """Money given back is restored to its funder's pledge, where it can be allocated again."""
    return _moved(Step.RESTORE, Account.RETURNED, Account.SOURCE, place, amount, on, told, source=source)


def carry_forward(
    place: Place,
    amount: int,
    *,
    to_year: int,
    on: dt.date,
    account: Account = Account.LINE,
    **told: Unpack[Told],
) -> Entry:
    """What was not used in its budget year is carried to a later one, on the same account."""
    if account not in CARRIED:
        raise ValueError("money is carried forward on a line, a commitment or what is payable")
    if to_year <= place.year:
        raise ValueError("money is carried to a later year")
    later = replace(place, year=to_year)
    lines = (line_of(account, place, -amount), line_of(account, later, amount))
    return _entry(Step.CARRY_FORWARD, lines, amount, on, told)


def transfer(place: Place, to: Place, amount: int, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """Money goes from one funding line to another within a year, by an `authority` that is named."""
    if place.year != to.year:
        raise ValueError("a transfer stays within its year: carry forward first")
    lines = (line_of(Account.LINE, place, -amount), line_of(Account.LINE, to, amount))
    return _entry(Step.TRANSFER, lines, amount, on, told)


def reversal(entry: Entry, *, on: dt.date, **told: Unpack[Told]) -> Entry:
    """The entry that undoes another, for a `reason`: the same lines, negated."""
    if entry.step is Step.REVERSAL:
        raise ValueError("a reversal is not reversed: write the entry again")
    lines = tuple(replace(line, amount=-line.amount) for line in entry.postings)
    return Entry(Step.REVERSAL, on, lines, **told, reverses=entry.number)


def _moved(
    step: Step,
    out_of: Account,
    into: Account,
    place: Place,
    amount: int,
    on: dt.date,
    told: Told,
    *,
    source: str = "",
) -> Entry:
    lines = (
        line_of(out_of, place, -amount, source=source if out_of is Account.SOURCE else ""),
        line_of(into, place, amount, source=source if into is Account.SOURCE else ""),
    )
    return _entry(step, lines, amount, on, told)


def _entry(step: Step, lines: Sequence[Posting], amount: int, on: dt.date, told: Told) -> Entry:
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise ValueError("an amount is a positive number of centimes")
    return Entry(step, on, tuple(lines), **told)
