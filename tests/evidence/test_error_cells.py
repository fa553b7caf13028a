"""Cells that hold an error instead of a value: told with their place, in every kind of workbook."""

import datetime as dt
import struct
import zipfile
from pathlib import Path

import pytest

from jalon.evidence.imports import import_file
from jalon.evidence.models import Evidence
from jalon.evidence.reading import biff, biff12, opendocument
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.shown import Marks
from tests.evidence.binary_files import (
    ERROR,
    FORMULA_ERROR,
    compound,
    older_xls_file,
    record,
    xlsb_cell,
    xlsb_file,
    xlsb_record,
    xlsb_text,
)
from tests.evidence.files import line, ods_file, xlsx_file
from tests.evidence.making import DAY
from tests.factories.network import CentreFactory

pytestmark = pytest.mark.django_db
HEAD = ("external_id", "kind", "on", "quantity", "amount")
LINE = ("test.reported", "2024-03-05", "3")
SPACE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
MARKED = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
SHOWN = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)


@pytest.fixture
def where():
    return CentreFactory()


def places(report):
    return [(said["sheet"], f"{said['letter']}{said['row']}", said["code"]) for said in report.problems]


def ods_with(path, cell):
    """A sheet whose third row, kept once for two, holds an error in its fifth column."""
    ods_file(path, HEAD, ("A", *LINE, "12.5"), ("B", *LINE, "HERE"), ("C", *LINE, "1"))
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    whole = '<table:table-cell office:value-type="string"><text:p>HERE</text:p></table:table-cell>'
    content = parts["content.xml"].decode().replace(whole, cell)
    parts["content.xml"] = content.replace(
        "<office:document-content ", f'<office:document-content xmlns:calcext="{SPACE}" '
    ).encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return path


def test_in_xlsx(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", line(on=DAY, amount="ERROR:#DIV/0!"), title="Essais")

    report = import_file(made, centre=where, by=None)

    assert places(report) == [("Essais", "E2", "error_cell")]


def test_in_xls(where):
    made = Path(__file__).with_name("errors.xls")  # of two sheets, the second with an error in E3

    report = import_file(made, centre=where, by=None)

    assert places(report) == [("Essais", "E3", "error_cell")]


@pytest.mark.parametrize("form", [xlsb_file, older_xls_file], ids=["XLSB", "XLS of before 1997"])
def test_in_workbooks_of_records(tmp_path, where, form):
    rows = [HEAD, ("A", *LINE, 12.5), ("B", *LINE, ERROR), ("C", *LINE, FORMULA_ERROR), ("D", *LINE, 1.0)]

    report = import_file(form(tmp_path / "f", *rows), centre=where, by=None)

    assert places(report) == [("Essais", "E3", "error_cell"), ("Essais", "E4", "error_cell")]


@pytest.mark.parametrize("form", [xlsb_file, older_xls_file])
def test_a_workbook_of_records_without_errors_comes_in(tmp_path, where, form):
    report = import_file(form(tmp_path / "f", HEAD, ("A", *LINE, 12.5)), centre=where, by=None)

    assert (report.recorded, report.lines, report.problems) == (True, 1, [])


@pytest.mark.parametrize(("is_1904", "day"), [(False, "2024-03-05"), (True, "2028-03-06")])
def test_an_xlsb_says_from_when_its_days_count(tmp_path, where, is_1904, day):
    made = xlsb_file(tmp_path / "f", HEAD, ("A", LINE[0], 45356.0, LINE[2], ""), is_1904=is_1904)

    import_file(made, centre=where, by=None, on=dt.date(2029, 1, 1))

    assert str(Evidence.objects.get().on) == day


def test_records_cut_anywhere_are_found_whole():
    row, long = [xlsb_record(0, struct.pack("<I", row) + bytes(13)) for row in (0, 300)], xlsb_text("x" * 200)
    content = row[0] + xlsb_record(6, bytes(8) + long) + xlsb_cell(1, ERROR) + row[1]
    content += xlsb_cell(2, FORMULA_ERROR)

    for size in (1, 3, 7, 64):
        pieces = [content[at : at + size] for at in range(0, len(content), size)]
        assert list(biff12.error_cells(pieces)) == [(0, 1), (300, 2)]
        assert biff12.may_hold_errors(pieces)


@pytest.mark.parametrize("mark", [0x0009, 0x0209, 0x0409, 0x0809])
def test_a_workbook_of_before_1993_is_refused_with_what_to_do(tmp_path, where, mark):
    made = tmp_path / "f.xls"
    made.write_bytes(record(mark, bytes(8)) + record(0x0A))

    report = import_file(made, centre=where, by=None)

    assert report.refusal == "too_old"


def test_records_of_before_1993_in_a_later_container_are_refused():
    with pytest.raises(Refusal, match="too_old"):
        biff.marks(compound("Book", record(0x0409, bytes(6)) + record(0x0A)))


@pytest.mark.parametrize("cell", [MARKED, SHOWN], ids=["marked by LibreOffice", "shown beside a formula"])
def test_in_ods(tmp_path, where, cell):
    report = import_file(ods_with(tmp_path / "f.ods", cell), centre=where, by=None)

    assert places(report) == [("Feuille1", "E3", "error_cell")]


def test_a_text_that_looks_like_an_error_is_no_formula_of_the_workbook():
    sheet = (
        '<t:table xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0" t:name="S">'
        '<t:table-row t:number-rows-repeated="3"><t:table-cell/></t:table-row><t:table-row>'
        '<t:table-cell t:number-columns-repeated="2"/><t:table-cell><x:p>#N/A</x:p></t:table-cell>'
        '<t:table-cell t:formula="=x"><x:p>Err:502</x:p></t:table-cell></t:table-row></t:table>'
    )

    assert opendocument.marks([sheet.encode()]) == {"S": Marks(errors=[(3, 3)])}


def test_a_compound_file_that_leads_nowhere_is_refused_and_never_hangs():
    content = bytearray(Path(__file__).with_name("errors.xls").read_bytes())
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    for place in range(table, table + 512, 4):
        content[place : place + 4] = (0).to_bytes(4, "little")

    with pytest.raises(ValueError, match="leads nowhere"):
        biff.marks(bytes(content))
