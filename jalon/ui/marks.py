"""The marks that mean the same everywhere: a shape, a word and a colour each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalon.kernel.reasons import REASONS, NotComputable
from jalon.ui.formats import language_of


@dataclass(frozen=True)
class Mark:
    code: str
    shape: str
    word: Promise | str


STATUSES = {
    mark.code: mark
    for mark in (
        Mark("ahead", "▲", _("ahead")),
        Mark("on_track", "●", _("on track")),
        Mark("watch", "◆", _("watch")),
        Mark("late", "▼", _("late")),
        Mark("not_computable", "○", _("not computable")),
    )
}

# shapes are lucide names here: three degrees of trust, drawn as an act each
VOUCHED = {
    mark.code: mark
    for mark in (
        Mark("live", "activity", _("live")),
        Mark("declared", "pen-line", _("declared")),
        Mark("verified", "search-check", _("verified")),
        Mark("validated", "stamp", _("validated")),
    )
}


def status_mark(code) -> Mark:
    """The mark of a status; nothing and anything unheard of are not computable."""
    return STATUSES.get(_code(code), STATUSES["not_computable"])


def reason_words(reason, language: str | None = None) -> str:
    """Why a figure cannot be computed, as the kernel says it, from a NotComputable, a code or a sentence."""
    code = _code(getattr(reason, "reason", reason))
    if code not in REASONS:
        return code or str(STATUSES["not_computable"].word)
    return NotComputable(code, getattr(reason, "detail", "")).sentence(language_of(language))


SIMULATED = "simulated"  # what the simulation writes where a document would be named


def source_words(text: str) -> str:
    """Where a value comes from: as it was written, simulated in the reader's language."""
    return gettext("simulated") if text == SIMULATED else text


def _code(value) -> str:
    return str(getattr(value, "value", value) or "")
