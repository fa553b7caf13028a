"""What each party undertook, and whether it is done, late or still to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jalon.contracts import terms
from jalon.contracts.models import Contract, UndertakingReport
from jalon.contracts.queries.terms import terms_in_force

DONE, LATE, OPEN, UNDATED = "done", "late", "open", "undated"


@dataclass(frozen=True)
class Followed:
    """An undertaking with the last word of its party about it."""

    said: terms.Undertaking
    report: UndertakingReport | None
    on: date

    @property
    def state(self) -> str:
        if self.report and self.report.is_done:
            return DONE
        if self.said.due_on is None:
            return UNDATED
        return LATE if self.said.due_on < self.on else OPEN

    @property
    def was_late(self) -> bool:
        """Done, but after its day."""
        done = self.report if self.report and self.report.is_done else None
        return bool(done and self.said.due_on and done.on > self.said.due_on)


def reports_of(contract: Contract, *, known_at: int | None = None):
    rows = UndertakingReport.objects.known_at(known_at).filter(contract=contract)
    return rows.select_related("event__actor").order_by("event__number", "id")


def followed(
    contract: Contract,
    undertakings: Iterable[terms.Undertaking],
    *,
    on: date,
    known_at: int | None = None,
) -> list[Followed]:
    """Every undertaking as it stands on a day; what was reported done later counts from its own day."""
    last = {(one.side, one.code): one for one in reports_of(contract, known_at=known_at) if one.on <= on}
    return [Followed(one, last.get((one.side, one.code)), on) for one in undertakings]


def late(found: Iterable[Followed]) -> list[Followed]:
    return [one for one in found if one.state == LATE]


def done_codes(contract: Contract, *, on: date, known_at: int | None = None) -> frozenset[str]:
    """The codes of undertakings done by a day, for tranches that wait; a code of two sides needs both."""
    said = terms_in_force(contract, on=on, known_at=known_at)
    states: dict[str, set] = {}
    for one in followed(contract, said.undertakings if said else (), on=on, known_at=known_at):
        states.setdefault(one.said.code, set()).add(one.state)
    return frozenset(code for code, found in states.items() if found == {DONE})
