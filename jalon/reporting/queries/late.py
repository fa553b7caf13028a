"""Late evidence: rows dated in a submitted period that came after it was frozen, and what they move.

It recomputes its own period and never enters another's value; making a payment true by it is the fund's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.evidence.models import Evidence
from jalon.reporting.models import Return, Value
from jalon.reporting.queries.evidence import late_rows
from jalon.reporting.queries.live import live
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.values import staged
from jalon.results.queries.cells import Cell


@dataclass(frozen=True)
class Moved:
    """An indicator as it was declared, and as its own period is counted now."""

    declared: Value
    live: Cell

    @property
    def difference(self) -> Decimal | None:
        """Live less declared; None when one of them is not computable."""
        if self.declared.value is None or self.live.value is None:
            return None
        return self.live.value.quantize(Decimal("1e-12")) - self.declared.value


@dataclass(frozen=True)
class Late:
    rows: tuple[Evidence, ...] = ()
    moved: Mapping[str, Moved] | None = None


def late_evidence(report: Return, known_at: int | None = None) -> Late:
    """What came for a return's period after its submission, as known at a moment, and the indicators moved.

    Nothing while the return is being written. The rows are those of the centre, reversals included.
    """
    life = life_of(report, known_at)
    if life.known_at is None:
        return Late()
    centre = report.contract.centre
    rows = tuple(late_rows(centre, life.period, known_at=life.known_at, until=known_at))
    cells = live(report.contract, life.period, known_at=known_at, promised_at=life.known_at) if rows else {}
    pairs = {
        code: Moved(by_stage["declared"], cells[code])
        for code, by_stage in staged(life, known_at).items()
        if "declared" in by_stage and code in cells
    }
    return Late(rows, {code: one for code, one in pairs.items() if has_moved(one)})


def has_moved(one: Moved) -> bool:
    was_known, is_known = one.declared.value is not None, one.live.value is not None
    return was_known != is_known or bool(one.difference)
