import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.network.models import Organisation


class StaffMember(models.Model):
    """A person who works in a centre. The name stands here alone, so that it can be erased."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "account"),
                name="capacity_an_account_is_one_person",
                violation_error_message=_("This account is another person's of the centre."),
            ),
        )

    def __str__(self):
        return self.name


class StaffMove(Record):
    """A person joins, changes grade or hours, or leaves, from a day on, until the next move."""

    class Verb(models.TextChoices):
        PRESENT = "present", _("already here, counted in the staff at the start")
        JOINED = "joined", _("joins")
        REGRADED = "regraded", _("changes grade, hours or contract")
        LEFT = "left", _("leaves")

    class Contract(models.TextChoices):
        PERMANENT = "permanent", _("permanent")
        FIXED_TERM = "fixed_term", _("fixed term")
        SECONDED = "seconded", _("seconded")
        TRAINEE = "trainee", _("trainee")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    on = models.DateField(db_column="on_day")  # of a leaving: the first day without the person
    grade = models.CharField(max_length=20, blank=True)
    fte = models.DecimalField(max_digits=4, decimal_places=2)
    contract = models.CharField(max_length=12, choices=Contract.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("member", "on")
        constraints = (
            models.UniqueConstraint(
                fields=("member", "on"),
                name="capacity_one_move_a_day",
                violation_error_message=_("This person already has a move on that day."),
            ),
            models.CheckConstraint(
                condition=Q(verb="left", fte=0, grade="") | (~Q(verb="left") & Q(fte__gt=0) & ~Q(grade="")),
                name="capacity_who_is_there_has_a_grade_and_hours",
                violation_error_message=_("Somebody present has a grade and hours above zero."),
            ),
            models.CheckConstraint(
                condition=Q(fte__lte=1),
                name="capacity_nobody_is_more_than_one",
                violation_error_message=_("A full post is 1: nobody works more than that."),
            ),
        )


class Authorisation(Record):
    """What a person may do from a day until another: a method, or a function of the work of the centre."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="authorisations")
    activity = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        ordering = ("member", "activity", "-since")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="capacity_an_authorisation_ends_after_it_begins",
                violation_error_message=_("An authorisation ends on or after the day it begins."),
            ),
        )
        indexes = (models.Index(fields=("activity", "since"), name="capacity_authorised_to_do"),)


class AuthorisationEnd(Record):
    """An authorisation taken back: `on` is the first day without it."""

    authorisation = models.OneToOneField(Authorisation, models.PROTECT, related_name="end")
    on = models.DateField(db_column="on_day")
    reason = models.CharField(max_length=300)
