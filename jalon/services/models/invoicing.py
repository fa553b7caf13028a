"""What a firm owes for an order: invoices and credit notes, numbered without a gap, and what was paid."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.evidence.models import Document
from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.services.models.quotes import Quote, QuoteLine
from jalon.services.models.requests import Request


class Invoice(Record):
    """An invoice, or the credit note of one: amounts in centimes, positive, frozen with their paper."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    request = models.ForeignKey(Request, models.PROTECT, related_name="invoices")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="invoices")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    reason = models.CharField(max_length=300, blank=True)
    on = models.DateField(db_column="on_day")
    due_on = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField()  # without tax
    vat = models.BigIntegerField()
    funded_amount = models.BigIntegerField(default=0)  # of the whole, what the plan pays for the firm
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "kind", "year", "serial"), name="services_an_invoice_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, vat__gte=0, funded_amount__gte=0, serial__gte=1),
                name="services_an_invoice_is_not_negative",
                violation_error_message=_(
                    "An invoice says an amount above zero; a credit note takes it back."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects=None, due_on__isnull=False)
                | (Q(kind="credit_note", corrects__isnull=False) & ~Q(reason="")),
                name="services_a_credit_note_says_what_it_corrects",
                violation_error_message=_("A credit note names its invoice, and says why."),
            ),
        )

    @property
    def number(self) -> str:
        """As people write it; isolated by who shows it."""
        letter = "F" if self.kind == self.Kind.INVOICE else "A"
        return f"{self.centre.code}-{letter}-{self.year}-{self.serial:05}"

    @property
    def due(self) -> int:
        """What the firm owes by it, tax included, without the part the plan pays."""
        return self.amount + self.vat - self.funded_amount


class InvoiceLine(Record):
    """A line of the quote, for the quantity that is invoiced or given back."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    quoted = models.ForeignKey(QuoteLine, models.PROTECT, related_name="invoiced")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("invoice", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("invoice", "position"), name="services_one_line_a_position_of_an_invoice"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount__gte=0), name="services_an_invoiced_quantity_is_positive"
            ),
        )


class Payment(Record):
    """Money received for an invoice."""

    class Means(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        CARD = "card", _("card")
        OTHER = "other", _("otherwise")

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    on = models.DateField(db_column="on_day")
    amount = models.BigIntegerField()
    means = models.CharField(max_length=10, choices=Means.choices)
    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("invoice", "id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="services_a_payment_is_positive"),
        )


class PaymentUndone(Record):
    """A payment written down by mistake, or a cheque that came back."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="undone")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="services_an_undone_payment_has_its_reason",
                violation_error_message=_("Say why the payment does not count."),
            ),
        )
