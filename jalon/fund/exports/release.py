"""The paper of a release: the sum, why, and when it was decided, in French and Arabic from the same data."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.fund.models import Release
from jalon.fund.queries.explanations import decided, names_in
from jalon.fund.queries.released import Life
from jalon.fund.sentences import one_line, verb_done
from jalon.kernel.periods import parse
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("release.typ")
LANGUAGES = ("fr", "ar")


def release_paper(life: Life, *, at: datetime) -> bytes:
    """The PDF/A; the same bytes for the same release and instant."""
    release = life.release
    why = decided(life)
    names = names_in([why], on=parse(release.period).end, known_at=release.known_at)
    mark = f"{release.contract.code} · {release.tranche} · {release.uid}"
    parts = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            parts.append(part(life, why, names, language))
    return typeset(TEMPLATE, {"title": mark, "mark": mark, "parts": parts}, at=at)


def part(life: Life, why, names, language: str) -> dict:
    release = life.release
    centre = formats.plain_words(release.contract.centre.name)
    return {
        "language": language,
        "mirrored": get_language_bidi(),
        "simulated": _("Simulated: this release is not real.") if release.simulated else "",
        "kicker": formats.dotted(centre, ltr(release.contract.code)),
        "title": _("Release of %(amount)s") % {"amount": money(life.amount)},
        "facts": facts(life),
        "explanation": [
            {
                "depth": depth,
                "text": one_line(one, names, language, isolated=True),
                "remark": one.figure is None,
            }
            for depth, one in why.walk()
        ],
        "steps": [[done(step, release), formats.plain_day(step.on)] for step in life.steps],
        "words": {
            "why": _("Why this sum"),
            "life": _("Who decided, and when"),
            "replay": _(
                "Computed as known at moment %(moment)s: anybody may compute it again and find the same."
            )
            % {"moment": formats.plain_number(release.known_at)},
        },
    }


def done(step, release: Release) -> str:
    """What a step did, and why where it says so."""
    return formats.dotted(verb_done(step, release), step.reason)


def facts(life: Life) -> list[list[str]]:
    release = life.release
    said = [
        [_("Tranche"), ltr(release.tranche)],
        [_("Period paid for"), formats.plain_period(release.period)],
        [_("Due in all"), money(release.due)],
        [_("Asked for"), money(release.amount)],
    ]
    if life.step("approve"):
        said.append([_("Approved"), money(life.amount)])
    if release.held_back:
        said.append([_("Held back"), money(release.held_back)])
        said.append([_("Held back until"), formats.plain_day(release.held_until)])
    said.append([_("Day"), formats.plain_day(release.on)])
    return said


def money(centimes: int) -> str:
    return ltr(formats.plain_amount(centimes))


def ltr(text: str) -> str:
    return formats.isolate(text)
