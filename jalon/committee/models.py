"""Deciding: sessions, what was on the table, who was there, what was decided; evaluations, what they ask."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.contracts.models import Contract
from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.ui.fields import WordsField


class Rules(Record):
    """How a plan's committee decides, from a day on: quorum and majority as `kernel.voting` reads them."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="committee_rules")
    effective_from = models.DateField()
    terms = models.JSONField()
    source = models.TextField(blank=True)


class Seat(Record):
    """Who sits for whom, from a day until another: `until` is the first day without the seat."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_chair = models.BooleanField(default=False)
    votes = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="committee_a_seat_ends_after_it_begins",
                violation_error_message=_("A seat ends on or after the day it begins."),
            ),
        )


class Session(Record):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    place = WordsField(blank=True)
    title = WordsField(blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("plan", "-number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="committee_a_session_has_its_number"),
        )


class SessionStep(Record):
    """A verb of the machine of sessions; postponing says the new day, and the place when it changes."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    on = models.DateField(db_column="on_day")
    reason = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    place = WordsField(blank=True)


class Item(Record):
    """A point of the agenda: what is proposed about which subject; `known_at` is what members read."""

    class Kind(models.TextChoices):
        RETURN = "return", _("return to validate")
        CONTESTED = "contested", _("contested value")
        RELEASE = "release", _("release")
        AMENDMENT = "amendment", _("amendment")
        ALLOCATION = "allocation", _("allocation")
        RECOMMENDATION = "recommendation", _("recommendation")
        STANDING = "standing", _("standing of a contract")
        EVALUATION = "evaluation", _("evaluation")
        OTHER = "other", _("other")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject = models.CharField(max_length=200)  # return:UID, release:UID, contract:CODE ...
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="+")
    title = WordsField()
    proposal = models.JSONField(default=dict, blank=True)
    known_at = models.BigIntegerField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("session", "position")
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="committee_one_item_a_position"),
        )


class ItemRemoval(Record):
    item = models.OneToOneField(Item, models.PROTECT, related_name="removal")
    reason = models.TextField()


class AgendaOrder(Record):
    """In which order the points of a session stand; the last word counts, points it does not name follow."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="orders")
    items = ArrayField(models.UUIDField(), default=list)


class Attendance(Record):
    """Present, represented or excused; the last word counts."""

    class How(models.TextChoices):
        PRESENT = "present", _("present")
        REPRESENTED = "represented", _("represented")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=How.choices)
    by_whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Withdrawal(Record):
    """A member leaves the table for one point, a conflict of interest; or, asked, says why they stay."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="withdrawals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    stays = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "person"),
                condition=Q(stays=False),
                name="committee_one_withdrawal_a_person",
                violation_error_message=_("This member has already left the table for this point."),
            ),
        )


class Vote(Record):
    """A member's vote on a point and what was proposed; until the decision, the last one counts.

    `motion` is the verb of the decision voted on: refused once, a point may be voted on otherwise.
    """

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstains")

    item = models.ForeignKey(Item, models.PROTECT, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    motion = models.CharField(max_length=30)
    choice = models.CharField(max_length=8, choices=Choice.choices)


class Decision(Record):
    """What was decided on a point, how, and what it changed: `effects` names the events that took effect."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField(Item, models.PROTECT, related_name="decision")
    verb = models.CharField(max_length=30)
    by_consensus = models.BooleanField(default=False)
    tally = models.JSONField(default=dict, blank=True)
    terms = models.JSONField(default=dict, blank=True)  # amount, reservation, hold-back ...
    reason = models.TextField(blank=True)
    reservation = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)  # follow-up
    actor = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    effects = models.JSONField(default=list, blank=True)

    @property
    def documents(self) -> list[str]:
        """The files it rests on, by their SHA-256."""
        return self.terms.get("documents", [])


class FollowUp(Record):
    """What became of a decision: a word, a proof, and whether it is done."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    text = models.TextField()
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_done=False) | Q(documents__len__gt=0),
                name="committee_what_is_done_has_its_proof",
                violation_error_message=_("Attach the document that proves it is done."),
            ),
        )


class Evaluation(Record):
    """A study of the plan or of a contract: its terms; findings and recommendations follow."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="evaluations")
    code = models.CharField(max_length=60, unique=True)
    title = WordsField()
    terms = WordsField(blank=True)
    opened_on = models.DateField(null=True, blank=True)  # of a study of the past, perhaps never published
    approved_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    decision = models.UUIDField(null=True, blank=True)
    simulated = models.BooleanField(default=False)


class EvaluationFinding(Record):
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="findings")
    text = WordsField()
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)


class Recommendation(Record):
    """One thing an evaluation asks of somebody by a day, and the axis or objective it led to."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="recommendations")
    code = models.CharField(max_length=60)
    text = WordsField()
    addressed_to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    led_to = models.CharField(max_length=120, blank=True)  # axis:PLAN/CODE, objective:PLAN/CODE

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "code"), name="committee_a_recommendation_is_one"),
        )


class RecommendationStep(Record):
    """A verb of the machine of recommendations: who said it, and whom it is addressed to from then on.

    The database refuses that somebody closes what they acted on (`triggers.closed_by_another`).
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    addressed_to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    decision = models.UUIDField(null=True, blank=True)


class LadderTerms(Record):
    """The bounds of a plan's ladder from a day on, as `kernel.states.ladder.LadderRules` reads them."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="ladder_terms")
    effective_from = models.DateField()
    terms = models.JSONField()
    source = models.TextField(blank=True)


class StandingStep(Record):
    """A rung of the ladder of consequences a contract stands on, with what put it there."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="standing_steps")
    verb = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    on = models.DateField(db_column="on_day")
    reason = models.TextField()
    rule = models.JSONField(default=dict, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decision = models.UUIDField(null=True, blank=True)


class Feed(models.Model):
    """A person's own address of the sessions' calendar; renewing it closes the old one. A key, no record."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
