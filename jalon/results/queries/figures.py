"""A figure opened: its definition, its parts, and the rows behind each, whose foot equals the figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from jalon.evidence.models import Evidence
from jalon.evidence.queries import all_received_to
from jalon.indicators.models import IndicatorVersion
from jalon.kernel.kinds import Kind
from jalon.kernel.measures import DIMENSIONS, Condition, Measure, NotComputable, Row, Value, gone
from jalon.kernel.periods import Period
from jalon.plan.models import Plan
from jalon.results.queries.cells import Cell, Setting
from jalon.results.queries.facts import Counted, Known, facts
from jalon.results.queries.promise import NETWORK, Promise, promise
from jalon.results.queries.rows import passing, rows_behind, with_kept_enterprise
from jalon.results.queries.state import since_start


@dataclass(frozen=True)
class Part:
    """A measure of the figure: its value as the engine counted it, and the rows it was counted from."""

    name: str
    measure: Measure
    value: Value | NotComputable
    rows: QuerySet[Evidence]
    foot: "Foot"
    pending: Sequence[int]  # enterprises whose number is not known, counted apart
    merges: Sequence[tuple[int, int]]

    @property
    def agrees(self) -> bool:
        """Whether the rows, counted again by PostgreSQL, give the engine's figure."""
        return not isinstance(self.value, Value) or self.foot.value == self.value.value


@dataclass(frozen=True)
class Foot:
    """What the rows add up to: their number and the sum, or the number of things counted."""

    rows: int
    value: Decimal | None
    things: int | None = None
    apart: int = 0  # firms whose number is pending


@dataclass(frozen=True)
class Opened:
    cell: Cell
    window: Period
    parts: tuple[Part, ...]
    where: tuple[Condition, ...]
    known: Known
    promised: Promise
    received: Mapping[int, date]

    @property
    def known_at(self) -> int:
        return self.known.moment

    @property
    def sheet(self) -> IndicatorVersion:
        return self.cell.sheet

    def part(self, name: str) -> Part:
        return next((part for part in self.parts if part.name == name), self.parts[0])


@dataclass(frozen=True)
class Asked:
    """Which figure to open: an indicator of a plan, a place, a period, and values of dimensions."""

    plan: Plan
    indicator: str
    period: Period
    place: int | None = NETWORK
    where: tuple[Condition, ...] = ()
    constant: bool = False  # without the centres that left by the day, in every period
    counted_from: date | None = None  # the start of one of the plan's versions, for what is cumulative


def conditions(query: Mapping[str, str]) -> tuple[Condition, ...]:
    """The dimensions a reader narrowed a figure by: region=MA-06; `-` for the rows that say nothing."""
    said = ((name, query.get(name, "")) for name in DIMENSIONS)
    return tuple(condition(name, value) for name, value in said if value)


def condition(name: str, value: str) -> Condition:
    if value == "-":
        return Condition(name, "is_null")
    truth = {"true": True, "false": False}
    return Condition(name, "=", truth.get(value, value) if name in FLAGS else value)


FLAGS = frozenset({"general_interest", "high_value"})


def opened(asked: Asked, *, on: date, known_at: int) -> Opened | None:
    """Open a figure; None when the plan or the indicator was not known."""
    promised = promise(asked.plan, known_at=known_at, counted_from=asked.counted_from)
    sheet = promised and promised.sheets_on(min(asked.period.end, on)).get(asked.indicator)
    if not sheet:
        return None
    windows = [asked.period, *since_start(promised, [asked.period], on)]
    by = "network" if asked.place is NETWORK else "centre"
    staying_on = on if asked.constant and asked.place is NETWORK else None
    asked_for = Counted([sheet], windows, by, where=asked.where)
    counted = facts(asked_for, on=on, known_at=known_at, staying_on=staying_on)
    staying = promised.without(counted.known.source.without)
    setting = Setting(staying, counted, on, all_received_to(known_at))
    window = asked.period.clipped(on) or asked.period
    return Opened(
        cell=setting.cell(sheet, asked.place, asked.period),
        window=window,
        parts=tuple(
            part_of(
                name,
                measure,
                counted.part(sheet, name, asked.period, asked.place),
                window,
                asked.place,
                counted.known,
            )
            for name, measure in counted.measures[sheet.pk].items()
        ),
        where=asked.where,
        known=counted.known,
        promised=staying,
        received=setting.received,
    )


def part_of(name, measure, value, window, place, known: Known) -> Part:
    rows = rows_counted(measure, window, place, known)
    return Part(
        name, measure, value, rows, foot(measure, rows, known), known.source.pending, known.source.merges
    )


def rows_counted(measure: Measure, window: Period, place: int | None, known: Known) -> QuerySet[Evidence]:
    """The rows a measure counts at a place; of what is in force, the row that opened each thing."""
    away = gone(known.source.departures, window.end)
    asked = {
        "window": window,
        "centres": None if place is NETWORK else [place],
        "without": known.source.without | (away if measure.is_position else frozenset()),
        "known_at": known.moment,
    }
    if measure.aggregation != "in_force":
        return rows_behind(measure, **asked)
    every = rows_behind(replace(measure, where=()), **asked)
    return passing(standing(every, measure, window, known.kinds), measure)


def foot(measure: Measure, rows: QuerySet[Evidence], known: Known) -> Foot:
    """The rows counted again, by PostgreSQL."""
    of = measure.of
    match measure.aggregation:
        case "count":
            return Foot(number := rows.count(), Decimal(number))
        case "distinct":
            return distinct_foot(measure, rows, known)
        case "in_force":
            return Foot(number := rows.count(), Decimal(number), number)
        case "max" | "min" if plain(of):
            edge = Max if measure.aggregation == "max" else Min
            found = rows.aggregate(rows=Count("pk"), value=edge(of))
            return Foot(found["rows"], scaled(of, found["value"]))
        case "mean" if plain(of):
            found = rows.aggregate(rows=Count("pk"), value=Sum(of))
            total = scaled(of, found["value"])
            return Foot(found["rows"], total / found["rows"] if found["rows"] else None)
        case "sum" | "stock" if plain(of):
            found = rows.aggregate(rows=Count("pk"), value=Sum(of))
            return Foot(found["rows"], scaled(of, found["value"] or 0))
    return python_foot(measure, rows)


def plain(of: str) -> bool:
    return of in ("quantity", "amount")


def scaled(of: str, value) -> Decimal | None:
    """Amounts are in centimes in rows, in dirhams in figures."""
    if value is None:
        return None
    return Decimal(value).scaleb(-2) if of == "amount" else Decimal(value)


THINGS = {"enterprise": "firm_key", "establishment": "establishment_id", "identity": "identity"}


def distinct_foot(measure: Measure, rows: QuerySet[Evidence], known: Known) -> Foot:
    """The things named by the rows; of firms, those whose number is known, the others counted apart."""
    column = THINGS[measure.of]
    counted = Q()
    if measure.of == "enterprise":
        rows = with_kept_enterprise(rows, known.moment, known.source.merges)
        counted = ~Q(firm_key__in=known.source.pending)
    said = rows.exclude(identity="") if measure.of == "identity" else rows.filter(~Q(**{column: None}))
    things = Count(column, distinct=True, filter=counted)
    found = said.aggregate(rows=Count("pk"), things=things, named=Count(column, distinct=True))
    return Foot(found["rows"], Decimal(found["things"]), found["things"], found["named"] - found["things"])


def python_foot(measure: Measure, rows: QuerySet[Evidence]) -> Foot:
    """Sums of an attribute, and last levels: few rows, counted one by one."""
    if measure.aggregation == "last":
        latest = rows.order_by("centre_id", "-on", "-event__number", "-pk").distinct("centre_id")
        numbers = [number_of(measure, row) for row in latest]
        take = {"max": max, "min": min}.get(measure.over_centres, sum)
        return Foot(len(numbers), take(numbers) if numbers else None)
    numbers = [number_of(measure, row) for row in rows.iterator()]
    edge = {"max": max, "min": min}.get(measure.aggregation)
    if edge or (measure.aggregation == "mean" and not numbers):
        return Foot(len(numbers), edge(numbers) if edge and numbers else None)
    total = sum(numbers, Decimal(0))
    return Foot(len(numbers), total / len(numbers) if measure.aggregation == "mean" else total)


def number_of(measure: Measure, row: Evidence) -> Decimal:
    """The number a row brings, as the kernel reads it; 0 when it says none: then the figure is unknown."""
    read = Row(
        *(row.pk, 0, row.centre_id, row.kind, row.on, row.quantity, row.amount), attributes=row.attributes
    )
    return scaled(measure.of, measure.number(read)) or Decimal(0)


def standing(rows: QuerySet[Evidence], measure: Measure, window: Period, kinds: Mapping[str, Kind]):
    """Of each identity the row that opened it last, if nothing ended it since and it is still valid.

    The conditions of the measure are asked of that row: one that ends the thing needs not repeat them.
    """
    statuses = [code for code in measure.kinds if kinds[code].opens is not None]
    events = rows.filter(kind__in=statuses).exclude(identity="")
    ordered = events.annotate(moment=F("event__number")).order_by("identity", "on", "moment", "pk")
    last: dict[str, tuple[int, str]] = {}
    validity: dict[str, str] = {}
    for key, identity, kind, attributes in ordered.values_list("pk", "identity", "kind", "attributes"):
        last[identity] = (key, kind)
        if attributes.get("valid_until"):
            validity[identity] = attributes["valid_until"]
    end = window.end.isoformat()
    keys = [
        key for identity, (key, kind) in last.items()
        if kinds[kind].opens and validity.get(identity, end) >= end
    ]  # fmt: skip
    return Evidence.objects.filter(pk__in=keys)
