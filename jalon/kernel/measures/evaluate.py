"""The reference computation: a measure over rows, in plain Python, which every engine must equal."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from jalon.kernel.kinds import CATALOGUE, Kind
from jalon.kernel.measures.measure import Measure, Row
from jalon.kernel.measures.partial import Partial, partial_of
from jalon.kernel.periods import Period
from jalon.kernel.reasons import NotComputable

Centres = int | Collection[int] | None
Departures = Mapping[int, dt.date]
"""The first day without each centre that left."""

NOBODY_LEFT: Final[Departures] = MappingProxyType({})


@dataclass(frozen=True)
class Value:
    """A figure, with amounts in dirhams, and how many rows are behind it.

    `numerator` and `denominator` are the two sums of a ratio; of anything else, the value and None.
    """

    value: Decimal
    numerator: Decimal
    denominator: Decimal | None = None
    rows: int = 0


def live(rows: Iterable[Row], known_at: int | None = None) -> list[Row]:
    """The rows known at the moment, without those reversed by then and without their reversals."""
    known = [row for row in rows if known_at is None or row.moment <= known_at]
    reversed_ids = {row.reverses for row in known if row.reverses is not None}
    return [row for row in known if row.reverses is None and row.id not in reversed_ids]


def canonical_enterprise(
    merges: Iterable[tuple[int, int]], pending: Collection[int] = ()
) -> Callable[[int], int | None]:
    """Which enterprise one stands for after the merges (from, into), each followed to its end.

    None for one whose number is pending: distinct firms are distinct numbers, and it is counted apart. Merges
    and pending numbers are those known at the moment. Raises ValueError when merges go round in a circle.
    """
    into = dict(merges)

    def canonical(enterprise: int) -> int | None:
        seen = set()
        while enterprise in into:
            if enterprise in seen:
                raise ValueError(f"the merges of enterprise {enterprise} go round in a circle")
            seen.add(enterprise)
            enterprise = into[enterprise]
        return None if enterprise in pending else enterprise

    return canonical


def evaluate(
    measure: Measure,
    rows: Iterable[Row],
    *,
    window: Period,
    known_at: int | None = None,
    centres: Centres = None,
    merges: Iterable[tuple[int, int]] = (),
    pending: Collection[int] = (),
    departures: Departures = NOBODY_LEFT,
    kinds: Mapping[str, Kind] = CATALOGUE,
) -> Value | NotComputable:
    """The measure over the rows: one centre (its id), several (a collection), or the whole network (None).

    The window of a period that is not over is its elapsed part: `period.clipped(on)`.

    The rules, in order: rows unknown at the moment go; both rows of a reversal go; kinds, centres and days
    are chosen (a stock, what is in force and a last level look at every day up to the window's end, other
    aggregations at the window's own days); then

    - count, sum, distinct and in force of no row are 0; mean, last, max and min of no row are not computable;
    - a row that does not say the number asked makes the figure not computable: unknown is not zero
      (a condition `not_null` leaves such rows out on purpose);
    - distinct counts enterprises after merges, and skips rows that name none or one whose number is pending;
    - a stock needs, of each centre with a row of its kinds up to the end, a row of a kind ending in
      `.opening`, whatever the conditions; with no row at all it is not computable either;
    - in force: the last event of each identity among the rows of the level decides, by day, moment, id. The
      conditions are asked of that event (one that ends the thing needs not repeat its dimensions), and the
      last `valid_until` stated by the identity must not be before the window's end;
    - last: the latest row of each centre, consolidated as declared; of several centres and `none`, not
      computable;
    - a centre that left by the window's end takes its stock, what it has in force and its last level with it;
      what it did stays in every other aggregation. Of centres that all left they are not computable.
    """
    away = gone(departures, window.end) if measure.is_position else frozenset()
    if centres is not None and _named(centres) <= away:
        return NotComputable("centre_left")
    chosen = [row for row in live(rows, known_at) if row.kind in measure.kinds and row.centre not in away]
    chosen = [row for row in chosen if _is_of(row.centre, centres) and _is_in(row.on, measure, window)]
    part = partial_of(measure, chosen, kinds=kinds, canonical=canonical_enterprise(merges, pending))
    return finished(measure, part, end=window.end, is_one_centre=is_one(centres))


def gone(departures: Departures, day: dt.date) -> frozenset[int]:
    """The centres that are no longer there on a day."""
    return frozenset(centre for centre, left_on in departures.items() if left_on <= day)


def _is_of(centre: int, centres: Centres) -> bool:
    if centres is None:
        return True
    return centre == centres if isinstance(centres, int) else centre in centres


def _named(centres: int | Collection[int]) -> frozenset[int]:
    return frozenset((centres,) if isinstance(centres, int) else centres)


def _is_in(day: dt.date, measure: Measure, window: Period) -> bool:
    return day <= window.end and (measure.is_position or day >= window.start)


def is_one(centres: Centres) -> bool:
    """Whether the level asked is a single centre."""
    return isinstance(centres, int) or (centres is not None and len(centres) == 1)


def finished(
    measure: Measure, part: Partial, *, end: dt.date, is_one_centre: bool = False
) -> Value | NotComputable:
    """The figure of a part that holds all the rows of its level."""
    if measure.over_centres == "none" and not is_one_centre:
        return NotComputable("not_consolidated")
    if part.unsaid:
        return NotComputable("unsaid", f"{measure.of} ({part.unsaid})")
    return _FINISHES[measure.aggregation](measure, part, end)


def _value(measure: Measure, number: Decimal, rows: int) -> Value:
    shown = number.scaleb(-2) if measure.of == "amount" else number
    return Value(shown, shown, None, rows)


def _added(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    return _value(measure, part.total, part.rows)


def _counted(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    return _value(measure, Decimal(len(part.things)), part.rows)


def _stock(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    unopened = part.moved - part.opened
    if unopened or not part.moved:
        return NotComputable("no_opening", ", ".join(map(str, sorted(unopened))))
    return _value(measure, part.total, part.rows)


def _in_force(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    def is_valid(identity: object) -> bool:
        stated = part.validity.get(identity)
        return stated is None or stated[1] >= end

    standing = sum(event.stands and is_valid(identity) for identity, event in part.latest.items())
    return _value(measure, Decimal(standing), standing)


def _mean(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    if not part.rows:
        return NotComputable("no_rows")
    total = _value(measure, part.total, part.rows)
    count = Decimal(part.rows)
    return Value(total.value / count, total.value, count, part.rows)


def _last(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    if not part.latest:
        return NotComputable("no_rows")
    numbers = [one.number for one in part.latest.values() if one.number is not None]
    if len(numbers) < len(part.latest):
        return NotComputable("unsaid", f"{measure.of} ({len(part.latest) - len(numbers)})")
    take: Mapping[str, Callable[[list[Decimal]], Decimal]] = {"max": max, "min": min}
    return _value(measure, take.get(measure.over_centres, _total)(numbers), len(numbers))


def _total(numbers: list[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


def _extreme(measure: Measure, part: Partial, end: dt.date) -> Value | NotComputable:
    number = part.highest if measure.aggregation == "max" else part.lowest
    return NotComputable("no_rows") if number is None else _value(measure, number, part.rows)


_FINISHES: Mapping[str, Callable[[Measure, Partial, dt.date], Value | NotComputable]] = {
    "count": _added,
    "sum": _added,
    "distinct": _counted,
    "stock": _stock,
    "in_force": _in_force,
    "mean": _mean,
    "last": _last,
    "max": _extreme,
    "min": _extreme,
}


def peak(
    measure: Measure,
    rows: Iterable[Row],
    *,
    windows: Iterable[Period],
    of: Literal["network", "centre"],
    known_at: int | None = None,
    centres: Centres = None,
    merges: Iterable[tuple[int, int]] = (),
    departures: Departures = NOBODY_LEFT,
    kinds: Mapping[str, Kind] = CATALOGUE,
) -> Value | NotComputable:
    """The highest of the windows, in the order that is declared, never the sum of each centre's own highest.

    `network`: the centres are put together first, then the highest window is taken; `centre`: the highest
    window of the largest centre. Windows that are not computable are left out; when all are, so is the peak.
    """
    rows, merges, windows = list(rows), list(merges), list(windows)
    perimeter: list[Centres] = [centres]
    if of == "centre" and not isinstance(centres, int):
        perimeter = list(_present(rows, centres))
    terms: dict[str, Any] = {"known_at": known_at, "departures": departures, "kinds": kinds}
    figures = [
        evaluate(measure, rows, window=window, centres=one, merges=merges, **terms)
        for window in windows
        for one in perimeter
    ]
    known = [figure for figure in figures if isinstance(figure, Value)]
    return max(known, key=lambda figure: figure.value, default=NotComputable("no_rows"))


def _present(rows: Iterable[Row], centres: Collection[int] | None) -> list[int]:
    return sorted({row.centre for row in rows if _is_of(row.centre, centres)})
