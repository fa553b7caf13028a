"""The limited process: a path in, the cells of its first sheet out, as JSON."""

import json
import sys
from pathlib import Path

from jalon.evidence.reading import Limits, Refusal, sheets

LIMITS = Limits(file_bytes=10 * 2**20, lines=5000, memory_bytes=2**30, seconds=20, wait=30)
WIDEST = 50


def main(path: str) -> None:
    LIMITS.impose()
    try:
        first = next(iter(sheets(Path(path), LIMITS)), None)
        said = {"rows": [[text(cell) for cell in row[:WIDEST]] for row in (first.rows if first else [])]}
    except Refusal as refusal:
        said = {"refused": [refusal.code, refusal.detail]}
    except MemoryError:
        said = {"refused": ["too_heavy", ""]}
    sys.stdout.write(json.dumps(said))


def text(cell: object) -> str:
    """A cell as it would be typed; a whole number has no point."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
