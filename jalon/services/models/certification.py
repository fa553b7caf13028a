"""Certification: schemes and versions, applications and how they were judged, certificates and their life."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalon.evidence.models import Document, IssuedDocument
from jalon.journal.lives import Step, Thing
from jalon.journal.models import Record
from jalon.kernel import states
from jalon.network.models import Enterprise, Organisation
from jalon.services.models.requests import Request
from jalon.ui.fields import WordsField


class Scheme(Record):
    """A certification scheme a centre runs (ISO/IEC 17067); what it asks is in its versions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes")
    code = models.SlugField(max_length=60)

    class Meta:
        ordering = ("centre", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "code"),
                name="services_a_centre_runs_a_scheme_once",
                violation_error_message=_("The centre already runs a scheme under this code."),
            ),
        )


class SchemeVersion(Record):
    """What a scheme asks from a day on; an application keeps the version it was made under.

    `body` is who decides where the centre does not: the decision is then external, with its number.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    name = WordsField()
    product_family = models.CharField(max_length=60)
    standards = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    requirements = models.JSONField(default=list)  # code, words
    validity_months = models.PositiveSmallIntegerField()
    surveillance_months = models.PositiveSmallIntegerField(default=0)
    years_without_advice = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("scheme", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "number"), name="services_a_scheme_version_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(validity_months__gte=1), name="services_a_scheme_says_how_long"
            ),
        )


class Advice(Record):
    """A product designed for a firm, or advice given to it: who did it may not certify it (17065, 4.2.6)."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    product_family = models.CharField(max_length=60, blank=True)  # said: the centre worked on the product
    on = models.DateField(db_column="on_day")
    text = models.TextField()

    class Meta:
        ordering = ("-id",)


class Application(Thing):
    """What a firm asks to have certified, under a version of a scheme; it goes with its request."""

    machine = states.APPLICATION

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    request = models.OneToOneField(Request, models.PROTECT, related_name="application")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="applications")
    product = models.CharField(max_length=300)
    scope = ArrayField(models.CharField(max_length=200))  # what is to be certified, a line each

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_an_application_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(scope__len__gte=1),
                name="services_an_application_names_its_scope",
                violation_error_message=_("Say what is to be certified, at least one line."),
            ),
        )
        indexes = (models.Index(fields=("centre", "state", "-id"), name="services_applications_listed"),)

    @property
    def number(self) -> str:
        return f"{self.centre.code}-A-{self.year}-{self.serial:04}"


class ApplicationStep(Step):
    thing = models.ForeignKey(Application, models.PROTECT, related_name="steps")


class Evaluator(Record):
    """Who evaluates an application; whoever does neither reviews nor decides it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evaluators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("application", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person"), name="services_one_evaluator_an_application"
            ),
        )


class Judgement(Record):
    """Whether a requirement is met, by whom and on what: a report, a visit. The last word counts."""

    class Verdict(models.TextChoices):
        MET = "met", _("met")
        GAP = "gap", _("gap")
        NOT_APPLICABLE = "not_applicable", _("does not apply")

    application = models.ForeignKey(Application, models.PROTECT, related_name="judgements")
    requirement = models.CharField(max_length=40)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    report = models.CharField(max_length=80, blank=True)  # the number of the report it rests on
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("application", "id")


class GapAnswer(Record):
    """What the firm did about a gap."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="answers")
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("judgement", "id")


class Certificate(Thing):
    """A certificate, known by its number: what it covers and until when is the last of its terms."""

    machine = states.CERTIFICATE

    application = models.OneToOneField(Application, models.PROTECT, related_name="certificate")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "year", "serial"), name="services_a_certificate_has_its_number"
            ),
        )
        indexes = (models.Index(fields=("centre", "state", "-id"), name="services_certificates_listed"),)

    @property
    def number(self) -> str:
        return f"{self.centre.code}-C-{self.year}-{self.serial:04}"


class CertificateStep(Step):
    thing = models.ForeignKey(Certificate, models.PROTECT, related_name="steps")


class CertificateTerms(Record):
    """What a certificate covers, until when, and the document that says so, from a step of its life on."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="terms")
    turn = models.PositiveIntegerField()
    valid_until = models.DateField()
    scope = ArrayField(models.CharField(max_length=200))
    issued = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("certificate", "turn")
        constraints = (
            models.UniqueConstraint(fields=("certificate", "turn"), name="services_one_terms_a_turn"),
        )


class Surveillance(Record):
    """A look at what was certified: who did it does not decide on it."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="surveillances")
    on = models.DateField(db_column="on_day")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_favourable = models.BooleanField()
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("certificate", "on", "id")
