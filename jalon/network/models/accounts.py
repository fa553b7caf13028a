"""The accounts of firms: a person who acts for an enterprise, invited by a centre or come by themselves."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.network.models.firms import Enterprise
from jalon.network.models.organisations import Organisation


class FirmInvitation(models.Model):
    """A letter that opens an account of a firm; the secret travels by mail, only its digest is kept.

    A centre names the firm. Without a centre, a person registered by themselves: the ICE and name they typed
    are kept until they confirm their address.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    centre = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+")
    ice = models.CharField(max_length=15, blank=True)
    name = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="fr")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(centre__isnull=False, enterprise__isnull=False)
                | Q(centre=None, enterprise=None) & ~Q(ice=""),
                name="network_a_firms_letter_names_its_firm",
            ),
        )

    def is_open(self, at):
        return self.accepted_at is None and at < self.expires_at


class FirmAccount(models.Model):
    """An account acts for a firm. Until a centre vouches for it, it sees only what it asked for itself."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="firm_account")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="accounts")
    is_vouched = models.BooleanField(default=False)
    since = models.DateField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    @property
    def firm(self) -> Enterprise:
        return self.enterprise.final
