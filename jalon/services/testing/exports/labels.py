"""Labels of samples on A4 sheets: a number people read, and a code that opens the sample's page."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from jalon.services.models import Sample
from jalon.services.testing.exports.report import drawn
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("labels.typ")


def labels_paper(
    samples: Sequence[Sample], addresses: Sequence[str], *, language: str, at: datetime
) -> bytes:
    """Three labels a row, eight rows a sheet; nothing of the firm is on them."""
    content = {
        "language": language,
        "title": _("Labels of samples"),
        "labels": [
            {
                "number": sample.number,
                "words": formats.isolate(sample.description[:60]),
                "simulated": _("simulated") if sample.simulated else "",
                "qr": drawn(address),
            }
            for sample, address in zip(samples, addresses, strict=True)
        ],
    }
    return typeset(TEMPLATE, content, at=at)
