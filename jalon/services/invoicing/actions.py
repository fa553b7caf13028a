"""Invoice an order, give an invoice back in whole or in part, write payments down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.evidence.actions import Deed, record_in, store_document
from jalon.evidence.actions.holding import one_at_a_time
from jalon.journal.actions import recording
from jalon.journal.lives import MOVED_MEANWHILE
from jalon.services.actions.numbering import take_number
from jalon.services.actions.quoting import rounded
from jalon.services.actions.requests import SOURCE, subject_of
from jalon.services.invoicing.paper import invoice_paper
from jalon.services.invoicing.tax import bases_of, given_back, taxed
from jalon.services.models import Counter, Invoice, InvoiceLine, Payment, PaymentUndone, QuoteLine, Request
from jalon.services.queries.invoices import Left, account_of, invoiceable, left_of_invoice, left_of_quote
from jalon.services.words import REQUEST

VERBS = {Invoice.Kind.INVOICE: "invoice.issued", Invoice.Kind.CREDIT_NOTE: "invoice.credited"}
DEEDS = {Invoice.Kind.INVOICE: "income.invoiced", Invoice.Kind.CREDIT_NOTE: "income.credited"}
SERIES = {Invoice.Kind.INVOICE: Counter.Series.INVOICE, Invoice.Kind.CREDIT_NOTE: Counter.Series.CREDIT_NOTE}


@dataclass(frozen=True)
class Part:
    """A quantity of a quoted line, with its amount in centimes without tax."""

    line: QuoteLine
    quantity: Decimal
    amount: int


def invoice(
    request: Request,
    quantities: Mapping[int, Decimal],
    *,
    due_on: date,
    by,
    on: date,
    at: datetime,
    after: int | None = None,
) -> Invoice:
    """Invoice quantities of the accepted quote, by the keys of its lines; the income is evidence at once.

    `after` is how many invoices and credit notes the page showed. Raises ValidationError when there are
    others, when there is no order, or not that much left of a line.
    """
    with transaction.atomic():
        held = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
        refuse_stale(held.invoices, after)
        quote = invoiceable(held)
        if quote is None:
            raise ValidationError(_("There is no order to invoice: the firm accepts a quote first."))
        if due_on < on:
            raise ValidationError(_("An invoice is due on its day or later: change the day it is due."))
        parts = parts_of(left_of_quote(quote), quantities)
        before = sum(one.amount for one in quote.lines.all()) - sum(
            one.amount for one in left_of_quote(quote)
        )
        made = Invoice(kind=Invoice.Kind.INVOICE, request=held, quote=quote, due_on=due_on)
        whole, funded = quote.amount, quote.funded_amount
        return issued(made, parts, shares=(before, whole, funded), by=by, on=on, at=at)


def credit(
    invoice: Invoice,
    quantities: Mapping[int, Decimal],
    *,
    reason: str,
    by,
    on: date,
    at: datetime,
    after: int | None = None,
) -> Invoice:
    """Give back quantities of an invoice, by a credit note that says why. Raises ValidationError."""
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True).get(pk=invoice.request_id)
        refuse_stale(invoice.credit_notes, after)
        if invoice.kind != Invoice.Kind.INVOICE:
            raise ValidationError(_("A credit note corrects an invoice: choose the invoice."))
        if not reason.strip():
            raise ValidationError(_("Say why the invoice is corrected."))
        parts = parts_of(left_of_invoice(invoice), quantities)
        before = sum(note.amount for note in invoice.credit_notes.all())
        made = Invoice(
            kind=Invoice.Kind.CREDIT_NOTE,
            request=invoice.request,
            quote=invoice.quote,
            corrects=invoice,
            reason=reason.strip(),
        )
        return issued(
            made, parts, shares=(before, invoice.amount, invoice.funded_amount), by=by, on=on, at=at
        )


def refuse_stale(written, after: int | None) -> None:
    """A form sent twice acts once: `after` is how many were written when its page was drawn."""
    if after is not None and after != written.count():
        raise ValidationError(REQUEST.sentences((MOVED_MEANWHILE,)))


def parts_of(left: Sequence[Left], quantities: Mapping[int, Decimal]) -> list[Part]:
    """What is asked of each line. The last part of a line takes the centimes rounding left."""
    parts = [part_of(one, quantities[one.line.pk]) for one in left if quantities.get(one.line.pk)]
    if not parts or not sum(part.amount for part in parts):
        raise ValidationError(_("Nothing is left to say here: write a quantity on one line at least."))
    return parts


def part_of(left: Left, quantity: Decimal) -> Part:
    if not 0 < quantity <= left.quantity:
        raise ValidationError(
            _("“%(line)s”: at most %(left)s are left.")
            % {"line": left.line.text, "left": plain(left.quantity)}
        )
    is_last = quantity == left.quantity
    amount = left.amount if is_last else min(rounded(quantity * left.line.unit_amount), left.amount)
    return Part(left.line, quantity, amount)


def plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def funded_part(amount: int, *, before: int, whole: int, funded: int) -> int:
    """What the plan pays of a part: the parts of a whole add up to what it pays of the whole."""
    if not funded:
        return 0
    return rounded(Decimal(funded) * (before + amount) / whole) - rounded(Decimal(funded) * before / whole)


def issued(made: Invoice, parts: Sequence[Part], *, shares, by, on: date, at: datetime) -> Invoice:
    """Number, set and keep an invoice or a credit note; its income is in the same event."""
    before, whole, funded = shares
    request, given = made.request, given_back(made.corrects) if made.corrects else {}
    made.centre, made.on, made.year = request.centre, on, on.year
    made.serial = take_number(request.centre, SERIES[made.kind], year=on.year)
    made.amount = sum(part.amount for part in parts)
    made.vat = sum(taxed(bases_of((one.line.vat_rate, one.amount) for one in parts), given).values())
    made.funded_amount = funded_part(made.amount, before=before, whole=whole, funded=funded)
    one_at_a_time(request.centre_id)  # before the journal's lock, as everybody takes them
    paper = invoice_paper(made, parts, at=at)
    made.document_id = store_document(paper, name=f"{made.number}.pdf", centre=request.centre, by=by)
    payload = {"centre": request.centre.code, "number": made.number, "amount": made.amount}
    with recording(VERBS[made.kind], subject=subject_of(request), by=by, payload=payload) as record:
        record.keep(made)
        record.keep_all(
            InvoiceLine(
                invoice=made, position=place, quoted=part.line, quantity=part.quantity, amount=part.amount
            )
            for place, part in enumerate(parts, start=1)
        )
        deeds = {"deeds": [income_of(made)], "source": SOURCE, "simulated": request.simulated}
        record_in(record, centre=request.centre, on=on, **deeds)
    return made


def income_of(made: Invoice) -> Deed:
    """Income as evidence, without tax: under the axis and the line of the quote, else of the catalogue."""
    request, version = made.request, made.request.offered
    offering = version.offering
    is_funded = bool(made.quote.funded_amount)
    return Deed(
        external_id=f"invoice:{made.uid}",
        kind=DEEDS[made.kind],
        on=made.on,
        amount=made.amount,
        enterprise=request.enterprise,
        establishment=request.establishment,
        axis=made.quote.axis_code if is_funded else version.axis_code,
        funding_line=made.quote.funding_line_code if is_funded else version.funding_line_code,
        service=offering.service.code if offering.service else offering.code,
        general_interest=version.general_interest,
        attributes={"reference": made.number},
        documents=(made.document_id,),
    )


def pay(
    invoice: Invoice,
    *,
    amount: int,
    on: date,
    means: str,
    by,
    today: date,
    reference: str = "",
    after: int | None = None,
) -> Payment:
    """Write down money received for an invoice. Raises ValidationError beyond what is left of it."""
    with recording(
        "invoice.paid", subject=subject_of(invoice.request), by=by, payload=told(invoice)
    ) as record:
        Request.objects.select_for_update(no_key=True).get(pk=invoice.request_id)
        refuse_stale(invoice.payments, after)
        if not invoice.on <= on <= today:
            raise ValidationError(_("A payment is of a day from the invoice's to today."))
        if amount <= 0 or amount > account_of(invoice, on=today).left:
            raise ValidationError(_("A payment is above zero, and at most what is left to pay."))
        record.payload["amount"] = amount
        return record.keep(
            Payment(invoice=invoice, on=on, amount=amount, means=means, reference=reference.strip())
        )


def undo_payment(payment: Payment, *, reason: str, by) -> PaymentUndone:
    """Say that a payment does not count, and why. Raises ValidationError."""
    invoice = payment.invoice
    with recording(
        "invoice.payment_undone", subject=subject_of(invoice.request), by=by, payload=told(invoice)
    ) as record:
        Request.objects.select_for_update(no_key=True).get(pk=invoice.request_id)
        if not reason.strip():
            raise ValidationError(_("Say why the payment does not count."))
        if PaymentUndone.objects.filter(payment=payment).exists():
            raise ValidationError(_("This payment was already undone."))
        return record.keep(PaymentUndone(payment=payment, reason=reason.strip()))


def told(invoice: Invoice) -> dict:
    return {"centre": invoice.centre.code, "number": invoice.number}
