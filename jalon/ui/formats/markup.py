"""The same formats for a page: isolated in Arabic, unknown said in words, a borrowed language marked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.ui.formats import dates, numbers
from jalon.ui.formats.reading import LRI, PDI, language_of
from jalon.ui.formats.texts import spoken, unit_words

DIRECTIONS = {"ar": "rtl"}


def isolated(text: str) -> SafeString:
    """Text that reads left to right whatever surrounds it, and stays on one line."""
    if language_of() == "ar":
        return format_html('<bdi class="nowrap" dir="ltr">{}</bdi>', text.strip(LRI + PDI))
    return format_html('<span class="nowrap">{}</span>' if " " in text else "{}", text)


def unknown() -> SafeString:
    """Unknown is not zero: a dash to see, a word to hear."""
    return format_html(
        '<span class="unknown"><span aria-hidden="true">—</span>'
        '<span class="visually-hidden">{}</span></span>',
        _("unknown"),
    )


def _figure(plain):
    def formatted(value, *arguments, **options) -> SafeString:
        return unknown() if value is None or value == "" else isolated(plain(value, *arguments, **options))

    formatted.__name__ = plain.__name__.removeprefix("plain_")
    formatted.__doc__ = plain.__doc__
    return formatted


def _dated(plain):
    """A date holds Arabic words: it is isolated in its own direction, not left to right."""

    def formatted(value, *arguments, **options) -> SafeString:
        if value is None or value == "":
            return unknown()
        text = plain(value, *arguments, **options)
        return format_html("<bdi>{}</bdi>" if language_of() == "ar" else "{}", text)

    formatted.__name__ = plain.__name__.removeprefix("plain_")
    formatted.__doc__ = plain.__doc__
    return formatted


number = _figure(numbers.plain_number)
exact = _figure(numbers.plain_exact)
signed = _figure(numbers.plain_signed)
amount = _figure(numbers.plain_amount)
million = _figure(numbers.plain_million)
percent = _figure(numbers.plain_percent)
signed_percent = _figure(numbers.plain_signed_percent)
year_range = _figure(dates.plain_year_range)

day = _dated(dates.plain_day)
day_short = _dated(dates.plain_day_short)
month = _dated(dates.plain_month)
period = _dated(dates.plain_period)
period_short = _dated(dates.plain_period_short)
moment = _dated(dates.plain_moment)
dated = _dated(dates.plain_dated)


def quantity(value, unit: str = "") -> SafeString:
    """A number with its unit; a unit in words follows the isolated number."""
    if value is None:
        return unknown()
    if unit in ("", "%", "DH", "MAD", "dirham"):
        return isolated(numbers.plain_quantity(value, unit))
    agreed = unit_words(unit, after=numbers.as_decimal(value))
    return format_html("{} {}", isolated(numbers.plain_number(value)), agreed)


def day_range(start, end) -> SafeString:
    """Two days in the order they are read, each isolated."""
    if start and end and language_of() == "ar":
        return format_html("<bdi>{}</bdi> – <bdi>{}</bdi>", dates.plain_day(start), dates.plain_day(end))
    return format_html("{}", dates.plain_day_range(start, end))


def words(value) -> SafeString:
    """Words in the reader's language; borrowed from another one, they carry its `lang` and a small mark."""
    text, language = spoken(value)
    if language == language_of() or not text:
        return format_html("{}", text)
    return format_html(
        '<span class="fallback" lang="{}" dir="{}">{}<sup class="fallback-mark" title="{}">{}</sup></span>',
        language,
        DIRECTIONS.get(language, "ltr"),
        text,
        _("not translated yet"),
        language,
    )
