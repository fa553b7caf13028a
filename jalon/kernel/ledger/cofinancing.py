"""What funders promised, what was drawn on them, what came, and the gaps."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jalon.kernel.ledger.balances import Balances
from jalon.kernel.ledger.entry import Account


@dataclass(frozen=True, slots=True)
class Pledge:
    """What a funder promised, in centimes; a later pledge adds to it, a negative one withdraws."""

    source: str
    amount: int
    on: dt.date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a funder's money really brought, in centimes, with the document that shows it."""

    source: str
    amount: int
    on: dt.date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One funder, in centimes. `to_draw` is pledged and not drawn, `to_come` drawn and not received."""

    source: str
    pledged: int
    drawn: int
    received: int

    @property
    def to_draw(self) -> int:
        return self.pledged - self.drawn

    @property
    def to_come(self) -> int:
        return self.drawn - self.received


def floors(pledges: Iterable[Pledge]) -> dict[str, int]:
    """How far each source may run negative, in centimes (a positive number)."""
    sums: Counter[str] = Counter()
    for pledge in pledges:
        sums[pledge.source] += pledge.amount
    return dict(sums)


def cofinancing(pledges: Iterable[Pledge], receipts: Iterable[Receipt], held: Balances) -> tuple[Gap, ...]:
    """The funders with their gaps, in the order of their codes."""
    pledged = floors(pledges)
    received: Counter[str] = Counter()
    for receipt in receipts:
        received[receipt.source] += receipt.amount
    drawn = {one.source: -amount for one, amount in held.items() if one.account == Account.SOURCE}
    codes = sorted({*pledged, *received, *drawn})
    return tuple(Gap(c, pledged.get(c, 0), drawn.get(c, 0), received[c]) for c in codes)
