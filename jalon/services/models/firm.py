"""What a firm says once it was served: asked by a secret link, answered once an order and person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.services.models.requests import Contact, Request


class Asking(Record):
    """A letter that asks whether the firm is satisfied: it holds a secret, of which the digest is kept."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="askings")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="askings")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()  # the first day the link is dead

    class Meta:
        ordering = ("request", "id")


class Satisfaction(Record):
    """What a person of the firm answered about an order, by the link or on the portal."""

    class Score(models.IntegerChoices):
        VERY_GOOD = 5, _("very satisfied")
        GOOD = 4, _("satisfied")
        FAIR = 3, _("neither satisfied nor dissatisfied")
        POOR = 2, _("dissatisfied")
        VERY_POOR = 1, _("very dissatisfied")

    request = models.ForeignKey(Request, models.PROTECT, related_name="satisfactions")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="satisfactions")
    asking = models.ForeignKey(Asking, models.PROTECT, null=True, blank=True, related_name="answers")
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    in_time = models.BooleanField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("request", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("request", "contact"),
                name="services_one_answer_an_order_and_person",
                violation_error_message=_("You already answered for this order: thank you."),
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="services_a_score_is_one_to_five"
            ),
        )
