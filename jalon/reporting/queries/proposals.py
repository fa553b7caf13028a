"""Public holidays somebody may take over: proposed with their source, never taken by themselves."""

from collections import Counter
from datetime import date

import holidays as library

from jalon.kernel.words import Words
from jalon.network.models import Region

LANGUAGES = {"fr": "fr", "ar": "ar", "en": "en_US"}


def country() -> str:
    """The country most regions' codes begin with, as two letters; empty when there is none."""
    found = Counter(code[:2] for code in Region.objects.values_list("code", flat=True) if code[2:3] == "-")
    return found.most_common(1)[0][0] if found else ""


def countries() -> list[str]:
    return sorted(library.list_supported_countries())


def proposed(code: str, year: int) -> list[dict]:
    """The public holidays of a country in a year: day, name in three languages, whether it is estimated."""
    if code not in library.list_supported_countries():
        return []
    names = {language: of_year(code, year, name) for language, name in LANGUAGES.items()}
    marked = of_year(code, year, LANGUAGES["fr"], islamic_show_estimated=True)
    days = sorted(set().union(*names.values()))
    return [
        {
            "on": day,
            "name": Words(*(names[language].get(day, "") for language in LANGUAGES)),
            "is_estimated": marked.get(day) != names["fr"].get(day),
            "source": f"holidays {library.__version__}, {code}",
        }
        for day in days
    ]


def of_year(code: str, year: int, language: str, *, islamic_show_estimated: bool = False) -> dict[date, str]:
    """The library's own table; a country without that language gives its usual one."""
    options = {"islamic_show_estimated": islamic_show_estimated}
    kept = getattr(library, code)
    spoken = language if language in kept.supported_languages else None
    try:
        return dict(kept(years=year, language=spoken, **options).items())
    except TypeError:  # a country whose days never hang on the moon
        return dict(kept(years=year, language=spoken).items())
