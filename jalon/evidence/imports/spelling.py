"""How a code is written for the reader: as an import understands it when it is typed."""

from collections.abc import Iterable, Mapping

from jalon.evidence.reading.columns import ATTRIBUTE
from jalon.evidence.reading.parsers import ACTIONS, ORIGINS, SIZES
from jalon.kernel.kinds import Kind
from jalon.kernel.words import Words

FLAGS = {"fr": ("oui", "non"), "ar": ("نعم", "لا"), "en": ("yes", "no")}
TABLES = {"firm_size": SIZES, "origin": ORIGINS, "action": ACTIONS}


def in_language(words: Words, language: str) -> str:
    return words.in_language(language)[0]


def is_arabic(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def spellings(table: Mapping[str, Iterable[str]], language: str) -> list[str]:
    """Each choice in the language: the tables hold French first and Arabic last; English is the code."""
    if language == "en":
        return [code for code in table if code]
    said = []
    for words in table.values():
        said.append(next(filter(is_arabic, words)) if language == "ar" else next(iter(words)))
    return said


def word(name: str, value: str, known: Mapping[str, Kind], language: str) -> str:
    """What people write in a column for a code; the value itself in columns that have no codes."""
    if name == "kind" and value in known:
        return in_language(known[value].words, language)
    if name in ("general_interest", "high_value"):
        return dict(zip(("true", "false"), FLAGS[language], strict=True)).get(value, value)
    if name.startswith(ATTRIBUTE):
        return choice_word(name.removeprefix(ATTRIBUTE), value, known, language)
    table = TABLES.get(name, {})
    return dict(zip(table, spellings(table, language), strict=False)).get(value, value)


def choice_word(attribute: str, value: str, known: Mapping[str, Kind], language: str) -> str:
    kinds = (kind.attributes[attribute].choices for kind in known.values() if attribute in kind.attributes)
    words = next((choices[value] for choices in kinds if value in choices), None)
    return in_language(words, language) if words else value
