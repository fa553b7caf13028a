"""Sharing an envelope: what somebody asked, what the solver answered, what was put to the committee.

Nothing here moves money: an adopted sharing says what contracts and commitments should become.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.plan.models import Plan


class Scenario(Record):
    """A sharing that was described: who asks for how much, for which results, under which rules.

    `problem` is data of `jalon.fund.sharing`, `names` what candidates are called, `fingerprint` the SHA-256
    of the problem: two scenarios with the same one ask the same. Amounts in centimes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    problem = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="variations")
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(name=""),
                name="fund_a_scenario_has_a_name",
                violation_error_message=_("Give the sharing a name."),
            ),
        )

    def __str__(self):
        return self.name

    @property
    def subject(self) -> str:
        return f"allocation:{self.uid}"


class Sharing(Record):
    """The answer to a scenario, once: the shares with their proof or gap, or the rules that block."""

    class Outcome(models.TextChoices):
        SHARED = "shared", _("shared")
        BLOCKED = "blocked", _("blocked")
        STOPPED = "stopped", _("no answer in time")

    scenario = models.OneToOneField(Scenario, models.PROTECT, related_name="sharing")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    solution = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    solver = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=("shared", "blocked", "stopped")),
                name="fund_a_sharing_has_an_outcome",
            ),
        )


class Proposal(Record):
    """A sharing put to the committee; the same one is put once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sharing = models.OneToOneField(Sharing, models.PROTECT, related_name="proposal")
    reason = models.TextField(_("reason"))
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="fund_a_proposal_says_why",
                violation_error_message=_("Say why this sharing is proposed."),
            ),
        )


class Verdict(Record):
    """What the committee decided of a proposal, once."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="verdict")
    is_adopted = models.BooleanField()
    on = models.DateField(db_column="on_day")
    decision = models.UUIDField()
    reason = models.TextField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )


class Search(models.Model):
    """A scenario whose answer the worker looks for; it goes when the answer is there."""

    scenario = models.OneToOneField(Scenario, models.CASCADE, related_name="search")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField()
    gap = models.DecimalField(max_digits=9, decimal_places=8, null=True)
