"""The numbers of formulas: 28 digits, half even, and what each function does to them."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Final, TypeAlias

from jalon.kernel.formula.errors import NOT_A_NUMBER, TOO_LARGE, FormulaError

Value: TypeAlias = Decimal | FormulaError
Given: TypeAlias = Decimal | int | float | None

DIGITS: Final = 28
# Beyond, a number is a mistake, and one that would fill a screen or a disk with zeros.
LARGEST_EXPONENT: Final = 999
LARGEST_BITS: Final = 3320
ARITHMETIC: Final = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emax=LARGEST_EXPONENT,
    Emin=-LARGEST_EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
# Rounding to a place keeps every digit before it, even of an input longer than 28 digits.
EXACT: Final = Context(prec=1_000_000, rounding=ROUND_HALF_UP)
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
MOST_PLACES: Final = 28


class Undefined(ArithmeticError):
    """An operation that has no result for these numbers, such as the square root of a negative one."""


def number(given: Decimal | int | float, name: str) -> Value:
    """An input as an exact Decimal; an error of its own when it is no number or too large."""
    if isinstance(given, int):
        exact = Decimal(given) if given.bit_length() <= LARGEST_BITS else Decimal("1E+1000")
    elif isinstance(given, float):
        exact = Decimal(repr(given))
    elif isinstance(given, Decimal):
        exact = given
    else:
        return FormulaError(NOT_A_NUMBER, (name,), f"{name} is not a number ({type(given).__name__})")
    if not exact.is_finite():
        return FormulaError(NOT_A_NUMBER, (name,), f"{name} is not a number ({exact})")
    if exact.adjusted() > LARGEST_EXPONENT:
        return FormulaError(TOO_LARGE, (name,), f"{name} is too large")
    return exact


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """base ^ exponent. Raises Undefined where it has no value: 0 ^ 0, 0 ^ -1, (-8) ^ 0.5."""
    try:
        # The plus signs round: a base of 5,000 digits would otherwise cost a second.
        result = (+base) ** (+exponent)
    except InvalidOperation as error:
        raise Undefined from error
    if not result.is_finite():
        raise Undefined
    return result


def safe_division(numerator: Decimal, denominator: Decimal) -> Decimal:
    """numerator / denominator, 0 when the denominator is 0."""
    if denominator.is_zero() and numerator.is_finite():
        return ZERO
    return numerator / denominator


def rounded(value: Decimal, places: Decimal = ZERO) -> Decimal:
    """Rounded half up (away from zero) to so many decimals; a negative number rounds to tens, hundreds..."""
    if places != places.to_integral_value() or abs(places) > MOST_PLACES:
        raise Undefined
    wanted = -int(places)
    if int(value.as_tuple().exponent) >= wanted:
        return value
    return value.quantize(ONE.scaleb(wanted), ROUND_HALF_UP, context=EXACT)


def floor(value: Decimal) -> Decimal:
    """The largest whole number not above."""
    return value.to_integral_value(ROUND_FLOOR)


def ceil(value: Decimal) -> Decimal:
    """The smallest whole number not below."""
    return value.to_integral_value(ROUND_CEILING)


def total(*values: Decimal) -> Decimal:
    """The sum, from the first to the last."""
    result = values[0]
    for value in values[1:]:
        result += value
    return result


def average(*values: Decimal) -> Decimal:
    """The sum over the count."""
    return total(*values) / len(values)


def least(*values: Decimal) -> Decimal:
    """The smallest."""
    return min(values)


def greatest(*values: Decimal) -> Decimal:
    """The largest."""
    return max(values)


CALLS: Final[dict[str, Callable[..., Decimal]]] = {
    "min": least,
    "max": greatest,
    "sum": total,
    "avg": average,
    "abs": abs,
    "round": rounded,
    "floor": floor,
    "ceil": ceil,
    "safe_div": safe_division,
}
"""The functions that need all their arguments; `if` and `coalesce` choose among theirs."""


def plain(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
