"""Numbers as people and spreadsheets write them: French commas, groups, Arabic digits, Excel's floats."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from jalon.evidence.reading.faults import Fault
from jalon.evidence.reading.shown import Percent

Comma = Literal["decimal", "grouping"] | None

PERCENT_SIGNS = ("%", "٪")

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2007\u2009\u200e\u200f\u2066-\u2069'’]")
_CURRENCY = re.compile(r"(?:dhs?|mad|دراهم|درهما|درهم)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")
_GROUPED = {
    "decimal": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})*,\d+|[+-]?\d+,\d*|[+-]?,\d+"),
    "grouping": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
}
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_COMMAS = re.compile("[,٫،]")
_SIGNIFICANT = 15  # what a spreadsheet keeps: 0.1 + 0.2 is shown, and meant, as 0.3


def western(text: str) -> str:
    """The text with digits 0-9 and the Arabic separators as comma and point."""
    if text.isascii():
        return text
    text = text.replace("٫", ",").replace("٬", "").replace("−", "-").replace("،", ",")
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def comma_of(texts: Iterable[str]) -> Comma:
    """What the comma means in a column: told by the numbers that can be read only one way.

    "1,234" alone is one thousand in one country and one and a fraction in another.
    """
    for text in texts:
        if not _COMMAS.search(text):
            continue
        written = _BLANKS.sub("", western(text))
        if _EITHER.fullmatch(written):
            continue
        for meaning in ("decimal", "grouping"):
            if _GROUPED[meaning].fullmatch(written):
                return meaning  # type: ignore[return-value]
    return None


def number(cell: object, comma: Comma = None) -> Decimal | Fault | None:
    """The exact number in a cell, None when it is blank."""
    if isinstance(cell, str):
        return number_in(cell, comma)
    if isinstance(cell, Percent):
        return Fault("percent", str(cell))
    if isinstance(cell, bool):
        return Fault("not_a_number")
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(f"{cell:.{_SIGNIFICANT}g}") if abs(cell) < 1e300 else Fault("not_a_number")
    return Fault("not_a_number")


def number_in(text: str, comma: Comma) -> Decimal | Fault | None:
    written = _CURRENCY.sub("", _BLANKS.sub("", western(text)))
    if not written:
        return None if not text.strip() else Fault("not_a_number")
    if _PLAIN.fullmatch(written) and not _POINT_GROUPS.fullmatch(written):
        return Decimal(written)
    if _EITHER.fullmatch(written) and comma is None:
        return Fault("ambiguous_number", text.strip())
    if _SCIENTIFIC.fullmatch(written):
        return Fault("scientific")
    if written.endswith(PERCENT_SIGNS):
        return Fault("percent", text.strip())
    return grouped(written, comma)


def grouped(written: str, comma: Comma) -> Decimal | Fault:
    if _POINT_GROUPS.fullmatch(written):
        return Decimal(written.replace(".", ""))
    if comma != "grouping" and _GROUPED["decimal"].fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if comma != "decimal" and _GROUPED["grouping"].fullmatch(written):
        return Decimal(written.replace(",", ""))
    return Fault("not_a_number")
