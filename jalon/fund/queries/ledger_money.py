"""The money of a plan, a line and a contract as tables: every figure with the filter that opens onto it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jalon.contracts.models import Contract
from jalon.fund.queries.ledger import Part, cofinancing, parts
from jalon.kernel.ledger import ACCOUNTS, Account, Gap
from jalon.kernel.ledger.entry import OF_A_CONTRACT
from jalon.plan.models import Plan

SHOWN = ("line", "commitment", "payable", "paid", "spent", "owed", "returned")


@dataclass(frozen=True)
class Row:
    """What stands on each account at one place, in centimes, and what was opened and paid in all."""

    code: str
    held: Mapping[Account, int]

    @property
    def drawn(self) -> int:
        """What was opened and not taken back; of a contract, what was promised to it."""
        return sum(self.held.values())

    @property
    def committed(self) -> int:
        return sum(amount for account, amount in self.held.items() if account in OF_A_CONTRACT)

    @property
    def disbursed(self) -> int:
        return sum(self.held.get(account, 0) for account in (Account.PAID, Account.SPENT, Account.OWED))

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(account, self.held.get(Account(account), 0)) for account in SHOWN]


@dataclass(frozen=True)
class Money:
    """Everything the books hold at a moment, told apart by every dimension."""

    parts: list[Part]
    gaps: tuple[Gap, ...] = ()

    @property
    def total(self) -> Row:
        return Row("", self._held(self._moved))

    def rows(self, dimension: str) -> list[Row]:
        """One row a code of a dimension of the place: line, axis, year, contract, activity."""
        codes = sorted({getattr(part.place, dimension) for part in self._moved})
        return [
            Row(str(code), self._held(part for part in self._moved if getattr(part.place, dimension) == code))
            for code in codes
        ]

    def sums(self, *names: str) -> dict[tuple, int]:
        """The sums along names of the place, `account` or `source`."""
        found: dict[tuple, int] = {}
        for part in self.parts:
            one = tuple(value_of(part, name) for name in names)
            found[one] = found.get(one, 0) + part.amount
        return found

    @property
    def pledged(self) -> int:
        return sum(gap.pledged for gap in self.gaps)

    @property
    def received(self) -> int:
        return sum(gap.received for gap in self.gaps)

    @property
    def _moved(self) -> list[Part]:
        return [part for part in self.parts if part.account is not Account.SOURCE]

    def _held(self, found: Iterable[Part]) -> dict[Account, int]:
        held = dict.fromkeys(ACCOUNTS[1:], 0)
        for part in found:
            held[part.account] += part.amount
        return held


def value_of(part: Part, name: str):
    return getattr(part, name) if name in ("account", "source") else getattr(part.place, name)


def money_of_plan(plan: Plan, *, on: dt.date | None = None, known_at: int | None = None) -> Money:
    """The whole books, with what funders pledged and brought."""
    return Money(parts(plan, on=on, known_at=known_at), cofinancing(plan, on=on, known_at=known_at))


def money_of_line(plan: Plan, code: str, *, on=None, known_at=None) -> Money:
    return Money(parts(plan, on=on, known_at=known_at, line=code))


def money_of(contract: Contract, *, on: dt.date | None = None, known_at: int | None = None) -> Money:
    """What was committed, released, paid, justified and clawed back for a contract."""
    return Money(parts(contract.plan, on=on, known_at=known_at, contract=contract.code))
