"""Figures, money, dates and words, as facts.md and the three languages write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.kinds import UNITS
from jalon.kernel.words import Words
from jalon.ui import formats
from jalon.ui.formats.units import ARABIC, SINGULAR

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("value", "places", "language", "text"),
    [
        (2310, None, "fr", f"2{NARROW}310"),
        (1234567.8, None, "fr", f"1{NARROW}234{NARROW}567,8"),
        (1234567.8, None, "ar", f"1{NARROW}234{NARROW}567,8"),
        (1234567.8, None, "en", f"1{NARROW}234{NARROW}567.8"),
        (Decimal("12.345"), None, "fr", "12,35"),
        (Decimal("12.345"), 3, "fr", "12,345"),
        (Decimal("1E+3"), None, "fr", f"1{NARROW}000"),
        (2.675, 2, "fr", "2,68"),
        (-12.5, None, "fr", "−12,5"),
        (-0.001, None, "fr", "0"),
        (0, None, "fr", "0"),
        (None, None, "fr", "—"),
        (Decimal("NaN"), None, "fr", "—"),
    ],
)
def test_a_number_is_grouped_by_narrow_spaces(value, places, language, text):
    assert formats.plain_number(value, places, language) == text


@pytest.mark.parametrize(
    ("value", "places", "language", "text"),
    [
        (Decimal("0.0005"), None, "fr", "0,0005"),
        (Decimal("66.00"), None, "ar", "66,00"),
        (Decimal("12500.5000000000"), 3, "en", f"12{NARROW}500.500"),
        (Decimal("1E+3"), None, "fr", f"1{NARROW}000"),
        (None, None, "fr", "—"),
    ],
)
def test_a_measured_number_keeps_every_digit(value, places, language, text):
    assert formats.plain_exact(value, places, language) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2016-03-31", "31 mars 2016"),
        ("2023-04", "avril 2023"),
        ("2021-2022", "2021-2022"),
        ("2020", "2020"),
        ("2024-02-31", "2024-02-31"),
    ],
)
def test_the_date_of_a_source_is_written_as_its_reader_does(text, said):
    assert formats.plain_dated(text, "fr") == said


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_amount_of_centimes_reads_as_the_law_of_finance_writes_it(language):
    assert formats.plain_amount(123456780, language) == f"1{NARROW}234{NARROW}567,80 DH"


@pytest.mark.parametrize(
    ("centimes", "text"),
    [
        (25_000_000_000, "250 MDH"),
        (120_000_000_000, "1,2 MMDH"),
        (1_450_000_000, "14,5 MDH"),
        (99_996_000_000, "1 MMDH"),
        (5_000_000, f"50{NARROW}000 DH"),
        (-25_000_000_000, "−250 MDH"),
        (0, "0 DH"),
    ],
)
def test_millions_read_as_people_say_them(centimes, text):
    assert formats.plain_million(centimes, "fr") == text


@pytest.mark.parametrize(
    ("rate", "language", "text"),
    [
        (0.398, "fr", "39,8 %"),
        (0.4, "ar", "40 %"),
        (0.4, "en", "40%"),
        (Decimal(1) / 3, "fr", "33,3 %"),
    ],
)
def test_a_rate_is_a_percentage(rate, language, text):
    assert formats.plain_percent(rate, language=language) == text


@pytest.mark.parametrize(("rate", "text"), [(1.65, "+165 %"), (-0.02, "−2 %"), (0, "0 %"), (0.0001, "0 %")])
def test_a_change_says_its_sign_unless_it_rounds_to_nothing(rate, text):
    assert formats.plain_signed_percent(rate, language="fr") == text


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (39.8, "%", "fr", "39,8 %"),
        (141_000_000, "DH", "fr", "141 MDH"),
        (Decimal("0.07"), "DH", "fr", "0 DH"),
        (12, "hours", "fr", "12 heures"),
        (1, "hours", "fr", "1 heure"),
        (Decimal("1.5"), "hours", "fr", "1,5 heure"),
        (0, "certificates", "fr", "0 certificat"),
        (1, "certificates", "en", "1 certificate"),
        (0, "certificates", "en", "0 certificates"),
        (Decimal("1.00"), "certificates", "en", "1 certificate"),
        (-1, "certificates", "en", "−1 certificate"),
        (0.999, "certificates", "en", "1 certificate"),
        (1, "tests", "ar", "1 اختبار"),
        (2, "tests", "ar", "2 اختباران"),
        (3, "tests", "ar", "3 اختبارات"),
        (12, "tests", "ar", "12 اختبارا"),
        (100, "tests", "ar", "100 اختبار"),
        (1.5, "tests", "ar", "1,5 اختبار"),
        (1, Words("entreprises", "مقاولات", "firms"), "fr", "1 entreprise"),
        (1, Words("souhaits", "", ""), "fr", "1 souhaits"),
        (12, "", "fr", "12"),
    ],
)
def test_a_quantity_has_its_unit_in_words(value, unit, language, text):
    assert formats.plain_quantity(value, unit, language) == text


@pytest.mark.parametrize("words", UNITS.values(), ids=UNITS)
def test_every_unit_of_a_deed_agrees_with_its_number(words):
    assert words.ar in ARABIC
    assert all(text in SINGULAR[code] for code, text in (("fr", words.fr), ("en", words.en)) if text != "m²")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15))
def test_a_written_number_reads_back_to_itself(value):
    text = formats.plain_number(value, 2, "fr")

    assert Decimal(text.replace(NARROW, "").replace(",", ".").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("day", "language", "text"),
    [
        (date(2022, 6, 7), "fr", "7 juin 2022"),
        (date(2024, 8, 1), "fr", "1er août 2024"),
        (date(2024, 8, 1), "ar", "1 غشت 2024"),
        (date(2026, 9, 30), "ar", "30 شتنبر 2026"),
        (date(2022, 6, 7), "en", "7 June 2022"),
        (date(2021, 11, 11), "fr", "11 novembre 2021"),
    ],
)
def test_a_day_has_the_month_name_of_morocco(day, language, text):
    assert formats.plain_day(day, language) == text


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("2024", "fr", "2024"),
        ("2024-Q2", "fr", "2e trimestre 2024"),
        ("2024-Q2", "ar", "الربع الثاني 2024"),
        ("2024-05", "fr", "mai 2024"),
        ("2024-01", "fr", "janvier 2024"),
        ("2024-05", "ar", "ماي 2024"),
        ("2024-H1", "en", "first half of 2024"),
    ],
)
def test_a_period_is_said_in_words(code, language, text):
    assert formats.plain_period(code, language) == text
    assert formats.plain_period(SimpleNamespace(code=code), language) == text


@pytest.mark.parametrize("code", ["2024", "2024-H2", "2024-Q4", "2024-12"])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_period_fits_an_axis(code, language):
    assert 0 < len(formats.plain_period_short(code, language)) <= 18


def test_an_instant_is_told_in_the_local_time_zone(settings):
    settings.TIME_ZONE = "Africa/Casablanca"

    assert formats.plain_moment(datetime(2025, 7, 15, 8, 30, tzinfo=UTC), "fr") == "15 juillet 2025, 09:30"


def test_years_keep_their_order_in_arabic():
    with override("ar"):
        assert formats.year_range(2022, 2025) == '<bdi class="nowrap" dir="ltr">2022-2025</bdi>'
    assert formats.plain_year_range(2022, 2025, "ar") == "\u20662022-2025\u2069"
    assert formats.plain_year_range(2022, 2025, "fr") == "2022-2025"
    assert formats.plain_year_range(2024, 2024, "fr") == "2024"


def test_days_of_a_range_are_isolated_one_by_one_in_arabic():
    with override("ar"):
        text = formats.day_range(date(2022, 6, 7), date(2023, 4, 11))

    assert text == "<bdi>7 يونيو 2022</bdi> – <bdi>11 أبريل 2023</bdi>"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(date(2024, 1, 2), None, "2 janvier 2024 →"), (None, date(2024, 1, 2), "→ 2 janvier 2024")],
)
def test_an_open_range_shows_where_it_is_open(start, end, text):
    assert formats.plain_day_range(start, end, "fr") == text


def test_figures_are_isolated_in_arabic_and_bare_elsewhere():
    with override("ar"):
        assert formats.amount(123) == '<bdi class="nowrap" dir="ltr">1,23 DH</bdi>'
    with override("fr"):
        assert formats.amount(123) == '<span class="nowrap">1,23 DH</span>'
        assert formats.number(1234) == f"1{NARROW}234"


def test_unknown_is_a_dash_with_a_word_and_zero_is_zero():
    with override("en"):
        unknown, zero = formats.number(None), formats.number(0)

    assert "—" in unknown
    assert "unknown" in unknown
    assert zero == "0"


@pytest.mark.parametrize(
    ("language", "digits", "written"),
    [
        ("ar", "arabic", "٣، ٢٠٢٤"),
        ("ar", "western", "3 · 2024"),
        ("fr", "arabic", "3 · 2024"),
        ("fr", "western", "3 · 2024"),
    ],
)
def test_no_dot_stands_beside_the_digits_it_looks_like(language, digits, written):
    with override(language), formats.digits(digits):
        drawn = Template("{% load formats %}{{ 3|plain_number }}{% dot %}{{ year }}").render(
            Context({"year": formats.in_digits("2024")})
        )
        said = formats.dotted(formats.plain_number(3), "", None, formats.in_digits("2024"))

    assert drawn == said == written


def test_an_arabic_reader_may_choose_arabic_digits():
    with override("ar"), formats.digits("arabic"):
        assert formats.plain_number(1234.5) == f"١{NARROW}٢٣٤,٥"
        assert formats.plain_day(date(2024, 8, 1)) == "١ غشت ٢٠٢٤"
    with override("fr"), formats.digits("arabic"):
        assert formats.plain_number(1234) == f"1{NARROW}234"
    with override("ar"):
        assert formats.plain_number(1234) == f"1{NARROW}234"


def test_words_are_read_in_the_language_of_the_page():
    words = Words(fr="Axe", ar="محور", en="Axis")
    with override("ar"):
        assert formats.words(words) == "محور"
    assert formats.plain_words({"fr": "Axe", "en": "Axis"}, "en") == "Axis"
    assert formats.plain_words("texte", "ar") == "texte"
    assert formats.plain_words(None, "ar") == ""


def test_borrowed_words_carry_their_language_and_a_mark():
    with override("ar"):
        text = formats.words(Words(fr="Taux d'encadrement"))

    assert 'lang="fr" dir="ltr"' in text
    assert "Taux d&#x27;encadrement" in text
    assert "<sup" in text


def test_words_of_strangers_are_escaped():
    with override("fr"):
        assert formats.words({"fr": "<script>"}) == "&lt;script&gt;"
        assert "<script>" not in formats.quantity(3, "<script>")


def test_a_span_of_years_is_told_by_its_range_and_one_of_days_by_its_ends():
    assert formats.plain_period("2023-01-01/2026-12-31", "fr") == "2023-2026"
    assert formats.plain_period("2024-01-15/2024-03-17", "fr") == "15 janvier 2024 – 17 mars 2024"
