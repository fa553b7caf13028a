"""What a centre answers: the review of the contract, the quote, its revisions, and the firm's acceptance."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.evidence.models import Document
from jalon.journal.models import Record
from jalon.services.models.requests import Request


class ContractReview(Record):
    """What was checked before a quote, point by point. The decision rule is agreed, or nothing is stated."""

    class Rule(models.TextChoices):
        NO_STATEMENT = "no_statement", _("no statement of conformity")
        SIMPLE = "simple", _("simple acceptance")
        GUARDED = "guarded", _("guard band, pass or fail")
        FOUR_WAY = "four_way", _("guard band, with conditional pass and fail")
        RISK = "risk", _("given risk of false acceptance")
        STANDARD = "standard", _("rule of the standard itself")

    request = models.ForeignKey(Request, models.PROTECT, related_name="reviews")
    ticked = models.JSONField(default=dict)  # point: "yes" or "not_applicable"
    rule = models.CharField(max_length=16, choices=Rule.choices)
    rule_factor = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("request", "id")


class Quote(Record):
    """A revision of the price: amounts in centimes, frozen with the list they come from.

    What the plan funds of it is on an axis and a funding line.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="quotes")
    revision = models.PositiveSmallIntegerField()
    valid_until = models.DateField()
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.BigIntegerField()  # without tax
    vat = models.BigIntegerField()
    funded_amount = models.BigIntegerField(default=0)
    axis_code = models.CharField(max_length=40, blank=True)
    funding_line_code = models.CharField(max_length=40, blank=True)
    conditions = models.TextField(blank=True)

    class Meta:
        ordering = ("request", "revision")
        constraints = (
            models.UniqueConstraint(fields=("request", "revision"), name="services_a_quote_has_its_revision"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, vat__gte=0, funded_amount__gte=0),
                name="services_a_quote_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(funded_amount=0) | (~Q(axis_code="") & ~Q(funding_line_code="")),
                name="services_a_funded_quote_names_its_line",
                violation_error_message=_("A funded service names its axis and its funding line."),
            ),
        )


class QuoteLine(Record):
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)  # of the price list
    text = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit_amount = models.BigIntegerField()
    vat_rate = models.DecimalField(max_digits=5, decimal_places=4)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("quote", "position")
        constraints = (
            models.UniqueConstraint(fields=("quote", "position"), name="services_one_line_a_position"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="services_a_quoted_quantity_is_positive"
            ),
        )


class Acceptance(Record):
    """The firm's word on a quote: its order or its signature."""

    class Proof(models.TextChoices):
        ORDER = "order", _("purchase order")
        SIGNATURE = "signature", _("signed quote")
        PORTAL = "portal", _("accepted on the portal")

    quote = models.OneToOneField(Quote, models.PROTECT, related_name="acceptance")
    proof = models.CharField(max_length=10, choices=Proof.choices)
    order_number = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(db_column="on_day")
