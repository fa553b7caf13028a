"""Lots judged on a sample of their items: the plan of a specification, and the lot of an order."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.kernel.conformity import SamplingPlan
from jalon.services.models.testing import SpecificationVersion, TestOrder


class Sampling(Record):
    """Numbers of a single sampling plan: how many items, how many may fail, how many are too many."""

    sample_size = models.PositiveIntegerField()
    acceptance = models.PositiveIntegerField()
    rejection = models.PositiveIntegerField()

    class Meta:
        abstract = True

    @property
    def plan(self) -> SamplingPlan:
        return SamplingPlan(self.sample_size, self.acceptance)


SINGLE = Q(rejection=F("acceptance") + 1, acceptance__lt=F("sample_size"))
"""One sample decides: what is not accepted is rejected."""


class SamplingRow(Sampling):
    """Of lots from one size to another, the numbers the centre entered; without an end, of any larger lot."""

    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="sampling")
    lot_from = models.PositiveIntegerField()
    lot_to = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("version", "lot_from")
        constraints = (
            models.UniqueConstraint(fields=("version", "lot_from"), name="services_a_lot_size_has_one_row"),
            models.CheckConstraint(
                condition=SINGLE,
                name="services_one_sample_decides",
                violation_error_message=_("One more nonconforming item than is accepted rejects the lot."),
            ),
            models.CheckConstraint(
                condition=Q(lot_to=None) | Q(lot_to__gte=F("lot_from")), name="services_a_lot_grows"
            ),
        )


class Lot(Sampling):
    """The lot an order judges, with the numbers of its plan as they stood when it was ordered."""

    order = models.OneToOneField(TestOrder, models.PROTECT, related_name="lot")
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=SINGLE, name="services_a_lot_is_decided"),)
