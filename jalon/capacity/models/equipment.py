import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jalon.capacity.models.laboratories import Laboratory
from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel.states import EQUIPMENT
from jalon.network.models import Organisation


class Equipment(Thing):
    """An instrument or a machine. Whether it may be used on a day is asked of its calibrations, not kept."""

    machine: ClassVar = EQUIPMENT

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="equipment")
    laboratory = models.ForeignKey(
        Laboratory, models.PROTECT, null=True, blank=True, related_name="equipment"
    )
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)  # what a method asks for: "tensile-machine"
    model = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()  # centimes, without VAT
    is_calibrated = models.BooleanField(default=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("centre", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "code"),
                name="capacity_equipment_code_is_one",
                violation_error_message=_("An instrument of this centre has this code already."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="capacity_equipment_amount_is_positive"),
        )
        indexes = (
            models.Index(fields=("centre", "state"), name="capacity_equipment_by_state"),
            models.Index(fields=("centre", "kind"), name="capacity_equipment_by_kind"),
        )

    def __str__(self):
        return f"{self.code} {self.name}"


class EquipmentStep(Step):
    thing = models.ForeignKey(Equipment, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        pass


class Calibration(Record):
    """A calibration or an intermediate check: what was found that day, and until when it is good."""

    class Kind(models.TextChoices):
        CALIBRATION = "calibration", _("calibration")
        CHECK = "check", _("intermediate check")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="calibrations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField(db_column="on_day")
    passed = models.BooleanField(null=True)  # None: not judged yet
    valid_until = models.DateField(null=True, blank=True)  # the last good day
    body = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta:
        ordering = ("equipment", "-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("on")),
                name="capacity_calibration_is_good_from_its_day",
                violation_error_message=_("A calibration is good from its own day on, not before."),
            ),
        )
        indexes = (models.Index(fields=("equipment", "-on"), name="capacity_calibrations_by_day"),)


class Disposition(Record):
    """What was decided of one use of an instrument that a failure put in doubt."""

    class Decision(models.TextChoices):
        STANDS = "stands", _("the result stands")
        REPEATED = "repeated", _("the test is repeated")
        WITHDRAWN = "withdrawn", _("the result is withdrawn and the firm told")

    calibration = models.ForeignKey(Calibration, models.PROTECT, related_name="dispositions")
    use = models.CharField(max_length=120)  # the key its own app gave it
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("calibration", "use"),
                name="capacity_one_disposition_a_use",
                violation_error_message=_("This result was already decided upon."),
            ),
        )


class Booking(models.Model):
    """An instrument held for a time. The database refuses two at once, whoever writes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="bookings")
    during = DateTimeRangeField()
    purpose = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    cancel_event = models.ForeignKey("journal.Event", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("during",)
        constraints = (
            ExclusionConstraint(
                name="capacity_an_instrument_is_booked_once",
                expressions=(
                    # without btree_gist, a range of one number stands for it
                    (
                        Func(F("equipment_id"), F("equipment_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ),
                condition=Q(cancel_event=None),
                violation_error_message=_("This instrument is booked by somebody else at that time."),
            ),
            models.CheckConstraint(
                condition=~Q(during__isempty=True), name="capacity_a_booking_lasts",
                violation_error_message=_("A booking ends after it begins."),
            ),
        )  # fmt: skip
