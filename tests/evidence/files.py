"""Files as centres bring them, made by the tests themselves."""

import csv
import datetime as dt
import io
import zipfile

import xlsxwriter

from tests.evidence.making import ICE

HEADERS = ("external_id", "kind", "on", "quantity")
LINE = {"external_id": "T-1", "kind": "test.reported", "on": "2024-03-05", "quantity": 3}


def line(external_id="T-1", **said):
    return LINE | {"external_id": external_id} | said


def csv_file(path, *lines, delimiter=",", encoding="utf-8", headers=None):
    headers = headers or list(dict.fromkeys(name for each in lines for name in each)) or list(HEADERS)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headers)
    for each in lines:
        writer.writerow([each.get(name, "") for name in headers])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(path, *lines, headers=None, title="", before=0, date_1904=False, merge=None):
    headers = headers or list(dict.fromkeys(name for each in lines for name in each)) or list(HEADERS)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "date_1904": date_1904}
    with xlsxwriter.Workbook(path, options | {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet(title or None)
        if before:
            sheet.write_string(0, 0, "Centre technique, bilan de l'année")
        sheet.write_row(before, 0, headers)
        for row, each in enumerate(lines, before + 1):
            for column, name in enumerate(headers):
                write(sheet, row, column, each.get(name, ""))
        if merge:
            sheet.merge_range(*merge, "merged")
    return path


def write(sheet, row, column, value):
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, str) and value.startswith("ERROR:"):
        sheet.write_formula(row, column, "=1/0", None, value[6:])
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write(row, column, value)


def ods_file(path, *rows):
    """The smallest ODS: a table of texts."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Feuille1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        packed.writestr("content.xml", content)
    return path


def far_cell_file(path):
    """Five kilobytes that ask a naive reader for a million rows of sixteen thousand columns."""
    xlsx_file(path, line())
    parts = {}
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def served(**said):
    return line(**({"firm_ice": ICE, "firm_name": "Conserves du Souss"} | said))
