"""Numbers, money and rates as plain text. Exact: Decimal in, half up once, no float on the way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from jalon.ui.formats.reading import in_digits, language_of
from jalon.ui.formats.texts import unit_words

GROUP = "\u202f"  # narrow no-break space: never breaks, never reverses inside Arabic
MINUS = "\u2212"
UNKNOWN = "—"

DIRHAM, MILLION, THOUSAND_MILLION = "DH", "MDH", "MMDH"
_CENTIMES_IN_A_MILLION = 100_000_000
_SMALLEST_MILLION = Decimal("0.1")  # below a hundred thousand dirhams, whole dirhams read better

Number = int | float | Decimal


def plain_number(value: Number | None, places: int | None = None, language: str | None = None) -> str:
    """`1 234 567,8`; without `places`, at most two decimals and none that is zero."""
    if value is None:
        return UNKNOWN
    exact = as_decimal(value)
    if not exact.is_finite():
        return UNKNOWN
    return _written(_rounded(exact, places), language)


def plain_exact(value: Number | None, places: int | None = None, language: str | None = None) -> str:
    """A measured number or its limit: every digit it has, or the decimals it was typed with."""
    if value is None:
        return UNKNOWN
    exact = as_decimal(value)
    return _written(exact if places is None else _rounded(exact, places), language)


def plain_signed(value: Number | None, places: int | None = None, language: str | None = None) -> str:
    """A difference: `+12`, `−3`, `0`."""
    text = plain_number(value, places, language)
    return f"+{text}" if value is not None and _rounded(as_decimal(value), places) > 0 else text


def plain_amount(centimes: int | None, language: str | None = None) -> str:
    """Centimes as `1 234 567,80 DH`."""
    if centimes is None:
        return UNKNOWN
    return _with_unit(plain_number(Decimal(centimes).scaleb(-2), 2, language), DIRHAM)


def plain_million(centimes: int | None, language: str | None = None) -> str:
    """Centimes as people say them: `250 MDH`, `1,2 MMDH`, below 0.1 million `50 000 DH`."""
    if centimes is None:
        return UNKNOWN
    millions = Decimal(centimes) / _CENTIMES_IN_A_MILLION
    if abs(millions) < _SMALLEST_MILLION:
        return _with_unit(plain_number(Decimal(centimes).scaleb(-2), 0, language), DIRHAM)
    if abs(_rounded(millions, 1)) < 1000:
        return _with_unit(_stripped(millions, language), MILLION)
    return _with_unit(_stripped(millions / 1000, language), THOUSAND_MILLION)


def plain_percent(rate: Number | None, places: int | None = None, language: str | None = None) -> str:
    """A rate (0 to 1) as `39,8 %`; without `places`, one decimal when it says something."""
    if rate is None:
        return UNKNOWN
    return _with_percent(_percentage(rate, places, language), language)


def plain_signed_percent(rate: Number | None, places: int | None = None, language: str | None = None) -> str:
    """A change (0.6 for sixty percent more) as `+60 %`."""
    text = plain_percent(rate, places, language)
    positive = rate is not None and _rounded(as_decimal(rate) * 100, 1 if places is None else places) > 0
    return f"+{text}" if positive else text


def plain_quantity(value: Number | None, unit: str = "", language: str | None = None) -> str:
    """A number with its unit: `39,8 %`, `141 MDH` (`DH` is dirhams), `12 heures` (`hours`)."""
    if value is None:
        return UNKNOWN
    if unit == "%":
        return _with_percent(plain_number(value, None, language), language)
    if unit in ("DH", "MAD", "dirham"):
        return plain_million(int((as_decimal(value) * 100).to_integral_value(ROUND_HALF_UP)), language)
    text = plain_number(value, None, language)
    return _with_unit(text, unit_words(unit, language, after=as_decimal(value))) if unit else text


def as_decimal(value: Number) -> Decimal:
    """The number as it is written: a float is what it prints, not its binary tail."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Decimal, places: int | None) -> Decimal:
    if places is not None:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    short = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return short.to_integral_value() if short == short.to_integral_value() else short.normalize()


def _written(value: Decimal, language: str | None) -> str:
    mark = "." if language_of(language) == "en" else ","
    text = format(abs(value), ",f").translate({ord(","): GROUP, ord("."): mark})
    return in_digits(f"{MINUS}{text}" if value < 0 else text, language)


def _stripped(value: Decimal, language: str | None) -> str:
    """At most one decimal, none when it is zero."""
    return _written(_rounded(_rounded(value, 1), None), language)


def _percentage(rate: Number, places: int | None, language: str | None) -> str:
    value = as_decimal(rate) * 100
    return _stripped(value, language) if places is None else plain_number(value, places, language)


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}"


def _with_percent(text: str, language: str | None) -> str:
    return f"{text}%" if language_of(language) == "en" else f"{text} %"
