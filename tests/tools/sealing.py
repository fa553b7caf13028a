"""Sealed bundles for the tests of the verifier: rows as they are recorded, values as the kernel computes them."""

import datetime as dt
import json
import uuid
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jalon.kernel.chain import EVIDENCE_FIELDS
from jalon.kernel.kinds import CATALOGUE
from jalon.kernel.measures import DIMENSIONS, Value, evaluate, indicator_value, measure_from
from jalon.kernel.periods import Period
from jalon.kernel.seals import Context, Definition, Moment, SealedRow, SealedValue, bundle, seal

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AT = dt.datetime(2025, 1, 20, 9, 30, tzinfo=dt.UTC)
OPENS = {code: kind.opens for code, kind in CATALOGUE.items() if kind.opens is not None}
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def public_key(key=KEY):
    return key.public_key().public_bytes_raw()


def sealed_row(one):
    """A row of the kernel's tests with all the columns of a recorded one."""
    values = {
        **{name: one.dims.get(name, "") for name in DIMENSIONS},
        "uid": uuid.UUID(int=one.id),
        "centre": one.centre,
        "kind": one.kind,
        "on": one.on,
        "quantity": one.quantity,
        "unit": "",
        "amount": one.amount,
        "enterprise": one.enterprise,
        "establishment_id": one.establishment,
        "identity": one.identity,
        "attributes": dict(one.attributes),
        "documents": [],
        "source": "test",
        "external_id": str(one.id),
        "revision": 1,
        "reverses": one.reverses,
        "simulated": False,
        "said": None,
    }
    return SealedRow(one.id, one.moment, [values[name] for name in EVIDENCE_FIELDS])


def definition(code, formula, version=1, **measures):
    written = {}
    for name, sheet in measures.items():
        kinds = list(measure_from(sheet).kinds)
        written[name] = {**sheet, "kinds": kinds}
    return Definition(code, version, formula, written)


def declared(one, rows, *, known_at, window=YEAR, centres=None, merges=(), pending=()):
    """The value of an indicator as the kernel computes it, ready to be sealed."""
    measures = {
        name: evaluate(
            measure_from(sheet),
            rows,
            window=window,
            known_at=known_at,
            centres=centres,
            merges=merges,
            pending=pending,
        )
        for name, sheet in one.measures.items()
    }
    found = indicator_value(one.formula, measures)
    number, reason = (found.value, "") if isinstance(found, Value) else (None, found.reason)
    return SealedValue(one.code, one.version, window, known_at, number, centres=centres, reason=reason)


def sealed(rows, definitions, values, *, moment=None, context=None):
    latest = max((one.moment for one in rows), default=0) if moment is None else moment
    return seal(
        subject="contract:CETEMCO",
        period=YEAR,
        moment=Moment(latest, b"\x05" * 32, AT),
        engine="0.1.0",
        rows=[sealed_row(one) for one in rows],
        definitions=definitions,
        values=values,
        context=context or Context(opens=OPENS),
    )


def bundled(found, key=KEY):
    return bundle(found, key.sign(found.manifest), public_key(key))


def repacked(content, **changed):
    """The bundle with files replaced, added or taken out (None), a name written with _ for its point."""
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, new in changed.items():
        file = name.replace("_", ".")
        files[file] = new(files[file]) if callable(new) else new
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, one in files.items():
            if one is not None:
                archive.writestr(name, one)
    return whole.getvalue()


def resigned(content, key=KEY, **changed):
    """The bundle changed by somebody who holds the key and mends the manifest's digests."""
    content = repacked(content, **changed)
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {name: sha256(files[name]).hexdigest() for name in manifest["files"]}
    written = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return repacked(content, manifest_json=written, signature=key.sign(written))
