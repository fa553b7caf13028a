"""Promising what: one objective contract a centre, its versions, targets, undertakings and money.

The plan's own targets stand here too: a target ties an objective to an indicator; `plan` knows no indicator.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.evidence.models import IssuedDocument
from jalon.indicators.models import Indicator, Shape
from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.plan.models import GlobalObjective, Plan, PlanVersion, VersionQuerySet
from jalon.ui.fields import WordsField


class TargetTerms(models.Model):
    """What is promised of an indicator: shape, value, by when, and the baseline it grows from."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    shape = models.CharField(max_length=12, choices=Shape.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=3)
    tolerance = models.DecimalField(max_digits=24, decimal_places=3, null=True, blank=True)
    approximate = models.BooleanField(_("published as “about”"), default=False)
    source = models.TextField(blank=True)

    class Meta:
        abstract = True


class BaselineTerms(models.Model):
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=3, null=True, blank=True)
    on = models.DateField(null=True, blank=True, db_column="on_day")
    source = models.TextField(blank=True)

    class Meta:
        abstract = True


class GlobalTarget(TargetTerms):
    """A target of the plan itself, under a global objective."""

    objective = models.ForeignKey(GlobalObjective, models.CASCADE, related_name="targets")

    class Meta:
        ordering = ("objective", "indicator", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("objective", "indicator", "year"), name="contracts_one_global_target_a_year"
            ),
        )


class GlobalBaseline(BaselineTerms):
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="baselines")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "indicator"), name="contracts_one_global_baseline"),
        )


class Contract(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="contracts")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    code = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("plan", "code")
        constraints = (
            models.UniqueConstraint(fields=("plan", "centre"), name="contracts_one_contract_a_centre"),
        )

    def __str__(self):
        return self.code


class ContractVersion(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed")
        SIMULATED = "simulated", _("simulated annex")

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    effective_from = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    place = WordsField(blank=True)
    reason = WordsField(blank=True)
    note = WordsField(blank=True)
    authority = WordsField(_("who may decide this amendment"), blank=True)
    decision = models.UUIDField(_("the decision of a session"), null=True, blank=True)
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    source = models.TextField(blank=True)
    simulated = models.BooleanField(default=False)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("contract", "effective_from", "number")
        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="contracts_version_is_one"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="contracts_version_ends_after_it_starts",
                violation_error_message=_("A contract ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(simulated=False, status__in=("draft", "signed"))
                | Q(simulated=True, status="simulated"),
                name="contracts_simulated_is_never_signed",
            ),
        )


class Side(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    CENTRE = "centre", _("centre")
    FEDERATION = "federation", _("federation")


class ContractParty(models.Model):
    Side = Side

    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="parties")
    side = models.CharField(max_length=10, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    office = WordsField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "side"), name="contracts_one_party_a_side"),
        )


class Undertaking(models.Model):
    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="undertakings")
    side = models.CharField(max_length=10, choices=ContractParty.Side.choices)
    code = models.CharField(max_length=40)
    text = WordsField()
    due_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("side", "code")


class SpecificObjective(models.Model):
    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=60)
    name = WordsField()
    axis_code = models.CharField(max_length=40)
    global_objective_code = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="contracts_objective_code_is_one"),
        )


class Target(TargetTerms):
    objective = models.ForeignKey(SpecificObjective, models.CASCADE, related_name="targets")

    class Meta:
        ordering = ("objective", "indicator", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("objective", "indicator", "year"), name="contracts_one_target_a_year"
            ),
        )


class Baseline(BaselineTerms):
    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="baselines")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "indicator"), name="contracts_one_baseline"),
        )


class Allocation(models.Model):
    """Money a contract promises: by funding line, axis and year, in centimes."""

    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="allocations")
    funding_line_code = models.CharField(max_length=40)
    axis_code = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("year", "funding_line_code")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "funding_line_code", "axis_code", "year"), name="contracts_one_allocation"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="contracts_allocation_is_not_negative",
                violation_error_message=_("An amount of a contract is not negative."),
            ),
        )


class Tranche(models.Model):
    """A part of the money that is released by its own rule, once its conditions are met; in centimes.

    `rule` and `conditions` are data of `kernel.payment`: no floats, numbers that are not whole are text.
    """

    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="tranches")
    code = models.CharField(max_length=40)
    name = WordsField(blank=True)
    funding_line_code = models.CharField(max_length=40)
    axis_code = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    due_on = models.DateField(null=True, blank=True)
    rule = models.JSONField(default=dict)
    conditions = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="contracts_tranche_code_is_one"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="contracts_tranche_is_not_negative",
                violation_error_message=_("An amount of a contract is not negative."),
            ),
        )


class PastTotal(models.Model):
    """A yearly total from before the evidence: history to read, never added to rows."""

    version = models.ForeignKey(ContractVersion, models.CASCADE, related_name="past_totals")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=3)
    document = models.CharField(max_length=300, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("indicator", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "indicator", "year"), name="contracts_one_past_total_a_year"
            ),
        )


class Step(Record):
    """A verb of the life of a contract, done by a side on a day, with the digest of the terms meant."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("version"))
    verb = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    on = models.DateField(db_column="on_day")
    reason = models.TextField(blank=True)
    terms_digest = models.CharField(max_length=64, blank=True)
    issued = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("id",)


class UndertakingReport(Record):
    """A party says how an undertaking of its own stands: done or not, on which day, with which documents."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="undertaking_reports")
    side = models.CharField(max_length=10, choices=Side.choices)
    code = models.CharField(max_length=40)
    is_done = models.BooleanField(default=True)
    on = models.DateField(db_column="on_day")
    note = models.TextField(blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        ordering = ("id",)


class Suspension(Record):
    """A contract suspended, or its suspension lifted: the last word counts. Nothing is released meanwhile."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="suspensions")
    is_suspended = models.BooleanField()
    on = models.DateField(db_column="on_day")
    reason = models.TextField()
    decision = models.UUIDField(null=True, blank=True)
    simulated = models.BooleanField(default=False)
