"""The limited process that opens a workbook from outside and hands out its cells; it knows no database."""

import datetime as dt
import json
import sys
from pathlib import Path

from jalon.evidence.reading import Limits, Percent, Refusal, Sheet, Unsaved, sheets

LIMITS = Limits(
    file_bytes=5 * 2**20, unpacked_bytes=60 * 2**20, parts=200, memory_bytes=2**30, seconds=15, wait=30
)
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 20, 2000, 330, 500_000  # a column a year


def main() -> None:
    path = sys.stdin.readline().rstrip("\n")
    LIMITS.impose()
    try:
        said = {"sheets": told(Path(path))}
    except Refusal as refusal:
        said = {"refusal": [refusal.code, refusal.detail]}
    except MemoryError:
        said = {"refusal": ["too_heavy", ""]}
    sys.stdout.write(json.dumps(said))


def told(path: Path) -> list[dict]:
    """Every visible sheet as JSON. Raises Refusal when the file is no workbook of a contract's size."""
    found = []
    letters = 0
    for sheet in sheets(path, LIMITS, shown=True):
        rows = filled(sheet)
        letters += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
        if len(rows) > MOST_ROWS or len(found) >= MOST_SHEETS or letters > MOST_LETTERS:
            raise Refusal("too_large", sheet.name)
        found.append(
            {"name": sheet.name, "rows": rows, "errors": sheet.error_cells[:200], "epoch": sheet.epoch}
        )
    return found


def filled(sheet: Sheet) -> list[list]:
    """The rows down to the last that says something."""
    rows = [[encoded(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.rows[: MOST_ROWS * 10]]
    while rows and all(cell == "" for cell in rows[-1]):
        rows.pop()
    return rows


def encoded(cell: object) -> object:
    if isinstance(cell, dt.datetime | dt.date):
        return {"day": (cell.date() if isinstance(cell, dt.datetime) else cell).isoformat()}
    if isinstance(cell, Percent):
        return {"percent": cell.share}
    if isinstance(cell, Unsaved):
        return {"unsaved": True}
    if cell is None or isinstance(cell, str | bool | int | float):
        return "" if cell is None else cell
    return str(cell)


if __name__ == "__main__":
    main()
