"""The register of decisions as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.committee.queries.decisions import Followed
from jalon.committee.sentences import FOLLOWED, decision_words
from jalon.ui import formats

WIDTHS = (10, 14, 20, 46, 26, 40, 40, 24, 14, 12)


def workbook(rows: Iterable[Followed]) -> bytes:
    """One line a decision, in the reader's language."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Decisions"))
    if get_language_bidi():
        sheet.right_to_left()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, heads(), bold)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    for line, one in enumerate(rows, start=1):
        sheet.write_row(line, 0, texts(one))
        if one.decision.due_on:
            sheet.write_datetime(line, 8, one.decision.due_on, day)
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def heads() -> list[str]:
    return [
        _("Session"), _("Contract"), _("Kind"), _("Point"), _("Decision"), _("Why"), _("To do"),
        _("By whom"), _("By when"), _("Follow-up"), _("Simulated"),
    ]  # fmt: skip


def texts(one: Followed) -> list:
    decision, item = one.decision, one.item
    return [
        item.session.number,
        item.contract.code if item.contract else "",
        str(item.get_kind_display()),
        formats.plain_words(item.title),
        decision_words(item.kind, decision.verb),
        decision.reservation or decision.reason,
        decision.terms.get("to_do", ""),
        formats.plain_words(decision.actor.name) if decision.actor else "",
        "",
        str(FOLLOWED[one.state]),
        _("simulated") if item.simulated else "",
    ]
