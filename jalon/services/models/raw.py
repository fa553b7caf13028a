"""The file of an instrument from which a measurement was read."""

from django.db import models

from jalon.evidence.models import Document
from jalon.journal.models import Record
from jalon.services.models.testing import Measurement


class RawData(Record):
    """The bytes a measurement comes from, by their fingerprint: never changed, whatever was read of them."""

    measurement = models.OneToOneField(Measurement, models.PROTECT, related_name="raw")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
