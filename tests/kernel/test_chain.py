"""The chain: an auditor who rewrites it from its docstrings finds the same digests."""

import datetime as dt
import hashlib
import json
import tracemalloc
import uuid
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.chain import (
    EMPTY_ROOT,
    EVIDENCE_FIELDS,
    GENESIS,
    canonical,
    digest,
    event_hash,
    evidence_digest,
    merkle_root,
)

UID = uuid.UUID("5F0C7A4E-0000-4000-8000-00000000000A")
NOON = dt.datetime(2025, 3, 14, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))

leaves = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (-12, "-12"),
        (Decimal("12.500"), '"12.5"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("1200"), '"1200"'),
        (Decimal("-0.000"), '"0"'),
        (Decimal("0.00000001"), '"0.00000001"'),
        (dt.date(2024, 2, 29), '"2024-02-29"'),
        (NOON, '"2025-03-14T11:00:00.000000Z"'),
        (UID, '"5f0c7a4e-0000-4000-8000-00000000000a"'),
        (b"\x00\xff", '"00ff"'),
        (memoryview(b"\x01"), '"01"'),
        ("é مركز", '"é مركز"'),
        ('"\\\n\t\x01\x7f/', '"\\"\\\\\\n\\t\\u0001\x7f/"'),
        ({"b": [1, None], "a": Decimal("2.50")}, '{"a":"2.5","b":[1,null]}'),
        ((), "[]"),
    ],
)
def test_each_value_has_one_form(value, text):
    assert canonical([value]).decode() == f"[{text}]"


def test_a_decimal_longer_than_the_context_keeps_every_digit():
    assert canonical([Decimal("1234567890123456789012345678901234.567")]).decode() == (
        '["1234567890123456789012345678901234.567"]'
    )


@pytest.mark.parametrize("value", [1.5, [1.5], {"fte": 0.5}, {1: "a"}, object(), {"a"}])
def test_what_has_no_exact_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical([value])


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), dt.datetime(2025, 1, 1), "\ud800"])
def test_what_is_no_value_is_refused(value):
    with pytest.raises(ValueError):
        canonical([value])


def test_a_choice_of_a_model_is_written_as_its_text():
    class Origin(StrEnum):
        IMPORT = "import"

    assert canonical([Origin.IMPORT]) == b'["import"]'


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=10,
)


@given(st.lists(json_values))
def test_the_standard_library_writes_the_same_json(values):
    # json sorts keys as Python does, by code point
    told = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    assert canonical(values) == told.encode()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_decimal_read_back_is_the_same_number(number):
    assert Decimal(json.loads(canonical([number]))[0]) == number


def test_a_digest_is_the_sha256_of_the_canonical_form():
    assert digest(["a", 1]) == hashlib.sha256(b'["a",1]').digest()


def row(**changed):
    values = dict.fromkeys(EVIDENCE_FIELDS, "") | {"quantity": Decimal("1.000"), "revision": 1} | changed
    return [values[name] for name in EVIDENCE_FIELDS]


def test_a_row_is_digested_in_the_order_of_its_fields():
    values = dict.fromkeys(EVIDENCE_FIELDS, "") | {"quantity": "1", "revision": 1}
    told = json.dumps(["jalon.evidence.1", *values.values()], separators=(",", ":"))

    assert evidence_digest(row()) == hashlib.sha256(told.encode()).digest()


@pytest.mark.parametrize("name", EVIDENCE_FIELDS)
def test_a_change_in_any_column_changes_the_digest(name):
    assert evidence_digest(row(**{name: "changed"})) != evidence_digest(row())


def test_trailing_zeros_of_the_database_do_not_change_the_digest():
    assert evidence_digest(row(quantity=Decimal("1"))) == evidence_digest(row(quantity=Decimal("1.000")))


def test_a_row_with_a_value_missing_is_refused():
    with pytest.raises(ValueError, match="29 values"):
        evidence_digest(row()[1:])


def rfc_9162(entries):
    """The definition of the standard, by halves rather than level by level."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return hashlib.sha256(b"\x01" + rfc_9162(entries[:half]) + rfc_9162(entries[half:])).digest()


@given(leaves)
def test_the_root_is_the_one_of_the_standard(entries):
    assert merkle_root(iter(entries)) == rfc_9162(entries)


def test_the_root_of_nothing_is_the_digest_of_no_bytes():
    assert merkle_root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(leaves.filter(len), st.data())
def test_one_altered_byte_changes_the_root(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    altered = list(entries)
    altered[place] = bytes([altered[place][0] ^ 1]) + altered[place][1:]

    assert merkle_root(altered) != merkle_root(entries)


@given(leaves.filter(len))
def test_a_leaf_more_or_less_changes_the_root(entries):
    assert merkle_root(entries + entries[-1:]) != merkle_root(entries) != merkle_root(entries[:-1])


def test_a_node_never_passes_for_a_leaf():
    one, two = b"a" * 32, b"b" * 32
    node = hashlib.sha256(b"\x00" + one).digest() + hashlib.sha256(b"\x00" + two).digest()

    assert merkle_root([node]) != merkle_root([one, two])


EVENT = {
    "previous": GENESIS,
    "number": 1,
    "recorded_at": NOON,
    "verb": "evidence.imported",
    "subject": "centre:CTTH",
    "actor_uid": UID,
    "payload": {"rows": 2},
    "root": EMPTY_ROOT,
}


def test_an_event_is_digested_as_its_docstring_says():
    told = (
        '["jalon.event.1","",1,"2025-03-14T11:00:00.000000Z","evidence.imported","centre:CTTH",'
        f'"5f0c7a4e-0000-4000-8000-00000000000a",{{"rows":2}},"{EMPTY_ROOT.hex()}"]'
    )

    assert event_hash(**EVENT) == hashlib.sha256(told.encode()).digest()


@pytest.mark.parametrize(
    "changed",
    [
        {"previous": b"\x00" * 32},
        {"number": 2},
        {"recorded_at": NOON + dt.timedelta(microseconds=1)},
        {"verb": "evidence.reversed"},
        {"subject": "centre:CTPC"},
        {"actor_uid": None},
        {"payload": {"rows": 3}},
        {"root": b"\x00" * 32},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_change_in_any_part_of_an_event_changes_its_hash(changed):
    assert event_hash(**EVENT | changed) != event_hash(**EVENT)


def test_the_root_of_many_entries_needs_no_memory_for_them():
    entry = hashlib.sha256(b"entry").digest()
    tracemalloc.start()

    merkle_root(entry for _ in range(50_000))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000
