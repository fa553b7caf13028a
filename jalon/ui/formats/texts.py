"""Words kept in three languages: the reader's when written, else the French one, marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from jalon.kernel.kinds.units import UNITS
from jalon.ui.formats.reading import language_of
from jalon.ui.formats.units import agreeing

FALLBACKS = ("fr", "en", "ar")
RANGE = re.compile(r"\d+(?:[-–/.]\d+)+")


def spoken(words, language: str | None = None) -> tuple[str, str]:
    """The text for a reader, and the language it is really in.

    `words` is `kernel.words.Words`, a mapping with the keys fr, ar and en, or a plain text (taken as it is).
    """
    wanted = language_of(language)
    if words is None:
        return "", wanted
    versions = _versions(words)
    if versions is None:
        return str(words), wanted
    for code in (wanted, *FALLBACKS):
        if versions.get(code):
            return isolated_ranges(str(versions[code]), code), code
    return "", wanted


def isolated_ranges(text: str, language: str) -> str:
    """Ranges of numbers keep their order inside Arabic: 2022-2025 would be read from 2025 on."""
    return RANGE.sub("\u2066\\g<0>\u2069", text) if language == "ar" else text


def plain_words(words, language: str | None = None) -> str:
    """The text alone, without a mark."""
    return spoken(words, language)[0]


def unit_words(unit, language: str | None = None, *, after: Decimal | None = None) -> str:
    """A unit as people read it: its code (`hours`) in words, words as they are, agreeing with a number."""
    text, spoken_in = spoken(UNITS.get(unit, unit) if isinstance(unit, str) else unit, language)
    return text if after is None else agreeing(text, after, spoken_in)


def _versions(words) -> Mapping | None:
    if isinstance(words, Mapping):
        return words
    if hasattr(words, "fr"):
        return {code: getattr(words, code, "") for code in FALLBACKS}
    return None
