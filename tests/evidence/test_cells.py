"""How one cell is read: what people and spreadsheets write, and what is refused rather than guessed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.evidence.reading import cells
from jalon.evidence.reading.columns import COLUMNS, column_of, find_header
from jalon.evidence.reading.delimited import decoded, delimiter
from jalon.evidence.reading.faults import Fault, Read
from jalon.evidence.reading.markup import column_number
from jalon.evidence.reading.numbers import comma_of, number
from jalon.evidence.reading.workbooks import column_letters
from tests.evidence.making import ICE

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("written", "comma", "meant"),
    [
        ("12", None, "12"),
        ("12.5", None, "12.5"),
        ("12,5", None, "12.5"),
        ("1 234,56", None, "1234.56"),
        (f"1{NARROW}234{NARROW}567,80 DH", None, "1234567.80"),
        ("1\u00a0234 MAD", None, "1234"),
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1.234.567", None, "1234567"),
        ("1,234,567", None, "1234567"),
        ("1,234", "decimal", "1.234"),
        ("1,234", "grouping", "1234"),
        ("0,234", None, "0.234"),
        ("-3", None, "-3"),
        ("−3", None, "-3"),
        ("+3", None, "3"),
        ("٣٬٤٥٦٫٥", None, "3456.5"),
        ("١٢", None, "12"),
        (12, None, "12"),
        (12.0, None, "12"),
        (0.1 + 0.2, None, "0.3"),
        (1234567.89, None, "1234567.89"),
    ],
)
def test_a_number_is_exactly_what_was_written(written, comma, meant):
    assert number(written, comma) == Decimal(meant)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,234", "ambiguous_number"),
        ("1E+05", "scientific"),
        ("1,2e3", "scientific"),
        ("12 tests", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("12,34.5", "not_a_number"),
        ("--1", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("0x10", "not_a_number"),
        ("½", "not_a_number"),
        (True, "not_a_number"),
        (float("inf"), "not_a_number"),
        (float("nan"), "not_a_number"),
        (dt.date(2024, 1, 1), "not_a_number"),
    ],
)
def test_what_is_no_number_is_refused_and_never_guessed(written, code):
    assert number(written) == Fault(code, written if code == "ambiguous_number" else "")


def test_the_other_numbers_of_a_column_say_what_its_comma_means():
    assert comma_of(["1,234", "0,5"]) == "decimal"
    assert comma_of(["1,234", "1,234.5"]) == "grouping"
    assert comma_of(["1,234", "12"]) is None


@given(st.decimals(-(10**12), 10**12, places=3, allow_nan=False))
def test_a_number_in_french_is_read_as_itself(value):
    whole, _, part = f"{abs(value):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", NARROW)
    written = ("-" if value < 0 else "") + groups + ("," + part if part else "")

    assert number(written, "decimal") == value


@pytest.mark.parametrize(
    "written",
    ["2024-03-05", "05/03/2024", "5/3/2024", "05-03-2024", "05.03.2024", "2024/03/05", "2024-03-05T10:30:00", "05/03/2024 10:30",
     "٠٥/٠٣/٢٠٢٤", "\u200e05/03/2024", dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 23, 59)],
)  # fmt: skip
def test_a_day_is_read_day_first(written):
    assert cells.day(written) == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("written", "epoch"), [(45356, 1900), (45356.75, 1900), ("45356", 1900), (43894, 1904)]
)
def test_a_count_of_days_is_read_and_told(written, epoch):
    assert cells.day(written, epoch) == Read(dt.date(2024, 3, 5), "serial_day", "2024-03-05")


@pytest.mark.parametrize(
    "written", ["5/3/24", "2024", "march 5", "31/02/2024", "2024-13-01", 12, 10**9, dt.time(3), True]
)
def test_what_is_no_day_is_refused(written):
    assert cells.day(written) == Fault("not_a_date")


@pytest.mark.parametrize("written", ["oui", "OUI ", "Yes", "نعم", "true", "VRAI", "1", 1.0, True, "x"])
def test_yes_in_three_languages(written):
    assert cells.yes_or_no(written) is True


@pytest.mark.parametrize("written", ["non", "No", "لا", "faux", "0", 0.0, False])
def test_no_in_three_languages(written):
    assert cells.yes_or_no(written) is False


def test_an_ice_is_read_with_its_spaces_and_restored_only_when_one_number_fits():
    assert cells.ice("001 561 191 000 066") == ICE
    assert cells.ice(1561191000066.0) == Read(ICE, "ice_restored", ICE)
    assert cells.ice("1561191000066") == Read(ICE, "ice_restored", ICE)
    assert cells.ice("1561191000067") == Fault("ice_length")
    assert cells.ice("66") == Fault("ice_length")
    assert cells.ice("1.56119E+12") == Fault("ice_scientific")
    assert cells.ice("en cours") is None


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_heading_is_understood_whatever_its_case_and_accents(column):
    for heading in (column.name, *column.headings):
        assert column_of(heading, {}) == column.name
        assert column_of(f" {heading.upper()} ", {}) == column.name


def test_an_attribute_is_named_by_its_code_or_its_words():
    known = {"conforme": "conform", "conform": "conform"}

    assert column_of("attributes.conform", known) == "attributes.conform"
    assert column_of("Attributs : Conforme", known) == "attributes.conform"
    assert column_of("CONFORME", known) == "attributes.conform"
    assert column_of("attributes.unheard", known) == "attributes.unheard"


def test_headers_are_found_below_titles_and_a_mapping_goes_first():
    rows = [["Rapport annuel", ""], ["", ""], ["id", "Nb"], ["A", 3]]

    header = find_header(rows, {}, {"nb": "quantity"})

    assert (header.row, header.columns) == (2, ("external_id", "quantity"))


def test_a_delimiter_is_the_sign_that_cuts_lines_evenly():
    assert delimiter("a;b;c\n1,5;2;3\n2,5;3;4\n") == ";"
    assert delimiter('a,b\n"x;y",2\n"z;t",3\n') == ","
    assert delimiter("seul\nun\n") == ","


@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x6FF, blacklist_categories=("Cs", "Cc", "Cn")),
        min_size=1,
    )
)
def test_text_in_unicode_is_decoded_as_itself(text):
    assert decoded(("id;" + text).encode("utf-8-sig")) == "id;" + text
    assert decoded(("id;" + text).encode("utf-16")) == "id;" + text


@given(st.integers(0, 16383))
def test_letters_of_columns_count_as_spreadsheets_do(number_):
    assert column_number(column_letters(number_)) == number_
