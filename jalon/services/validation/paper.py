"""The opinion on paper, in French and Arabic: each clause with its verdict, the code of the public page."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.kernel import conformity
from jalon.services.certification.paper import code_of
from jalon.services.models import Opinion
from jalon.services.validation.queries.judging import Judged
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("opinion.typ")
LANGUAGES = ("fr", "ar")


def opinion_paper(opinion: Opinion, rows: Sequence[Judged], *, by, at: datetime, address: str) -> bytes:
    """The PDF/A; the same bytes for the same opinion, verdicts and instant."""
    parts = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            parts.append(part(opinion, rows, by, language))
    said = {"title": opinion.validation.number, "code": code_of(address), "address": address, "parts": parts}
    return typeset(TEMPLATE, said, at=at)


def part(opinion: Opinion, rows: Sequence[Judged], by, language: str) -> dict:
    validation = opinion.validation
    return {
        "language": language,
        "mirrored": get_language_bidi(),
        "simulated": _("Simulated: this opinion is not real.") if validation.simulated else "",
        "kicker": formats.plain_words(validation.centre.name),
        "facts": facts_of(opinion, by),
        "heads": [_("Clause"), _("Characteristic"), _("What it verifies"), _("Verdict")],
        "rows": [row(one) for one in rows],
        "told": [
            pair
            for pair in ((_("Grounds"), opinion.text), (_("Reservations"), opinion.reservations))
            if pair[1]
        ],
        "words": {
            "title": _("Opinion %(number)s") % {"number": formats.isolate(validation.number)},
            "verdicts": _("Verdict on each clause"),
            "check": _(
                "Read this code, or open this address, to see whether the product is validated today."
            ),
        },
    }


def facts_of(opinion: Opinion, by) -> list[list[str]]:
    validation = opinion.validation
    version = validation.version
    said = [
        [_("Opinion"), str(opinion.get_kind_display())],
        [_("Product"), validation.product],
        [_("Maker"), str(validation.request.enterprise)],
        [
            _("Specification"),
            formats.dotted(formats.plain_words(version.title), version.standard),
        ],
        [_("Given on"), formats.plain_day(opinion.on)],
        [_("Given by"), (by.get_full_name() or by.email) if by else ""],
    ]
    if validation.campaign:
        said.insert(3, [_("Campaign"), formats.plain_words(validation.campaign.title)])
    return said


def row(one: Judged) -> list[str]:
    left_out = _("Does not apply: %(reason)s") % {"reason": one.planned.reason} if not one.applies else ""
    verdict = formats.plain_words(conformity.VERDICTS[one.verdict]) if one.verdict else left_out
    return [
        formats.isolate(one.clause.code),
        formats.plain_words(one.clause.characteristic),
        str(one.clause.get_nature_display()),
        verdict,
    ]
