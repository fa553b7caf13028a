"""Words people read, in the three languages, and their folded form for search."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("fr", "ar", "en")

# Letters that no decomposition brings together, though people type one for the other.
LETTERS: Final = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ڭ": "ك",  # the Moroccan g: أڭادير is also written أكادير
        "گ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "ة": "ه",
        "ۃ": "ه",
        "ـ": "",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """One text in French, Arabic and English; French is the one that always exists."""

    fr: str
    ar: str = ""
    en: str = ""

    @classmethod
    def from_mapping(cls, texts: Mapping[str, str]) -> "Words":
        """The words held in a mapping of language to text; other keys are ignored."""
        return cls(**{language: texts.get(language) or "" for language in LANGUAGES})

    def in_language(self, language: str) -> tuple[str, bool]:
        """The text in a language ("ar", "ar-MA"), and whether another one had to stand in for it."""
        asked = language.lower()[:2]
        text = self.as_mapping().get(asked, "")
        if text:
            return text, False
        return self.fr or self.ar or self.en, True

    def as_mapping(self) -> dict[str, str]:
        """The three texts by language, empty ones included."""
        return {"fr": self.fr, "ar": self.ar, "en": self.en}

    def __str__(self) -> str:
        return self.in_language("fr")[0]


def fold(text: str) -> str:
    """The form under which a text is searched: no case, accents, vowel marks, letter variants or punctuation.

    Digits of any script become 0-9. Folding twice is folding once.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    if not plain.isascii():
        plain = "".join(map(_folded, plain)).translate(LETTERS)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _folded(character: str) -> str:
    """One decomposed character: nothing for a mark or an invisible sign, 0-9 for a digit of any script."""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character
