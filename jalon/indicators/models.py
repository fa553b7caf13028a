"""Counting how: an indicator is a code; its sheet is versioned."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from jalon.plan.models import VersionQuerySet
from jalon.ui.fields import WordsField


class Indicator(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.code


class Accumulation(models.TextChoices):
    FLOW = "flow", _("flow")
    STOCK = "stock", _("stock")
    LEVEL = "level", _("level")


class OverCentres(models.TextChoices):
    SUM = "sum", _("sum")
    RATIO = "ratio", _("ratio of sums")
    DISTINCT = "distinct", _("distinct things")
    MAX = "max", _("largest centre")
    NONE = "none", _("not consolidated")


class Direction(models.TextChoices):
    INCREASE = "increase", _("increase")
    DECREASE = "decrease", _("decrease")
    MAINTAIN = "maintain", _("maintain")


class Shape(models.TextChoices):
    PER_PERIOD = "per_period", _("each year its own amount")
    CUMULATIVE = "cumulative", _("since the plan's start")
    LEVEL = "level", _("level to reach")
    GROWTH = "growth", _("growth over the baseline")
    AT_MOST = "at_most", _("at most")
    MAINTAIN = "maintain", _("maintain")


class IndicatorVersion(models.Model):
    """The sheet: what is counted, how, and its limits.

    `measures` maps a name used in `formula` to a measure: {"kinds": [...], "aggregation": ..., "of": ...,
    "where": [[field, operator, value], ...], "over_centres": ...}. Amounts enter formulas in dirhams.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    name = WordsField()
    definition = WordsField(blank=True)
    unit = models.CharField(max_length=40)
    unit_name = WordsField(blank=True)
    measures = models.JSONField(default=dict)
    formula = models.TextField()
    accumulation = models.CharField(max_length=8, choices=Accumulation.choices)
    over_centres = models.CharField(max_length=8, choices=OverCentres.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.INCREASE)
    shape = models.CharField(max_length=12, choices=Shape.choices, default=Shape.PER_PERIOD)
    decimals = models.PositiveSmallIntegerField(default=0)
    source = WordsField(blank=True)
    method = WordsField(blank=True)
    limits = WordsField(blank=True)
    owner = WordsField(blank=True)
    disaggregation = models.JSONField(default=list, blank=True)
    axis_code = models.CharField(max_length=40, blank=True)
    objective_code = models.CharField(max_length=40, blank=True)
    is_declared = models.BooleanField(default=False)
    reason = WordsField(blank=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "effective_from", "number")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "number"), name="indicators_version_is_one"),
        )

    @property
    def sign(self) -> str:
        """What stands beside each of its figures even where the unit is said once: percent, dirhams."""
        return self.unit if self.unit in ("%", "MAD") else ""

    @property
    def shown_unit(self):
        """What its figures are written with: a sign the formats know, or the sheet's own words."""
        return self.unit if self.sign or not self.unit_name.fr else self.unit_name
