"""What happened: one event an action, chained, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """An action, once. Its number is a moment; its hash covers what it recorded and the event before it.

    `id` is taken when an action begins, so that rows can refer to it; `number` when it ends, under the append
    lock, so that numbers follow the order of commits and have no gaps. `payload` holds keys, codes and
    counts, never a name.
    """

    number = models.BigIntegerField(unique=True)
    recorded_at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    payload = models.JSONField(default=dict)
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(number__gte=1), name="journal_numbers_count_from_one"),
            models.UniqueConstraint(fields=("previous",), name="journal_does_not_fork"),
        )
        indexes = (models.Index(fields=("subject", "number"), name="journal_of_a_subject"),)

    def __str__(self):
        return f"{self.number} {self.verb}"
