"""The catalogue of a centre: a service it offers, as versions, with prices by date."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.plan.models import Service
from jalon.ui.fields import WordsField


def codes():
    return ArrayField(models.CharField(max_length=80), default=list, blank=True)


class Offering(Record):
    """A service a centre offers, by the code its deeds carry; `service` is the plan's, if it has one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="offerings")
    code = models.SlugField(max_length=60)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("centre", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "code"),
                name="services_a_centre_offers_a_code_once",
                violation_error_message=_("The centre already offers a service under this code."),
            ),
        )


class OfferingVersion(Record):
    """What a service is, asks and promises. Orders name the version they were made under."""

    class Kind(models.TextChoices):
        TESTING = "testing", _("tests")
        VALIDATION = "validation", _("product validation")
        CERTIFICATION = "certification", _("certification")
        OTHER = "other", _("other service")

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = WordsField()
    summary = WordsField(blank=True)
    questions = models.JSONField(default=list, blank=True)  # code, words, kind, is_required
    methods = codes()
    standards = codes()
    equipment_kinds = codes()
    authorisations = codes()
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    axis_code = models.CharField(max_length=40, blank=True)
    funding_line_code = models.CharField(max_length=40, blank=True)
    general_interest = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("offering", "number")
        constraints = (
            models.UniqueConstraint(fields=("offering", "number"), name="services_a_version_has_its_number"),
        )


class Opening(Record):
    """From a day on, the version firms ask for; without a version, the service is no longer offered."""

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="openings")
    version = models.ForeignKey(OfferingVersion, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()

    class Meta:
        ordering = ("offering", "starts_on", "id")


class Price(Record):
    """What a line of the price list costs from a day on, without tax; the last word for a code counts."""

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="prices")
    code = models.CharField(max_length=40)
    name = WordsField()
    unit = models.CharField(max_length=30, blank=True)
    amount = models.BigIntegerField()
    vat_rate = models.DecimalField(max_digits=5, decimal_places=4)
    starts_on = models.DateField()

    class Meta:
        ordering = ("offering", "code", "starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="services_a_price_is_not_negative",
                violation_error_message=_("A price is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lt=1), name="services_a_vat_rate_is_a_share"
            ),
        )
