"""Cells whose number is not what a person sees: told, never guessed, in every kind of workbook."""

import datetime as dt
import struct
import zipfile

import openpyxl
import pytest
from django.utils.translation import override

from jalon.evidence.imports import import_file, sentences
from jalon.evidence.models import Evidence
from jalon.evidence.reading import biff, biff12, markup
from jalon.evidence.reading.limits import Limits
from jalon.evidence.reading.shown import Marks, shows_percent
from tests.evidence.binary_files import compound, older_xls_file, record, xlsb_cell, xlsb_file, xlsb_record
from tests.evidence.files import csv_file, line, ods_file, xlsx_file
from tests.evidence.making import DAY
from tests.factories.network import CentreFactory

pytestmark = pytest.mark.django_db
HEAD = ("external_id", "kind", "on", "quantity", "amount")
KIND, ON = "test.reported", "2024-03-05"
TODAY = dt.date(2024, 6, 30)


@pytest.fixture
def where():
    return CentreFactory()


def told(report):
    return [(f"{said['letter']}{said['row']}", said["code"], said["detail"]) for said in report.problems]


def taken(path, where):
    return import_file(path, centre=where, by=None, on=TODAY)


def book(path, *rows, forms=()):
    """As another program writes it: formulas without their values; number formats by cell."""
    made = openpyxl.Workbook()
    for row in (HEAD, *rows):
        made.active.append(row)
    for cell, form in forms:
        made.active[cell].number_format = form
    made.save(path)
    return path


def repacked(path, part, change):
    """The file with one of its parts changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def in_ods(*cells):
    """A spreadsheet of one row: a name, a kind, a day, then these cells as they are marked."""

    def change(content):
        for place, cell in enumerate(cells):
            whole = f'<table:table-cell office:value-type="string"><text:p>HERE{place}</text:p>'
            content = content.replace(f"{whole}</table:table-cell>".encode(), cell.encode())
        return content

    return change


@pytest.mark.parametrize(
    ("form", "is_percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.0##%;[Red]-0.0%", True),
        ('0.0"%"', False),
        (r"0.0\%", False),
        ('"part de %" 0', False),
        ("#,##0.00", False),
    ],
)
def test_a_format_multiplies_by_a_hundred_when_its_sign_is_no_text(form, is_percent):
    assert shows_percent(form) is is_percent


@pytest.mark.parametrize("form", ["0%", "0.000%"])
def test_a_quantity_shown_in_percent_in_xlsx_is_asked_about(tmp_path, where, form):
    made = book(tmp_path / "f.xlsx", ("A", KIND, ON, 0.605), ("B", KIND, ON, 3), forms=[("D2", form)])

    report = taken(made, where)

    assert told(report) == [("D2", "percent", "60.5 %")]
    assert not Evidence.objects.exists()


def test_a_quantity_beside_a_sign_that_is_a_text_comes_in(tmp_path, where):
    made = book(tmp_path / "f.xlsx", ("A", KIND, ON, 12.5), forms=[("D2", '0.0"%"')])

    assert taken(made, where).recorded
    assert str(Evidence.objects.get().quantity) == "12.500"


def test_an_empty_column_shown_in_percent_says_nothing(tmp_path, where):
    forms = [(f"E{row}", "0%") for row in range(1, 9)]
    made = book(tmp_path / "f.xlsx", ("A", KIND, ON, 3), forms=forms)

    assert taken(made, where).recorded


@pytest.mark.parametrize("form", [xlsb_file, older_xls_file], ids=["XLSB", "XLS"])
def test_a_quantity_shown_in_percent_in_records_is_asked_about(tmp_path, where, form):
    rows = [HEAD, ("A", KIND, ON, (1, 0.6), ""), ("B", KIND, ON, (2, 12.5), ""), ("C", KIND, ON, 3.0, "")]

    report = taken(form(tmp_path / "f", *rows), where)

    assert told(report) == [("D2", "percent", "60 %")]


def test_percentages_packed_several_in_a_record_are_found():
    def begin(kind):
        return record(0x0809, struct.pack("<HHHH", 0x0600, kind, 0, 0))

    wide = struct.pack("<HHB", 170, 3, 1) + "0 %".encode("utf-16-le")
    styles = (
        record(0x041E, wide)
        + record(0xE0, struct.pack("<HH", 0, 0))
        + record(0xE0, struct.pack("<HH", 0, 170))
    )
    sheet = record(0x85, struct.pack("<IHB", 0, 0, 1) + b"S")
    at = len(begin(5) + styles + sheet + record(0x0A))
    sheet = record(0x85, struct.pack("<IHB", at, 0, 1) + b"S")
    packed = (
        struct.pack("<HH", 4, 2) + b"".join(struct.pack("<HI", style, 0) for style in (1, 0, 1)) + b"\4\0"
    )
    content = begin(5) + styles + sheet + record(0x0A) + begin(0x10) + record(0xBD, packed) + record(0x0A)

    assert biff.marks(compound("Workbook", content)) == [Marks(percents=[(4, 2), (4, 4)])]


def test_numbers_of_every_form_of_xlsb_are_looked_at():
    row, styled = xlsb_record(0, struct.pack("<I", 7)), struct.pack("<II", 3, 1)
    content = row + xlsb_record(2, styled + bytes(4)) + xlsb_record(9, styled + bytes(12)) + xlsb_cell(4, 0.5)

    assert biff12.marks(lambda: [content], [1]) == Marks(percents=[(7, 3), (7, 3)])


def test_a_percentage_in_ods_is_asked_about_wherever_it_is_repeated(tmp_path, where):
    ods_file(tmp_path / "f.ods", HEAD, ("A", KIND, ON, "HERE0"), ("B", KIND, ON, "3"))
    cell = (
        '<table:table-cell table:number-columns-repeated="2" office:value-type="percentage"'
        ' office:value="0.6"><text:p>60 %</text:p></table:table-cell>'
    )

    report = taken(repacked(tmp_path / "f.ods", "content.xml", in_ods(cell)), where)

    assert told(report) == [("D2", "percent", "60 %"), ("E2", "percent", "60 %")]


def test_a_sign_of_percent_typed_in_a_text_is_asked_about(tmp_path, where):
    report = taken(csv_file(tmp_path / "f.csv", line(quantity="60 %")), where)

    assert told(report) == [("D2", "percent", "60 %")]


def test_a_formula_without_its_value_is_told_with_what_to_do(tmp_path, where):
    rows = [("A", KIND, ON, 3, "=D2*2"), ("=A2", "=B2", "=C2", "=D2")]

    report = taken(book(tmp_path / "f.xlsx", *rows), where)

    places = sorted(place for place, _, _ in told(report))
    assert places == ["A3", "B3", "C3", "D3", "E2"]
    assert {code for _, code, _ in told(report)} == {"unsaved_formula"}
    with override("en"):
        assert "save it" in sentences.problem(report.problems[0])[1]


def test_a_formula_with_its_value_or_an_empty_text_is_read(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", line(on=DAY, identity="HERE"))
    cells = b'<c r="D2"><f>1+2</f><v>3</v></c><c r="E2" t="str"><f>IF(TRUE,"","x")</f><v></v></c></row>'

    def change(sheet):
        return sheet[: sheet.index(b'<c r="D2"')] + cells + sheet[sheet.index(b"</sheetData>") :]

    report = taken(repacked(made, "xl/worksheets/sheet1.xml", change), where)

    assert (report.problems, report.recorded) == ([], True)
    assert str(Evidence.objects.get().quantity) == "3.000"


def test_a_formula_without_value_in_ods_is_told(tmp_path, where):
    ods_file(tmp_path / "f.ods", HEAD, ("A", KIND, ON, "HERE0"))
    cell = '<table:table-cell table:formula="of:=1+1"/>'

    report = taken(repacked(tmp_path / "f.ods", "content.xml", in_ods(cell)), where)

    assert told(report) == [("D2", "unsaved_formula", "")]


SHEET = (
    b'<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1" s="1"><x:v>0.6</x:v></x:c>'
    b'<x:c r="B1" s="1"/><x:c r="C1" s="1" t="s"><x:v>0</x:v></x:c><x:c r="D1"><x:f>1+1</x:f></x:c>'
    b'<x:c r="E1"><x:f t="shared" si="0"/><x:v></x:v></x:c><x:c r="F1" t="e"><x:v>#N/A</x:v></x:c>'
    b'<x:c r="G1" t="str"><x:f>A1</x:f><x:v></x:v></x:c><x:c s="1" r="H1"><x:f>A1</x:f><x:v>1</x:v></x:c>'
    b"</x:row></x:sheetData></x:worksheet>"
)


@pytest.mark.parametrize("prefix", [b"x:", b""])
@pytest.mark.parametrize("size", [40, 64, 111, 10_000])
def test_marks_are_found_whole_in_a_sheet_cut_anywhere(prefix, size):
    sheet = SHEET.replace(b"x:", prefix)
    pieces = [sheet[at : at + size] for at in range(0, len(sheet), size)]

    found = markup.marks(pieces, [1])

    assert found == Marks(errors=[(0, 5)], percents=[(0, 0), (0, 7)], unsaved=[(0, 3), (0, 4)])


@pytest.mark.parametrize(
    "harm",
    [
        b'<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>',
        b'<row r="3">' + b'<c r="A3" s="1"' * 60_000 + b"</row>",
        b'<row r="3"><c r="A3"><f>' + b"<f>" * 200_000 + b"</c></row>",
    ],
    ids=["far away", "never closed", "nested"],
)
def test_a_sheet_made_to_harm_is_refused_or_read_in_bounded_time_and_memory(tmp_path, where, harm):
    made = book(tmp_path / "f.xlsx", ("A", KIND, ON, 0.6), forms=[("D2", "0%")])
    repacked(
        made, "xl/worksheets/sheet1.xml", lambda sheet: sheet.replace(b"</sheetData>", harm + b"</sheetData>")
    )
    limits = Limits(memory_bytes=2**30, seconds=10, wait=20)

    report = import_file(made, centre=where, by=None, on=TODAY, limits=limits)

    assert report.refusal in ("unreadable", "too_heavy", "") and not report.recorded
