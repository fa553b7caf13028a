"""Cells whose number is not what a person sees: shown in percent, or a formula saved without its value."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

PERCENT_FORMATS = (9, 10)  # 0% and 0.00%, which a workbook need not define (ECMA-376, 18.8.30)
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')

Place = tuple[int, int]
"""Row and column from 0."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the spreadsheet shows in percent: `share` is 0.6 where people read 60 %."""

    share: float

    @property
    def hundredfold(self) -> Decimal:
        """The number people read, as exact as a spreadsheet keeps it."""
        return Decimal(f"{self.share:.15g}") * 100

    def __str__(self) -> str:
        return f"{self.hundredfold.normalize():f} %"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A formula whose value the file does not keep: whoever wrote it did not compute it."""

    def __str__(self) -> str:
        return "="


def shows_percent(form: str) -> bool:
    """Whether a number format multiplies by a hundred: a sign of percent that is no quoted text."""
    return "%" in _LITERAL.sub("", form)


@dataclass
class Marks:
    """What calamine does not tell of a sheet: where errors, percentages and unsaved formulas are."""

    errors: list[Place] = field(default_factory=list)
    percents: list[Place] = field(default_factory=list)
    unsaved: list[Place] = field(default_factory=list)


def as_shown(rows: list[list], marks: Marks) -> None:
    """Put what people see in the place of what calamine read."""
    for row, column in marks.percents:
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            rows[row][column] = Percent(value)
    for row, column in marks.unsaved:
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        if rows[row][column] == "":
            rows[row][column] = Unsaved()
