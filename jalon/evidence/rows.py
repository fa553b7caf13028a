"""A row as values: the order they are digested in, and how they are written by COPY.

The order is the kernel's `EVIDENCE_FIELDS`; centre, enterprise, establishment and reversed row are their ids.
"""

import datetime as dt
import json
import os
import re
import time
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal

from jalon.kernel.chain import EVIDENCE_FIELDS, evidence_digest

FIELDS = EVIDENCE_FIELDS
PLACE = {name: place for place, name in enumerate(FIELDS)}
KEYS = {"centre": "centre_id", "enterprise": "enterprise_id", "reverses": "reverses_id"}
COLUMNS = tuple({"on": "on_day"}.get(name) or KEYS.get(name, name) for name in FIELDS)
ATTRIBUTES = tuple(KEYS.get(name, name) for name in FIELDS)

_SPECIAL = re.compile(r"[\\\b\f\n\r\t\v]")
_ESCAPED = str.maketrans(
    {"\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
)


def row_values(row) -> tuple:
    """The values of a recorded row, in the order of its digest."""
    return tuple([getattr(row, name) for name in ATTRIBUTES])


def row_digest(row) -> bytes:
    return evidence_digest(row_values(row))


def compact(value) -> str:
    """JSON as rows keep it: sorted, without spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def escaped(text: str) -> str:
    return text.translate(_ESCAPED) if _SPECIAL.search(text) else text


_WRITERS = {
    str: escaped,
    bool: lambda value: "t" if value else "f",
    int: str,
    type(None): lambda _: r"\N",
    Decimal: lambda value: format(value, "f"),
    dt.date: dt.date.isoformat,
    uuid.UUID: str,
    dict: lambda value: escaped(compact(value)),
    list: lambda value: "{" + ",".join(value) + "}",
    tuple: lambda value: "{" + ",".join(value) + "}",
    bytes: lambda value: r"\\x" + value.hex(),
}


def copy_line(values: Iterable) -> str:
    """One line of COPY's text format."""
    return "\t".join([_WRITERS[type(value)](value) for value in values]) + "\n"


def with_values(values: Sequence, **changes) -> tuple:
    """The same row with some values changed, named as in `FIELDS`."""
    changed = list(values)
    for name, value in changes.items():
        changed[PLACE[name]] = value
    return tuple(changed)


def uid_texts(count: int) -> list[str]:
    """Identifiers nobody can guess, ascending so that their index grows at one end (RFC 9562, version 7)."""
    moment = f"{time.time_ns() // 1_000_000:012x}"
    before = f"{moment[:8]}-{moment[8:]}-7"
    chance = os.urandom(10 * count).hex()
    drawn = sorted([chance[at : at + 20] for at in range(0, 20 * count, 20)])
    return [f"{before}{d[:3]}-{_VARIANT[d[3]]}{d[4:7]}-{d[7:19]}" for d in drawn]


_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


def uids(count: int) -> list[uuid.UUID]:
    return [uuid.UUID(text) for text in uid_texts(count)]
