"""The smallest workbooks in records: XLSB, and XLS of before 1997.

A cell is a text, a number, an error, or the place of a style and a number: style 1 shows it in percent, style 2
with a sign of percent that is a text.
"""

import struct
import zipfile

ERROR, FORMULA_ERROR = object(), object()
DIVISION = 7
FORMATS = (0, 9, 164)
LITERAL = '0.0"%"'
_RELATION = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
)


def xlsb_file(path, *rows, title="Essais", is_1904=False):
    book = (
        xlsb_record(131) + xlsb_record(153, struct.pack("<II", is_1904, 0) + xlsb_text("")) + xlsb_record(143)
    )
    book += xlsb_record(156, struct.pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text(title))
    cells = b"".join(
        xlsb_record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        + b"".join(xlsb_cell(column, value) for column, value in enumerate(values))
        for row, values in enumerate(rows)
    )
    size = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = xlsb_record(129) + xlsb_record(148, size) + xlsb_record(145) + cells
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_rels/.rels", _RELATION.format(target="xl/workbook.bin", kind="officeDocument"))
        packed.writestr(
            "xl/_rels/workbook.bin.rels",
            _RELATION.format(target="worksheets/sheet1.bin", kind="worksheet"),
        )
        packed.writestr("xl/workbook.bin", book + xlsb_record(144) + xlsb_record(132))
        packed.writestr("xl/styles.bin", xlsb_styles())
        packed.writestr("xl/worksheets/sheet1.bin", sheet + xlsb_record(146) + xlsb_record(130))
    return path


def xlsb_styles():
    own = xlsb_record(44, struct.pack("<H", 164) + xlsb_text(LITERAL))
    styles = b"".join(xlsb_record(47, struct.pack("<HH", 0, form) + bytes(12)) for form in FORMATS)
    others = xlsb_record(626) + xlsb_record(47, struct.pack("<HH", 0, 9) + bytes(12)) + xlsb_record(627)
    formats = xlsb_record(615, struct.pack("<I", 1)) + own + xlsb_record(616)
    kept = xlsb_record(617, struct.pack("<I", 3)) + styles + xlsb_record(618)
    return xlsb_record(278) + formats + others + kept + xlsb_record(279)


def xlsb_cell(column, value):
    style, value = value if isinstance(value, tuple) else (0, value)
    place = struct.pack("<II", column, style)
    if value is ERROR:
        return xlsb_record(3, place + bytes([DIVISION]))
    if value is FORMULA_ERROR:
        return xlsb_record(11, place + struct.pack("<BHI", DIVISION, 0, 3) + b"\x1e\x01\x00" + bytes(4))
    if isinstance(value, str):
        return xlsb_record(6, place + xlsb_text(value))
    return xlsb_record(5, place + struct.pack("<d", value))


def xlsb_record(kind, content=b""):
    return seven_bits(kind) + seven_bits(len(content)) + content


def seven_bits(value):
    written = b""
    while value > 0x7F:
        written, value = written + bytes([value & 0x7F | 0x80]), value >> 7
    return written + bytes([value])


def xlsb_text(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def older_xls_file(path, *rows, title="Essais", version=0x0809):
    """As spreadsheets wrote from 1993 to 1997; another `version` is the mark of older records."""

    def begin(kind):
        return record(version, struct.pack("<HHHH", 0x0500, kind, 0, 0))

    book = begin(5) + record(0x42, struct.pack("<H", 1252))
    book += record(0x041E, struct.pack("<HB", 164, len(LITERAL)) + LITERAL.encode())
    book += b"".join(record(0xE0, struct.pack("<HH", 0, form) + bytes(12)) for form in FORMATS)
    at = len(book) + 4 + 7 + len(title) + 4
    book += record(0x85, struct.pack("<IHB", at, 0, len(title)) + title.encode("cp1252")) + record(0x0A)
    cells = b"".join(
        xls_cell(row, column, value) for row, values in enumerate(rows) for column, value in enumerate(values)
    )
    path.write_bytes(compound("Book", book + begin(0x10) + cells + record(0x0A)))
    return path


def xls_cell(row, column, value):
    style, value = value if isinstance(value, tuple) else (0, value)
    place = struct.pack("<HHH", row, column, style)
    if value is ERROR:
        return record(0x0205, place + bytes([DIVISION, 1]))
    if value is FORMULA_ERROR:
        return record(0x0006, place + bytes([2, 0, DIVISION, 0, 0, 0, 0xFF, 0xFF]) + bytes(8))
    if isinstance(value, str):
        return record(0x0204, place + struct.pack("<H", len(value)) + value.encode("cp1252"))
    return record(0x0203, place + struct.pack("<d", value))


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def compound(name, content):
    """A compound file of one stream, of less than 60 kilobytes."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\x00")
    end, free, count = 0xFFFFFFFE, 0xFFFFFFFF, len(content) // 512
    table = [0xFFFFFFFD, end, *range(3, count + 2), end]
    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(content)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    return head + struct.pack("<128I", *table, *[free] * (128 - len(table))) + directory + content


def entry(name, kind, child, start, size):
    text = f"{name}\0".encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", start, size)
