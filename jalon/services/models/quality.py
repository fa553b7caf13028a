"""What went wrong and what was done about it: cases, their actions, and the proof that they were done."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.capacity.models import Equipment
from jalon.evidence.models import Document
from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel import states
from jalon.network.models import Organisation
from jalon.services.models.certification import Certificate
from jalon.services.models.requests import Request
from jalon.services.models.testing import Report

SUBJECTS = ("request", "report", "certificate", "equipment")


def of_none_or_one() -> Q:
    """A case is about one thing of the centre, or about none."""
    found = Q()
    for name in (*SUBJECTS, ""):
        found |= Q(**{f"{other}__isnull": True for other in SUBJECTS if other != name})
    return found


class Case(Thing):
    """A non-conformity, a complaint or an appeal; what was found of it is said with its steps."""

    machine = states.CASE

    class Kind(models.TextChoices):
        NON_CONFORMITY = "non_conformity", _("non-conformity")
        COMPLAINT = "complaint", _("complaint")
        APPEAL = "appeal", _("appeal")

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    by_firm = models.BooleanField(default=False)  # from its own account
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="cases")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="cases")
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="cases")
    equipment = models.ForeignKey(Equipment, models.PROTECT, null=True, blank=True, related_name="+")
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_case_has_its_number"
            ),
            models.CheckConstraint(
                condition=of_none_or_one(),
                name="services_a_case_is_about_one_thing",
                violation_error_message=_("A case is about one thing, or about none."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="services_a_case_says_what_happened",
                violation_error_message=_("Say what happened, in a title and in a few sentences."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="appeal")
                | Q(request__isnull=False)
                | Q(report__isnull=False)
                | Q(certificate__isnull=False),
                name="services_an_appeal_names_what_it_contests",
                violation_error_message=_(
                    "An appeal contests a decision: name the request, the report or the certificate."
                ),
            ),
            models.CheckConstraint(
                condition=Q(by_firm=False) | (Q(request__isnull=False) & ~Q(kind="non_conformity")),
                name="services_a_firm_complains_of_its_request",
                violation_error_message=_("A firm complains of its own request."),
            ),
        )
        indexes = (models.Index(fields=("centre", "state", "-id"), name="services_cases_of_a_centre"),)

    @property
    def number(self) -> str:
        return f"{self.centre.code}-{self.year}-Q{self.serial:04}"


class CaseStep(Step):
    thing = models.ForeignKey(Case, models.PROTECT, related_name="steps")


class CaseAction(Record):
    """What somebody will do about a case, and by when."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="actions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField()

    class Meta:
        ordering = ("case", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="services_an_action_says_what_is_done",
                violation_error_message=_("Say what is to be done."),
            ),
        )


class CaseActionDone(Record):
    """An action that was done, with its proof."""

    action = models.OneToOneField(CaseAction, models.PROTECT, related_name="done")
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
