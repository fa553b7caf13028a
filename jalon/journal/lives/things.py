import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from jalon.journal.models import Record
from jalon.kernel.states import Machine

LIVING = ("state", "turn")


class Thing(Record):
    """What has a life: written once, but for its state and turn, which follow its steps and nothing else.

    A subclass names its `machine`; it begins by `begin`. What is said of it later is in records of their own.
    """

    machine: ClassVar[Machine]

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=30)
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def said(self) -> dict:
        """Its steps say its state and turn, under events of their own."""
        return {column: value for column, value in super().said().items() if column not in LIVING}


class Step(Record):
    """A verb done to a thing: by whom, as what, for whom, and what was said; its day is its event's."""

    turn = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    for_whom = models.CharField(max_length=200, blank=True)  # a key: centre:CODE, firm:UID
    reason = models.TextField(blank=True)
    said_with_it = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ("thing", "turn")
        constraints = (
            models.UniqueConstraint(fields=("thing", "turn"), name="%(app_label)s_%(class)s_one_a_turn"),
        )
