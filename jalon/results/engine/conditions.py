"""A condition of a measure as an Ibis expression, with the kernel's meaning."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from jalon.kernel.measures import Condition

# An attribute's number is read to its millionth.
ATTRIBUTE_DECIMALS: Final = 6
ATTRIBUTE_NUMBER: Final = f"decimal(18, {ATTRIBUTE_DECIMALS})"


def passes(rows: ir.Table, condition: Condition) -> ir.BooleanValue:
    """Whether a row passes; null or false when it does not say, `is_null` apart."""
    column = rows[condition.field]
    if condition.operator in ("=", "in") and _is_plain(column, condition.value):
        return _within(column, condition.value)
    said = column.notnull()
    if not condition.field.startswith("attributes.") and column.type().is_string():
        said = said & (column != "")
    match condition.operator:
        case "is_null":
            return ~said
        case "not_null":
            return said
        case "in":
            return said & _among(column, condition.value)
        case "not_in":
            return said & ~_among(column, condition.value)
    return said & _compared(column, condition.operator, condition.value)


def _is_plain(column: ir.Column, value: Any) -> bool:
    """Whether a text is compared with texts, none of them empty."""
    values = (value,) if isinstance(value, str) else value
    return (
        column.type().is_string()
        and isinstance(values, tuple)
        and all(map(_is_text, values))
        and values != ()
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _within(column: ir.StringColumn, value: str | tuple[str, ...]) -> ir.BooleanValue:
    return one_of(column, (value,) if isinstance(value, str) else value)


def one_of(column: ir.StringColumn, values: Iterable[str]) -> ir.BooleanValue:
    """Whether a text is one of some; DuckDB asks a list once for each word of a column's dictionary, `IN` for
    each row.
    """
    return ibis.array(list(values)).contains(column)


def _among(column: ir.Column, values: Iterable[Any]) -> ir.BooleanValue:
    values = list(values)
    texts = [value for value in values if isinstance(value, str)]
    truths = [_compared(column, "=", value) for value in values if not isinstance(value, str)]
    if texts and column.type().is_string():
        truths.append(column.isin(texts))
    return ibis.or_(*truths) if truths else ibis.literal(False)


def _compared(column: ir.Column, operator: str, value: Any) -> ir.BooleanValue:
    """What is said against a value; of another kind than the value, it is only unequal to it."""
    differs = ibis.literal(operator == "!=")
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        if not column.type().is_string():
            return differs
        number = column.try_cast(ATTRIBUTE_NUMBER)
        return ibis.coalesce(_OPERATORS[operator](number, ibis.literal(Decimal(str(value)))), differs)
    if isinstance(value, bool):
        if column.type().is_boolean():
            return _OPERATORS[operator](column, ibis.literal(value))
        return _OPERATORS[operator](column, ibis.literal("true" if value else "false"))
    if isinstance(value, str) and column.type().is_string():
        return _OPERATORS[operator](column, ibis.literal(value))
    return differs


_OPERATORS: Final = {
    "=": lambda said, value: said == value,
    "!=": lambda said, value: said != value,
    "<": lambda said, value: said < value,
    "<=": lambda said, value: said <= value,
    ">": lambda said, value: said > value,
    ">=": lambda said, value: said >= value,
}


def number(text: ir.StringValue) -> ir.IntegerValue:
    """An attribute's number in millionths; null when it is none."""
    return (text.try_cast(ATTRIBUTE_NUMBER) * 10**ATTRIBUTE_DECIMALS).cast("int64")
