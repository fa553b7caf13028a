"""What happened: one event an action, chained, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jalon.kernel import chain
from jalon.kernel.words import Words

RECORD_MARK = "jalon.record.1"


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


class RecordQuerySet(models.QuerySet):
    def known_at(self, moment):
        """Rows recorded up to a moment; all of them when it is None."""
        return self if moment is None else self.filter(event__number__lte=moment)


class Record(models.Model):
    """A row that is written once, under an event: what several apps remember of who said what, and when.

    `Recording.keep` writes it; its table is append-only (`triggers.append_only`), and `jalon verify` finds
    one altered byte of it. What changes with time is the last of several records, never one record edited.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    hash = models.BinaryField(max_length=32, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def digest(self) -> bytes:
        """SHA-256 of the table's name and of every value by its column, in the order of the columns' names.

        The key is left out (the database gives it), and so is the event, whose own hash binds its records.
        """
        return chain.digest((RECORD_MARK, self._meta.db_table, self.said()))

    def said(self) -> dict:
        """Every value the digest covers, by column."""
        fields = (field for field in self._meta.concrete_fields if field.name not in UNSAID)
        return {field.column: as_kept(field, getattr(self, field.attname)) for field in fields}


UNSAID = ("id", "event", "hash")


def as_kept(field, value):
    """A value as the database will give it back, in a form that can be digested."""
    if isinstance(value, Words):
        pairs = (("fr", value.fr), ("ar", value.ar), ("en", value.en))
        return {language: text for language, text in pairs if text}
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DecimalField):
        return exact(field, value)
    return field.to_python(value)


def exact(field: models.DecimalField, value):
    """The number, refused when the column would round it: what is digested is what is kept."""
    number = field.to_python(str(value) if isinstance(value, float) else value)
    if number != round(number, field.decimal_places):
        raise ValueError(f"{field.name}: {number} has more than {field.decimal_places} decimals")
    return number
