"""What many rows say alike, asked once: the deeds and the firms with the filters they pass."""

from typing import Final, Literal

import ibis
import ibis.expr.types as ir

from jalon.kernel.measures import Condition
from jalon.results.engine.conditions import one_of, passes
from jalon.results.engine.shape import BITS, Shape
from jalon.results.engine.source import DEED, FIRM, FLAGS

KINDS: Final = ibis.table({"kind": "string", "class": "int32"}, name="kinds")
FIRMS: Final = ibis.table({"firm": "int32"} | dict.fromkeys(FIRM, "string"), name="firms")
TRUTHS: Final = (*FLAGS, "simulated", "undone")
NONE: Final = ibis.literal(0, "int64")

Home = Literal["deed", "firm", "row"]
HOMES: Final[tuple[Home, ...]] = ("deed", "firm", "row")


def deeds(shape: Shape, *, classed: bool = False, live: bool = False) -> ir.Table:
    """The deeds with the filters they pass and their category.

    When `classed`, only those of the kinds asked for, with their class; when `live`, without reversals and
    what they cancel in their own file.
    """
    asked = {"kind", "simulated", shape.category, *shape.fields}
    told = [name for name in (*DEED, *shape.shared) if name in asked]
    columns = {name: "boolean" if name in TRUTHS else "string" for name in told}
    whole = {"deed": "int32", "sign": "int64", "undone": "boolean"} | columns
    found = ibis.table(whole, name="deeds")
    if live:
        found = found.filter(~found.undone & (found.sign > 0))
    found = _classed(found, shape) if classed else found
    found = _categorised(marked(found, shape, "deed"), shape, DEED)
    told = ["deed", "sign", "kind", "simulated", *(["class"] if classed else [])]
    return found.select([*told, *marks(shape, "deed"), *_category(shape, DEED)])


def firms(shape: Shape) -> ir.Table:
    """The firms' sayings with the filters they pass and their category."""
    found = _categorised(marked(FIRMS, shape, "firm"), shape, FIRM)
    return found.select(["firm", *marks(shape, "firm"), *_category(shape, FIRM)])


def as_told(shape: Shape, home: tuple[str, ...]) -> Shape:
    """What of a shape the deeds, or the firms, hang on: questions that differ in the rest ask them alike."""
    category = shape.category if shape.category in home else ""
    return Shape(shape.kinds, shape.filters, shape.uses, category=category, shared=shape.shared)


def has_firms(shape: Shape) -> bool:
    """Whether a question asks anything about firms."""
    return shape.category in FIRM or bool(marks(shape, "firm"))


def alike(table: ir.Table, name: str, by: list[str]) -> ir.Table:
    """A table with one number for the rows that are the same in some columns."""
    order = ibis.window(order_by=[table[column] for column in by])
    return table.mutate(**{name: ibis.dense_rank().over(order).cast("int32")})


def _category(shape: Shape, home: tuple[str, ...]) -> list[str]:
    return ["category"] if shape.category in home else []


def _categorised(table: ir.Table, shape: Shape, home: tuple[str, ...]) -> ir.Table:
    if shape.category not in home:
        return table
    return table.mutate(category=table[shape.category].cast("string").fill_null(""))


def _classed(deeds: ir.Table, shape: Shape) -> ir.Table:
    """The deeds of the kinds asked for, with their class."""
    deeds = deeds.filter(one_of(deeds.kind, sorted(shape.every_kind)))
    if len(shape.kinds) == 1:
        return deeds.mutate(**{"class": ibis.literal(0, "int32")})
    return deeds.join(KINDS, ["kind"])


def home(shape: Shape, field: str) -> Home:
    """Where a field is told: by the deed, by the firm, or by each row."""
    if field in FIRM:
        return "firm"
    return "deed" if field in DEED or field in shape.shared else "row"


def marks(shape: Shape, where: Home) -> list[str]:
    """The integers that tell which filters pass, as far as they are told in one place."""
    places = {place // BITS for place in range(len(shape.filters)) if _told(shape, place, where)}
    return [f"{where}{word}" for word in sorted(places)]


def marked(table: ir.Table, shape: Shape, where: Home) -> ir.Table:
    """A table with those integers; a filter that is told elsewhere passes."""
    bits = {name: _bits(table, shape, where, int(name.removeprefix(where))) for name in marks(shape, where)}
    return table.mutate(**bits) if bits else table


def passing(table: ir.Table, shape: Shape) -> ir.Table:
    """A table with the filters that pass wherever they are told."""
    whole = {}
    for word, name in enumerate(shape.passed):
        first, *others = [
            table[f"{where}{word}"] for where in HOMES if f"{where}{word}" in marks(shape, where)
        ]
        for other in others:
            first = first & other
        whole[name] = first
    return table.mutate(**whole) if whole else table


def _bits(table: ir.Table, shape: Shape, where: Home, word: int) -> ir.IntegerValue:
    places = range(word * BITS, min((word + 1) * BITS, len(shape.filters)))
    total = ibis.literal(
        sum(1 << place % BITS for place in places if not _told(shape, place, where)), "int64"
    )
    for place in places:
        if _told(shape, place, where):
            bit = ibis.literal(1 << (place % BITS), "int64")
            total = total + ibis.ifelse(_applies(table, shape, place, where), bit, NONE)
    return total


def _applies(table: ir.Table, shape: Shape, place: int, where: Home) -> ir.BooleanValue:
    conditions = [passes(table, condition) for condition in _conditions(shape, place, where)]
    if where == "deed" and _is_partial(shape, place):
        kinds = [kind for number in shape.uses[place] for kind in shape.kinds[number]]
        conditions.insert(0, one_of(table.kind, kinds))
    return ibis.and_(*conditions)


def _told(shape: Shape, place: int, where: Home) -> bool:
    is_partial = where == "deed" and _is_partial(shape, place)
    return is_partial or bool(_conditions(shape, place, where))


def _is_partial(shape: Shape, place: int) -> bool:
    return len(shape.uses[place]) < len(shape.kinds)


def _conditions(shape: Shape, place: int, where: Home) -> list[Condition]:
    return [
        condition for condition in shape.filters[place].conditions if home(shape, condition.field) == where
    ]
