"""Cells of an ODS workbook that hold an error, which calamine hands out as blank or as zero.

LibreOffice marks them (calcext:value-type); others show the error beside the formula that makes it.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from jalon.evidence.reading.cells import ERRORS

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEET, _ROW, _FORMULA = f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}formula"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SHOWN = re.compile(rb'"error"|>#|>Err:')
MOST_REPEATED = 1000

Errors = dict[str, list[tuple[int, int]]]


def may_hold_errors(chunks: Iterable[bytes]) -> bool:
    """A look at the bytes: most files hold none, and are not read twice."""
    kept = b""
    for chunk in chunks:
        kept = kept[-16:] + chunk
        if _SHOWN.search(kept):
            return True
    return False


def error_cells(chunks: Iterable[bytes]) -> Errors:
    """By sheet the places of its errors: row and column from 0. Raises ValueError when it is no XML."""
    found, name, row, column = {}, "", 0, 0
    for event, element in events(chunks):
        if event == "start":
            if element.tag == _SHEET:
                name, row = element.get(f"{_TABLE}name", ""), 0
            elif element.tag == _ROW:
                column = 0
        elif element.tag in _CELLS:
            width = repeated(element, "columns")
            if is_error(element):
                places = [(row, column + place) for place in range(min(width, MOST_REPEATED))]
                found.setdefault(name, []).extend(places)
            column += width
            element.clear()
        elif element.tag == _ROW:
            row += repeated(element, "rows")
            element.clear()
    return found


def events(chunks: Iterable[bytes]) -> Iterator[tuple[str, Element]]:
    parser = XMLPullParser(("start", "end"))
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield from parser.read_events()
        parser.close()
        yield from parser.read_events()
    except ParseError as error:
        raise ValueError(str(error)) from error


def repeated(element: Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isdigit() else 1


def is_error(cell: Element) -> bool:
    if cell.get(_TYPE) == "error":
        return True
    shown = "".join(text for part in cell.iter(_TEXT) for text in part.itertext()).strip()
    return cell.get(_FORMULA) is not None and (shown in ERRORS or shown.startswith("Err:"))
