"""Samples that pass from one centre to another: each centre has it under its own number."""

from django.db import models

from jalon.journal.models import Record
from jalon.services.models.testing import Sample


class SamplePassage(Record):
    """A sample sent to another centre, and the one that centre expects from it."""

    sent = models.OneToOneField(Sample, models.PROTECT, related_name="passed_on")
    expected = models.OneToOneField(Sample, models.PROTECT, related_name="came_from")
