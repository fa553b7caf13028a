"""What calamine does not tell of an XLSX sheet: its errors, its percentages, its formulas without value.

A look at the bytes, piece by piece, and not at the whole tree: a sheet has millions of cells.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from jalon.evidence.reading.shown import PERCENT_FORMATS, Marks, Place, shows_percent

LONGEST_CELL = 2**19  # a formula and a text of 32,767 signs each, escaped

_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b[^<>]*>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\b[^<>]*>")
_ID = re.compile(r'\bnumFmtId="(\d+)"')
_CODE = re.compile(r'\bformatCode="([^"]*)"')


def percent_styles(styles: str) -> list[int]:
    """The places of the cell styles that show a number in percent."""
    shown = set(map(str, PERCENT_FORMATS))
    shown |= {said(_ID, tag) for tag in _FORMAT.findall(styles) if shows_percent(unescape(said(_CODE, tag)))}
    kept = _STYLES.search(styles)
    tags = _STYLE.findall(kept.group()) if kept else []
    return [place for place, tag in enumerate(tags) if said(_ID, tag) in shown]


def said(attribute: re.Pattern, tag: str) -> str:
    found = attribute.search(tag)
    return found.group(1) if found else ""


def marks(chunks: Iterable[bytes], percents: Iterable[int]) -> Marks:
    """The places of a sheet's errors, percentages and formulas without value, in the order of the sheet."""
    found, kept, look = Marks(), b"", None
    for read in chunks:
        chunk = kept + read
        look = look or Look(chunk, percents)
        found.errors += look.errors(chunk)
        found.percents += look.percents(chunk)
        found.unsaved += look.unsaved(chunk)
        kept = look.unfinished(chunk)
    return Marks(*(sorted(set(places)) for places in (found.errors, found.percents, found.unsaved)))


class Look:
    """The patterns of one sheet, whose tags may have a prefix."""

    def __init__(self, start: bytes, percents: Iterable[int]):
        named = _PREFIX.search(start)
        self.prefix = (named and named.group(1)) or b""
        p = re.escape(self.prefix)
        styles = b"|".join(str(place).encode() for place in percents)
        self.error = re.compile(rb'<%bc [^<>]*?\bt="e"[^<>]*>' % p)
        self.percent = styles and re.compile(rb'<%bc [^<>]*?\bs="(?:%b)"[^<>]*(?<!/)>' % (p, styles))
        self.formula = re.compile(
            rb"<%bc [^<>]*>\s*<%bf\b(?:[^<>]*/>|[^<>]*>[^<]*</%bf>)\s*(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>"
            % ((p,) * 7)
        )

    def errors(self, chunk: bytes) -> Iterator[Place]:
        return places(self.error.findall(chunk)) if b't="e"' in chunk else iter(())

    def percents(self, chunk: bytes) -> Iterator[Place]:
        """Only of numbers: a text or a yes in percent stays what it is."""
        tags = self.percent.findall(chunk) if self.percent else ()
        return places(tag for tag in tags if type_of(tag) in (b"", b"n"))

    def unsaved(self, chunk: bytes) -> Iterator[Place]:
        """A formula that gives an empty text has that for its value."""
        if b"<" + self.prefix + b"f" not in chunk:
            return iter(())
        tags = (tag[: tag.index(b">") + 1] for tag in self.formula.findall(chunk))
        return places(tag for tag in tags if type_of(tag) != b"str")

    def unfinished(self, chunk: bytes) -> bytes:
        """The last cell, of which the next piece may hold the rest."""
        at = chunk.rfind(b"<" + self.prefix + b"c ")
        kept = chunk[at if at >= 0 else chunk.rfind(b"<") :]
        return kept if len(kept) <= LONGEST_CELL else b""


def type_of(tag: bytes) -> bytes:
    found = _TYPE.search(tag)
    return found.group(1) if found else b""


def places(tags: Iterable[bytes]) -> Iterator[Place]:
    for tag in tags:
        if found := _REFERENCE.search(tag):
            yield int(found.group(2)) - 1, column_number(found.group(1).decode())


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
