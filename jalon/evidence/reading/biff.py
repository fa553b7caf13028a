"""What calamine does not tell of an XLS workbook: its errors, handed out as blank, and its percentages.

The container is Microsoft's compound file ([MS-CFB]): sectors in chains. The stream inside is a row of
records ([MS-XLS]): two bytes of kind, two of length, then the content.
"""

import struct
from array import array
from collections.abc import Iterator

from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.shown import PERCENT_FORMATS, Marks, shows_percent

LAST_SECTOR = 0xFFFFFFFA  # from here on, numbers of sectors are marks
BOF, EOF, BOUNDSHEET, BOOLERR, FORMAT, XF = 0x0809, 0x000A, 0x0085, 0x0205, 0x041E, 0x00E0
FORMULAS = (0x0006, 0x0206, 0x0406)
NUMBERS, MULTIPLE = (0x0203, 0x027E, *FORMULAS), 0x00BD
VERSION_8 = b"\x00\x06"  # since 1997
STREAMS = ("Workbook", "Book")  # since 1997, and from 1993 to then: their records are alike
OLDER = (b"\x09\x00", b"\x09\x02", b"\x09\x04")


class Compound:
    """A compound file: what its streams hold. Raises ValueError when a chain leads nowhere."""

    def __init__(self, content: bytes):
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        first_directory, _, self.cutoff, first_small, _, extra, _ = struct.unpack_from("<7I", content, 48)
        tables = list(struct.unpack_from("<109I", content, 76))
        while extra < LAST_SECTOR and len(tables) * self.size <= len(content):
            *more, extra = numbers(self.sector(extra))
            tables += more
        sectors = (self.sector(table) for table in tables if table < LAST_SECTOR)
        self.next = numbers(b"".join(sectors))
        self.small_next = numbers(self.chain(first_small)) if first_small < LAST_SECTOR else array("I")
        self.entries = dict(self.directory(self.chain(first_directory)))

    def sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, number: int) -> bytes:
        return b"".join(map(self.sector, followed(self.next, number)))

    def directory(self, content: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(content) - 127, 128):
            (length,) = struct.unpack_from("<H", content, at + 64)
            name = content[at : at + max(0, length - 2)].decode("utf-16-le", errors="replace")
            yield name, struct.unpack_from("<2I", content, at + 116)

    def stream(self) -> bytes:
        """The workbook; nothing when there is none."""
        start, size = next((self.entries[name] for name in STREAMS if name in self.entries), (0, 0))
        if size >= self.cutoff:
            return self.chain(start)[:size]
        small = self.chain(self.entries["Root Entry"][0])
        return b"".join(small[at * 64 : at * 64 + 64] for at in followed(self.small_next, start))[:size]


def numbers(content: bytes) -> array:
    found = array("I")
    found.frombytes(content[: len(content) // 4 * 4])
    return found


def followed(table: array, number: int) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if number >= LAST_SECTOR:
            return
        if number >= len(table):
            break
        yield number
        number = table[number]
    raise ValueError("a chain of sectors leads nowhere")


def marks(content: bytes) -> list[Marks]:
    """For each sheet, in the order of the workbook, the places of its errors and percentages.

    Raises Refusal when the records are older than the container.
    """
    stream = Compound(content).stream()
    if stream[:2] in OLDER:
        raise Refusal("too_old")
    starts = [
        struct.unpack_from("<I", stream, at)[0] for kind, at, _ in records(stream, 0) if kind == BOUNDSHEET
    ]
    percents = percent_styles(stream)
    return [Marks(list(errors(stream, start)), list(in_percent(stream, start, percents))) for start in starts]


def percent_styles(stream: bytes) -> set[int]:
    """The places of the cell styles that show a number in percent."""
    shown, styles = set(PERCENT_FORMATS), []
    for kind, at, length in records(stream, 0):
        if kind == FORMAT and shows_percent(format_text(stream, at, length)):
            shown |= set(struct.unpack_from("<H", stream, at))
        elif kind == XF:
            styles += struct.unpack_from("<H", stream, at + 2)
    return {place for place, form in enumerate(styles) if form in shown}


def format_text(stream: bytes, at: int, length: int) -> str:
    if stream[4:6] != VERSION_8:
        return stream[at + 3 : at + length].decode("latin-1")
    is_wide = stream[at + 4] & 1
    return stream[at + 5 : at + length].decode("utf-16-le" if is_wide else "latin-1", errors="replace")


def in_percent(stream: bytes, start: int, styles: set[int]) -> Iterator[tuple[int, int]]:
    for kind, at, length in records(stream, start) if styles else ():
        if kind in NUMBERS:
            row, column, style = struct.unpack_from("<HHH", stream, at)
            if style in styles:
                yield row, column
        elif kind == MULTIPLE:
            row, first = struct.unpack_from("<HH", stream, at)
            for place in range((length - 6) // 6):
                if struct.unpack_from("<H", stream, at + 4 + 6 * place)[0] in styles:
                    yield row, first + place


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of what begins here; charts stand inside sheets."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, at + 4, length
        if depth <= 0:
            return
        at += 4 + length


def errors(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, at, length in records(stream, start):
        is_value = kind == BOOLERR and length >= 8 and stream[at + 7] == 1
        is_result = kind in FORMULAS and stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff"
        if is_value or is_result:
            yield struct.unpack_from("<HH", stream, at)
