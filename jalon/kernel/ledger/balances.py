"""What the books add up to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from jalon.kernel.ledger.entry import ACCOUNTS, Account, Key, Posting, key

Balances = Mapping[Key, int]
Dimension = Literal["account", "contract", "line", "axis", "year", "activity", "source"]


def balances(postings: Iterable[Posting], start: Balances | None = None) -> dict[Key, int]:
    """The balance of each key, in centimes; keys at zero are left out."""
    sums: defaultdict[Key, int] = defaultdict(int, start or {})
    for posting in postings:
        sums[key(posting)] += posting.amount
    return {one: amount for one, amount in sums.items() if amount}


def along(postings: Iterable[Posting], *dimensions: Dimension) -> dict[tuple, int]:
    """The sums along any dimensions of the lines, in their order; those at zero are left out."""
    sums: defaultdict[tuple, int] = defaultdict(int)
    for posting in postings:
        sums[tuple(getattr(posting, dimension) for dimension in dimensions)] += posting.amount
    return {one: amount for one, amount in sums.items() if amount}


def trial(held: Balances) -> dict[Account, int]:
    """The balance of every account, those at zero too: together they are zero."""
    sums = dict.fromkeys(ACCOUNTS, 0)
    for one, amount in held.items():
        sums[Account(one.account)] += amount
    return sums


def net_payments(held: Balances) -> int:
    """What was paid and not given back: with the centres, justified or owed."""
    sums = trial(held)
    return sums[Account.PAID] + sums[Account.SPENT] + sums[Account.OWED]


@dataclass(frozen=True, slots=True)
class Position:
    """The money of a contract, a line or the whole plan, in centimes, each part of it once.

    `drawn` is what came from the sources, `committed` what was ever promised and not taken back, `released`
    what was ever decided, `disbursed` what was paid and not given back.
    """

    drawn: int
    available: int
    commitment: int
    payable: int
    paid: int
    spent: int
    owed: int
    returned: int

    @property
    def disbursed(self) -> int:
        return self.paid + self.spent + self.owed

    @property
    def released(self) -> int:
        return self.payable + self.disbursed + self.returned

    @property
    def committed(self) -> int:
        return self.commitment + self.released


def position(held: Balances, *, contract: str | None = None, line: str | None = None) -> Position:
    """Where money stands, of the whole, of a contract or of a line. Sources belong to the whole alone."""
    sums = trial(
        {
            one: amount
            for one, amount in held.items()
            if contract in (None, one.contract) and line in (None, one.line)
        }
    )
    return Position(-sums[Account.SOURCE], *(sums[account] for account in ACCOUNTS[1:]))
