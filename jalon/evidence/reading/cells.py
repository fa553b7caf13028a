"""One cell at a time: days, yes and no, identifiers, texts."""

import datetime as dt
import re
from collections.abc import Container
from typing import Final

from jalon.evidence.reading.faults import Fault, Read
from jalon.evidence.reading.numbers import western
from jalon.kernel.ice import ENTERPRISE_LENGTH, LENGTH, IceError, digits_in, parse
from jalon.kernel.words import fold

YES: Final = {"oui", "o", "yes", "y", "true", "vrai", "1", "x", "نعم", "صحيح"}
NO: Final = {"non", "n", "no", "false", "faux", "0", "لا", "خطا"}
PENDING: Final = {
    "en cours",
    "en attente",
    "pending",
    "a venir",
    "n a",
    "na",
    "neant",
    "none",
    "قيد الانجاز",
    "في الانتظار",
}
ERRORS: Final = {
    *("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"),
}
LONGEST: Final = {
    "identity": 120,
    "service": 80,
    "ecosystem": 80,
    "campaign": 80,
    "firm_name": 300,
    "unit": 40,
}
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 500
FEWEST_DIGITS: Final = 7  # the numbers in use begin with two zeros, which spreadsheets take away

# what a spreadsheet takes for a formula's start: exports put an apostrophe before it, imports take it away
FORMULA_SIGNS: Final = "=+-@\t\r\n＝＋－＠"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?")
_SERIAL = re.compile(r"\d{5}(?:[.,]0*)?")
_WHOLE = re.compile(r"\d+\.0*")
EPOCHS: Final = {1900: dt.date(1899, 12, 30), 1904: dt.date(1904, 1, 1)}
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # from 1954 to 2119: no quantity or year is taken for a day


def guarded(text: str) -> str:
    """The text as an export writes it: no spreadsheet takes it for a formula."""
    return "'" + text if text and (text[0] in FORMULA_SIGNS or text[0] == "'") else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    if len(text) > 1 and text[0] == "'" and (text[1] in FORMULA_SIGNS or text[1] == "'"):
        return text[1:]
    return text


def text(cell: object) -> str | Fault:
    """A cell as a text: whole numbers without the point that spreadsheets add."""
    if isinstance(cell, str):
        said = unguarded(cell.strip())
        return Fault("unstorable") if _UNSTORABLE.search(said) else said
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def is_plain(cell: str, longest: int) -> bool:
    """Whether a text can stay as it is, told quickly for the many that can."""
    if not cell or cell[0] <= "'" or cell[-1] == " ":
        return False
    return len(cell) <= longest and cell.isascii() and cell.isprintable()


def limited(cell: object, longest: int = LONGEST_TEXT) -> str | Fault:
    if cell.__class__ is str and is_plain(cell, longest):
        return cell
    said = text(cell)
    if isinstance(said, str) and len(said) > longest:
        return Fault("too_long", str(longest))
    return said


def day(cell: object, epoch: int = 1900) -> dt.date | Fault | Read | None:
    """The day in a cell, None when it is blank. A bare number is a spreadsheet's count of days."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return serial(float(cell), epoch)
    return day_in(cell, epoch) if isinstance(cell, str) else Fault("not_a_date")


def day_in(written: str, epoch: int) -> dt.date | Fault | Read | None:
    said = western(written.strip("\u200e\u200f\u2066\u2067\u2068\u2069 \u00a0\u202f\t\r\n")).strip()
    if not said:
        return None
    iso, other = _ISO.fullmatch(said), _DAY_FIRST.fullmatch(said)
    if iso:
        return calendar(*iso.groups()) or Fault("not_a_date")
    if other:
        number, month, year = other.groups()
        is_month_first = 12 < int(month) <= 31 and int(number) <= 12
        return calendar(year, month, number) or Fault("month_first" if is_month_first else "not_a_date")
    if _SERIAL.fullmatch(said):
        return serial(float(said.replace(",", ".")), epoch)
    return Fault("not_a_date")


def calendar(year: str, month: str, number: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(number))
    except ValueError:
        return None


def serial(days: float, epoch: int) -> Read | Fault:
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return Fault("not_a_date")
    found = EPOCHS[epoch] + dt.timedelta(days=int(days))
    return Read(found, "serial_day", found.isoformat())


def yes_or_no(cell: object) -> bool | Fault | None:
    if isinstance(cell, bool):
        return cell
    said = text(cell)
    if isinstance(said, Fault):
        return said
    folded = fold(said)
    if folded in YES:
        return True
    if folded in NO:
        return False
    return Fault("not_yes_or_no") if said else None


def ice(cell: object, registered: Container[str] = ()) -> str | Fault | Read | None:
    """The fifteen digits, or the nine of an enterprise that is registered, without its establishment.

    Zeros a spreadsheet took from the front come back when only one number fits.
    """
    said = text(cell)
    if isinstance(said, Fault):
        return said
    if not said or fold(said) in PENDING:
        return None
    if re.search(r"\d[.,]?\d*[eE]\+?\d+", said):
        return Fault("ice_scientific")
    if number := enterprise(said):
        return as_enterprise(said, number, registered)
    try:
        return parse(without_point(said)).number
    except IceError as error:
        return restored(without_point(said)) or Fault(f"ice_{error.reason}")


def enterprise(cell: object) -> str:
    """The nine digits of an enterprise that a cell may mean, zeros put back in front; else nothing."""
    if cell.__class__ is str and len(cell) == LENGTH and cell.isdigit():  # whole, as nearly all are
        return ""
    said = text(cell)
    digits = "" if isinstance(said, Fault) else digits_in(without_point(said))
    is_one = digits.isascii() and digits.isdigit() and FEWEST_DIGITS <= len(digits) <= ENTERPRISE_LENGTH
    return digits.zfill(ENTERPRISE_LENGTH) if is_one else ""


def as_enterprise(said: str, number: str, registered: Container[str]) -> str | Fault | Read:
    is_whole = len(digits_in(without_point(said))) == ENTERPRISE_LENGTH
    if number not in registered:
        return Fault("ice_enterprise" if is_whole else "ice_length")
    return number if is_whole else Read(number, "ice_restored", number)


def without_point(said: str) -> str:
    """A whole number as it was before a spreadsheet put a point behind it."""
    return said.split(".")[0] if _WHOLE.fullmatch(said) else said


def restored(said: str) -> Read | None:
    digits = "".join(said.split())
    if not (digits.isascii() and digits.isdigit() and ENTERPRISE_LENGTH < len(digits) < LENGTH):
        return None
    try:
        number = parse(digits.zfill(LENGTH)).number
    except IceError:
        return None
    return Read(number, "ice_restored", number)
