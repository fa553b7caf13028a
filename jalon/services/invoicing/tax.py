"""The tax of invoices, rounded once a rate; the credit notes of an invoice add up to it to the centime."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from jalon.services.actions.quoting import rounded
from jalon.services.models import Invoice

Bases = Mapping[Decimal, int]
"""Amounts without tax, in centimes, by the rate they are taxed at."""


def bases_of(parts: Iterable[tuple[Decimal, int]]) -> dict[Decimal, int]:
    """Rates and amounts, added up by rate."""
    found: dict[Decimal, int] = {}
    for rate, amount in parts:
        found[rate] = found.get(rate, 0) + amount
    return found


def taxed(bases: Bases, before: Bases) -> dict[Decimal, int]:
    """The tax by rate, of what comes after `before`: the parts of a whole add up to the tax of the whole."""
    return {
        rate: rounded(rate * (before.get(rate, 0) + base)) - rounded(rate * before.get(rate, 0))
        for rate, base in sorted(bases.items())
    }


def bases_said(invoice: Invoice) -> dict[Decimal, int]:
    """The bases of an invoice or of a credit note, from its lines."""
    return bases_of((line.quoted.vat_rate, line.amount) for line in invoice.lines.all())


def given_back(invoice: Invoice, *, before: int | None = None) -> dict[Decimal, int]:
    """The bases the credit notes of an invoice gave back; those of a key under `before`, when it is said."""
    notes = (one for one in invoice.credit_notes.all() if before is None or one.pk < before)
    return bases_of(part for note in notes for part in bases_said(note).items())


def tax_of(invoice: Invoice) -> dict[Decimal, int]:
    """The tax of an invoice or of a credit note by rate, as it was said."""
    before = given_back(invoice.corrects, before=invoice.pk) if invoice.corrects else {}
    return taxed(bases_said(invoice), before)
