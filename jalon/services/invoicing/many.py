"""Whole orders of a centre invoiced at once: numbers without a gap, one event, a deed each."""

from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.evidence.actions import record_in
from jalon.evidence.actions.holding import one_at_a_time
from jalon.journal.actions import recording
from jalon.services.actions.numbering import take_numbers
from jalon.services.actions.requests import SOURCE
from jalon.services.invoicing.actions import Part, income_of
from jalon.services.models import Counter, Invoice, InvoiceLine, Payment, Quote, Request
from jalon.services.queries.invoices import ACCEPTED, accounts_of

Paper = Callable[[Invoice, Sequence[Part]], str]


@transaction.atomic
def invoice_whole(requests: Sequence[Request], *, due_on: date, by, on: date, paper: Paper) -> list[Invoice]:
    """Invoice all of the accepted quote of each order that has no invoice. Raises ValidationError.

    `paper` keeps the document of an invoice: the digest of its bytes.
    """
    if not requests:
        return []
    centre = requests[0].centre
    list(Request.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in requests]))
    quotes = accepted_quotes(requests)
    if due_on < on or len(quotes) != len(requests):
        raise ValidationError(_("There is no order to invoice: the firm accepts a quote first."))
    if Invoice.objects.filter(request__in=requests).exists():
        raise ValidationError(_("Nothing is left to say here: write a quantity on one line at least."))
    one_at_a_time(centre.pk)
    numbers = take_numbers(centre, Counter.Series.INVOICE, year=on.year, count=len(requests))
    made = [
        invoice_of(request, quotes[request.pk], serial, on=on, due_on=due_on)
        for request, serial in zip(requests, numbers, strict=True)
    ]
    parts = {one.uid: parts_of(one.quote) for one in made}
    for one in made:
        one.document_id = paper(one, parts[one.uid])
    payload = {"centre": centre.code, "invoices": len(made), "amount": sum(one.amount for one in made)}
    with recording("invoice.issued", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        record.keep_all(made)
        record.keep_all(
            InvoiceLine(
                invoice=one, position=place, quoted=part.line, quantity=part.quantity, amount=part.amount
            )
            for one in made
            for place, part in enumerate(parts[one.uid], 1)
        )
        (simulated,) = {request.simulated for request in requests}
        told = {"source": SOURCE, "simulated": simulated, "on": on}
        record_in(record, centre=centre, deeds=[income_of(one) for one in made], **told)
    return made


def accepted_quotes(requests: Sequence[Request]) -> dict[int, Quote]:
    """The quote each firm accepted, while the order stands."""
    standing = {one.pk: one for one in requests if one.state in ACCEPTED}
    found = Quote.objects.filter(request__in=list(standing), acceptance__isnull=False)
    return {quote.request_id: quote for quote in found.order_by("revision").prefetch_related("lines")}


def parts_of(quote: Quote) -> list[Part]:
    return [Part(line, line.quantity, line.amount) for line in quote.lines.all()]


def invoice_of(request: Request, quote: Quote, serial: int, *, on: date, due_on: date) -> Invoice:
    return Invoice(
        kind=Invoice.Kind.INVOICE,
        centre=request.centre,
        year=on.year,
        serial=serial,
        request=request,
        quote=quote,
        on=on,
        due_on=due_on,
        amount=quote.amount,
        vat=quote.vat,
        funded_amount=quote.funded_amount,
    )


def pay_whole(invoices: Sequence[Invoice], *, means: str, by, on: date) -> list[Payment]:
    """Write down that each invoice was paid in full on a day."""
    if not invoices:
        return []
    left = {key: account.left for key, account in accounts_of(invoices, on=on).items()}
    if any(amount <= 0 for amount in left.values()) or any(on < one.on for one in invoices):
        raise ValidationError(_("A payment is above zero, and at most what is left to pay."))
    centre = invoices[0].centre
    payload = {"centre": centre.code, "payments": len(left), "amount": sum(left.values())}
    with recording("invoice.paid", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        return record.keep_all(
            Payment(invoice=one, on=on, amount=left[one.pk], means=means) for one in invoices
        )
