"""Checks of seals: each bundle is there, says what its record says, and its signature holds."""

import json
from collections.abc import Iterator
from hashlib import sha256
from zipfile import BadZipFile, ZipFile

from jalon.evidence.documents import path_of
from jalon.reporting.models import Seal
from jalon.reporting.signing import holds
from jalon.site.invariants import Problem


def wrong_seals() -> Iterator[Problem]:
    for seal in Seal.objects.select_related("plan").order_by("pk"):
        place = f"seal {seal.number} of {seal.plan.code}, {seal.period}"
        try:
            yield from (Problem(place, what) for what in wrong(seal))
        except (BadZipFile, KeyError, OSError, ValueError) as error:
            yield Problem(place, f"its bundle cannot be read: {error}")


def wrong(seal: Seal) -> Iterator[str]:
    """What does not hold of one seal."""
    with ZipFile(path_of(seal.bundle_id)) as bundle:
        manifest, signature = bundle.read("manifest.json"), bundle.read("signature")
    if sha256(manifest).hexdigest() != seal.manifest:
        yield "its manifest is not the one that was sealed"
    if signature.hex() != seal.signature:
        yield "its signature is not the one that was recorded"
    if not holds(bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature), manifest):
        yield "its signature does not hold"
    said = json.loads(manifest)
    if (said["root"], said["rows"], said["moment"]) != (seal.root, seal.rows, seal.known_at):
        yield "its root, its number of rows or its moment is not the one that was recorded"
