"""What is counted: kinds, conditions and one aggregation of a closed list."""

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from jalon.kernel.kinds import CATALOGUE, Kind, decimal_of, matching

DIMENSIONS = (
    "axis",
    "funding_line",
    "service",
    "sector",
    "ecosystem",
    "region",
    "firm_size",
    "origin",
    "general_interest",
    "high_value",
    "campaign",
)
NUMBERS = ("quantity", "amount")
THINGS = ("enterprise", "establishment", "identity")
ATTRIBUTE = "attributes."


@dataclass(frozen=True)
class Aggregation:
    """What a measure may be taken of and how it is consolidated; the first of each is the natural one.

    A position looks at every row up to the end of the window, the others at the rows inside it.
    """

    of: tuple[str, ...]
    over_centres: tuple[str, ...]
    is_position: bool = False
    adds_up: bool = False


AGGREGATIONS: Mapping[str, Aggregation] = MappingProxyType(
    {
        "count": Aggregation(("rows",), ("sum",)),
        "sum": Aggregation(NUMBERS, ("sum",), adds_up=True),
        "distinct": Aggregation(THINGS, ("distinct",)),
        "stock": Aggregation(NUMBERS, ("sum",), is_position=True, adds_up=True),
        "in_force": Aggregation(("identity",), ("distinct",), is_position=True),
        "mean": Aggregation(NUMBERS, ("sum",)),
        "last": Aggregation(NUMBERS, ("sum", "max", "min", "none"), is_position=True),
        "max": Aggregation(NUMBERS, ("max", "none")),
        "min": Aggregation(NUMBERS, ("min", "none")),
    }
)


class MeasureError(ValueError):
    """A measure that means nothing; the message says what is allowed instead."""


@dataclass(frozen=True)
class Row:
    """A row of evidence as the reference computation reads it: signed quantity, amount in centimes."""

    id: int
    moment: int
    centre: int
    kind: str
    on: dt.date
    quantity: Decimal = Decimal(1)
    amount: int | None = None
    enterprise: int | None = None
    establishment: int | None = None
    identity: str = ""
    dims: Mapping[str, object] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    reverses: int | None = None

    @property
    def order(self) -> tuple[dt.date, int, int]:
        """Which of two rows is the later: by day, then by moment, then by id."""
        return self.on, self.moment, self.id

    def said(self, name: str) -> object:
        """What the row says of a dimension or an attribute; None when it says nothing."""
        if name.startswith(ATTRIBUTE):
            return self.attributes.get(name.removeprefix(ATTRIBUTE))
        value = self.dims.get(name)
        return None if value == "" else value


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATORS = (*_COMPARISONS, "in", "not_in", "is_null", "not_null")


@dataclass(frozen=True)
class Condition:
    """A question asked of a row's dimension or attribute (`attributes.NAME`).

    A row that does not say the field passes `is_null` alone: what is not said is not "something else", so
    `!=` and `not_in` leave it out too. A number compares as a number, anything else by its own kind: true is
    not 1.
    """

    field: str
    operator: str
    value: object = None

    def __post_init__(self) -> None:
        if self.field not in DIMENSIONS and not self.field.startswith(ATTRIBUTE):
            raise MeasureError(
                f"no dimension is called {self.field}: {', '.join(DIMENSIONS)} or attributes.NAME"
            )
        if self.operator not in OPERATORS:
            raise MeasureError(f"no operator is written {self.operator}: {' '.join(OPERATORS)}")
        if self.operator in ("in", "not_in"):
            if isinstance(self.value, str) or not isinstance(self.value, Iterable):
                raise MeasureError(f"{self.operator} wants a list")
            object.__setattr__(self, "value", tuple(self.value))

    def holds(self, row: Row) -> bool:
        """Whether the row passes."""
        said = row.said(self.field)
        if self.operator in ("is_null", "not_null"):
            return (said is None) == (self.operator == "is_null")
        if said is None:
            return False
        if self.operator in ("in", "not_in"):
            wanted = self.value if isinstance(self.value, tuple) else ()
            return any(_compares("=", said, value) for value in wanted) == (self.operator == "in")
        return _compares(self.operator, said, self.value)


def _compares(sign: str, said: object, value: object) -> bool:
    left, right = _comparable(said), _comparable(value)
    if isinstance(right, Decimal):
        left = decimal_of(left)
    if type(left) is not type(right):
        return sign == "!="
    return _COMPARISONS[sign](left, right)


def _comparable(value: object) -> object:
    """A number as a Decimal, a day as its ISO text, anything else as it is."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@dataclass(frozen=True)
class Measure:
    """From rows to a number. An empty `of` or `over_centres` stands for the aggregation's natural one."""

    kinds: tuple[str, ...]
    aggregation: str
    of: str = ""
    where: tuple[Condition, ...] = ()
    over_centres: str = ""

    def __post_init__(self) -> None:
        rule = AGGREGATIONS.get(self.aggregation)
        if rule is None:
            raise MeasureError(f"no aggregation is called {self.aggregation}: {', '.join(AGGREGATIONS)}")
        if not self.kinds:
            raise MeasureError("a measure counts at least one kind")
        object.__setattr__(self, "kinds", tuple(self.kinds))
        object.__setattr__(self, "where", tuple(self.where))
        object.__setattr__(self, "of", self.of or rule.of[0])
        object.__setattr__(self, "over_centres", self.over_centres or rule.over_centres[0])
        if self.of not in rule.of and not (rule.of == NUMBERS and self.of.startswith(ATTRIBUTE)):
            raise MeasureError(f"{self.aggregation} is taken of {', '.join(rule.of)}, not of {self.of}")
        if self.over_centres not in rule.over_centres:
            allowed = ", ".join(rule.over_centres)
            raise MeasureError(f"over centres, {self.aggregation} is {allowed}, not {self.over_centres}")

    @property
    def is_position(self) -> bool:
        """Whether it is read at the end of the window (stock, in force, last) rather than over it."""
        return AGGREGATIONS[self.aggregation].is_position

    def passes(self, row: Row) -> bool:
        """Whether the row meets every condition."""
        return all(condition.holds(row) for condition in self.where)

    def number(self, row: Row) -> Decimal | None:
        """The number the row brings, or None when it does not say it.

        An attribute is of the whole row and positive: where rows add up it takes the sign of the quantity,
        and a row of no quantity brings 0.
        """
        if self.of == "quantity":
            return row.quantity
        if self.of == "amount":
            return None if row.amount is None else Decimal(row.amount)
        said = decimal_of(row.said(self.of))
        if not AGGREGATIONS[self.aggregation].adds_up:
            return said
        if row.quantity == 0:
            return Decimal(0)
        return said if said is None or row.quantity > 0 else -said


def measure_from(data: Mapping[str, object], kinds: Mapping[str, Kind] = CATALOGUE) -> Measure:
    """The measure a sheet writes: `{"kinds": ["certificate.*"], "aggregation": "in_force", "of": ...,
    "where": [[field, operator, value], ...], "over_centres": ...}`.

    Raises MeasureError, naming what is not known.
    """
    unknown = set(data) - {"kinds", "aggregation", "of", "where", "over_centres"}
    if unknown:
        raise MeasureError(f"a measure has no {', '.join(sorted(unknown))}")
    patterns, where = data.get("kinds") or (), data.get("where") or ()
    if not isinstance(patterns, list | tuple) or not isinstance(where, list | tuple):
        raise MeasureError("kinds and where are lists")
    try:
        codes = matching(map(str, patterns), kinds)
    except ValueError as error:
        raise MeasureError(str(error)) from error
    return Measure(
        kinds=codes,
        aggregation=str(data.get("aggregation", "")),
        of=str(data.get("of") or ""),
        where=tuple(_condition(item) for item in where),
        over_centres=str(data.get("over_centres") or ""),
    )


def _condition(item: object) -> Condition:
    if not isinstance(item, list | tuple) or len(item) not in (2, 3):
        raise MeasureError("a condition is written [field, operator, value]")
    return Condition(str(item[0]), str(item[1]), item[2] if len(item) == 3 else None)
