"""What a set of measures asks of the rows, apart from which measure asks it: SQL is compiled once a shape."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, NamedTuple

import pyarrow as pa

from jalon.kernel.measures import AGGREGATIONS, Condition, Measure

# Filters told apart by one integer; more take a second one.
BITS: Final = 62

THINGS: Final = ("enterprise", "establishment", "identity")
ADDED: Final = ("count", "sum", "mean", "stock")


class Filter(NamedTuple):
    """Conditions that all hold, and how they are written: for Python True is 1, for a condition it is not."""

    conditions: tuple[Condition, ...]
    written: str


class Column(NamedTuple):
    """A column read for measures: a number to add with its row's sign, a plain number, or a thing named."""

    name: str
    reading: Literal["signed", "plain", "thing"]


class Part(NamedTuple):
    """One of the sums figures are made of: of a column of the cube, over the rows that pass a filter."""

    filter: int
    name: str


class Target(NamedTuple):
    """Where the parts of a measure's figure stand, for the rows of one class; -1 for none: then it is 0."""

    kinds: int
    measure: int
    past: bool
    rows: int
    total: int
    said: int


@dataclass(frozen=True)
class Shape:
    """The question put to the rows.

    `kinds[n]` are the kinds of class n: those the same measures count; `uses[i]` are the classes `filters[i]`
    matters to. `columns` are those read, `thing` the one counted once each,
    `category` the dimension the figures are parted by, `opening` the kinds that put an identity in force;
    `undone` says that rows are to be left out by their id; `is_parted`, that no slot is in two windows;
    `past`, that rows before the windows are asked for; `shared` are the attributes told once for many rows;
    `whole`, that figures are wanted as well without the category, which then parts the network's only.
    """

    kinds: tuple[tuple[str, ...], ...]
    filters: tuple[Filter, ...]
    uses: tuple[tuple[int, ...], ...]
    columns: tuple[Column, ...] = ()
    thing: str = ""
    category: str = ""
    whole: bool = False
    centres: bool = True
    network: bool = True
    masks: int = 1
    merged: bool = False
    undone: bool = False
    opening: tuple[str, ...] | None = None
    parts: tuple[Part, ...] = ()
    is_parted: bool = False
    past: bool = False
    shared: tuple[str, ...] = ()

    @property
    def is_dense(self) -> bool:
        """Whether filters matter to most classes."""
        return 2 * sum(map(len, self.uses)) > len(self.filters) * len(self.kinds)

    @property
    def passed(self) -> list[str]:
        """The integers that tell which filters a row passes."""
        return [f"passed{word}" for word in range(-(-len(self.filters) // BITS))]

    @property
    def fields(self) -> set[str]:
        """The fields filters look at."""
        return {condition.field for each in self.filters for condition in each.conditions}

    @property
    def every_kind(self) -> tuple[str, ...]:
        """The kinds of all the classes."""
        return tuple(kind for kinds in self.kinds for kind in kinds)

    @cached_property
    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The attributes read from rows, each with the kinds whose rows it is read from."""
        needed: dict[str, set[str]] = {}
        for each, classes in zip(self.filters, self.uses, strict=True):
            for condition in each.conditions:
                if condition.field in self.shared:
                    continue
                needed.setdefault(condition.field, set()).update(
                    kind for number in classes for kind in self.kinds[number]
                )
        whole = [column.name for column in self.columns]
        if self.opening is not None:
            whole.append("attributes.valid_until")
        for name in whole:
            needed.setdefault(name, set()).update(self.every_kind)
        return {
            name: tuple(sorted(kinds)) for name, kinds in needed.items() if name.startswith("attributes.")
        }


@dataclass(frozen=True)
class Question:
    """A shape, and the relation that says which measure counts which class of rows under which filter."""

    shape: Shape
    members: pa.Table
    classes: tuple[frozenset[int], ...]


def question(measures: Mapping[int, Measure], *, adding: bool = False, **asked) -> Question:
    """The question that measures known by number put together.

    `adding` leaves out the columns of those whose figure does not add up: their rows are counted elsewhere.
    """
    read = {number: measure for number, measure in measures.items() if counts(measure) or not adding}
    by_kind: dict[str, set[int]] = {}
    for number, measure in measures.items():
        for kind in measure.kinds:
            by_kind.setdefault(kind, set()).add(number)
    classes: dict[frozenset[int], list[str]] = {}
    for kind in sorted(by_kind):
        classes.setdefault(frozenset(by_kind[kind]), []).append(kind)
    filters = _filters(measures, list(classes))
    shape = Shape(
        kinds=tuple(map(tuple, classes.values())),
        filters=tuple(filters),
        uses=tuple(tuple(sorted(numbers)) for numbers in filters.values()),
        columns=tuple(sorted({found for measure in read.values() if (found := column(measure))})),
    )
    return Question(replace(shape, **asked), _members(measures, list(classes), shape), tuple(classes))


def kinds(shape: Shape) -> pa.Table:
    """The kinds of a shape with their class."""
    pairs = [(kind, number) for number, kinds in enumerate(shape.kinds) for kind in kinds]
    names, numbers = zip(*pairs, strict=True)
    return pa.table({"kind": pa.array(names, pa.string()), "class": pa.array(numbers, pa.int32())})


def layers(measures: Mapping[int, Measure]) -> list[list[int]]:
    """Measures put so that those of one layer all have the same kinds, or each a single one."""
    found: dict[frozenset[str], list[int]] = {}
    for number, measure in measures.items():
        wanted = frozenset(measure.kinds)
        found.setdefault(wanted if len(wanted) > 1 else frozenset(), []).append(number)
    return list(found.values())


def column(measure: Measure) -> Column | None:
    """The column a measure reads; None when it counts rows."""
    if measure.of == "rows":
        return None
    if measure.of in THINGS:
        return Column(measure.of, "thing")
    signed = measure.of in ("quantity", "amount") or AGGREGATIONS[measure.aggregation].adds_up
    return Column(measure.of, "signed" if signed else "plain")


def counts(measure: Measure) -> bool:
    """Whether the rows behind its figure are those that pass: what is in force or last has its own."""
    return measure.aggregation not in ("in_force", "last")


def _filter(measure: Measure) -> Filter:
    return Filter(measure.where, repr(measure.where))


def _filters(measures: Mapping[int, Measure], classes: list[frozenset[int]]) -> dict[Filter, set[int]]:
    """Each filter, with the classes it matters to."""
    uses: dict[Filter, set[int]] = {}
    for number, members in enumerate(classes):
        for measure in sorted(members):
            if measures[measure].where:
                uses.setdefault(_filter(measures[measure]), set()).add(number)
    return uses


def targets(put: Question, measures: Mapping[int, Measure]) -> tuple[Shape, list[Target]]:
    """A shape with the parts that measures need, and where each finds its own."""
    shape, places = put.shape, dict[Part, int]()

    def place(part: Part | None) -> int:
        return -1 if part is None else places.setdefault(part, len(places))

    found = [
        Target(number, measure, measures[measure].is_position, *map(place, _parts(measures[measure], shape)))
        for number, members in enumerate(put.classes)
        for measure in sorted(members)
    ]
    return replace(shape, parts=tuple(places)), found


def _parts(measure: Measure, shape: Shape) -> tuple[Part | None, Part | None, Part | None]:
    """The rows behind a figure, its total, and the rows that say the number (None when all do)."""
    filter = shape.filters.index(_filter(measure)) if measure.where else -1
    rows, read = Part(filter, "rows"), column(measure)
    if not counts(measure):
        return rows, None, None
    if read is None:
        return rows, rows, None
    place = shape.columns.index(read)
    if read.reading == "thing":
        return Part(filter, f"said{place}"), None, None  # the things themselves are counted elsewhere
    total = Part(filter, f"total{place}") if measure.aggregation in ADDED else None
    return rows, total, None if read.name == "quantity" else Part(filter, f"said{place}")


def _members(measures: Mapping[int, Measure], classes: list[frozenset[int]], shape: Shape) -> pa.Table:
    rows = [
        _member(number, place, measures[place], shape)
        for number, members in enumerate(classes)
        for place in sorted(members)
    ]
    schema = member_schema(shape)
    if not rows:
        return schema.empty_table()
    columns = zip(zip(*rows, strict=True), schema.types, strict=True)
    return pa.table([pa.array(values, type) for values, type in columns], schema)


def member_schema(shape: Shape) -> pa.Schema:
    """The columns of the relation of members.

    `column` is the place of the column read, -1 for none; `adds` says that its sum is the figure, `counts`
    that the rows behind the figure are those counted here, `past` that it looks back before its window.
    """
    numbers = ("class", "measure", "column")
    return pa.schema(
        [
            *((name, pa.int32()) for name in numbers),
            *((name, pa.bool_()) for name in ("adds", "counts", "past")),
            ("over", pa.string()),
            *((f"need{word}", pa.int64()) for word in range(len(shape.passed))),
        ]
    )


def _member(number: int, place: int, measure: Measure, shape: Shape) -> tuple:
    read = column(measure)
    bit = shape.filters.index(_filter(measure)) if measure.where else -1
    needs = [1 << (bit % BITS) if bit // BITS == word else 0 for word in range(len(shape.passed))]
    return (
        number,
        place,
        shape.columns.index(read) if read in shape.columns else -1,
        measure.aggregation in ADDED,
        counts(measure),
        measure.is_position,
        measure.over_centres,
        *needs,
    )
