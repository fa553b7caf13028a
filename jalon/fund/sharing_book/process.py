"""The limited process that opens a workbook from outside and hands out its cells; it knows no database."""

import datetime as dt
import json
import sys
from pathlib import Path

from jalon.evidence.reading import Limits, Refusal, sheets

LIMITS = Limits(
    file_bytes=8 * 2**20, unpacked_bytes=120 * 2**20, parts=200, memory_bytes=2**30, seconds=20, wait=40
)
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 12, 5001, 80, 4_000_000


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
    """Every visible sheet as JSON. Raises Refusal when the file is no workbook of a sharing's size."""
    found = []
    letters = 0
    for sheet in sheets(path, LIMITS):
        rows = [[encoded(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.rows]
        while rows and all(cell == "" for cell in rows[-1]):
            rows.pop()
        letters += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
        if len(rows) > MOST_ROWS or len(found) >= MOST_SHEETS or letters > MOST_LETTERS:
            raise Refusal("too_large", sheet.name)
        found.append({"name": sheet.name, "rows": rows, "errors": sheet.error_cells[:200]})
    return found


def encoded(cell: object) -> object:
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    return "" if cell is None else cell if isinstance(cell, str | bool | int | float) else str(cell)


if __name__ == "__main__":
    main()
