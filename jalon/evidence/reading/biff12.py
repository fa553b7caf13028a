"""What calamine does not tell of an XLSB workbook: its errors, handed out as blank, and its percentages.

A part is a row of records ([MS-XLSB]): kind and length, seven bits a byte, then the content.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from jalon.evidence.reading.shown import PERCENT_FORMATS, Marks, shows_percent

ROW, ERROR, FORMULA_ERROR, BOOK, SHEET = 0, 3, 11, 153, 156
NUMBERS = {2, 5, 9}  # packed in four bytes, whole, the result of a formula
FORMAT, STYLE, STYLES, STYLES_END = 44, 47, 617, 618
LONGEST_FORMAT = 1024
LONGEST_HEADER = 6  # two bytes of kind, four of length
LONGEST_SHEET = 1024  # a name and the name of a relation, of at most 255 signs each
# kind, length (a formula takes 19 bytes and more), a column below 2^16
_MAY_BE = re.compile(rb"(?:\x03\x09|\x0b(?:[\x13-\x7f]|[\x80-\xff].))..\x00\x00", re.DOTALL)


def may_hold_errors(chunks: Iterable[bytes]) -> bool:
    """A look at the bytes: most files hold none, and are not read twice."""
    kept = b""
    for chunk in chunks:
        kept = kept[-8:] + chunk
        if _MAY_BE.search(kept):
            return True
    return False


def marks(chunks: Callable[[], Iterable[bytes]], percents: Iterable[int]) -> Marks:
    """What calamine does not tell of a sheet, whose part is read anew each time."""
    found, styles = Marks(), set(percents)
    if may_hold_errors(chunks()):
        found.errors += error_cells(chunks())
    if styles:
        found.percents += in_percent(chunks(), styles)
    return found


def percent_styles(chunks: Iterable[bytes]) -> list[int]:
    """The places of the cell styles that show a number in percent."""
    shown, styles, is_cells = set(PERCENT_FORMATS), [], False
    for kind, content in records(chunks, {FORMAT, STYLE, STYLES, STYLES_END}, LONGEST_FORMAT):
        if kind in (STYLES, STYLES_END):
            is_cells = kind == STYLES
        elif kind == FORMAT and shows_percent(content[6:].decode("utf-16-le", errors="replace")):
            shown.add(int.from_bytes(content[:2], "little"))
        elif kind == STYLE and is_cells:
            styles.append(int.from_bytes(content[2:4], "little"))
    return [place for place, form in enumerate(styles) if form in shown]


def in_percent(chunks: Iterable[bytes], styles: set[int]) -> Iterator[tuple[int, int]]:
    row = 0
    for kind, content in records(chunks, {ROW, *NUMBERS}, 8):
        if kind == ROW:
            row = int.from_bytes(content[:4], "little")
        elif int.from_bytes(content[4:7], "little") in styles:
            yield row, int.from_bytes(content[:4], "little")


def error_cells(chunks: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """The places of the errors of a sheet: row and column from 0."""
    row = 0
    for kind, content in records(chunks, {ROW, ERROR, FORMULA_ERROR}, 4):
        if len(content) == 4:
            (place,) = struct.unpack("<I", content)
            if kind == ROW:
                row = place
            else:
                yield row, place


def sheets(chunks: Iterable[bytes]) -> dict[str, str]:
    """By name of sheet, the name of the relation that says where it is. Raises ValueError on no text."""
    found = {}
    for _, content in records(chunks, {SHEET}, LONGEST_SHEET):
        relation, at = text(content, 8)
        name, _ = text(content, at)
        found[name] = relation
    return found


def is_1904(chunks: Iterable[bytes]) -> bool:
    return any(content[:1] and content[0] & 1 for _, content in records(chunks, {BOOK}, 1))


def text(content: bytes, at: int) -> tuple[str, int]:
    """A text and where it ends."""
    length = int.from_bytes(content[at : at + 4], "little")
    end = at + 4 + 2 * length
    if end > len(content):
        raise ValueError("a text is longer than its record")
    return content[at + 4 : end].decode("utf-16-le"), end


def records(chunks: Iterable[bytes], wanted: set[int], head: int) -> Iterator[tuple[int, bytes]]:
    """Kind and first bytes of the records that are wanted; little more than a chunk is held."""
    needed = LONGEST_HEADER + head
    kept, at = b"", 0
    for chunk in chain(chunks, (bytes(needed),)):
        kept, at = kept[at:] + chunk, max(0, at - len(kept))  # a long record ends in a chunk to come
        while at + needed <= len(kept):
            kind, place = number(kept, at, 2)
            length, place = number(kept, place, 4)
            if kind in wanted:
                yield kind, kept[place : place + min(length, head)]
            at = place + length


def number(content: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = 0
    for place in range(longest):
        byte = content[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return value, at + place + 1
