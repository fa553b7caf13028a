"""The register of invoices for the accountant: a line a rate of tax, in dirhams, separated by semicolons."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal

from jalon.services.invoicing.tax import bases_said, tax_of
from jalon.services.models import Invoice

HEADS = (
    "number", "kind", "day", "due_on", "request", "firm", "ice", "corrects", "vat_rate", "without_tax", "vat",
    "with_tax", "funded", "simulated",
)  # fmt: skip


class Echo:
    """What the CSV writer writes to: each line is given back."""

    def write(self, line: str) -> str:
        return line


def register(invoices: Iterable[Invoice]) -> Iterator[str]:
    """The lines of the file, a mark first so that spreadsheets read its accents."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(HEADS)
    for invoice in invoices:
        for row in rows_of(invoice):
            yield writer.writerow([harmless(value) for value in row])


def rows_of(invoice: Invoice) -> Iterator[tuple]:
    """A credit note takes back: its amounts are below zero. What the plan pays is on the first line."""
    sign = 1 if invoice.kind == Invoice.Kind.INVOICE else -1
    bases, firm = bases_said(invoice), invoice.request.enterprise
    for place, (rate, vat) in enumerate(tax_of(invoice).items()):
        base = bases[rate]
        yield (
            invoice.number,
            invoice.kind,
            invoice.on.isoformat(),
            invoice.due_on.isoformat() if invoice.due_on else "",
            invoice.request.number,
            firm.name,
            ice_of(invoice),
            invoice.corrects.number if invoice.corrects else "",
            f"{(rate * 100).normalize():f}",
            dirhams(sign * base),
            dirhams(sign * vat),
            dirhams(sign * (base + vat)),
            dirhams(sign * invoice.funded_amount if not place else 0),
            "yes" if invoice.request.simulated else "",
        )


def ice_of(invoice: Invoice) -> str:
    """The ICE of the site that asked, as the invoice says it; else the number of the enterprise."""
    site = invoice.request.establishment
    return site.ice if site else invoice.request.enterprise.number or ""


def dirhams(centimes: int) -> str:
    return f"{Decimal(centimes) / 100:.2f}"


def harmless(value: str) -> str:
    """A name that begins like a formula is text in any spreadsheet; a number stays one."""
    is_number = value[:1] == "-" and value[1:].replace(".", "").isdigit()
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else value
