"""Parts of a figure: what each engine must keep of some rows so that parts can be put together.

The rule of merging, for any two sets of rows with none in common (other centres, other days, other files):

| field | kept of | merged by |
|---|---|---|
| `rows` | every aggregation but `in_force` and `last` | addition |
| `total` | count, sum, stock, mean | addition |
| `unsaid` | rows that do not say the number | addition |
| `things` | distinct | union |
| `moved`, `opened` | stock: centres with a row, with an opening row | union |
| `latest` | in_force by identity, last by centre | the later of the two (day, moment, id) |
| `validity` | in_force by identity | the later event that states one |
| `highest`, `lowest` | max, min | the greater, the smaller |

Reversals and merges of firms are settled before (`live`, `canonical_enterprise`): they do not merge.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from jalon.kernel.kinds import Kind, date_of, is_opening
from jalon.kernel.measures.measure import Measure, Row

Order = tuple[dt.date, int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class Latest:
    """The last thing said: when, the row, whether it opens and passes (in force), the number (last)."""

    order: Order
    stands: bool = True
    number: Decimal | None = None


@dataclass(frozen=True)
class Partial:
    """What is kept of some rows of a measure; see the table above."""

    rows: int = 0
    total: Decimal = Decimal(0)
    unsaid: int = 0
    things: frozenset[Hashable] = frozenset()
    moved: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    latest: Mapping[Hashable, Latest] = field(default_factory=dict)
    validity: Mapping[Hashable, tuple[Order, dt.date]] = field(default_factory=dict)
    highest: Decimal | None = None
    lowest: Decimal | None = None


def merged(left: Partial, right: Partial) -> Partial:
    """The part of both sets of rows together, which have no row in common."""
    return Partial(
        rows=left.rows + right.rows,
        total=left.total + right.total,
        unsaid=left.unsaid + right.unsaid,
        things=left.things | right.things,
        moved=left.moved | right.moved,
        opened=left.opened | right.opened,
        latest=_later(left.latest, right.latest, lambda one: one.order),
        validity=_later(left.validity, right.validity, lambda one: one[0]),
        highest=_extreme(max, left.highest, right.highest),
        lowest=_extreme(min, left.lowest, right.lowest),
    )


def _later(
    left: Mapping[Hashable, T], right: Mapping[Hashable, T], order: Callable[[T], Order]
) -> dict[Hashable, T]:
    kept = dict(left)
    for key, one in right.items():
        other = kept.get(key)
        if other is None or order(one) > order(other):
            kept[key] = one
    return kept


def _extreme(
    choose: Callable[[Decimal, Decimal], Decimal], left: Decimal | None, right: Decimal | None
) -> Decimal | None:
    if left is None or right is None:
        return left if right is None else right
    return choose(left, right)


def partial_of(
    measure: Measure,
    rows: Iterable[Row],
    *,
    kinds: Mapping[str, Kind],
    canonical: Callable[[int], int | None] = lambda enterprise: enterprise,
) -> Partial:
    """What a measure keeps of rows already live, of its kinds, of its centres and of its window."""
    rows = tuple(rows)
    if measure.aggregation == "in_force":
        return _statuses(measure, rows, kinds)
    passing = tuple(row for row in rows if measure.passes(row))
    if measure.aggregation == "distinct":
        return _things(measure, passing, canonical)
    if measure.aggregation == "count":
        return Partial(rows=len(passing), total=Decimal(len(passing)))
    if measure.aggregation == "last":
        return _levels(measure, passing)
    return _numbers(measure, rows, passing)


def _things(measure: Measure, rows: tuple[Row, ...], canonical: Callable[[int], int | None]) -> Partial:
    if measure.of == "enterprise":
        found: list[Hashable] = [canonical(row.enterprise) for row in rows if row.enterprise is not None]
    elif measure.of == "establishment":
        found = [row.establishment for row in rows if row.establishment is not None]
    else:
        found = [row.identity for row in rows if row.identity]
    return Partial(rows=len(found), things=frozenset(found) - {None})


def _numbers(measure: Measure, rows: tuple[Row, ...], passing: tuple[Row, ...]) -> Partial:
    said = [number for row in passing if (number := measure.number(row)) is not None]
    return Partial(
        rows=len(passing),
        total=sum(said, Decimal(0)),
        unsaid=len(passing) - len(said),
        # A centre that opened without any head of the grade asked has opened all the same.
        moved=frozenset(row.centre for row in rows),
        opened=frozenset(row.centre for row in rows if is_opening(row.kind)),
        highest=max(said, default=None),
        lowest=min(said, default=None),
    )


def _levels(measure: Measure, rows: tuple[Row, ...]) -> Partial:
    latest: dict[Hashable, Latest] = {}
    for row in sorted(rows, key=lambda row: row.order):
        latest[row.centre] = Latest(row.order, number=measure.number(row))
    return Partial(latest=latest)


def _statuses(measure: Measure, rows: tuple[Row, ...], kinds: Mapping[str, Kind]) -> Partial:
    latest: dict[Hashable, Latest] = {}
    validity: dict[Hashable, tuple[Order, dt.date]] = {}
    for row in sorted(rows, key=lambda row: row.order):
        opens = kinds[row.kind].opens
        if opens is None or not row.identity:
            continue
        latest[row.identity] = Latest(row.order, stands=opens and measure.passes(row))
        valid_until = date_of(row.attributes.get("valid_until"))
        if valid_until is not None:
            validity[row.identity] = row.order, valid_until
    return Partial(latest=latest, validity=validity)
