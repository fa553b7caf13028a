"""What was done: one row a deed, append-only, with its documents."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jalon.journal.models import Record
from jalon.network.models import Enterprise, FirmSize, Organisation
from jalon.ui.fields import WordsField


class Kind(models.Model):
    """A row of the catalogue of kinds; the kernel's `kinds.Kind` as data, so that packs may add some."""

    code = models.CharField(max_length=60, primary_key=True)
    name = WordsField()
    terms = models.JSONField()
    pack = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self):
        return self.code


class Origin(models.TextChoices):
    LOCAL = "local", _("local")
    IMPORT = "import", _("import")


class EvidenceQuerySet(models.QuerySet):
    def known_at(self, moment):
        """Rows recorded up to a moment; all of them when it is None."""
        return self if moment is None else self.filter(event__number__lte=moment)

    def live(self, moment=None):
        """Rows that stand at a moment: neither reversals nor reversed by what was known then."""
        reversals = Evidence.objects.known_at(moment).filter(reverses=OuterRef("pk"))
        return self.known_at(moment).filter(reverses=None).filter(~Exists(reversals))


class Evidence(models.Model):
    """A delta. Quantities and amounts carry the sign of their kind; a correction is a reversal and a new row.

    Files of 100,000 rows arrive at once: only the indexes a page or a check reads, and keys that
    the table's triggers check once a statement instead of once a row.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, editable=False)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+", db_constraint=False)
    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=60)
    on = models.DateField(db_column="on_day")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=20)
    amount = models.BigIntegerField(null=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    establishment_id = models.BigIntegerField(null=True, blank=True)
    identity = models.CharField(max_length=120, blank=True)
    axis = models.CharField(max_length=40, blank=True)
    funding_line = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=12, blank=True)
    ecosystem = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=12, blank=True)
    firm_size = models.CharField(max_length=8, choices=FirmSize.choices, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, blank=True)
    general_interest = models.BooleanField(null=True, blank=True)
    high_value = models.BooleanField(null=True, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    documents = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    revision = models.PositiveIntegerField(default=1)
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversals",
        db_index=False,
        db_constraint=False,
    )
    simulated = models.BooleanField(default=False)
    hash = models.BinaryField(max_length=32)
    # SHA-256 of the line as the file said it: what was derived since does not make the same line another one
    said = models.BinaryField(max_length=32, null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "external_id", "revision"),
                condition=Q(reverses=None),
                name="evidence_revision_is_one",
                violation_error_message=_("This line was already recorded."),
            ),
            models.UniqueConstraint(
                fields=("reverses",),
                condition=Q(reverses__isnull=False),
                name="evidence_reversed_once",
                violation_error_message=_("This row was already reversed."),
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="evidence_revision_counts_from_one"),
            models.CheckConstraint(
                condition=Q(reverses=None) | ~Q(reverses=F("id")), name="evidence_no_row_reverses_itself"
            ),
        )
        indexes = (
            models.Index(fields=("centre", "on"), name="evidence_of_a_centre"),
            models.Index(
                fields=("enterprise",), condition=Q(enterprise__isnull=False), name="evidence_of_a_firm"
            ),
            GinIndex(fields=("documents",), condition=~Q(documents=[]), name="evidence_of_a_document"),
        )

    def __str__(self):
        return f"{self.kind} {self.external_id}"


class Batch(models.Model):
    """An event that recorded evidence: the key of all its rows to the journal, held once."""

    event = models.OneToOneField("journal.Event", models.PROTECT, primary_key=True, related_name="+")


class Document(models.Model):
    """A stored file, known by the SHA-256 of its bytes; the bytes are in the data folder."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")


class DocumentName(models.Model):
    """What a centre calls a document: a name of a person or firm may stand in it, so it can be erased."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="names")
    centre = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("document", "centre", "name"),
                name="evidence_document_name_is_one",
                nulls_distinct=False,
            ),
        )


class Receipt(models.Model):
    """A centre's word that its evidence is complete up to a day. The latest known one counts."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="receipts")
    received_to = models.DateField()
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("centre", "-event")


class Segment(models.Model):
    """One immutable Parquet file of evidence, and the moments it holds."""

    file = models.CharField(max_length=200, unique=True)
    journal = models.UUIDField()
    first_moment = models.BigIntegerField()
    last_moment = models.BigIntegerField()
    rows = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ("first_moment",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_moment__gte=F("first_moment")), name="evidence_segment_moments_in_order"
            ),
        )


class Mapping(models.Model):
    """How a centre's own file says our columns, kept once told."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    columns = models.JSONField()
    values = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("centre", "name"), name="evidence_mapping_name_is_one"),
        )


class Import(models.Model):
    """A file somebody brought: what it would change, whether it was taken in, and its errors."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        RECORDING = "recording", _("being recorded")
        CHECKED = "checked", _("checked")
        REFUSED = "refused", _("refused")
        RECORDED = "recorded", _("recorded")
        ABANDONED = "abandoned", _("abandoned")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.ForeignKey(Mapping, models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    report = models.JSONField(default=dict)
    event = models.ForeignKey("journal.Event", models.PROTECT, null=True, related_name="+")

    @property
    def is_under_way(self) -> bool:
        return self.state in (Import.State.CHECKING, Import.State.RECORDING)

    @property
    def is_workers(self) -> bool:
        """Whether it is too long for a request: the worker was asked for it once, and is each time."""
        return hasattr(self, "work")

    @property
    def queue_key(self) -> str:
        """One job at a time works on an import: the queue's lock."""
        return f"import:{self.uid}"


class Work(models.Model):
    """An import the worker was asked for, and how far it is: operational, written while it runs."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        READING = "reading", _("reading the file")
        CHECKING = "checking", _("checking the lines")
        COMPARING = "comparing", _("comparing with what is recorded")
        RECORDING = "recording", _("recording the lines")

    incoming = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="work")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    take_good_lines = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)


class TrialAuthority(Record):
    """The certificate of a local authority for trials: what it certifies is a simple signature."""

    fingerprint = models.CharField(max_length=64, unique=True)
    certificate = models.BinaryField()  # DER


class IssuedDocument(Record):
    """A document as it was issued: its bytes are kept, never set again; who signs it, and in which order."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=200)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    capacities = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    permission = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("subject",), name="evidence_issued_on_a_subject"),)


class DocumentSignature(Record):
    """One party signed, in its turn: the bytes with the signature, or the copy that was signed elsewhere."""

    class Method(models.TextChoices):
        SIMPLE = "simple", _("simple signature, by the local authority for trials")
        CERTIFICATE = "certificate", _("with the signer's own certificate")
        ELSEWHERE = "elsewhere", _("in a copy signed elsewhere")
        PAPER = "paper", _("on paper, as a scanned copy")

    issued = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=12, choices=Method.choices)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    on = models.DateField(db_column="on_day")

    class Meta:
        ordering = ("issued", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("issued", "position"), name="evidence_one_signature_a_turn",
                violation_error_message=_("Somebody else signed in the meantime."),
            ),
            models.UniqueConstraint(
                fields=("issued", "capacity"), name="evidence_one_signature_a_capacity",
                violation_error_message=_("This party already signed."),
            ),
        )  # fmt: skip
