"""Who: organisations, the firms they serve, and who holds which role where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import fold
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
    """A role held in an organisation, from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="network_membership_ends_after_it_starts",
                violation_error_message=_("A membership ends on or after the day it starts."),
            ),
        )


class Invitation(models.Model):
    """An address asked to hold a role; the token travels by mail, only its digest is kept."""

    email = models.EmailField(_("e-mail address"))
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    role = models.CharField(max_length=30)
    language = models.CharField(max_length=2, default="fr")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


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
                condition=Q(kept=None) | ~Q(kept=F("id")), name="network_no_merge_into_itself"
            ),
        )
        indexes = (models.Index(fields=("search",), opclasses=("text_pattern_ops",), name="firm_search"),)

    def __str__(self):
        return self.name

    @staticmethod
    def search_key(name):
        return fold(name)[:300]


class Establishment(models.Model):
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="establishments")
    number = models.CharField(_("ICE, four digits of the establishment"), max_length=4)
    ice = models.CharField("ICE", max_length=15, unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("enterprise", "number"), name="network_establishment_is_one"),
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
            models.UniqueConstraint(fields=("enterprise", "starts_on"), name="network_one_profile_a_day"),
        )


class Merge(models.Model):
    """Two records of one firm: the absorbed one counts as the kept one from this moment on."""

    absorbed = models.OneToOneField(Enterprise, models.PROTECT, related_name="merge")
    kept = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges")
    reason = models.CharField(max_length=300)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
