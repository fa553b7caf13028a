"""What calamine does not tell of an ODS workbook: its errors, percentages and formulas without value.

LibreOffice marks errors (calcext:value-type); others show the error beside the formula that makes it.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from jalon.evidence.reading.cells import ERRORS
from jalon.evidence.reading.shown import Marks, Place

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEET, _ROW, _FORMULA = f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}formula"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_OFFICE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_SHOWN = re.compile(rb'"error"|>#|>Err:|"percentage"|:formula="[^"<>]*"(?![^<>]*:value-type=)[^<>]*>')
LONGEST_TAG = 2**16
MOST_REPEATED = 1000


def may_hold_marks(chunks: Iterable[bytes]) -> bool:
    """A look at the bytes: most files hold none, and are not read twice."""
    kept = b""
    for chunk in chunks:
        kept = kept[-LONGEST_TAG:] + chunk
        if _SHOWN.search(kept):
            return True
    return False


def marks(chunks: Iterable[bytes]) -> dict[str, Marks]:
    """By sheet the places of what is marked. Raises ValueError when it is no XML."""
    found: dict[str, Marks] = {}
    row = column = 0
    sheet, line = Marks(), Marks()
    for event, element in events(chunks):
        if event == "start":
            if element.tag == _SHEET:
                sheet, row = found.setdefault(element.get(f"{_TABLE}name", ""), Marks()), 0
            elif element.tag == _ROW:
                line, column = Marks(), 0
        elif element.tag in _CELLS:
            width = repeated(element, "columns")
            kept = marked(element, line)
            if kept is not None:
                kept.extend((row, column + place) for place in range(min(width, MOST_REPEATED)))
            column += width
            element.clear()
        elif element.tag == _ROW:
            height = repeated(element, "rows")
            down(line, sheet, min(height, MOST_REPEATED))
            row += height
            element.clear()
    return found


def down(line: Marks, sheet: Marks, height: int) -> None:
    """What a row says, in as many rows as it stands for."""
    for places, kept in (
        (line.errors, sheet.errors),
        (line.percents, sheet.percents),
        (line.unsaved, sheet.unsaved),
    ):
        kept.extend((row + below, column) for below in range(height) for row, column in places)


def marked(cell: Element, line: Marks) -> list[Place] | None:
    """Where the place of a cell is to be told."""
    if is_error(cell):
        return line.errors
    if cell.get(_OFFICE_TYPE) == "percentage":
        return line.percents
    is_unsaved = cell.get(_FORMULA) is not None and cell.get(_OFFICE_TYPE) is None
    return line.unsaved if is_unsaved else None


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
