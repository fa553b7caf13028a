"""Quality control of methods: what a control must read, what it read, why results hold all the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.capacity.models import Equipment
from jalon.journal.models import Record
from jalon.network.models import Organisation
from jalon.services.models.testing import measured


class ControlRule(Record):
    """What the control of a method must read in a centre; the last word counts."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="control_rules")
    method = models.CharField(max_length=120)
    material = models.CharField(max_length=200)
    unit = models.CharField(max_length=20)
    lower = measured(null=True, blank=True)
    upper = measured(null=True, blank=True)
    is_demanded = models.BooleanField(default=True)

    class Meta:
        ordering = ("centre", "method", "id")
        indexes = (models.Index(fields=("centre", "method", "-id"), name="services_controls_of_a_method"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(lower__isnull=False) | Q(upper__isnull=False),
                name="services_a_control_has_a_bound",
                violation_error_message=_("A control has at least one bound: write it."),
            ),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lte=F("upper")),
                name="services_a_control_can_be_met",
                violation_error_message=_("The lower bound is above the upper one: change one of them."),
            ),
        )


class ControlRun(Record):
    """A control measured on a day, on an instrument when it checks one: never changed."""

    rule = models.ForeignKey(ControlRule, models.PROTECT, related_name="runs")
    equipment = models.ForeignKey(Equipment, models.PROTECT, null=True, blank=True, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on = models.DateField(db_column="on_day")
    value = measured()

    class Meta:
        ordering = ("rule", "on", "id")
        indexes = (models.Index(fields=("rule", "on"), name="services_runs_of_a_control"),)

    @property
    def is_in_bounds(self) -> bool:
        """A blank bound is none; a bound that is met exactly holds."""
        lower, upper = self.rule.lower, self.rule.upper
        return (lower is None or self.value >= lower) and (upper is None or self.value <= upper)


class ControlJustification(Record):
    """Why results hold although the control of their day was out of its bounds."""

    run = models.OneToOneField(ControlRun, models.PROTECT, related_name="justification")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="services_a_justification_says_why"),
        )
