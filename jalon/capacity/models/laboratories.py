import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.ui.fields import WordsField


class Laboratory(Record):
    """A laboratory of a centre, its site and its area; opened and closed by days, never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="laboratories")
    code = models.CharField(max_length=20)
    name = WordsField()
    site = models.CharField(max_length=120, blank=True)
    area = models.DecimalField(max_digits=9, decimal_places=2)  # m²
    opened_on = models.DateField()
    is_in_opening = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("centre", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "code"),
                name="capacity_laboratory_code_is_one",
                violation_error_message=_("A laboratory of this centre has this code already."),
            ),
            models.CheckConstraint(condition=Q(area__gt=0), name="capacity_laboratory_has_an_area"),
        )

    def __str__(self):
        return self.code


class LaboratoryClosure(Record):
    laboratory = models.OneToOneField(Laboratory, models.PROTECT, related_name="closure")
    on = models.DateField(db_column="on_day")  # the first day without it
    reason = models.CharField(max_length=300)
