"""How this reader reads: the language being served and the digits preferred."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language

BABEL = {"fr": "fr_MA", "ar": "ar_MA", "en": "en"}
WESTERN, ARABIC = "western", "arabic"

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"

_digits: ContextVar[str] = ContextVar("digits", default=WESTERN)
_TO_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@contextmanager
def digits(preference: str) -> Iterator[None]:
    """Figures inside the block are written with the digits a person prefers, in Arabic only."""
    token = _digits.set(preference or WESTERN)
    try:
        yield
    finally:
        _digits.reset(token)


def language_of(language: str | None = None) -> str:
    """`fr`, `ar` or `en`: the one given, else the one being served."""
    code = (language or get_language() or "fr").split("-")[0].split("_")[0]
    return code if code in BABEL else "fr"


def in_digits(text: str, language: str | None = None) -> str:
    """The same text in the reader's digits (Western unless an Arabic reader chose otherwise)."""
    return text.translate(_TO_ARABIC_INDIC) if is_arabic_indic(language) else text


def is_arabic_indic(language: str | None = None) -> bool:
    return _digits.get() == ARABIC and language_of(language) == "ar"


def dot(language: str | None = None) -> str:
    """What stands between two parts of a line: a dot, or a comma for whom the dot (·) is a zero (٠)."""
    return "، " if is_arabic_indic(language) else " · "


def dotted(*parts: object) -> str:
    """The parts that say something, in one line."""
    return dot().join(str(part) for part in parts if part)


def isolate(text: str, language: str | None = None) -> str:
    """Plain text that keeps its left-to-right order inside an Arabic sentence."""
    return f"{LRI}{text}{PDI}" if language_of(language) == "ar" else text
