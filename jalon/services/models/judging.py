"""One result judged by several specifications, each under the rule its order was made with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.kernel import conformity
from jalon.services.models.requests import Contact
from jalon.services.models.testing import Clause, Measurement, Report, TestLine, TestOrder


class AlsoJudged(Record):
    """A clause of another order that the result of a line answers too."""

    line = models.ForeignKey(TestLine, models.PROTECT, related_name="also_judged")
    order = models.ForeignKey(TestOrder, models.PROTECT, related_name="also_judges")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("line", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "order", "clause"), name="services_a_line_is_judged_once_by_a_clause"
            ),
        )


class AlsoStated(Record):
    """What another clause states of a measurement, frozen with it."""

    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="also_stated")
    judged = models.ForeignKey(AlsoJudged, models.PROTECT, related_name="stated")
    statement = models.JSONField()

    class Meta:
        ordering = ("measurement", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("measurement", "judged"), name="services_a_measurement_is_judged_once"
            ),
        )

    @property
    def stated(self) -> conformity.Statement:
        return conformity.Statement.from_data(self.statement)


class ReportSending(Record):
    """An issued report that left for the firm: on which day, how, and to whom of its contacts."""

    class Means(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        POST = "post", _("by post")
        HAND = "hand", _("by hand")

    report = models.ForeignKey(Report, models.PROTECT, related_name="sendings")
    on = models.DateField(db_column="on_day")
    means = models.CharField(max_length=10, choices=Means.choices)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("report", "id")
