"""Money that leaves: what was accepted besides the evidence, releases, and each step of their lives.

The three people of a release are held once more by the database: nobody proposes, approves and pays twice.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.contracts.models import Contract
from jalon.journal.models import Record

OFFICES = ("propose", "approve", "pay")  # each by another person


class Acceptance(Record):
    """What was accepted for a contract besides its evidence; the last word about a code counts.

    `code` is that of the document, or of the funder; `year` 0 stands for a document. Amounts in centimes.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        OTHERS = "others", _("money of another funder")
        COST = "cost", _("cost")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.DOCUMENT)
    code = models.CharField(_("code"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    amount = models.BigIntegerField(_("amount, in centimes"), default=0)
    on = models.DateField(_("day"), db_column="on_day")
    document = models.CharField(_("document"), max_length=200)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    is_accepted = models.BooleanField(default=True)  # no longer: what was accepted is withdrawn
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="document", amount=0, year=0) & ~Q(code="")
                | Q(kind__in=("others", "cost"), amount__gte=0, year__gte=1900),
                name="fund_an_acceptance_says_what",
                violation_error_message=_("A document has a code; money has an amount and a year."),
            ),
        )


class Release(Record):
    """A sum of a tranche that somebody asked to release: how much, why, and as known when.

    `terms` are the tranche as the contract then said it, `facts` what the rule was given, `explanation` the
    tree of its reasons: together they replay the decision. `due` is all that was due, `amount` what is asked,
    `held_back` what waits until `held_until`; in centimes. The state is that of the last step.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="releases")
    tranche = models.CharField(max_length=40)
    period = models.CharField(max_length=7)
    funding_line = models.CharField(max_length=40)
    axis = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    due = models.BigIntegerField()
    amount = models.BigIntegerField()
    held_back = models.BigIntegerField(default=0)
    held_until = models.DateField(null=True, blank=True)
    on = models.DateField(db_column="on_day")
    known_at = models.BigIntegerField()
    terms = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("contract", "on", "id")
        indexes = (models.Index(fields=("contract", "tranche"), name="fund_releases_of_a_tranche"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0, held_back__gte=0, due__gte=F("amount") + F("held_back")),
                name="fund_a_release_is_within_what_is_due",
                violation_error_message=_("No more is released and held back than what is due."),
            ),
            models.CheckConstraint(
                condition=Q(held_back=0) | Q(held_until__isnull=False),
                name="fund_what_is_held_back_has_its_day",
                violation_error_message=_("Say until when a part is held back."),
            ),
        )

    def __str__(self):
        return f"{self.contract_id} {self.tranche} {self.on}"

    @property
    def subject(self) -> str:
        """What its entries in the books say they come from."""
        return f"release:{self.uid}"


class ReleaseStep(Record):
    """A verb of the machine of releases, done by a person on a day.

    `amount` is what the step is about, in centimes: paid, justified, clawed back. A claw-back carries the
    moment and the explanation it rests on.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    decision = models.UUIDField(null=True, blank=True)
    known_at = models.BigIntegerField(null=True, blank=True)
    explanation = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("release", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "person"),
                condition=Q(verb__in=OFFICES),
                name="fund_a_release_has_three_people",
                violation_error_message=_("Who requests, who approves and who pays are three people."),
            ),
            models.UniqueConstraint(
                fields=("release", "verb"), condition=Q(verb__in=OFFICES), name="fund_an_office_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="fund_a_step_of_a_release_is_not_negative"
            ),
        )
