"""What the evidence says of a contract's indicators in a period: counted when asked, never typed.

One question of the engine whatever the number of indicators; a submitted return keeps the promise it was
submitted under, since an amendment never reaches it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jalon.contracts.models import Contract
from jalon.evidence.queries import all_received_to
from jalon.journal.queries import latest
from jalon.kernel.periods import Period
from jalon.results.queries.cells import Cell, Setting
from jalon.results.queries.facts import Counted, facts
from jalon.results.queries.promise import Promise, promise
from jalon.results.queries.state import since_start


@dataclass(frozen=True)
class Counting:
    """The evidence counted over some periods for the centres of a plan, as known at a moment."""

    setting: Setting
    known_at: int

    def cells(self, contract: Contract, period: Period) -> dict[str, Cell]:
        """A cell for each indicator the contract promises in the period, by code."""
        promised, centre = self.setting.promise, contract.centre_id
        sheets = promised.sheets_on(period.end)
        return {
            code: self.setting.cell(sheets[code], centre, period)
            for code in promised_codes(promised, contract, period)
            if code in sheets
        }


def promised_codes(promised: Promise, contract: Contract, period: Period) -> list[str]:
    """The indicators of the contract in force on the period's last day, in the order of their codes."""
    aims = promised.aims.get(promised.holder(period.end, contract.centre_id), {})
    return sorted(code for code, place in aims if place == contract.centre_id)


def counting(
    contracts: Iterable[Contract],
    periods: Iterable[Period],
    *,
    known_at: int | None = None,
    promised_at: int | None = None,
    until: date | None = None,
) -> Counting | None:
    """Count what contracts of one plan promise over some periods; None when the plan was not known.

    `until` is the day a period that is still running is counted to; its last day otherwise.
    """
    contracts, periods = list(contracts), list(periods)
    known_at = latest() if known_at is None else known_at
    promised_at = known_at if promised_at is None else promised_at
    promised = promise(contracts[0].plan, known_at=promised_at) if contracts else None
    if promised is None:
        return None
    on = min(max(period.end for period in periods), until or date.max)
    sheets = {
        sheet.pk: sheet
        for period in periods
        for contract in contracts
        for sheet in sheets_of(promised, contract, period)
    }
    windows = [*periods, *since_start(promised, periods, on)]
    counted = facts(Counted(list(sheets.values()), windows, "centre"), on=on, known_at=known_at)
    return Counting(Setting(promised, counted, on, all_received_to(known_at)), known_at)


def sheets_of(promised: Promise, contract: Contract, period: Period) -> list:
    sheets = promised.sheets_on(period.end)
    return [sheets[code] for code in promised_codes(promised, contract, period) if code in sheets]


def live(
    contract: Contract, period: Period, *, known_at: int | None = None, promised_at: int | None = None
) -> Mapping[str, Cell]:
    """The cell of each indicator of a contract in a period."""
    found = counting([contract], [period], known_at=known_at, promised_at=promised_at)
    return found.cells(contract, period) if found else {}
