"""The laboratory: what is asked of a product, samples, test lines, what was measured, reports."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.capacity.models import Equipment
from jalon.evidence.models import Document, IssuedDocument
from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel import conformity, states
from jalon.network.models import Organisation
from jalon.services.models.offerings import codes
from jalon.services.models.requests import Request
from jalon.ui import formats
from jalon.ui.fields import WordsField


def measured(**options):
    return models.DecimalField(max_digits=24, decimal_places=10, **options)


class Specification(Record):
    """What a product is tested against, as versions; an order names the version it was made under."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="specifications")
    code = models.SlugField(max_length=60)

    class Meta:
        ordering = ("centre", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "code"),
                name="services_a_specification_has_its_code",
                violation_error_message=_("The centre already has a specification under this code."),
            ),
        )


class SpecificationVersion(Record):
    specification = models.ForeignKey(Specification, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = WordsField()
    standard = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("specification", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("specification", "number"), name="services_a_specification_version_has_its_number"
            ),
        )


class Clause(Record):
    """A characteristic, how it is tested, and its limits: a blank limit is none, it is not 0.

    Its nature says what it verifies: that the product conforms, or that it is safe.
    """

    class Nature(models.TextChoices):
        CONFORMITY = "conformity", pgettext_lazy("a clause", "conformity")
        SAFETY = "safety", pgettext_lazy("a clause", "safety")

    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    characteristic = WordsField()
    method = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    equipment_kinds = codes()
    lower = measured(null=True, blank=True)
    upper = measured(null=True, blank=True)
    excludes_lower = models.BooleanField(default=False)
    excludes_upper = models.BooleanField(default=False)
    nature = models.CharField(max_length=12, choices=Nature.choices, default=Nature.CONFORMITY)

    class Meta:
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="services_one_clause_a_position"),
            models.CheckConstraint(condition=~Q(method=""), name="services_a_clause_names_its_method"),
        )

    def said(self) -> dict:
        """Clauses of conformity are digested as they were before clauses had a nature."""
        said = super().said()
        is_plain = self.nature == self.Nature.CONFORMITY
        return {column: value for column, value in said.items() if not (is_plain and column == "nature")}

    @property
    def limits(self) -> conformity.Limits:
        return conformity.Limits(self.lower, self.upper, self.excludes_lower, self.excludes_upper)


class TestOrder(Record):
    """A specification and the decision rule, frozen for a request; without a rule nothing is stated."""

    __test__ = False  # it is no test of this code

    request = models.ForeignKey(Request, models.PROTECT, related_name="test_orders")
    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    rule = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("request", "id")

    @property
    def decides_by(self) -> conformity.Rule | None:
        return conformity.Rule.from_data(self.rule) if self.rule else None


class Sample(Thing):
    machine = states.SAMPLE

    class Origin(models.TextChoices):
        LOCAL = "local", _("made in the country")
        IMPORT = "import", _("imported")

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="samples")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    request = models.ForeignKey(Request, models.PROTECT, related_name="samples")
    description = models.CharField(max_length=300)
    family = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_sample_has_its_number"
            ),
        )
        indexes = (models.Index(fields=("centre", "state"), name="services_samples_of_a_centre"),)

    @property
    def number(self) -> str:
        return f"{self.centre.code}-{self.year}-E{self.serial:05}"


class SampleStep(Step):
    thing = models.ForeignKey(Sample, models.PROTECT, related_name="steps")


class SampleReceipt(Record):
    """What came in, and how it was: a deviation has its photograph."""

    class Condition(models.TextChoices):
        GOOD = "good", _("in good condition")
        DEVIATING = "deviating", _("deviating from what is needed")

    sample = models.OneToOneField(Sample, models.PROTECT, related_name="receipt")
    on = models.DateField(db_column="on_day")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=20)
    condition = models.CharField(max_length=10, choices=Condition.choices)
    remarks = models.TextField(blank=True)
    photograph = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="services_a_received_quantity_is_positive",
                violation_error_message=_("What is received is more than nothing."),
            ),
        )


class TestLine(Thing):
    """One clause to test on one sample; done again, a new line names the one it replaces."""

    __test__ = False
    machine = states.TEST_LINE

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="test_lines")
    order = models.ForeignKey(TestOrder, models.PROTECT, related_name="lines")
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="lines")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    again = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="done_again")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("centre", "state", "id"), name="services_lines_of_a_centre"),)


class TestLineStep(Step):
    __test__ = False

    thing = models.ForeignKey(TestLine, models.PROTECT, related_name="steps")


class Assignment(Record):
    """Who tests a line, and on which day it is planned; the last one counts."""

    line = models.ForeignKey(TestLine, models.PROTECT, related_name="assignments")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_on = models.DateField()

    class Meta:
        ordering = ("line", "id")


class Measurement(Record):
    """What was measured, by whom, when, and what it states: never changed, a later one stands beside it."""

    class Control(models.TextChoices):
        IN_BOUNDS = "in_bounds", _("the control is within its bounds")
        OUT_OF_BOUNDS = "out_of_bounds", _("the control is out of its bounds")
        NOT_ASKED = "not_asked", _("the method asks for no control")

    line = models.ForeignKey(TestLine, models.PROTECT, related_name="measurements")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(db_column="on_day")
    value = measured()
    places = models.PositiveSmallIntegerField()  # decimals as they were typed
    censored = models.CharField(max_length=1, blank=True)
    unit = models.CharField(max_length=20)
    uncertainty = measured(null=True, blank=True)
    k = measured(null=True, blank=True)
    control = models.CharField(max_length=14, choices=Control.choices)
    remarks = models.TextField(blank=True)
    statement = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("line", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(uncertainty=None, k=None) | Q(uncertainty__gt=0, k__gt=0),
                name="services_an_uncertainty_has_its_k",
                violation_error_message=_("An uncertainty and its k are given together, above zero."),
            ),
        )

    @property
    def stated(self) -> conformity.Statement | None:
        return conformity.Statement.from_data(self.statement) if self.statement else None

    @property
    def shown(self) -> str:
        """The value with the decimals that were typed, as its reader writes numbers."""
        return f"{self.censored} {formats.plain_exact(self.value, self.places)}".strip()


class InstrumentUse(Record):
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="uses")
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+")


class Report(Thing):
    machine = states.REPORT

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ARABIC = "ar", _("Arabic")
        ENGLISH = "en", _("English")

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="test_reports")
    request = models.ForeignKey(Request, models.PROTECT, related_name="test_reports")
    language = models.CharField(max_length=2, choices=Language.choices)
    bears_mark = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    changes = models.TextField(blank=True)  # what an amendment changes
    remarks = models.TextField(blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("centre", "state", "-id"), name="services_reports_of_a_centre"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(changes=""),
                name="services_an_amendment_says_what_changes",
                violation_error_message=_("Say what the new report changes."),
            ),
        )


class ReportStep(Step):
    thing = models.ForeignKey(Report, models.PROTECT, related_name="steps")


class ReportLine(Record):
    report = models.ForeignKey(Report, models.PROTECT, related_name="lines")
    line = models.ForeignKey(TestLine, models.PROTECT, related_name="reported_in")

    class Meta:
        ordering = ("report", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "line"), name="services_a_line_stands_once_in_a_report"
            ),
        )


class ReportIssue(Record):
    """The number and the bytes of a report that left the house: they never change."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="issue")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    on = models.DateField(db_column="on_day")
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_report_has_its_number"
            ),
        )

    @property
    def number(self) -> str:
        return numbered(self.centre, self.year, self.serial)


def numbered(centre, year: int, serial: int) -> str:
    return f"{centre.code}-{year}-R{serial:05}"
