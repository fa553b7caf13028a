"""What a report holds besides its lines: its words and its paper, made before it leaves the house."""

from django.conf import settings
from django.db import models

from jalon.evidence.models import Document
from jalon.journal.models import Record
from jalon.services.models.testing import Report, Sample, numbered


class ReportParticular(Record):
    """What a report says in words of its own: what the firm told, how a sample is described."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="particulars")
    sample = models.ForeignKey(Sample, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ("report", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "sample"), name="services_a_particular_is_said_once", nulls_distinct=False
            ),
        )


class ReportOpinion(Record):
    """An opinion or interpretation, apart from the results, by its author; the last counts, blank is none."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="opinions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(db_column="on_day")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("report", "id")


class ReportWords(Record):
    """What the paper of a report will say, set as it was submitted; its number and its day come later.

    `shows` is the digest of the rows it shows: were they to change, these words would be set anew.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="worded")
    shows = models.CharField(max_length=64)
    words = models.JSONField()

    class Meta:
        ordering = ("report", "id")


class ReportDrawing(Record):
    """The paper of a report as it was authorised, under its number, which it keeps when it is drawn anew.

    `shows` is the digest of the rows it shows: were they to change, this paper would not be issued.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="drawings")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    on = models.DateField(db_column="on_day")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    shows = models.CharField(max_length=64)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("report", "id")

    @property
    def number(self) -> str:
        return numbered(self.report.centre, self.year, self.serial)
