"""Workbooks an import hands out: the template to fill, and the lines to mend."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.evidence.imports import sentences
from jalon.evidence.imports.help import ATTRIBUTE, HELP, INTRODUCTION, LINES, REQUIRED, TITLES
from jalon.evidence.imports.report import Report
from jalon.evidence.imports.spelling import FLAGS, in_language, is_arabic, spellings
from jalon.evidence.queries import catalogue
from jalon.evidence.reading.blocks import OWN_LISTS
from jalon.evidence.reading.cells import guarded
from jalon.evidence.reading.columns import COLUMNS
from jalon.evidence.reading.columns import REQUIRED as REQUIRED_NAMES
from jalon.evidence.reading.parsers import ACTIONS, ORIGINS, SIZES
from jalon.kernel.kinds import Kind
from jalon.kernel.words import LANGUAGES, Words
from jalon.network.models import Region, Sector
from jalon.plan.models import Axis, FundingLine
from jalon.plan.queries.catalogue import service_names
from jalon.ui.formats import number

PREPARED = 10_000  # lines with drop-down lists
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
OPEN = ("service",)  # a centre has services of its own
FIRST_DAY = dt.date(1990, 1, 1)


def template(language: str) -> bytes:
    """The workbook to fill: headers and lists in the reader's language, a help sheet in the three."""
    out = io.BytesIO()
    known = catalogue()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(in_language(LINES, language))
        lists = book.add_worksheet(OWN_LISTS)
        lists.hide()
        write_lines(book, sheet, lists, known, language)
        write_help(book, known, language)
    return out.getvalue()


def write_lines(book, sheet, lists, known: Mapping[str, Kind], language: str) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E3EEEE", "bottom": 1})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "quantity": book.add_format({"num_format": "#,##0.###"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
    }
    text = book.add_format({"num_format": "@"})
    names = [column.name for column in COLUMNS] + [f"attributes.{name}" for name in attribute_names(known)]
    types = {column.name: column.type for column in COLUMNS}
    for place, name in enumerate(names):
        sheet.write_string(0, place, heading(name, language), bold)
        sheet.set_column(place, place, 18, formats.get(types.get(name, ""), text))
    choices = {names.index(name): listed for name, listed in choices_of(known, language).items()}
    for list_place, (place, listed) in enumerate(choices.items()):
        add_list(sheet, lists, place, list_place, listed, is_open=names[place] in OPEN)
    day = {"validate": "date", "criteria": ">", "value": FIRST_DAY, "ignore_blank": True}
    sheet.data_validation(1, names.index("on"), PREPARED, names.index("on"), day)
    sheet.freeze_panes(1, 0)
    if language == "ar":
        sheet.right_to_left()


def heading(name: str, language: str) -> str:
    """The first heading of the language that an import understands; the name itself in English."""
    known = next((column for column in COLUMNS if column.name == name), None)
    if known is None or language == "en":
        return name
    if language == "ar":
        return next(filter(is_arabic, known.headings), name)
    return next((text.capitalize() if text != "ice" else "ICE" for text in known.headings), name)


def attribute_names(known: Mapping[str, Kind]) -> list[str]:
    return sorted({name for kind in known.values() for name in kind.attributes})


def choices_of(known: Mapping[str, Kind], language: str) -> dict[str, list[str]]:
    """What each drop-down list offers: codes where people know codes, words elsewhere."""
    spelled = {
        name: spellings(table, language) for name, table in (("firm_size", SIZES), ("origin", ORIGINS))
    }
    coded = {"sector": Sector, "region": Region, "axis": Axis, "funding_line": FundingLine}
    codes = {
        name: list(dict.fromkeys(model.objects.order_by("code").values_list("code", flat=True)))
        for name, model in coded.items()
    }
    flags = {name: list(FLAGS[language]) for name in ("general_interest", "high_value")}
    offered = service_names(on=timezone.localdate()).values()
    codes["service"] = [in_language(words, language) for words in offered]
    cancel = {"action": spellings({"cancel": ACTIONS["cancel"]}, language)}
    kinds = {"kind": [in_language(kind.words, language) for kind in known.values()]}
    return {name: listed for name, listed in (kinds | spelled | codes | flags | cancel).items() if listed}


def add_list(sheet, lists, place: int, list_place: int, listed: list[str], *, is_open: bool) -> None:
    """`is_open`: another text may be written, which the spreadsheet only remarks on."""
    lists.write_column(0, list_place, listed)
    column = xlsxwriter.utility.xl_col_to_name(list_place, True)
    source = f"={OWN_LISTS}!{column}$1:{column}${len(listed)}"
    rule = {"validate": "list", "source": source, "ignore_blank": True}
    rule |= {"error_type": "information"} if is_open else {}
    sheet.data_validation(1, place, PREPARED, place, rule)


def write_help(book, known: Mapping[str, Kind], language: str) -> None:
    sheet = book.add_worksheet(in_language(TITLES, language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, 60)
    for place, code in enumerate(LANGUAGES, 1):
        sheet.write_string(0, place, in_language(INTRODUCTION, code), wrapped)
    for row, (name, words) in enumerate(help_of(known), 2):
        sheet.write_string(row, 0, name, bold)
        for place, code in enumerate(LANGUAGES, 1):
            sheet.write_string(row, place, in_language(words, code), wrapped)


def help_of(known: Mapping[str, Kind]) -> Iterable[tuple[str, Words]]:
    for name, words in HELP.items():
        yield name, joined(words, REQUIRED, " ({})") if name in REQUIRED_NAMES else words
    for name in attribute_names(known):
        kinds = [kind for kind in known.values() if name in kind.attributes]
        said = Words(*(", ".join(in_language(kind.words, code) for kind in kinds) for code in LANGUAGES))
        yield f"attributes.{name}", joined(ATTRIBUTE, said, " {}.")


def joined(first: Words, second: Words, form: str) -> Words:
    return Words(*(in_language(first, code) + form.format(in_language(second, code)) for code in LANGUAGES))


def error_sheet(report: Report) -> bytes:
    """The lines to mend: where, what stands there, why it is refused, what to do."""
    out, kinds = io.BytesIO(), catalogue()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(_("Errors")[:31])
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        heads = (_("Sheet"), _("Row"), _("Column"), _("Value"), _("Why"), _("What to do"))
        sheet.write_row(0, 0, heads, bold)
        sheet.set_column(0, 3, 18)
        sheet.set_column(4, 5, 60)
        for row, said in enumerate(report.problems, 1):
            cells = (said["sheet"], f"{said['letter']}{said['row']}", said["column"], said["value"])
            for place, text in enumerate((*cells, *sentences.problem(said, kinds))):
                sheet.write_string(row, place, guarded(str(text)), wrapped)
        if more := report.errors - len(report.problems):
            said = ngettext(
                "%(count)s more error is not listed: mend these, then import the file again.",
                "%(count)s more errors are not listed: mend these, then import the file again.",
                more,
            )
            sheet.write_string(len(report.problems) + 1, 4, said % {"count": number(more)}, wrapped)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
