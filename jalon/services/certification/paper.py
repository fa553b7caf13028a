"""The certificate on paper, in French and Arabic, with the code that leads to the register."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.services.models import Certificate
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("certificate.typ")
LANGUAGES = ("fr", "ar")


def certificate_paper(
    certificate: Certificate,
    *,
    scope: Sequence[str],
    valid_until: date,
    on: date,
    at: datetime,
    address: str,
) -> bytes:
    """The PDF/A; the same bytes for the same certificate, terms and instant."""
    parts = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            parts.append(part(certificate, scope, valid_until, on, language))
    said = {"title": certificate.number, "code": code_of(address), "address": address, "parts": parts}
    return typeset(TEMPLATE, said, at=at)


def part(certificate: Certificate, scope: Sequence[str], valid_until: date, on: date, language: str) -> dict:
    application = certificate.application
    version = application.version
    words = {
        "title": _("Certificate %(number)s") % {"number": formats.isolate(certificate.number)},
        "covers": _("What it covers"),
        "check": _("Read this code, or open this address, to see whether the certificate is in force today."),
    }
    return {
        "language": language,
        "mirrored": get_language_bidi(),
        "simulated": _("Simulated: this certificate is not real.") if certificate.simulated else "",
        "kicker": formats.plain_words(certificate.centre.name),
        "facts": [
            [_("Holder"), str(application.request.enterprise)],
            [_("Product"), application.product],
            [_("Scheme"), formats.plain_words(version.name)],
            [_("Standards"), formats.isolate(", ".join(version.standards))],
            [_("Decided by"), version.body or formats.plain_words(certificate.centre.name)],
            [_("In force from"), formats.plain_day(on)],
            [_("Valid until"), formats.plain_day(valid_until)],
        ],
        "scope": list(scope),
        "words": words,
    }


def code_of(address: str) -> str:
    """The QR code of an address, as SVG; nothing without one."""
    if not address:
        return ""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    return drawn.getvalue().decode()
