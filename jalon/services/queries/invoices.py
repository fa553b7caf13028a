"""What is left to invoice of an order, and what was paid of an invoice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from jalon.services.models import Invoice, InvoiceLine, Payment, Quote, QuoteLine, Request

ACCEPTED = ("accepted", "planned", "in_progress", "suspended", "delivered", "contested", "closed")


@dataclass(frozen=True)
class Left:
    """What is left of a line: to invoice, of a quote; to give back, of an invoice."""

    line: QuoteLine
    quantity: Decimal
    amount: int


@dataclass(frozen=True)
class Account:
    """Where an invoice stands, in centimes."""

    due: int
    credited: int
    paid: int
    is_late: bool

    @property
    def left(self) -> int:
        """What is still to be paid; below zero, what is to be given back to the firm."""
        return self.due - self.credited - self.paid

    @property
    def state(self) -> str:
        if self.credited and self.credited >= self.due and not self.paid:
            return "credited"
        if self.left <= 0:
            return "paid" if self.left == 0 else "overpaid"
        if self.is_late:
            return "late"
        return "partly_paid" if self.paid else "to_pay"


def invoiceable(request: Request) -> Quote | None:
    """The quote the firm accepted, when the order stands."""
    if request.state not in ACCEPTED:
        return None
    return request.quotes.filter(acceptance__isnull=False).order_by("-revision").first()


def left_of_quote(quote: Quote) -> list[Left]:
    """What no invoice took yet; what a credit note gave back may be invoiced again."""
    taken = taken_of(InvoiceLine.objects.filter(invoice__quote=quote))
    return [left_of(line, line.quantity, line.amount, taken) for line in quote.lines.all()]


def left_of_invoice(invoice: Invoice) -> list[Left]:
    """What no credit note gave back yet."""
    given = taken_of(InvoiceLine.objects.filter(invoice__corrects=invoice), sign=-1)
    return [
        left_of(line.quoted, line.quantity, line.amount, given)
        for line in invoice.lines.select_related("quoted")
    ]


def taken_of(lines, *, sign: int = 1) -> dict[int, tuple[Decimal, int]]:
    """Quantity and amount of each quoted line, without what was given back."""
    found: dict[int, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for key, kind, quantity, amount in lines.values_list("quoted", "invoice__kind", "quantity", "amount"):
        way = sign if kind == Invoice.Kind.INVOICE else -sign
        before = found[key]
        found[key] = before[0] + way * quantity, before[1] + way * amount
    return found


def left_of(line: QuoteLine, quantity: Decimal, amount: int, taken) -> Left:
    took, cost = taken[line.pk]
    return Left(line, quantity - took, amount - cost)


def accounts_of(invoices: Iterable[Invoice], *, on: date) -> dict[int, Account]:
    """Where each invoice stands, in two questions however many there are."""
    invoices = list(invoices)
    paid = dict(
        Payment.objects.filter(invoice__in=invoices, undone=None)
        .order_by()
        .values_list("invoice")
        .annotate(Sum("amount"))
    )
    credited: dict[int, int] = defaultdict(int)
    for note in Invoice.objects.filter(corrects__in=invoices).only(
        "corrects_id", "amount", "vat", "funded_amount"
    ):
        credited[note.corrects_id] += note.due
    return {
        one.pk: Account(one.due, credited[one.pk], paid.get(one.pk, 0), bool(one.due_on and on > one.due_on))
        for one in invoices
    }


def account_of(invoice: Invoice, *, on: date) -> Account:
    return accounts_of([invoice], on=on)[invoice.pk]


def invoices_of(standing):
    """The invoices and credit notes of the centres whose accounts a person keeps."""
    seen = Invoice.objects.filter(centre__in=standing.organisations_where("work.invoice"))
    return seen.select_related(
        "centre", "request__enterprise", "request__centre", "corrects__centre"
    ).order_by("-id")
