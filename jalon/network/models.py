"""Who: organisations, the firms they serve, and who holds which role where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import Words, fold
from jalon.network.roles import ROLES
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


NOT_IN_THE_FILE = gettext_noop("The centre's file gave no ICE.")


class FirmSize(models.TextChoices):
    MICRO = "micro", _("very small")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class Enterprise(models.Model):
    """A firm: the first nine digits of its ICE. Its key, never its name, is what journals keep."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("ICE, first nine digits"), max_length=9, null=True, blank=True, unique=True)
    pending_reason = models.CharField(_("why the ICE is pending"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=300)
    search = models.CharField(max_length=300, editable=False)
    kept = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(number=None) | ~Q(pending_reason=""),
                name="network_pending_ice_has_a_reason",
                violation_error_message=_("Say why the ICE of this firm is pending."),
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__regex=r"^[0-9]{9}$"),
                name="network_enterprise_number_has_nine_digits",
                violation_error_message=_("An enterprise number is nine digits."),
            ),
            models.CheckConstraint(
                condition=Q(kept=None) | ~Q(kept=F("id")),
                name="network_no_merge_into_itself",
                violation_error_message=_("A firm cannot be merged into itself."),
            ),
        )
        indexes = (models.Index(fields=("search",), opclasses=("text_pattern_ops",), name="firm_search"),)

    def __str__(self):
        return self.name or self.number or str(self.uid)

    @staticmethod
    def search_key(name):
        return fold(name)[:300]

    @property
    def final(self):
        """The record that counts: this one, or the one it was merged into."""
        return self.kept or self

    @property
    def why_pending(self):
        return gettext(self.pending_reason) if self.pending_reason else ""


class CentreFirm(models.Model):
    """A centre serves a firm: what lets the centre, and nobody else's centre, read the firm's record."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="firms")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="centres")
    since = models.DateField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "centre"), name="network_centre_serves_a_firm_once"
            ),
        )


class Establishment(models.Model):
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="establishments")
    number = models.CharField(_("ICE, four digits of the establishment"), max_length=4)
    ice = models.CharField("ICE", max_length=15, unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("enterprise", "number"), name="network_establishment_is_one"),
            models.CheckConstraint(
                condition=Q(ice__regex=r"^[0-9]{15}$"),
                name="network_ice_has_fifteen_digits",
                violation_error_message=_("An ICE is fifteen digits."),
            ),
            models.CheckConstraint(
                condition=Q(number=Substr("ice", 10, 4)),
                name="network_establishment_number_is_in_its_ice",
            ),
        )


class EnterpriseProfile(models.Model):
    """Size, sector and region as they stood from a day on."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="profiles")
    starts_on = models.DateField()
    size = models.CharField(max_length=8, choices=FirmSize.choices, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("enterprise", "-starts_on")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "starts_on"),
                name="network_one_profile_a_day",
                violation_error_message=_("This firm already has a profile from that day on."),
            ),
        )


class Merge(models.Model):
    """Two records of one firm: the absorbed one counts as the kept one from this moment on.

    This row keeps what was decided that day; `Enterprise.kept` leads straight to the record kept in the end.
    """

    absorbed = models.OneToOneField(Enterprise, models.PROTECT, related_name="merge")
    kept = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges")
    reason = models.CharField(max_length=300)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
