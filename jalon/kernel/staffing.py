"""Who is there on a day, and the share of managerial and engineering staff (taux d'encadrement)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from jalon.kernel import formula
from jalon.kernel.formula import FormulaError
from jalon.kernel.reasons import NotComputable

MANAGERIAL: Final = frozenset({"manager", "engineer"})
FTE_SHARE: Final = "managerial_fte / present_fte"
HEADS_SHARE: Final = "managerial_heads / present_heads"


@dataclass(frozen=True, slots=True)
class Period:
    """A person in a grade from a day on; `ends_on` is the first day without, None while it lasts."""

    person: str
    grade: str
    fte: Decimal
    starts_on: dt.date
    ends_on: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts as managerial, and the formula, as data; names are those of `measures`."""

    grades: Collection[str] = MANAGERIAL
    expression: str = FTE_SHARE


@dataclass(frozen=True, slots=True)
class Share:
    """The share in full-time equivalents and by heads, each with what it is made of."""

    value: Decimal | NotComputable
    by_heads: Decimal | NotComputable
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    by_grade: Mapping[str, tuple[int, Decimal]] = field(default_factory=dict)
    expression: str = FTE_SHARE


def managerial_share(on: dt.date, periods: Iterable[Period], definition: Definition | None = None) -> Share:
    """The share on a day: managerial FTE / FTE present, 0 to 1; not computable with nobody there.

    A person in two posts counts as one head, as managerial when either is.
    """
    definition = definition or Definition()
    present = [period for period in periods if period.holds(on)]
    measures = _measures(present, definition.grades)
    return Share(
        _computed(definition.expression, measures),
        _computed(HEADS_SHARE, measures),
        measures,
        _by_grade(present),
        definition.expression,
    )


def _measures(present: list[Period], grades: Collection[str]) -> dict[str, Decimal]:
    managerial = [period for period in present if period.grade in grades]
    return {
        "managerial_fte": sum((period.fte for period in managerial), Decimal(0)),
        "present_fte": sum((period.fte for period in present), Decimal(0)),
        "managerial_heads": Decimal(len({period.person for period in managerial})),
        "present_heads": Decimal(len({period.person for period in present})),
    }


def _by_grade(present: list[Period]) -> dict[str, tuple[int, Decimal]]:
    """Heads and FTE of each grade."""
    grades = dict.fromkeys(period.grade for period in present)
    return {grade: _counted([period for period in present if period.grade == grade]) for grade in grades}


def _counted(periods: list[Period]) -> tuple[int, Decimal]:
    return len({period.person for period in periods}), sum((period.fte for period in periods), Decimal(0))


def _computed(expression: str, measures: Mapping[str, Decimal]) -> Decimal | NotComputable:
    value = formula.evaluate(expression, measures)
    if not isinstance(value, FormulaError):
        return value
    if value.reason == formula.DIVISION_BY_ZERO:
        return NotComputable("division_by_zero", "present_fte")
    return NotComputable("formula", expression)
