import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.network.models import Organisation


class ScopeLine(Record):
    """One line of an accreditation: what a body recognised that a site can do, by which method."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="scope_lines")
    body = models.CharField(max_length=120)
    number = models.CharField(max_length=80)
    site = models.CharField(max_length=120, blank=True)
    object = models.CharField(max_length=200)
    characteristic = models.CharField(max_length=200)
    method = models.CharField(max_length=120)
    range = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("centre", "body", "number", "object", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="capacity_a_scope_line_ends_after_it_begins",
                violation_error_message=_("A scope line ends on or after the day it begins."),
            ),
        )
        indexes = (models.Index(fields=("centre", "method"), name="capacity_scope_by_method"),)

    def __str__(self):
        return f"{self.method}: {self.characteristic}"


class ScopeChange(Record):
    """A line suspended, restored or withdrawn from a day on."""

    class Status(models.TextChoices):
        SUSPENDED = "suspended", _("suspended")
        RESTORED = "restored", _("restored")
        WITHDRAWN = "withdrawn", _("withdrawn")

    line = models.ForeignKey(ScopeLine, models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=Status.choices)
    on = models.DateField(db_column="on_day")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("line", "on", "pk")
