"""A file as sheets of cells, told by its bytes and never by its name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jalon.evidence.reading.delimited import delimited
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.limits import Limits
from jalon.evidence.reading.workbooks import OLE, workbook

ZIP = b"PK\x03\x04"
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # workbooks without a container: before 1993

_OTHER = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format", "database"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)


@dataclass
class Sheet:
    """Rows as they stand, the first being row 1 of what people see; of a hidden sheet none is read."""

    name: str
    rows: list[list[object]]
    epoch: int = 1900
    error_cells: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first and last row, first and last column
    is_hidden: bool = False


def sheets(path: Path, limits: Limits, *, name_hidden: bool = False, shown: bool = False) -> Iterator[Sheet]:
    """Every sheet a person would see; with `name_hidden` the names of the others too, after them.

    With `shown` a number in percent is a `Percent`, a formula saved without its value an `Unsaved`.
    Raises Refusal with the reason when there is nothing to read.
    """
    size = path.stat().st_size
    if not size:
        raise Refusal("empty")
    if size > limits.file_bytes:
        raise Refusal("too_large", str(limits.file_bytes // 2**20))
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(BIFF):
        raise Refusal("too_old")
    if start.startswith((ZIP, OLE)):
        read = workbook(path, start, limits, name_hidden=name_hidden, shown=shown)
        return (Sheet(**said) for said in read)
    refuse_others(start)
    return iter([Sheet("", delimited(path.read_bytes(), limits))])


def refuse_others(start: bytes) -> None:
    for sign, what in _OTHER:
        if start.startswith(sign):
            raise Refusal("other_type", what)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Refusal("other_type", "html")
