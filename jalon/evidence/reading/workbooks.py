"""XLSX, XLS, XLSB and ODS, looked at before they are opened."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import chain
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from jalon.evidence.reading import biff, biff12, markup, opendocument
from jalon.evidence.reading.cells import ERRORS
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.limits import Limits
from jalon.evidence.reading.shown import Marks, as_shown

CHUNK = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT = "content.xml"  # an ODS's only part with cells
STYLES, BINARY_STYLES = "xl/styles.xml", "xl/styles.bin"
BOOK, BINARY_BOOK = "xl/workbook.xml", "xl/workbook.bin"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_TOLD = re.compile(r'([\w:]+)="([^"]*)"')


def workbook(
    path: Path, start: bytes, limits: Limits, *, name_hidden: bool = False, shown: bool = False
) -> Iterator[dict]:
    """What `sheets.Sheet` says of each visible sheet, and of the hidden ones their names when asked."""
    content = path.read_bytes()
    packed = Packed(path, limits) if start.startswith(b"PK") else None
    if packed is None and _ENCRYPTED in content:
        raise Refusal("encrypted")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refusal("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("unreadable", str(error)[:200]) from error
    tables = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    seen = [each.name for each in tables if each.visible == SheetVisibleEnum.Visible]
    hidden = [each.name for each in tables if each.visible != SheetVisibleEnum.Visible]
    marks_of = packed.marks if packed else marks_by_sheet(book, content)
    read = (one_sheet(book, name, packed, marks_of, shown=shown) for name in seen)
    named = ({"name": name, "rows": [], "is_hidden": True} for name in hidden)
    return chain(read, named) if name_hidden else read


def marks_by_sheet(book: CalamineWorkbook, content: bytes) -> Callable[[str], Marks]:
    """What calamine does not tell of each sheet of an XLS."""
    try:
        found = dict(zip(book.sheet_names, biff.marks(content), strict=False))
    except (ValueError, KeyError, struct.error) as error:
        raise Refusal("unreadable", str(error)[:200]) from error
    return lambda name: found.get(name, Marks())


def one_sheet(
    book: CalamineWorkbook,
    name: str,
    packed: "Packed | None",
    marks_of: Callable[[str], Marks],
    *,
    shown: bool,
) -> dict:
    with ThreadPoolExecutor(1) as beside:  # calamine parses without holding Python's lock
        looked = beside.submit(marks_of, name)
        try:
            sheet = book.get_sheet_by_name(name)
            merged = sheet.merged_cell_ranges or []
            rows = sheet.to_python(skip_empty_area=False)
        except (CalamineError, OSError, ValueError) as error:
            raise Refusal("unreadable", f"{name}: {error}"[:200]) from error
    marks = looked.result()
    if shown:
        as_shown(rows, marks)
    return {
        "name": name,
        "rows": rows,
        "epoch": packed.epoch if packed else 1900,
        "error_cells": [place for place in marks.errors if not says_error(rows, *place)],
        "merged": [(top, bottom, left, right) for (top, left), (bottom, right) in merged],
    }


def says_error(rows: list[list], row: int, column: int) -> bool:
    """Whether calamine handed out the error as its text, which is told where the cell is read."""
    cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    return isinstance(cell, str) and cell in ERRORS


class Packed:
    """The parts of a workbook that is a ZIP: their sizes, and what calamine does not tell."""

    def __init__(self, path: Path, limits: Limits):
        try:
            self.file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refusal("unreadable", str(error)[:200]) from error
        parts = self.file.infolist()
        self.names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Refusal("encrypted")
        if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
            raise Refusal("bomb", str(limits.unpacked_bytes // 2**20))
        if not self.names & {BOOK, BINARY_BOOK, CONTENT}:
            raise Refusal("other_type", "archive")
        self.limits = limits

    def text(self, name: str) -> str:
        """A small part as text; nothing when it is not there."""
        if name not in self.names:
            return ""
        with self.file.open(name) as part:
            return part.read(8 * CHUNK).decode("utf-8", errors="replace")

    @property
    def is_binary(self) -> bool:
        return BINARY_BOOK in self.names and BOOK not in self.names

    @property
    def epoch(self) -> int:
        if self.is_binary:
            return 1904 if biff12.is_1904(self.chunks(BINARY_BOOK)) else 1900
        properties = re.search(r"<(?:\w+:)?workbookPr\b[^>]*>", self.text(BOOK))
        return 1904 if properties and re.search(r'date1904="(?:1|true)"', properties.group()) else 1900

    def marks(self, sheet: str) -> Marks:
        """Cells that hold an error (#DIV/0!): calamine hands them out as blank, and blank is not an error.

        Percentages, which it hands out as their share of one; formulas without value, handed out as blank.
        """
        if CONTENT in self.names:
            return self.opendocument_marks.get(sheet, Marks())
        part = self.parts_by_sheet.get(sheet)
        if part not in self.names:
            return Marks()
        return self.binary_marks(part) if self.is_binary else markup.marks(self.chunks(part), self.percents)

    def binary_marks(self, part: str) -> Marks:
        return biff12.marks(lambda: self.chunks(part), self.percents)

    @cached_property
    def percents(self) -> list[int]:
        """The places of the styles that show a number in percent."""
        if not self.is_binary:
            return markup.percent_styles(self.text(STYLES))
        return biff12.percent_styles(self.chunks(BINARY_STYLES)) if BINARY_STYLES in self.names else []

    @cached_property
    def opendocument_marks(self) -> dict[str, Marks]:
        if not opendocument.may_hold_marks(self.chunks(CONTENT)):
            return {}
        try:
            return opendocument.marks(self.chunks(CONTENT))
        except ValueError as error:
            raise Refusal("unreadable", str(error)[:200]) from error

    @cached_property
    def parts_by_sheet(self) -> dict[str, str]:
        book = BINARY_BOOK if self.is_binary else BOOK
        relations = [
            dict(_TOLD.findall(tag))
            for tag in _RELATION.findall(self.text(f"xl/_rels/{Path(book).name}.rels"))
        ]
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        return {name: located(targets.get(relation, "")) for name, relation in self.sheets_of(book)}

    def sheets_of(self, book: str) -> Iterable[tuple[str, str | None]]:
        """Each sheet's name and the relation that says where it is."""
        if self.is_binary:
            try:
                return biff12.sheets(self.chunks(book)).items()
            except ValueError as error:
                raise Refusal("unreadable", str(error)[:200]) from error
        tags = [dict(_TOLD.findall(tag)) for tag in _SHEET.findall(self.text(book))]
        return [(unescaped(tag.get("name", "")), tag.get("r:id")) for tag in tags]

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part, piece by piece. Raises Refusal when a header lied about the size."""
        size = 0
        with self.file.open(part) as content:
            while chunk := content.read(CHUNK):
                size += len(chunk)
                if size > self.limits.unpacked_bytes:
                    raise Refusal("bomb", str(self.limits.unpacked_bytes // 2**20))
                yield chunk


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def located(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def unescaped(name: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        name = name.replace(entity, sign)
    return name
