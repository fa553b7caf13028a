"""The firms the centres serve: their records, establishments, profiles and merges."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import fold
from jalon.network.models.organisations import Organisation, Region, Sector

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
