"""XLSX, XLS, XLSB and ODS, looked at before they are opened."""

import io
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.limits import Limits

CHUNK = 2**20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ERROR_CELL = re.compile(rb'<c [^>]*?\bt="e"[^>]*>')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_TOLD = re.compile(r'([\w:]+)="([^"]*)"')


def workbook(path: Path, start: bytes, limits: Limits) -> Iterator[dict]:
    """What `sheets.Sheet` says of each visible sheet."""
    packed = Packed(path, limits) if start.startswith(b"PK") else None
    if packed is None and _ENCRYPTED in path.read_bytes():
        raise Refusal("encrypted")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except PasswordError as error:
        raise Refusal("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("unreadable", str(error)[:200]) from error
    seen = [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]
    return (one_sheet(book, name, packed) for name in seen)


def one_sheet(book: CalamineWorkbook, name: str, packed: "Packed | None") -> dict:
    with ThreadPoolExecutor(1) as beside:  # calamine parses without holding Python's lock
        errors = beside.submit(packed.error_cells, name) if packed else None
        try:
            sheet = book.get_sheet_by_name(name)
            merged = sheet.merged_cell_ranges or []
            rows = sheet.to_python(skip_empty_area=False)
        except (CalamineError, OSError, ValueError) as error:
            raise Refusal("unreadable", f"{name}: {error}"[:200]) from error
    return {
        "name": name,
        "rows": rows,
        "epoch": packed.epoch if packed else 1900,
        "error_cells": errors.result() if errors else [],
        "merged": [(top, bottom, left, right) for (top, left), (bottom, right) in merged],
    }


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
        if not self.names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            raise Refusal("other_type", "archive")
        self.limits = limits

    def text(self, name: str) -> str:
        """A small part as text; nothing when it is not there."""
        if name not in self.names:
            return ""
        with self.file.open(name) as part:
            return part.read(8 * CHUNK).decode("utf-8", errors="replace")

    @property
    def epoch(self) -> int:
        properties = re.search(r"<(?:\w+:)?workbookPr\b[^>]*>", self.text("xl/workbook.xml"))
        return 1904 if properties and re.search(r'date1904="(?:1|true)"', properties.group()) else 1900

    def error_cells(self, sheet: str) -> list[tuple[int, int]]:
        """Cells that hold an error (#DIV/0!): calamine hands them out as blank, and blank is not an error."""
        part = self.parts_by_sheet().get(sheet)
        return sorted(set(self._error_cells(part))) if part in self.names else []

    def parts_by_sheet(self) -> dict[str, str]:
        relations = [
            dict(_TOLD.findall(tag)) for tag in _RELATION.findall(self.text("xl/_rels/workbook.xml.rels"))
        ]
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        tags = [dict(_TOLD.findall(tag)) for tag in _SHEET.findall(self.text("xl/workbook.xml"))]
        return {unescaped(tag.get("name", "")): located(targets.get(tag.get("r:id"), "")) for tag in tags}

    def _error_cells(self, part: str) -> Iterator[tuple[int, int]]:
        kept, read = b"", 0
        with self.file.open(part) as content:
            while chunk := content.read(CHUNK):
                read += len(chunk)
                if read > self.limits.unpacked_bytes:  # a header that lied about the size
                    raise Refusal("bomb", str(self.limits.unpacked_bytes // 2**20))
                chunk = kept + chunk
                if b't="e"' in chunk:
                    yield from cells(chunk)
                kept = chunk[chunk.rfind(b"<") :]


def cells(chunk: bytes) -> Iterator[tuple[int, int]]:
    for tag in _ERROR_CELL.findall(chunk):
        said = _REFERENCE.search(tag)
        if said:
            yield int(said.group(2)) - 1, column_number(said.group(1).decode())


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


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
