"""Money is a whole number of centimes; dirhams are what people and files write."""

from decimal import Decimal, InvalidOperation
from typing import Final

CENTIME: Final = Decimal("0.01")
# What a 64-bit column holds: 92 million million dirhams.
LARGEST: Final = 2**63 - 1
DIGITS: Final = 18


class MoneyError(ValueError):
    """An amount that is not an exact number of centimes; `reason` is 'number', 'decimals' or 'size'."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def centimes(dirhams: Decimal | str | int) -> int:
    """The whole number of centimes in an amount of dirhams ("1234.5" is 123450).

    Nothing is rounded: raises MoneyError for a third decimal, for what is no number and for what is
    too large to store. A text is written with a point and without grouping.
    """
    amount = _decimal(dirhams)
    if amount.adjusted() > DIGITS:
        raise MoneyError("size", f"{dirhams} is too large for an amount.")
    whole = _scaled(amount)
    if whole is None:
        raise MoneyError("decimals", f"{dirhams} has more than two decimals.")
    if abs(whole) > LARGEST:
        raise MoneyError("size", f"{dirhams} is too large for an amount.")
    return whole


def dirhams(centimes: int) -> Decimal:
    """The amount in dirhams, always with two decimals."""
    return Decimal(centimes).scaleb(-2)


def _scaled(amount: Decimal) -> int | None:
    """A hundred times the amount, None when that is no whole number; no decimal context may round it."""
    sign, digits, exponent = amount.as_tuple()
    shift = int(exponent) + 2
    kept, dropped = (digits, ()) if shift >= 0 else (digits[:shift], digits[shift:])
    if any(dropped):
        return None
    whole = int("".join(map(str, kept)) + "0" * shift or "0")
    return -whole if sign else whole


def _decimal(amount: Decimal | str | int) -> Decimal:
    # A float or a boolean is a mistake of the caller, not something a person typed.
    if isinstance(amount, bool) or not isinstance(amount, Decimal | str | int):
        raise TypeError(f"an amount is a Decimal, a text or an int, not {type(amount).__name__}")
    try:
        number = Decimal(amount)
    except InvalidOperation as error:
        raise MoneyError("number", f"“{amount}” is not an amount.") from error
    if not number.is_finite():
        raise MoneyError("number", f"“{amount}” is not an amount.")
    return number
