"""Organisations: who they are, where, and which centre left."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.ui.fields import WordsField


class Region(models.Model):
    code = models.CharField(max_length=12, unique=True)
    name = WordsField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")

    def __str__(self):
        return self.name.fr


class Sector(models.Model):
    """A division of the national nomenclature of activities."""

    code = models.CharField(max_length=12, unique=True)
    name = WordsField()

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.name.fr


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        NETWORK = "network", _("network")
        CENTRE = "centre", _("centre")
        FEDERATION = "federation", _("federation")
        FUNDER = "funder", _("funder")
        OTHER = "other", _("partner")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=40, unique=True)
    name = WordsField()
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    address = WordsField(blank=True)
    sectors = models.ManyToManyField(Sector, blank=True)
    federation = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="centres", verbose_name=_("federation")
    )
    founded = models.CharField(max_length=10, blank=True)
    note = WordsField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(federation=None) | Q(kind="centre"),
                name="network_only_centres_have_a_federation",
                violation_error_message=_("Only a centre has a federation behind it."),
            ),
        )

    def __str__(self):
        return self.code


class OfKind(models.Manager):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Centre(Organisation):
    objects = OfKind(Organisation.Kind.CENTRE)

    class Meta:
        proxy = True


class Federation(Organisation):
    objects = OfKind(Organisation.Kind.FEDERATION)

    class Meta:
        proxy = True


class Departure(Record):
    """A centre leaves the network, on its first day without it; or, without a day, it stays after all.

    The last record of a centre counts.
    """

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="departures")
    left_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="network_a_departure_has_its_reason",
                violation_error_message=_("Say why the centre leaves, or stays."),
            ),
        )
