"""The comparison of the centres as a workbook: numbers stay numbers, what is hidden says so."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from jalon.services.quality.queries.comparison import Centres, Compared
from jalon.ui import formats

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDEST = 24
RATES = (6, 9)  # columns of shares


def workbook(found: Centres, span) -> bytes:
    """A line a centre, the network last, in the reader's language."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    sheet = book.add_worksheet(_("Centres"))
    if get_language_bidi():
        sheet.right_to_left()
    bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    sheet.write_string(0, 0, banner(found, span), bold)
    sheet.write_row(1, 0, heads(), bold)
    sheet.set_column(0, len(heads()) - 1, WIDEST)
    for column in RATES:
        sheet.set_column(column, column, WIDEST, percent)
    for line, one in enumerate((*found.rows, found.network), start=2):
        sheet.write_row(line, 0, cells(one))
    sheet.freeze_panes(2, 1)
    book.close()
    return content.getvalue()


def banner(found: Centres, span) -> str:
    days = {"since": formats.plain_day(span.since), "until": formats.plain_day(span.until)}
    said = _("Turn-around and satisfaction of the centres, from %(since)s to %(until)s") % days
    return formats.dotted(said, _("simulated")) if found.is_simulated else said


def heads() -> list[str]:
    return [
        _("Centre"), _("Services delivered"), _("Mean, working days"), _("Median, working days"),
        _("Nine in ten within, working days"), _("Orders whose firm was asked"), _("Response rate"),
        _("Answers of firms"), _("Mean mark, of five"), _("Satisfied or very satisfied"),
    ]  # fmt: skip


def cells(one: Compared) -> list:
    name = one.centre.code if one.centre else _("network")
    taken, said = one.turn_around, one.answers
    hidden = pgettext("a number", "hidden")
    return [
        name,
        *([taken.count, *map(known, (taken.mean, taken.median, taken.ninth))] if taken else [hidden] * 4),
        hidden if one.asked is None else one.asked,
        hidden if one.hides_response else known(one.response),
        *([said.answers, known(said.mean), known(said.share)] if said else [hidden] * 3),
    ]


def known(value):
    """A number, or an empty cell: no data is not zero."""
    return None if value is None else float(value)
