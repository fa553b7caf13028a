"""What an instrument wrote, laid on the lines of a sheet: each cell that cannot be is told by its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.services.models import TestLine
from jalon.ui import formats

NAMES = {
    "sample": ("sample", "échantillon", "echantillon", "العينة", "عينة"),
    "clause": ("clause", "البند", "بند"),
    "value": ("result", "value", "résultat", "resultat", "valeur", "النتيجة", "القيمة"),
    "spread": ("u", "uncertainty", "incertitude", "الارتياب"),
    "k": ("k",),
    "unit": ("unit", "unité", "unite", "الوحدة"),
}
NEEDED = ("sample", "clause", "value")
MOST = 40


@dataclass
class Laid:
    """The sheet as the file fills it, by line and column, and what was left out, by row and column."""

    typed: dict[int, dict[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def lay(rows: Sequence[Sequence[str]], lines: Sequence[TestLine]) -> Laid:
    """The first row names the columns, in any of the three languages."""
    laid = Laid()
    columns = columns_of(rows[0] if rows else ())
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        laid.wrong.append(_("The first row names the columns: sample, clause and result at least."))
        return laid
    known = {(line.sample.number.casefold(), line.clause.code.casefold()): line for line in lines}
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            lay_row(laid, number, said_in(row, columns), known)
    return laid


def columns_of(heads: Sequence[str]) -> dict[str, int]:
    spelled = {spelling: name for name, spellings in NAMES.items() for spelling in spellings}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = spelled.get(head.strip().casefold())
        if name:
            found.setdefault(name, place)
    return found


def said_in(row: Sequence[str], columns: dict[str, int]) -> dict[str, str]:
    return {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}


def lay_row(laid: Laid, number: int, said: dict[str, str], known: dict) -> None:
    line = known.get((said["sample"].casefold(), said["clause"].casefold()))
    where = {"row": number, "sample": said["sample"][:MOST], "clause": said["clause"][:MOST]}
    if line is None:
        laid.wrong.append(
            _("Row %(row)s, columns sample and clause: no such test here: %(sample)s %(clause)s.") % where
        )
    elif line.pk in laid.typed:
        laid.wrong.append(_("Row %(row)s: %(sample)s %(clause)s stands in the file twice.") % where)
    elif not said["value"]:
        laid.wrong.append(_("Row %(row)s, column result: it is blank. A blank is not zero.") % where)
    elif too_long := next((name for name, text in said.items() if len(text) > MOST), ""):
        where["column"] = too_long
        laid.wrong.append(_("Row %(row)s, column %(column)s: what is written is too long.") % where)
    else:
        laid.typed[line.pk] = {name: said.get(name, "") for name in ("value", "spread", "k", "unit")}


def summary(laid: Laid) -> str:
    count = len(laid.typed)
    return ngettext(
        "%(count)s result was read: check it, then keep it.",
        "%(count)s results were read: check them, then keep them.",
        count,
    ) % {"count": formats.plain_number(count)}
