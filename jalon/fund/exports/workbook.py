"""The journal of the books as a workbook, in the reader's language: numbers stay numbers."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.fund.models import Posting
from jalon.kernel.money import dirhams
from jalon.plan.models import Plan
from jalon.ui import formats

AT_ONCE = 2000
LONGEST = 32_767  # characters a cell of a workbook can hold
MOST = 1_048_574  # rows a sheet can hold under its two heads
AMOUNT = 10  # the column of dirhams
WIDTHS = (8, 12, 28, 20, 12, 18, 10, 8, 8, 16, 18, 32, 32, 32, 10, 10, 20)
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(plan: Plan, lines, *, on, known_at: int | None) -> bytes:
    """One row a line of an entry, the first written first."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    sheet = book.add_worksheet(_("Entries")[:31])
    if get_language_bidi():
        sheet.right_to_left()
    bold, day, amount = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, amount if column == AMOUNT else None)
    sheet.write_string(0, 0, " ".join((banner(plan, on, known_at), *what_is_cut(lines))), bold)
    sheet.write_row(1, 0, [str(head) for head in heads()], bold)
    sheet.freeze_panes(2, 0)
    for number, row in enumerate(rows(lines), start=2):
        put(sheet, number, row, day, amount)
    book.close()
    return stream.getvalue()


def banner(plan: Plan, on, known_at) -> str:
    said = _("Fund of %(plan)s, up to %(day)s") % {"plan": plan.code, "day": formats.plain_day(on)}
    return (
        said
        if known_at is None
        else _("%(said)s, as known at moment %(moment)s") % {"said": said, "moment": known_at}
    )


def what_is_cut(lines) -> Iterable[str]:
    """A sheet has an end: what it cannot hold is said, and where to get it."""
    if (cut := lines.count() - MOST) > 0:
        said = {"some": formats.plain_number(MOST), "cut": formats.plain_number(cut)}
        yield _("The first %(some)s lines; %(cut)s more do not fit: choose a year or a contract.") % said


def heads() -> tuple:
    return (
        *(_("Entry"), _("Day"), _("Step"), _("Account"), _("Funder"), _("Contract"), _("Funding line")),
        *(_("Axis"), _("Budget year"), _("Activity"), _("Amount, in dirhams"), _("Document")),
        *(_("Authority"), _("Reason"), _("Simulated"), _("Moment"), _("Digest")),
    )


def rows(lines) -> Iterable[tuple]:
    ordered = lines.select_related("entry", "event").order_by("pk")
    for line in ordered[:MOST].iterator(AT_ONCE):
        yield row_of(line)


def row_of(line: Posting) -> tuple:
    entry = line.entry
    return (
        *(entry.number, entry.on, entry.get_step_display(), line.get_account_display()),
        *(line.source, line.contract, line.line, line.axis, line.year, line.get_activity_display()),
        *(dirhams(line.amount), entry.document, entry.authority, entry.reason),
        *(_("yes") if entry.simulated else _("no"), line.event.number, bytes(entry.hash).hex()),
    )


def put(sheet, number: int, row: tuple, day, amount) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if hasattr(value, "isoformat"):
            sheet.write_datetime(number, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(number, column, value[:LONGEST])
        else:
            sheet.write_number(number, column, float(value), amount if column == AMOUNT else None)
