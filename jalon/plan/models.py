"""What for: plans and their versions, the agreement, axes, funding lines, objectives, services, claims.

A version is a whole snapshot, never edited once adopted: amending writes the next one.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.network.models import Organisation
from jalon.ui.fields import WordsField


class VersionQuerySet(models.QuerySet):
    """Versions by effect date and moment: shared by plans, contracts and indicators."""

    def known_at(self, moment):
        return self if moment is None else self.filter(event__number__lte=moment)

    def in_force(self, on, known_at=None):
        """The last version with effect on or before the day, as known at the moment."""
        return self.known_at(known_at).filter(effective_from__lte=on).order_by("-effective_from", "-number")


class Plan(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = WordsField()
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("previous plan")
    )
    time_zone = models.CharField(max_length=40, default="Africa/Casablanca")

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.code


class Agreement(models.Model):
    """The framework agreement: its parties signed it on a day, in a place."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="agreements")
    code = models.CharField(max_length=40, unique=True)
    title = WordsField()
    text = WordsField(blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_on_text = models.CharField(max_length=40, blank=True)
    place = WordsField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    envelope = models.BigIntegerField(_("envelope, in centimes"), null=True, blank=True)
    source = models.TextField(blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")


class AgreementParty(models.Model):
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    office = WordsField(_("office of the signatory"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "organisation"), name="plan_a_party_signs_once"),
        )


class PlanVersion(models.Model):
    class Status(models.TextChoices):
        SIGNED = "signed", _("signed")
        CLAIMED = "claimed", _("published, no act known")
        DRAFT = "draft", _("draft")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = WordsField()
    status = models.CharField(max_length=8, choices=Status.choices)
    effective_from = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    envelope = models.BigIntegerField(_("envelope, in centimes"), null=True, blank=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="versions")
    reason = WordsField(blank=True)
    source = models.TextField(blank=True)
    thresholds = models.JSONField(default=dict, blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "effective_from", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_is_one"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_version_ends_after_it_starts",
                violation_error_message=_("A plan ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(envelope=None) | Q(envelope__gte=0), name="plan_envelope_is_not_negative"
            ),
        )

    def __str__(self):
        return f"{self.plan.code} v{self.number}"


class Axis(models.Model):
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="axes")
    code = models.CharField(max_length=40)
    name = WordsField()
    text = WordsField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    envelope = models.BigIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "code")
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="plan_axis_code_is_one"),)


class FundingLine(models.Model):
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="funding_lines")
    code = models.CharField(max_length=40)
    name = WordsField()
    position = models.PositiveSmallIntegerField(default=0)
    envelope = models.BigIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="plan_funding_line_code_is_one"),
        )


class GlobalObjective(models.Model):
    axis = models.ForeignKey(Axis, models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=40)
    name = WordsField()
    text = WordsField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "code")
        constraints = (models.UniqueConstraint(fields=("axis", "code"), name="plan_objective_code_is_one"),)


class Claim(models.Model):
    """A published figure, by the code of its versions. Those of one topic that differ stand side by side."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.code


class ClaimVersion(models.Model):
    """The whole claim as it was read at one time: copied wrongly, it is corrected by the next version."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="claims")
    topic = models.CharField(max_length=60)
    topic_name = WordsField()
    statement = WordsField()
    value = models.DecimalField(max_digits=24, decimal_places=3, null=True, blank=True)
    shown_value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    as_of = models.CharField(max_length=20, blank=True)
    published_on = models.CharField(max_length=10, blank=True)
    source = models.TextField()
    url = models.TextField(blank=True)
    note = WordsField(blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    withdrawn = WordsField(_("why it was withdrawn"), blank=True)
    reason = WordsField(_("why it was corrected"), blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("claim", "number")
        constraints = (
            models.UniqueConstraint(fields=("claim", "number"), name="plan_claim_version_number_is_one"),
        )

    def __str__(self):
        return f"{self.claim.code} v{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn.fr)


class Service(models.Model):
    """A service the centres offer, by the code evidence names it with; what it says is in its versions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.code


class ServiceVersion(models.Model):
    """What a service is called and what its deeds are counted under, from a day on.

    It names axes and lines by their codes, as evidence does: it outlives the version of a plan.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    name = WordsField()
    axis_code = models.CharField(max_length=40, blank=True)
    funding_line_code = models.CharField(max_length=40, blank=True)
    general_interest = models.BooleanField(null=True, blank=True)
    high_value = models.BooleanField(null=True, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    source = models.TextField(blank=True)
    reason = WordsField(blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("service", "effective_from", "number")
        constraints = (
            models.UniqueConstraint(fields=("service", "number"), name="plan_service_version_number_is_one"),
        )

    def __str__(self):
        return f"{self.service.code} v{self.number}"
