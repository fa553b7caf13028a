"""Vouching: what a centre declares, what a verifier found, what the committee validated, and their seal.

A return gathers one contract and one period. Each of its values stands three times, declared, verified and
validated; each is a record, and the last one known at a moment counts.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.contracts.models import Contract
from jalon.evidence.models import Document
from jalon.journal.models import Record
from jalon.kernel.measures import NotComputable
from jalon.plan.models import Plan
from jalon.ui.fields import WordsField


def documents():
    """SHA-256 of each attached file; the files are kept by `evidence`."""
    return ArrayField(models.CharField(max_length=64), default=list, blank=True)


class Calendar(Record):
    """How often a plan's contracts report, and by when: in force from a day on. Days are working days."""

    class Every(models.TextChoices):
        QUARTER = "quarter", _("quarter")
        HALF = "half", _("half-year")
        YEAR = "year", _("year")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="calendars")
    effective_from = models.DateField()
    every = models.CharField(max_length=8, choices=Every.choices)
    submit_days = models.PositiveSmallIntegerField(_("days to submit, after the period"), default=20)
    remind_days = ArrayField(models.SmallIntegerField(), default=list, blank=True)  # before (-) and after (+)
    escalate_days = models.PositiveSmallIntegerField(_("days after which lateness is escalated"), default=10)
    answer_days = models.PositiveSmallIntegerField(_("days a centre has to answer findings"), default=15)
    weekend = ArrayField(models.PositiveSmallIntegerField(), default=list)  # ISO weekdays, Monday is 1
    sampling = models.JSONField(default=dict, blank=True)  # share, least and most a stratum, stratified by
    checks = models.JSONField(default=dict, blank=True)  # what is questioned before submission


class Holiday(Record):
    """A day that is, or after all is not, a holiday: the last word about a day counts."""

    on = models.DateField(db_column="on_day")
    name = WordsField()
    is_holiday = models.BooleanField(default=True)
    is_estimated = models.BooleanField(default=False)  # the moon decides: to be confirmed
    source = models.TextField(blank=True)


class Return(Record):
    """What a centre reports for one period of its contract; its state is its last step."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="returns")
    period = models.CharField(max_length=7)
    due_on = models.DateField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("contract", "period")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "period"),
                name="reporting_one_return_a_period",
                violation_error_message=_("This period already has its return."),
            ),
        )


class Reminder(Record):
    """A letter about a return that is due, sent once: how many days from the deadline, to how many people."""

    class Kind(models.TextChoices):
        DUE = "due", _("due soon")
        LATE = "late", _("late")
        ESCALATED = "escalated", _("escalated to the ministry")

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reminders")
    period = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    days = models.SmallIntegerField()
    on = models.DateField(db_column="on_day")
    recipients = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "period", "kind", "days"), name="reporting_one_reminder_a_day_named"
            ),
        )


class ReturnStep(Record):
    """A verb of the machine of returns, done on a day. Submitting freezes `known_at`."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    on = models.DateField(db_column="on_day")
    known_at = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decision = models.UUIDField(null=True, blank=True)  # the committee's, when it took effect so


class Remark(Record):
    """Words of the centre in a return: a comment, a risk, the explanation a check asked for."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        RISK = "risk", _("risk")
        EXPLANATION = "explanation", _("explanation")
        DOCUMENT = "document", _("document")

    report = models.ForeignKey(Return, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    indicator = models.CharField(max_length=60, blank=True)
    check_code = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    documents = documents()
    fields_typed = models.PositiveIntegerField(default=0)  # the burden of reporting, shown
    seconds_spent = models.PositiveIntegerField(default=0)


class Value(Record):
    """An indicator of a return as declared, verified or validated; the difference is said row by row."""

    class Stage(models.TextChoices):
        DECLARED = "declared", _("declared")
        VERIFIED = "verified", _("verified")
        VALIDATED = "validated", _("validated")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="values")
    indicator = models.CharField(max_length=60)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    round = models.PositiveSmallIntegerField(default=1)  # reopened once: round 2
    value = models.DecimalField(max_digits=36, decimal_places=12, null=True, blank=True)
    numerator = models.DecimalField(max_digits=36, decimal_places=12, null=True, blank=True)
    denominator = models.DecimalField(max_digits=36, decimal_places=12, null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)  # why it is not computable
    known_at = models.BigIntegerField()
    rows = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)
    reservation = models.TextField(blank=True)
    difference = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("report", "indicator", "round", "stage")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "indicator", "stage", "round"),
                condition=~Q(stage="verified"),  # contested, a return is verified again in its round
                name="reporting_one_value_a_stage",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(reason=""), name="reporting_an_unknown_value_says_why"
            ),
        )

    @property
    def why(self) -> NotComputable | None:
        """Why there is no value."""
        return NotComputable(self.reason, self.note) if self.value is None else None


class Sample(Record):
    """What a verifier checks of a submitted return: drawn by a seed nobody chose, which anyone redraws."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="samples")
    round = models.PositiveSmallIntegerField(default=1)
    submission = models.CharField(max_length=64)  # hash of the event that submitted, in hexadecimal
    nonce = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    strata = models.JSONField(default=list)  # key, population, size: for each stratum
    terms = models.JSONField(default=dict)  # the calendar's words on sampling when it was drawn
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("report", "round"),
                name="reporting_a_sample_is_drawn_once",
                violation_error_message=_("The sample of this return is already drawn."),
            ),
        )


class Sampled(Record):
    """One counted thing of a sample: a row, a firm or an identity."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="things")
    position = models.PositiveIntegerField()
    stratum = models.CharField(max_length=120)
    thing = models.CharField(max_length=160)  # row:UUID, enterprise:KEY, identity:TEXT
    rows = ArrayField(models.UUIDField(), default=list)  # the rows of evidence behind it

    class Meta:
        ordering = ("sample", "position")
        constraints = (
            models.UniqueConstraint(fields=("sample", "position"), name="reporting_one_thing_a_position"),
        )


class Enlargement(Record):
    """A drawn sample made larger by the same seed: its first things stay the first, others follow."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="enlargements")
    sizes = models.JSONField(default=dict)  # how many things of each stratum, from then on
    reason = models.TextField()


class Finding(Record):
    """What a verifier says of one sampled thing; the last word counts until values are verified."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")
        MISSING = "document_missing", _("document missing")

    sampled = models.ForeignKey(Sampled, models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    quantity = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    documents = documents()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome="rejected") | ~Q(reason=""),
                name="reporting_a_rejection_has_its_reason",
                violation_error_message=_("Say why this row is rejected."),
            ),
        )


class Reply(Record):
    """The centre's answer to a finding, within the days it has."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="replies")
    text = models.TextField()
    documents = documents()


class Seal(Record):
    """A closed period, signed: the root of its rows, definitions and values, in a bundle anyone can check."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seals")
    period = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField(default=1)  # reopened and closed again: the next one
    known_at = models.BigIntegerField()
    rows = models.BigIntegerField()
    root = models.CharField(max_length=64)
    manifest = models.CharField(max_length=64)  # SHA-256 of what is signed
    signature = models.CharField(max_length=128)  # Ed25519, hexadecimal
    public_key = models.CharField(max_length=64)
    bundle = models.ForeignKey(Document, models.PROTECT, related_name="+")
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "period", "number"), name="reporting_a_period_is_sealed_once"
            ),
        )


class Sealing(models.Model):
    """A seal the worker was asked for, and how far it is: operational, it goes when the seal is there."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        ROWS = "rows", _("writing the rows")
        VALUES = "values", _("writing the values")
        BUNDLE = "bundle", _("signing the bundle")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the seal will have it
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sealings")
    period = models.CharField(max_length=7)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(default=dict, blank=True)  # why it cannot be, found when it was tried

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "period"), name="reporting_a_period_is_being_sealed_once"
            ),
        )

    @property
    def queue_key(self) -> str:
        """One job at a time seals a period: the queue's lock."""
        return f"seal:{self.plan_id}:{self.period}"


class Question(Record):
    """A question about a figure, kept with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="questions")
    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)


class Answer(Record):
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField()
    documents = documents()
    closes = models.BooleanField(default=False)
