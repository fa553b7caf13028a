"""Who holds which role where, who was invited, whose account is closed, who opened whose rows."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import Words
from jalon.network.models.organisations import Organisation
from jalon.network.roles import ROLES


class Membership(models.Model):
    """A role held in an organisation from a day on, until `ends_on`: the first day without it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    end_event = models.ForeignKey("journal.Event", models.PROTECT, null=True, blank=True, related_name="+")
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(ends_on__isnull=False),
                name="network_a_deputy_has_a_last_day",
                violation_error_message=_("A deputy stands in for a time: say until when."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="network_membership_ends_after_it_starts",
                violation_error_message=_("A membership ends on or after the day it starts."),
            ),
            models.CheckConstraint(
                condition=Q(end_event=None) | Q(ends_on__isnull=False),
                name="network_an_ended_membership_has_its_day",
            ),
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                condition=Q(ends_on=None),
                name="network_an_open_membership_is_one",
                violation_error_message=_("This person already holds this role there."),
            ),
        )

    @property
    def words(self):
        """The role's name, its bare code when the role is no longer known."""
        role = ROLES.get(self.role)
        return role.name if role else Words(self.role)


class Deactivation(models.Model):
    """Why an account is closed, by which act; lifted when it opens again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deactivations")
    reason = models.CharField(max_length=300)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    lift_event = models.ForeignKey("journal.Event", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user",), condition=Q(lift_event=None), name="network_an_account_is_closed_once"
            ),
        )


class Consultation(models.Model):
    """An auditor opened the rows of a centre for a day, and said why."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultations")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="consultations")
    on = models.DateField(db_column="on_day")
    reason = models.CharField(_("reason"), max_length=300)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "centre", "on"),
                name="network_a_centre_is_consulted_once_a_day",
                violation_error_message=_("You already opened this centre's rows today."),
            ),
        )


class Invitation(models.Model):
    """An address asked to hold a role; the token travels by mail, only its digest is kept."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    role = models.CharField(max_length=30)
    language = models.CharField(max_length=2, default="fr")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-invited_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None, user=None) | Q(accepted_at__isnull=False, user__isnull=False),
                name="network_an_accepted_invitation_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="network_an_accepted_invitation_is_not_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="network_an_invitation_lasts"
            ),
        )

    def is_open(self, at):
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at

    @property
    def words(self):
        return ROLES[self.role].name if self.role in ROLES else Words(self.role)
