"""The marks that mean the same everywhere: a shape, a word and a colour each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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

REASONS = {
    "baseline_not_published": _("baseline not published"),
    "no_baseline": _("no baseline"),
    "zero_baseline": _("the baseline is zero"),
    "no_target": _("no target"),
    "target_not_published": _("target not published"),
    "no_evidence": _("no evidence"),
    "no_data": _("no data"),
    "not_received": _("not received yet"),
    "partial": _("partly received"),
    "not_started": _("not started yet"),
    "no_opening": _("no opening count"),
    "division_by_zero": _("nothing to divide by"),
    "missing_input": _("a part of the formula is missing"),
    "missing": _("a part of the formula is missing"),
    "not_aggregated": _("does not add up over centres"),
    "suppressed": _("too few to be shown"),
    "unknown": _("unknown"),
}


def status_mark(code) -> Mark:
    """The mark of a status; nothing and anything unheard of are not computable."""
    return STATUSES.get(_code(code), STATUSES["not_computable"])


def reason_words(reason) -> str:
    """Why a figure cannot be computed, in words: a known code, a sentence, or the code spelled out."""
    code = _code(getattr(reason, "reason", reason))
    detail = getattr(reason, "detail", "")
    words = REASONS.get(code) or (code.replace("_", " ") if code else _("not computable"))
    return f"{words} ({detail})" if detail else str(words)


def _code(value) -> str:
    return str(getattr(value, "value", value) or "")
