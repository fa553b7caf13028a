"""The chain: how a row and an event are digested, so that one altered byte is found.

An auditor can rewrite this file from its docstrings alone; nothing else is needed to check a journal.

Three rules, each on top of the one before:

1. a *row* is digested from its values in a fixed order (`evidence_digest`);
2. the digests of everything an event recorded are the leaves of a Merkle tree, in the order of their ids
   (`merkle_root`);
3. an *event* is digested from its own values, that root and the digest of the event before (`event_hash`).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

EVIDENCE_FIELDS = (
    "uid",
    "centre",
    "kind",
    "on",
    "quantity",
    "unit",
    "amount",
    "enterprise",
    "establishment_id",
    "identity",
    "axis",
    "funding_line",
    "service",
    "sector",
    "ecosystem",
    "region",
    "firm_size",
    "origin",
    "general_interest",
    "high_value",
    "campaign",
    "attributes",
    "documents",
    "source",
    "external_id",
    "revision",
    "reverses",
    "simulated",
    "said",
)
"""The order of the values of a row; centre, enterprise, establishment and reversed row stand by their ids.

`said` is the digest of the line of a file the row was recorded from, or null. The id, the event (bound by the
event's own digest) and the digest itself are the only columns that are not among them.
"""

EVIDENCE_MARK = "jalon.evidence.1"
EVENT_MARK = "jalon.event.1"
GENESIS = b""
"""What stands for the digest of the event before the first."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of an event that recorded nothing."""


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return '"0"' if text == "-0" else f'"{text}"'


def _instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {value}")
    return f'"{value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")}Z"'


def _mapping(value: Mapping[str, object]) -> str:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("a canonical object has text keys")
    return "{" + ",".join([f"{encode_basestring(key)}:{_written(value[key])}" for key in sorted(value)]) + "}"


def _list(values: Sequence[object]) -> str:
    try:
        texts = [_WRITERS[type(value)](value) for value in values]
    except KeyError:
        texts = [_written(value) for value in values]
    return "[" + ",".join(texts) + "]"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    type(None): lambda _: "null",
    Decimal: _decimal,
    dt.datetime: _instant,
    dt.date: lambda value: f'"{value.isoformat()}"',
    uuid.UUID: lambda value: f'"{value}"',
    bytes: lambda value: f'"{value.hex()}"',
    memoryview: lambda value: f'"{value.hex()}"',
    dict: _mapping,
    list: _list,
    tuple: _list,
}


def _written(value: object) -> str:
    writer = _WRITERS.get(type(value))
    if writer is None:
        writer = _writer_of_a_subclass(value)
    return writer(value)


def _writer_of_a_subclass(value: object) -> Callable[[Any], str]:
    for kind, writer in _WRITERS.items():
        if isinstance(value, kind):
            return writer
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(values: Sequence[object]) -> bytes:
    r"""The bytes that stand for a list of values, the same on every machine and in every language.

    One JSON array (RFC 8259) in UTF-8, without a byte order mark and without white space, where

    - null, true, false and integers are JSON's own (integers in plain digits);
    - text is a JSON string: only `"`, `\` and the characters below U+0020 are escaped, as `\"` `\\` `\b` `\f`
      `\n` `\r` `\t` and otherwise `\u00xx` in lower-case hexadecimal; everything else stands as itself;
    - a Decimal is a string of plain digits, without exponent, plus sign, trailing zeros or trailing point
      ("12.5", "-3", "0"; zero has no sign);
    - a date is "YYYY-MM-DD"; an instant is in UTC, "YYYY-MM-DDTHH:MM:SS.ffffffZ", always six decimals;
    - a UUID is its lower-case form with hyphens; bytes are lower-case hexadecimal;
    - a list is an array, a mapping an object whose keys are sorted by code point.

    Floats, not-a-number and infinities, instants without a time zone and lone surrogates are refused with
    TypeError or ValueError.
    """
    return _list(values).encode()


def digest(values: Sequence[object]) -> bytes:
    """SHA-256 (32 bytes) of the canonical form of the values."""
    return sha256(canonical(values)).digest()


def evidence_digest(values: Sequence[object]) -> bytes:
    """The digest of a row of evidence: its values in the order of `EVIDENCE_FIELDS`, after the text
    "jalon.evidence.1". The moment is not among them: the event's own digest binds the row to it.

    Raises ValueError when values are missing or too many.
    """
    if len(values) != len(EVIDENCE_FIELDS):
        raise ValueError(f"a row of evidence has {len(EVIDENCE_FIELDS)} values, not {len(values)}")
    return digest((EVIDENCE_MARK, *values))


def merkle_root(hashes: Iterable[bytes]) -> bytes:
    """The Merkle tree hash of RFC 9162 (2.1.1) over the digests, in the order given.

    A leaf is SHA-256(0x00 + digest), a node SHA-256(0x01 + left + right); the last of an odd level is
    carried up as it is. The root of nothing is SHA-256 of no bytes.
    """
    # one whole subtree a size at most, the largest first: memory grows with the logarithm of the leaves
    whole: list[tuple[int, bytes]] = []
    for leaf in hashes:
        size, node = 1, sha256(b"\x00" + leaf).digest()
        while whole and whole[-1][0] == size:
            node = sha256(b"\x01" + whole.pop()[1] + node).digest()
            size *= 2
        whole.append((size, node))
    if not whole:
        return EMPTY_ROOT
    _, root = whole.pop()
    while whole:
        root = sha256(b"\x01" + whole.pop()[1] + root).digest()
    return root


def event_hash(
    previous: bytes,
    number: int,
    recorded_at: dt.datetime,
    verb: str,
    subject: str,
    actor_uid: uuid.UUID | str | None,
    payload: dict[str, object],
    root: bytes,
) -> bytes:
    """The digest of an event, chained to the one before.

    Of the text "jalon.event.1", the previous event's hash (`GENESIS`, no bytes, before the first), the
    number, the instant, the verb, the subject, the actor's uid or null, the payload and the root of what the
    event recorded.
    """
    actor = None if actor_uid is None else str(actor_uid)
    return digest((EVENT_MARK, previous, number, recorded_at, verb, subject, actor, payload, root))
