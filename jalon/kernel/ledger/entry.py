"""An entry of the books and its lines."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Account(StrEnum):
    """Where money stands, in the order it walks."""

    SOURCE = "source"
    LINE = "line"
    COMMITMENT = "commitment"
    PAYABLE = "payable"
    PAID = "paid"
    SPENT = "spent"
    OWED = "owed"
    RETURNED = "returned"


ACCOUNTS: Final = tuple(Account)

OF_A_CONTRACT: Final = frozenset(Account) - {Account.SOURCE, Account.LINE}
"""Accounts whose money belongs to a contract."""


class Step(StrEnum):
    """What an entry does."""

    ALLOCATE = "allocate"
    DEALLOCATE = "deallocate"
    COMMIT = "commit"
    UNCOMMIT = "uncommit"
    RELEASE = "release"
    UNRELEASE = "unrelease"
    ORDER = "order"
    PAY = "pay"
    JUSTIFY = "justify"
    CLAW_BACK = "claw_back"
    CASH_IN = "cash_in"
    OFFSET = "offset"
    RESTORE = "restore"
    CARRY_FORWARD = "carry_forward"
    TRANSFER = "transfer"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class Place:
    """Along what money is read: codes of contract, funding line and axis, the budget year, the activity.

    `activity` is 'general' (general interest), 'private', or empty when not parted. Axis and activity bound
    nothing.
    """

    line: str
    year: int
    contract: str = ""
    axis: str = ""
    activity: str = ""


class Key(NamedTuple):
    """Along what a balance is held above zero. Of a source only the code counts: its pledge is one."""

    account: str
    contract: str
    line: str
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: `amount` in centimes, positive into the account, negative out of it.

    `source` is the code of the funder, on the lines of the account `source` and only there.
    """

    account: Account
    contract: str
    line: str
    axis: str
    year: int
    amount: int
    activity: str = ""
    source: str = ""

    @property
    def place(self) -> Place:
        return Place(self.line, self.year, self.contract, self.axis, self.activity)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to money on one day. The persons are keys of accounts, never names.

    `number`, `event` and `digest` are given when the entry is written in the books. `document` names what
    stands behind it, `authority` the decision a transfer rests on, `reverses` the number of the entry it
    undoes.
    """

    step: Step
    on: dt.date
    postings: tuple[Posting, ...]
    requester: str = ""
    approver: str = ""
    payer: str = ""
    authority: str = ""
    document: str = ""
    reason: str = ""
    number: int = 0
    event: int = 0
    digest: str = ""
    reverses: int = 0

    @property
    def amount(self) -> int:
        """The centimes that move: the sum of what comes in."""
        return sum(posting.amount for posting in self.postings if posting.amount > 0)


def key(posting: Posting) -> Key:
    """The balance a line weighs on."""
    if posting.account == Account.SOURCE:
        return Key(Account.SOURCE.value, "", "", 0, posting.source)
    contract = posting.contract if posting.account in OF_A_CONTRACT else ""
    return Key(str(posting.account), contract, posting.line, posting.year, "")


def touched(entries: Iterable[Entry]) -> tuple[Key, ...]:
    """The balances entries weigh on, each once, in the one order in which everybody locks them."""
    return tuple(sorted({key(posting) for entry in entries for posting in entry.postings}))
