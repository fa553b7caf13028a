"""The seal of a period as files: the same bytes from the same things."""

import datetime as dt
import json
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from jalon.kernel.chain import EVIDENCE_FIELDS, evidence_digest, merkle_root
from jalon.kernel.periods import parse
from jalon.kernel.seals import Definition, Moment, SealedRow, SealedValue, bundle, seal

AT = dt.datetime(2024, 7, 20, 9, 30, tzinfo=dt.UTC)
TESTS = Definition(
    "TESTS", 2, "tests", {"tests": {"kinds": ["test.reported"], "aggregation": "sum", "of": "quantity"}}
)
VALUE = SealedValue("TESTS", 2, parse("2024-Q2"), 40, Decimal(7), Decimal("6.50"), Decimal(6), (1,))


def sealed_row(number, **said):
    values = dict.fromkeys(EVIDENCE_FIELDS, "")
    values |= {
        "uid": f"row-{number}",
        "quantity": Decimal("7.0"),
        "on": dt.date(2024, 5, 2),
        "reverses": None,
    }
    return SealedRow(number, number, tuple((values | said)[name] for name in EVIDENCE_FIELDS))


def sealed(**said):
    given = {
        "subject": "contract:CETEMCO",
        "period": parse("2024-Q2"),
        "moment": Moment(41, b"\x01" * 32, AT),
        "engine": "0.1.0",
        "rows": [sealed_row(1), sealed_row(2)],
        "definitions": [TESTS],
        "values": [VALUE],
    }
    return seal(**given | said)


def manifest(found):
    return json.loads(found.manifest)


def test_the_root_is_that_of_the_hashes_of_the_rows():
    rows = [sealed_row(2), sealed_row(1)]

    found = sealed(rows=rows)

    hashes = [evidence_digest(row.values) for row in rows[::-1]]
    assert found.root == merkle_root(hashes)
    assert [sha256(line).digest() for line in found.files["rows.jsonl"].splitlines()] == hashes


def test_the_order_things_are_given_in_changes_no_byte():
    one, other = sealed(), sealed(rows=[sealed_row(2), sealed_row(1)])

    assert one.files == other.files
    assert bundle(one, bytes(64), bytes(32)) == bundle(other, bytes(64), bytes(32))


def test_the_digest_changes_with_everything_sealed():
    others = [
        sealed(rows=[sealed_row(1)]),
        sealed(rows=[sealed_row(1), sealed_row(2, quantity=Decimal(8))]),
        sealed(values=[]),
        sealed(definitions=[TESTS, Definition("FIRMS", 1, "firms", {})]),
        sealed(engine="0.2.0"),
        sealed(moment=Moment(41, b"\x02" * 32, AT)),
        sealed(subject="contract:CTTH"),
    ]

    assert len({one.digest for one in [sealed(), *others]}) == len(others) + 1


def test_the_manifest_names_the_digest_of_each_file():
    found = sealed()

    assert manifest(found)["files"] == {
        name: sha256(content).hexdigest() for name, content in found.files.items() if name != "manifest.json"
    }
    assert manifest(found)["definitions"] == {"TESTS": [2, TESTS.digest.hex()]}


def test_numbers_are_written_in_plain_digits():
    values = json.loads(sealed().files["values.json"])

    assert (values[0]["declared"], values[0]["verified"]) == ("7", "6.5")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rows": [sealed_row(1), sealed_row(1)]}, "twice"),
        ({"rows": [SealedRow(1, 42, sealed_row(1).values)]}, "after the seal"),
        ({"rows": [SealedRow(1, 1, ("too", "few"))]}, "does not have the values"),
        ({"rows": [SealedRow(1, 1, sealed_row(1).values, "jalon.evidence.0")]}, "does not have the values"),
        ({"definitions": []}, "without its definition"),
    ],
)
def test_what_cannot_be_checked_is_not_sealed(said, sentence):
    with pytest.raises(ValueError, match=sentence):
        sealed(**said)


def test_the_bundle_holds_every_file_and_no_date():
    with ZipFile(BytesIO(bundle(sealed(), bytes(64), bytes(32)))) as archive:
        names = sorted(archive.namelist())
        dates = {entry.date_time for entry in archive.infolist()}

    assert names == sorted([*sealed().files, "signature", "public.pem"])
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_signature_of_another_length_is_refused():
    with pytest.raises(ValueError):
        bundle(sealed(), bytes(63), bytes(32))
