"""Product validation: a file a product, its plan, what was judged, the opinion; campaigns of many makers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.evidence.models import Document, IssuedDocument
from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel import states
from jalon.network.models import Organisation
from jalon.services.models.requests import Contact, Request
from jalon.services.models.testing import Clause, SpecificationVersion, TestOrder
from jalon.ui.fields import WordsField


class Campaign(Thing):
    """A family of products to validate fast: one specification, many makers, several laboratories."""

    machine = states.CAMPAIGN

    code = models.SlugField(max_length=60, unique=True)  # its deeds carry it
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns")  # who leads it
    title = WordsField()
    summary = WordsField(blank=True)
    family = models.CharField(max_length=120)
    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="campaigns")
    target_working_days = models.PositiveSmallIntegerField()  # from the file to the opinion
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(target_working_days__gte=1), name="services_a_campaign_has_its_target"
            ),
        )


class CampaignStep(Step):
    thing = models.ForeignKey(Campaign, models.PROTECT, related_name="steps")


class CampaignLaboratory(Record):
    """A centre that validates in a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="laboratories")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("campaign", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "centre"), name="services_a_laboratory_joins_a_campaign_once"
            ),
        )


class Validation(Thing):
    """The file of a product a firm makes, under one version of a specification; it goes with its request."""

    machine = states.VALIDATION
    IN_HAND = ("file", "plan_approved", "tests", "review")
    UNSETTLED = (*IN_HAND, "unfavourable")  # the firm may still correct its product

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="validations")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    request = models.ForeignKey(Request, models.PROTECT, related_name="validations")
    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="validations")
    product = models.CharField(max_length=300)
    opened_on = models.DateField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_validation_has_its_number"
            ),
        )
        indexes = (
            models.Index(fields=("centre", "state", "-id"), name="services_validations_listed"),
            models.Index(fields=("campaign", "state"), name="services_validations_campaign"),
        )

    @property
    def number(self) -> str:
        return f"{self.centre.code}-V-{self.year}-{self.serial:04}"


class ValidationStep(Step):
    thing = models.ForeignKey(Validation, models.PROTECT, related_name="steps")


class ValidationPlan(Record):
    """How every clause is to be judged; the last plan counts."""

    validation = models.ForeignKey(Validation, models.PROTECT, related_name="plans")
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("validation", "id")


class PlannedClause(Record):
    """What judges a clause: tests that were ordered, an inspection, or nothing, and why."""

    class Way(models.TextChoices):
        TEST = "test", _("tests")
        INSPECTION = "inspection", pgettext_lazy("how a clause is judged", "inspection")
        NOT_APPLICABLE = "not_applicable", _("does not apply")

    plan = models.ForeignKey(ValidationPlan, models.PROTECT, related_name="clauses")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=Way.choices)
    order = models.ForeignKey(TestOrder, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("plan", "clause__position")
        constraints = (
            models.UniqueConstraint(fields=("plan", "clause"), name="services_a_clause_is_planned_once"),
            models.CheckConstraint(
                condition=Q(way="test", order__isnull=False) | (~Q(way="test") & Q(order=None)),
                name="services_a_planned_test_names_its_order",
            ),
            models.CheckConstraint(
                condition=~Q(way="not_applicable") | ~Q(reason=""),
                name="services_a_clause_left_out_says_why",
                violation_error_message=_("Say why the clause does not apply."),
            ),
        )


class Inspection(Record):
    """A clause judged by looking: by whom, on which day, and what was seen. The last word counts."""

    class Verdict(models.TextChoices):
        PASS = "pass", pgettext_lazy("an inspection", "conforms")
        FAIL = "fail", pgettext_lazy("an inspection", "does not conform")

    validation = models.ForeignKey(Validation, models.PROTECT, related_name="inspections")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("validation", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="services_an_inspection_says_what_was_seen",
                violation_error_message=_("Write what was seen: an empty inspection judges nothing."),
            ),
        )


class Opinion(Record):
    """What was concluded of a product, on which verdicts, and the document that says so: never set again."""

    class Kind(models.TextChoices):
        FAVOURABLE = "favourable", pgettext_lazy("an opinion", "favourable")
        WITH_RESERVATIONS = (
            "favourable_with_reservations",
            pgettext_lazy("an opinion", "favourable with reservations"),
        )
        UNFAVOURABLE = "unfavourable", pgettext_lazy("an opinion", "unfavourable")

    validation = models.ForeignKey(Validation, models.PROTECT, related_name="opinions")
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=Kind.choices)
    on = models.DateField(db_column="on_day")
    text = models.TextField()
    reservations = models.TextField(blank=True)
    verdicts = models.JSONField()  # clause code, nature, way, verdict: as they stood
    issued = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("validation", "turn")
        constraints = (
            models.UniqueConstraint(fields=("validation", "turn"), name="services_one_opinion_a_turn"),
            models.CheckConstraint(
                condition=~Q(kind="favourable_with_reservations") | ~Q(reservations=""),
                name="services_reservations_are_written",
            ),
        )


class Observation(Record):
    """What was seen of a validated product afterwards: in use, in the shop, at the maker's."""

    validation = models.ForeignKey(Validation, models.PROTECT, related_name="observations")
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_favourable = models.BooleanField()
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("validation", "on", "id")


class PublicationConsent(Record):
    """Whether the maker lets its product stand on the public list: the last word counts, and dates."""

    class Means(models.TextChoices):
        PORTAL = "portal", _("on the portal")
        SIGNED = "signed", _("signed on paper")
        MAIL = "mail", _("by mail")

    validation = models.ForeignKey(Validation, models.PROTECT, related_name="consents")
    is_given = models.BooleanField()
    on = models.DateField(db_column="on_day")
    means = models.CharField(max_length=10, choices=Means.choices)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("validation", "id")
