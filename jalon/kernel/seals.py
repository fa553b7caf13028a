"""The seal of a period: what was known, defined and decided, as bytes that are signed and can be checked
elsewhere.

A seal is a set of files; `manifest.json` holds the SHA-256 of each other one and is what is signed:

| file | what is in it |
|---|---|
| `rows.jsonl` | one row of evidence a line, in its canonical encoding: SHA-256 of a line, without its end, is
the row's hash |
| `index.jsonl` | for each of these lines `[id, moment, hash]` |
| `definitions.json` | each indicator's formula and measures; the kinds, merges, pending firms, rejected rows
|
| `values.json` | each value declared, verified, validated; what was sampled and found |
| `manifest.json` | subject, period, moment, engine, encodings, Merkle root, digests |
| `signature` | Ed25519 (RFC 8032) over the bytes of `manifest.json`, 64 bytes |
| `public.pem` | the public key of the signature |

The digest of the seal is the SHA-256 of `manifest.json`. `tools/verify_seal.py` reads all this without Jalon.
"""

import datetime as dt
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jalon.kernel.chain import EVIDENCE_FIELDS, EVIDENCE_MARK, canonical, merkle_root
from jalon.kernel.periods import Period
from jalon.kernel.sampling import Finding, Thing

FORMAT: Final = "jalon.seal.1"
ENCODINGS: Final[Mapping[str, Sequence[str]]] = {EVIDENCE_MARK: EVIDENCE_FIELDS}
SIGNATURE_BYTES: Final = 64
KEY_BYTES: Final = 32
# what stands before the 32 bytes of an Ed25519 key in a PEM file (RFC 8410, 4)
KEY_PREFIX: Final = bytes.fromhex("302a300506032b6570032100")
OLDEST: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row of evidence: its values as digested, and the id and moment no digest holds."""

    id: int
    moment: int
    values: Sequence[object]
    mark: str = EVIDENCE_MARK

    @property
    def line(self) -> bytes:
        """Its canonical encoding, whose SHA-256 is its hash."""
        return canonical((self.mark, *self.values))


@dataclass(frozen=True)
class Definition:
    """A version of an indicator: measures as sheets write them, with every kind named in full."""

    code: str
    version: int
    formula: str
    measures: Mapping[str, Mapping[str, Any]]

    @property
    def document(self) -> dict[str, Any]:
        return {"version": self.version, "formula": self.formula, "measures": dict(self.measures)}

    @property
    def digest(self) -> bytes:
        return sha256(_json(self.document)).digest()


@dataclass(frozen=True)
class Context:
    """What else a figure depends on, each with the moment it was known.

    `opens`: of each kind with a status, whether it puts an identity in force; `merges`: (moment, from, into);
    `pending`: (enterprise, from moment, to moment or None); `rejected`: (row id, moment), finally.
    """

    opens: Mapping[str, bool] = field(default_factory=dict)
    merges: Sequence[tuple[int, int, int]] = ()
    pending: Sequence[tuple[int, int, int | None]] = ()
    rejected: Sequence[tuple[int, int]] = ()

    @property
    def document(self) -> dict[str, Any]:
        return {
            "opens": dict(self.opens),
            "merges": [list(one) for one in self.merges],
            "pending": [list(one) for one in self.pending],
            "rejected": [list(one) for one in self.rejected],
        }


@dataclass(frozen=True)
class Check:
    """How one measure was verified: enough to draw its sample again and to extrapolate again."""

    seal_hash: bytes
    nonce: bytes
    population: Sequence[Thing]
    sizes: Mapping[str, int]
    findings: Sequence[Finding]

    @property
    def document(self) -> dict[str, Any]:
        found = [[one.uid, one.outcome, _text(one.value), one.reason] for one in self.findings]
        return {
            "seal": self.seal_hash.hex(),
            "nonce": self.nonce.hex(),
            "population": [[one.uid, one.stratum, _text(one.declared)] for one in self.population],
            "sizes": dict(self.sizes),
            "findings": found,
        }


@dataclass(frozen=True)
class SealedValue:
    """The three values of an indicator at a place and over a window; None with a reason when not computable.

    `centres` are ids, None for the whole network. `known_at` is the moment frozen at submission. `checks` are
    by the name of the measure; without them the verified value stands as it was decided. `is_declared_only`
    when no evidence holds the number: it was typed with its document.
    """

    indicator: str
    version: int
    window: Period
    known_at: int
    declared: Decimal | None
    verified: Decimal | None = None
    validated: Decimal | None = None
    centres: tuple[int, ...] | None = None
    reason: str = ""
    checks: Mapping[str, Check] = field(default_factory=dict)
    is_declared_only: bool = False

    @property
    def document(self) -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "version": self.version,
            "window": [self.window.start.isoformat(), self.window.end.isoformat()],
            "known_at": self.known_at,
            "centres": None if self.centres is None else sorted(self.centres),
            "declared": _text(self.declared),
            "verified": _text(self.verified),
            "validated": _text(self.validated),
            "reason": self.reason,
            "is_declared_only": self.is_declared_only,
            "checks": {name: check.document for name, check in sorted(self.checks.items())},
        }


@dataclass(frozen=True)
class Moment:
    """The last event of the journal that the seal knows, with the hash that chains it."""

    number: int
    hash: bytes
    recorded_at: dt.datetime


@dataclass(frozen=True)
class Seal:
    """The files of a seal but its signature. The digest is what the journal's event covers."""

    files: Mapping[str, bytes]
    root: bytes

    @property
    def manifest(self) -> bytes:
        """The bytes to sign."""
        return self.files["manifest.json"]

    @property
    def digest(self) -> bytes:
        return sha256(self.manifest).digest()


def seal(
    *,
    subject: str,
    period: Period,
    moment: Moment,
    engine: str,
    rows: Iterable[SealedRow],
    definitions: Iterable[Definition],
    values: Iterable[SealedValue],
    context: Context | None = None,
    encodings: Mapping[str, Sequence[str]] = ENCODINGS,
) -> Seal:
    """The snapshot of a period, the same bytes whenever it is made again from the same things.

    `rows` are all that the values are computed from, at any order: for stocks, what is in force and last
    levels also those before the period; both rows of a reversal. Raises ValueError for a row given twice or
    of an unknown encoding, a row later than the moment, and a value without its definition.
    """
    by_id = _ordered(rows, moment.number, encodings)
    lines = [row.line for row in by_id]
    hashes = [sha256(line).digest() for line in lines]
    definitions = list(definitions)
    kept = in_order(values, definitions)
    files = {
        "rows.jsonl": b"".join(line + b"\n" for line in lines),
        "index.jsonl": b"".join(index_line(row, digest) for row, digest in zip(by_id, hashes, strict=True)),
        "definitions.json": definitions_file(definitions, context),
        "values.json": _json([one.document for one in kept]),
    }
    root = merkle_root(hashes)
    written = manifest(
        subject=subject,
        period=period,
        moment=moment,
        engine=engine,
        rows=len(lines),
        root=root,
        definitions=definitions,
        digests={name: sha256(content).digest() for name, content in files.items()},
        encodings=encodings,
    )
    return Seal({**files, "manifest.json": written}, root)


def index_line(row: SealedRow, digest: bytes) -> bytes:
    """The line of `index.jsonl` for a row whose line has this SHA-256."""
    return _json([row.id, row.moment, digest.hex()]) + b"\n"


def definitions_file(definitions: Iterable[Definition], context: Context | None = None) -> bytes:
    """The bytes of `definitions.json`."""
    indicators = {one.code: one.document for one in definitions}
    return _json({"indicators": indicators, **(context or Context()).document})


def in_order(values: Iterable[SealedValue], definitions: Iterable[Definition]) -> list[SealedValue]:
    """The values as `values.json` lists them. Raises ValueError for one without its definition."""
    kept = sorted(values, key=lambda one: (one.indicator, one.window, one.centres or ()))
    _refuse_undefined(kept, {one.code: one for one in definitions})
    return kept


def value_bytes(value: SealedValue) -> bytes:
    """One value as `values.json` holds it: the file is these, with commas, in brackets."""
    return _json(value.document)


def manifest(
    *,
    subject: str,
    period: Period,
    moment: Moment,
    engine: str,
    rows: int,
    root: bytes,
    definitions: Iterable[Definition],
    digests: Mapping[str, bytes],
    encodings: Mapping[str, Sequence[str]] = ENCODINGS,
) -> bytes:
    """The bytes of `manifest.json`, which are signed, from the SHA-256 of each other file."""
    versions = {one.code: [one.version, one.digest.hex()] for one in definitions}
    return _json(
        {
            "format": FORMAT,
            "subject": subject,
            "period": period.code,
            "moment": moment.number,
            "event": moment.hash.hex(),
            "recorded_at": moment.recorded_at.astimezone(dt.UTC).isoformat(),
            "engine": engine,
            "encodings": {mark: list(fields) for mark, fields in encodings.items()},
            "rows": rows,
            "root": root.hex(),
            "definitions": versions,
            "files": {name: digest.hex() for name, digest in digests.items()},
        }
    )


def bundle(sealed: Seal, signature: bytes, public_key: bytes) -> bytes:
    """The ZIP that goes out: the files of a seal, its signature and the raw public key as PEM; always the
    same bytes.

    Raises ValueError for a signature that is not of 64 bytes or a key that is not of 32: nothing else is
    checked.
    """
    if len(signature) != SIGNATURE_BYTES or len(public_key) != KEY_BYTES:
        raise ValueError("a signature has 64 bytes and a public key 32")
    files = {**sealed.files, "signature": signature, "public.pem": pem(public_key)}
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(entry(name), files[name])
    return whole.getvalue()


def entry(name: str) -> ZipInfo:
    """A file in the bundle: nothing of the machine or the day it is written on."""
    found = ZipInfo(name, OLDEST)
    found.compress_type = ZIP_DEFLATED
    found.create_system = 3
    found.external_attr = 0o644 << 16
    return found


def pem(public_key: bytes) -> bytes:
    """A raw Ed25519 public key as other tools read it (RFC 8410)."""
    text = b64encode(KEY_PREFIX + public_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n".encode()


def _ordered(
    rows: Iterable[SealedRow], moment: int, encodings: Mapping[str, Sequence[str]]
) -> list[SealedRow]:
    by_id: dict[int, SealedRow] = {}
    for row in rows:
        if row.id in by_id:
            raise ValueError(f"row {row.id} is sealed twice")
        if row.moment > moment:
            raise ValueError(f"row {row.id} was recorded at {row.moment}, after the seal's moment {moment}")
        if len(row.values) != len(encodings.get(row.mark, ())):
            raise ValueError(f"row {row.id} does not have the values of “{row.mark}”")
        by_id[row.id] = row
    return [by_id[number] for number in sorted(by_id)]


def _refuse_undefined(values: Iterable[SealedValue], versions: Mapping[str, Definition]) -> None:
    for one in values:
        known = versions.get(one.indicator)
        if known is None or known.version != one.version:
            raise ValueError(f"{one.indicator} has a value of version {one.version} without its definition")


def _text(value: Decimal | None) -> str | None:
    """A number in plain digits, so that every reader gets the same one."""
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _json(value: object) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
