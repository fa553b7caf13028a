"""Days, periods and moments as plain text, with the month names of Morocco."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jalon.ui.formats.numbers import UNKNOWN
from jalon.ui.formats.reading import BABEL, in_digits, isolate, language_of

DAY, MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-(0[1-9]|1[0-2])")
HALVES = {"H1": _("first half of %(year)s"), "H2": _("second half of %(year)s")}
HALVES_SHORT = {"H1": _("H1 %(year)s"), "H2": _("H2 %(year)s")}


def plain_day(day: date | None, language: str | None = None) -> str:
    """`30 septembre 2026`, `1er juin 2022`, `30 شتنبر 2026`, `30 September 2026`."""
    return _dated(day, "d MMMM y", language)


def plain_day_short(day: date | None, language: str | None = None) -> str:
    """`30 sept. 2026`, for tables."""
    return _dated(day, "d MMM y", language)


def plain_dated(text: str, language: str | None = None) -> str:
    """A date as a source gave it: a day, a month, years, or its own words."""
    try:
        return plain_period(text, language) if MONTH.fullmatch(text) else plain_day(day_of(text), language)
    except ValueError:
        return isolate(in_digits(text, language), language)


def day_of(text: str) -> date:
    """A day written whole; `fromisoformat` alone would also take `20160331`. Raises ValueError."""
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError(text)


def plain_month(day: date | None, language: str | None = None) -> str:
    """`mai 2024`."""
    return _dated(day, "MMMM y", language, ordinal=False)


def plain_period(period, language: str | None = None) -> str:
    """A period (`kernel.periods.Period`) or its code in words: `2024`, `2e trimestre 2024`, `mai 2024`.

    Days that are no calendar period are told by their first and last, whole years by their range.
    """
    code = str(getattr(period, "code", period))
    if "/" in code:
        return _span(code, language)
    year, _dash, part = str(code).partition("-")
    if not part:
        return in_digits(year, language)
    if part in HALVES:
        return _half(HALVES[part], year, language)
    if part.startswith("Q"):
        return _dated(date(int(year), 3 * int(part[1:]) - 2, 1), "QQQQ y", language, ordinal=False)
    return plain_month(date(int(year), int(part), 1), language)


def _span(code: str, language: str | None) -> str:
    start, end = (date.fromisoformat(day) for day in code.split("/"))
    is_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return plain_year_range(start, end, language) if is_years else plain_day_range(start, end, language)


def plain_period_short(period, language: str | None = None) -> str:
    """The same on an axis: `2024`, `T2 2024`, `mai 24`."""
    code = getattr(period, "code", period)
    year, _dash, part = str(code).partition("-")
    if not part:
        return in_digits(year, language)
    if part in HALVES:
        return _half(HALVES_SHORT[part], year, language)
    if part.startswith("Q"):
        return _dated(date(int(year), 3 * int(part[1:]) - 2, 1), "QQQ y", language, ordinal=False)
    return _dated(date(int(year), int(part), 1), "MMM yy", language, ordinal=False)


def plain_day_range(start: date | None, end: date | None, language: str | None = None) -> str:
    """`1er janvier 2023 – 31 mars 2023`; an open end is an arrow."""
    if start and end:
        return f"{plain_day(start, language)} – {plain_day(end, language)}"
    return f"{plain_day(start or end, language)} →" if start else f"→ {plain_day(end, language)}"


def plain_year_range(start: int | date, end: int | date, language: str | None = None) -> str:
    """`2022-2025`, isolated in Arabic, where it would otherwise read backwards."""
    first, last = (getattr(value, "year", value) for value in (start, end))
    text = f"{first}" if first == last else f"{first}-{last}"
    return isolate(in_digits(text, language), language)


def plain_moment(moment: datetime | None, language: str | None = None) -> str:
    """An instant in the local time zone: `15 mars 2025, 09:30`."""
    if moment is None:
        return UNKNOWN
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    clock = format_datetime(
        local.replace(tzinfo=ZoneInfo("UTC")), "HH:mm", locale=BABEL[language_of(language)]
    )
    comma = "،" if language_of(language) == "ar" else ","
    return f"{plain_day(local.date(), language)}{comma} {in_digits(clock, language)}"


def _half(words, year: str, language: str | None) -> str:
    with override(language_of(language)):
        return in_digits(words % {"year": year}, language)


def _dated(day: date | None, pattern: str, language: str | None, ordinal: bool = True) -> str:
    if day is None:
        return UNKNOWN
    code = language_of(language)
    text = format_date(day, pattern, locale=BABEL[code])
    if code == "fr" and ordinal and day.day == 1:
        text = text.replace("1 ", "1er ", 1)
    return in_digits(text, language)
