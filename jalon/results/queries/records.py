"""Cells as plain records: the same keys for JSON, tables and workbooks."""

from collections.abc import Iterable
from decimal import Decimal

from jalon.kernel.measures import NotComputable, Value
from jalon.results.queries.cells import Cell
from jalon.results.queries.state import State

FIELDS = (
    "indicator", "level", "centre", "period", "numerator", "denominator", "value", "rows", "baseline",
    "target", "trajectory", "achievement", "progress", "status", "reason", "simulated", "known_at",
    "counted_from",
)  # fmt: skip


def record(cell: Cell, *, known_at: int) -> dict:
    """One cell with the keys of FIELDS; what is not known is None, and says why in `reason`."""
    figure = cell.figure if isinstance(cell.figure, Value) else None
    return {
        "indicator": cell.indicator,
        "level": cell.level,
        "centre": cell.centre.code if cell.centre else None,
        "period": cell.period.code,
        "numerator": figure.numerator if figure else None,
        "denominator": figure.denominator if figure else None,
        "value": cell.value,
        "rows": cell.rows,
        "baseline": cell.baseline,
        "target": cell.target,
        "trajectory": cell.trajectory,
        "achievement": cell.achievement,
        "progress": cell.progress,
        "status": cell.status,
        "reason": words_of(cell.reason),
        "simulated": cell.simulated,
        "known_at": known_at,
        "counted_from": cell.counted_from.isoformat() if cell.counted_from else None,
    }


def words_of(reason: NotComputable | None) -> str | None:
    """The reason as one sentence in English; pages say it in the reader's language."""
    return None if reason is None else reason.sentence("en")


def records(state: State) -> list[dict]:
    return [record(cell, known_at=state.known_at) for cell in state.cells]


def records_by_axis(state: State) -> list[dict]:
    """The network's cells under the axis each indicator serves, in the order of the axes."""
    found = []
    for axis in state.promise.axes_on(state.on):
        cells = (
            cell for cell in state.cells if cell.sheet.axis_code == axis.code and cell.level == "network"
        )
        found += [record(cell, known_at=state.known_at) | axis_of(axis) for cell in cells]
    return found


def axis_of(axis) -> dict:
    return {"level": "axis", "axis": axis.code}


def plain(value):
    """A value as JSON writes it: exact numbers stay numbers, whole ones without a decimal point."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def for_json(rows: Iterable[dict]) -> list[dict]:
    return [{name: plain(value) for name, value in row.items()} for row in rows]
