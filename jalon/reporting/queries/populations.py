"""What a return counts, thing by thing: rows, or firms and identities where these are counted.

The same moment always gives the same population, so that a sample can be drawn again. Every measure of every
indicator has its own part of it; a stratum holds things that bring something to the same measures, so that
each measure is sampled as a whole. What a stock carries in from before the period was checked in its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256

from django.db.models import F

from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.kernel.kinds import decimal_of
from jalon.kernel.measures import Measure, NotComputable, Value
from jalon.kernel.periods import Period
from jalon.kernel.sampling import Thing, by_amount
from jalon.reporting.queries.live import sheets_of
from jalon.reporting.queries.returns import Life
from jalon.results.queries.facts import Counted, Known, facts
from jalon.results.queries.figures import rows_counted
from jalon.results.queries.promise import promise
from jalon.results.queries.rows import with_kept_enterprise

THINGS = {"enterprise": "firm_key", "establishment": "establishment_id", "identity": "identity"}
CARRIES = ("stock", "in_force", "last")
ADDED = ("sum", "stock", "mean", "max", "min", "last")


@dataclass(frozen=True)
class Counting:
    """One measure of an indicator: what each thing brings to it, and what it carries in from before."""

    sheet: IndicatorVersion
    name: str
    measure: Measure
    value: Value | NotComputable
    brought: Mapping[str, Decimal] = field(default_factory=dict, repr=False)
    carried: Decimal = Decimal(0)

    @property
    def indicator(self) -> str:
        return self.sheet.indicator.code


@dataclass(frozen=True)
class Stratum:
    """Things of one kind and size that count in the same measures."""

    key: str
    kind: str
    size: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Everything a return counts as known at a moment."""

    countings: tuple[Counting, ...]
    strata: Mapping[str, Stratum] = field(repr=False)  # of each thing
    rows: Mapping[str, Collection[str]] = field(repr=False)  # of each thing, the uids of its rows
    known: Known = field(repr=False)
    period: Period

    def things(self) -> Iterator[Thing]:
        """Each thing once, to draw among them."""
        return (Thing(thing, stratum.key) for thing, stratum in self.strata.items())

    def things_of(self, counting: Counting) -> list[Thing]:
        """The things of one measure, with what they bring to it."""
        return [
            Thing(thing, self.strata[thing].key, declared) for thing, declared in counting.brought.items()
        ]

    def by_key(self) -> dict[str, Stratum]:
        return {stratum.key: stratum for stratum in self.strata.values()}


def population(life: Life, *, bounds: tuple[Decimal, ...] = ()) -> Population:
    """What the return counts, as known at its submission; amounts are cut in sizes at `bounds` (dirhams)."""
    report, period = life.report, life.period
    promised = promise(report.contract.plan, known_at=life.known_at)
    sheets = sheets_of(promised, report.contract, period)
    place = report.contract.centre_id
    asked = Counted(sheets, [period], "centre", centres=frozenset({place}))
    counted = facts(asked, on=period.end, known_at=life.known_at)
    reading = Reading(period, bounds, place, counted.known)
    for sheet in sheets:
        for name, measure in measures_of(sheet, counted.known.kinds).items():
            value = counted.part(sheet, name, period, place)
            reading.read(Counting(sheet, name, measure, value))
    return Population(tuple(reading.countings), reading.strata(), reading.rows, counted.known, period)


@dataclass
class Reading:
    """Reads the rows of each measure once and remembers who counts where."""

    period: Period
    bounds: tuple[Decimal, ...]
    centre: int
    known: Known
    countings: list[Counting] = field(default_factory=list)
    rows: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    classes: dict[str, tuple[str, str]] = field(default_factory=dict)  # kind and size of each thing
    counted_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def read(self, counting: Counting) -> None:
        """Add what the rows of a measure bring to it; a measure without a value brings nothing."""
        brought, carried = {}, Decimal(0)
        if isinstance(counting.value, Value):
            for thing, number, row in self.rows_of(counting.measure):
                if row["on"] < self.period.start and counting.measure.aggregation in CARRIES:
                    carried += number
                    continue
                brought[thing] = number
                self.place(thing, row)
        for thing, number in brought.items():
            self.counted_by[thing].append(f"{counting.indicator}.{counting.name}{'-' if number < 0 else ''}")
        self.countings.append(replace(counting, brought=brought, carried=carried))

    def rows_of(self, measure: Measure) -> Iterator[tuple[str, Decimal, dict]]:
        """Each row that counts, the thing it stands for, and the number that brings."""
        rows, column = rows_counted(measure, self.period, self.centre, self.known), THINGS.get(measure.of)
        if column == "firm_key":
            rows = with_kept_enterprise(rows, self.known.moment, self.known.source.merges)
        columns = ["uid", "kind", "on", "quantity", "amount", *([column] if column else [])]
        if measure.of.startswith("attributes."):
            columns.append("attributes")
        if measure.aggregation == "last":
            rows = rows.order_by("centre_id", F("on").desc(), F("event__number").desc(), F("pk").desc())
            rows = rows.distinct("centre_id")
        pending = set(self.known.source.pending)
        for row in rows.values(*columns).iterator(chunk_size=5000):
            thing = thing_of(measure, row, column)
            if thing is None or (column == "firm_key" and row[column] in pending):
                continue
            yield thing, number_of(measure, row), row

    def place(self, thing: str, row: dict) -> None:
        self.rows[thing][str(row["uid"])] = None
        is_row = thing.startswith("row:")
        kind = row["kind"] if is_row else thing.partition(":")[0]
        self.classes.setdefault(thing, (kind, size_of(row, self.bounds) if is_row else ""))

    def strata(self) -> dict[str, Stratum]:
        """The stratum of each thing: who counts it comes as a number, in the order of the measures' names."""
        sets = {tuple(names) for names in self.counted_by.values()}
        numbers = {names: number for number, names in enumerate(sorted(sets), 1)}
        found = {}
        for thing, names in self.counted_by.items():
            kind, size = self.classes[thing]
            key = ":".join(part for part in (kind, size, str(numbers[tuple(names)])) if part)
            found[thing] = Stratum(key, kind, size, tuple(names))
        return found


def thing_of(measure: Measure, row: dict, column: str | None) -> str | None:
    """The public name of what a row stands for: no number of a certificate, which would name its firm."""
    if column is None:
        return f"row:{row['uid']}"
    said = row[column]
    if said in (None, ""):
        return None
    if measure.of == "identity":
        return f"identity:{sha256(str(said).encode()).hexdigest()[:32]}"
    return f"{measure.of}:{said}"


def number_of(measure: Measure, row: dict) -> Decimal:
    """What a row brings to a measure, as figures say it: amounts in dirhams, things one each."""
    if measure.aggregation not in ADDED:
        return Decimal(1)
    if measure.of == "amount":
        return Decimal(row["amount"]).scaleb(-2)
    if measure.of == "quantity":
        return row["quantity"]
    said = decimal_of(row["attributes"].get(measure.of.removeprefix("attributes."))) or Decimal(0)
    if measure.aggregation not in ("sum", "stock"):
        return said
    return said * ((row["quantity"] > 0) - (row["quantity"] < 0))


def size_of(row: dict, bounds: tuple[Decimal, ...]) -> str:
    """How large the amount of a row is, among the sizes asked for; nothing where it has none."""
    if row["amount"] is None or not bounds:
        return ""
    return by_amount(Decimal(row["amount"]).scaleb(-2), bounds)
