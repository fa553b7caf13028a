"""The paper of an invoice or of a credit note: French, then Arabic, from the same data."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.services.invoicing.register import ice_of
from jalon.services.invoicing.tax import bases_of
from jalon.services.models import Invoice
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("invoice.typ")
LANGUAGES = ("fr", "ar")


def invoice_paper(invoice: Invoice, parts: Sequence, *, at: datetime) -> bytes:
    """The PDF/A; the same bytes for the same invoice and instant. Parts have line, quantity and amount."""
    pages = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            pages.append(page(invoice, parts, language))
    return typeset(TEMPLATE, {"title": invoice.number, "pages": pages}, at=at)


def page(invoice: Invoice, parts: Sequence, language: str) -> dict:
    return {
        "language": language,
        "mirrored": get_language_bidi(),
        "simulated": _("Simulated: nothing is owed.") if invoice.request.simulated else "",
        "centre": [formats.plain_words(invoice.centre.name), formats.plain_words(invoice.centre.address)],
        "title": title(invoice),
        "facts": facts(invoice),
        "heads": [_("Line"), _("Quantity"), _("Unit price"), _("VAT"), _("Amount")],
        "rows": [row(part) for part in parts],
        "totals": totals(invoice, parts),
    }


def title(invoice: Invoice) -> str:
    said = {"number": ltr(invoice.number)}
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Credit note %(number)s") % said
    return _("Invoice %(number)s") % said


def facts(invoice: Invoice) -> list[list[str]]:
    firm = invoice.request.enterprise
    ice = ice_of(invoice)
    said = [
        [_("Firm"), formats.isolate(firm.name)],
        [_("ICE"), ltr(ice) if ice else _("pending")],
        [_("Day"), formats.plain_day(invoice.on)],
        [_("Order"), ltr(invoice.request.number)],
    ]
    if invoice.corrects:
        said.append([_("Corrects invoice"), ltr(invoice.corrects.number)])
        said.append([_("Reason"), formats.isolate(invoice.reason)])
    else:
        said.append([_("Due on"), formats.plain_day(invoice.due_on)])
    return said


def row(part) -> list[str]:
    line = part.line
    return [
        formats.isolate(line.text),
        ltr(formats.plain_number(part.quantity)),
        money(line.unit_amount),
        ltr(formats.plain_percent(line.vat_rate)),
        money(part.amount),
    ]


def totals(invoice: Invoice, parts: Sequence) -> list[list[str]]:
    said = [[_("Without tax"), money(invoice.amount)]]
    bases = bases_of((part.line.vat_rate, part.amount) for part in parts)
    said += [
        [_("VAT %(rate)s on") % {"rate": ltr(formats.plain_percent(rate))}, money(base)]
        for rate, base in sorted(bases.items())
    ]
    said += [[_("VAT"), money(invoice.vat)], [_("With tax"), money(invoice.amount + invoice.vat)]]
    if invoice.funded_amount:
        said.append([_("Funded by the plan"), money(-invoice.funded_amount)])
    last = _("To give back") if invoice.kind == Invoice.Kind.CREDIT_NOTE else _("To pay")
    return [*said, [last, money(invoice.due)]]


def money(centimes: int) -> str:
    return ltr(formats.plain_amount(centimes))


def ltr(text: str) -> str:
    return formats.isolate(text)
