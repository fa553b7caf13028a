"""A firm's request: what it needs, how far it is, what was said meanwhile."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel import states
from jalon.network.models import Enterprise, Establishment, Organisation
from jalon.services.models.offerings import OfferingVersion


class Counter(models.Model):
    """The last number given, a centre and a year: locked by who takes the next, so that none is skipped."""

    class Series(models.TextChoices):
        REQUEST = "request", _("request")
        QUOTE = "quote", _("quote")
        SAMPLE = "sample", _("sample")
        REPORT = "report", _("report")
        VALIDATION = "validation", _("validation")
        APPLICATION = "application", _("application")
        CERTIFICATE = "certificate", _("certificate")
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")
        CASE = "case", _("case")

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    series = models.CharField(max_length=16, choices=Series.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "series", "year"), name="services_one_counter_a_series"
            ),
        )


class Request(Thing):
    """What a firm asks of a centre; the firm is an enterprise, one of its sites when it says so."""

    machine = states.REQUEST

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on the portal")
        TELEPHONE = "telephone", _("by telephone")
        VISIT = "visit", _("during a visit")
        MAIL = "mail", _("by mail")

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    offered = models.ForeignKey(OfferingVersion, models.PROTECT, related_name="requests")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="requests")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="requests"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    comes_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="goes_on_as")
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_request_has_its_number"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="services_requests_count_from_one"),
        )
        indexes = (
            models.Index(fields=("centre", "state", "-id"), name="services_requests_of_a_centre"),
            models.Index(fields=("enterprise", "-id"), name="services_requests_of_a_firm"),
        )

    @property
    def number(self) -> str:
        """As people write it; isolated by who shows it."""
        return f"{self.centre.code}-{self.year}-{self.serial:05}"


class RequestStep(Step):
    thing = models.ForeignKey(Request, models.PROTECT, related_name="steps")


class Need(Record):
    """What the firm needs, in its words and in answers to the service's questions; the last word counts."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="needs")
    text = models.TextField()
    answers = models.JSONField(default=dict, blank=True)
    wanted_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("request", "id")


class Contact(models.Model):
    """Whom to speak to about a request: a person's name, so it can be mended and erased."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        ordering = ("id",)


class Interaction(Record):
    """Something said between the firm and the centre; what is not shared stays in the centre."""

    class Means(models.TextChoices):
        TELEPHONE = "telephone", _("telephone call")
        VISIT = "visit", _("visit")
        MAIL = "mail", _("mail")
        NOTE = "note", _("note")

    request = models.ForeignKey(Request, models.PROTECT, related_name="interactions")
    means = models.CharField(max_length=10, choices=Means.choices)
    on = models.DateField(db_column="on_day")
    text = models.TextField()
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("request", "-id")
