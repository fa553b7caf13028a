"""The stand-alone verifier agrees with Jalon on what holds, and names the first thing that does not."""

import ast
import json
import random
import runpy
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.kernel.measures import canonical_enterprise
from jalon.kernel.sampling import Finding, Thing, by_rate, draw, seed, verified
from jalon.kernel.seals import Check, Context
from tests.kernel.evidence_rows import journals, reversal, row
from tests.tools.sealing import (
    KEY,
    OPENS,
    bundled,
    declared,
    definition,
    public_key,
    repacked,
    resigned,
    sealed,
)

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_seal.py"
NAMES = runpy.run_path(str(TOOL))
Wrong = NAMES["Wrong"]

TESTS = definition("TESTS", "tests", tests={"kinds": ["test.reported"], "aggregation": "sum"})
FIRMS = definition("FIRMS", "firms", firms={"kinds": ["test.reported"], "aggregation": "distinct"})
EVERY = [
    TESTS,
    FIRMS,
    definition("ROWS", "rows", rows={"kinds": ["test.reported"], "aggregation": "count"}),
    definition("HEADS", "heads", heads={"kinds": ["staff.*"], "aggregation": "stock"}),
    definition("FTE", "fte", fte={"kinds": ["staff.*"], "aggregation": "stock", "of": "attributes.fte"}),
    definition("CERTIFICATES", "held", held={"kinds": ["certificate.*"], "aggregation": "in_force"}),
    definition("INCOME", "i", i={"kinds": ["income.*"], "aggregation": "sum", "of": "amount"}),
    definition("INVOICE", "i", i={"kinds": ["income.*"], "aggregation": "mean", "of": "amount"}),
    definition("SCORE", "s", s={"kinds": ["satisfaction.answered"], "aggregation": "mean"}),
    definition("LEVEL", "l", l={"kinds": ["level.declared"], "aggregation": "last", "over_centres": "max"}),
    definition("LEVELS", "l", l={"kinds": ["level.declared"], "aggregation": "last"}),
    definition("OWN", "l", l={"kinds": ["level.declared"], "aggregation": "last", "over_centres": "none"}),
    definition("LARGEST", "m", m={"kinds": ["test.reported"], "aggregation": "max"}),
    definition("SMALLEST", "m", m={"kinds": ["test.reported"], "aggregation": "min"}),
    definition(
        "IMPORTS",
        "imported / tests * 100",
        imported={
            "kinds": ["test.reported"],
            "aggregation": "sum",
            "where": [["origin", "in", ["import"]], ["region", "is_null"]],
        },
        tests={"kinds": ["test.reported"], "aggregation": "sum"},
    ),
    definition(
        "MIXED",
        "coalesce(-(heads - 2) ^ 2 / 4, 1.5) + if(tests > 10 and not firms = 2, round(tests / 3, 1), min(tests, firms))",
        heads={"kinds": ["staff.*"], "aggregation": "stock"},
        tests={"kinds": ["test.reported"], "aggregation": "sum"},
        firms={"kinds": ["test.reported"], "aggregation": "distinct"},
    ),
]
KINDS = (
    "test.reported", "staff.opening", "staff.joined", "staff.left", "certificate.issued", "certificate.withdrawn",
    "income.invoiced", "income.credited", "satisfaction.answered", "level.declared",
)  # fmt: skip

ROWS = [
    row("test.reported", id=n, moment=n, quantity=n, enterprise=n % 4, attributes={"conform": "نعم « oui »"})
    for n in range(1, 9)
]


@pytest.fixture
def verify(tmp_path):
    """The lines said of a bundle; raises Wrong."""

    def said(content, pinned=None):
        path = tmp_path / "bundle.zip"
        path.write_bytes(content)
        lines = []
        NAMES["verify"](path, pinned, lines.append)
        return lines

    return said


def plain_bundle(**said):
    values = [declared(one, ROWS, known_at=8) for one in (TESTS, FIRMS)]
    return bundled(sealed(ROWS, [TESTS, FIRMS], values, **said))


def edited(change):
    """A change of a JSON file."""

    def changed(content):
        document = json.loads(content)
        document = change(document) or document
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    return changed


# what holds


def test_a_bundle_as_sealed_holds(verify):
    lines = verify(plain_bundle(), public_key())

    assert any("TESTS" in line and "declared 36" in line for line in lines)
    assert any("FIRMS" in line and "declared 4" in line for line in lines)


@given(journals(KINDS, max_size=20), st.sampled_from([None, (1,), (1, 2)]), st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_verifier_computes_every_value_as_the_kernel_does(verify, rows, centres, data):
    known_at = data.draw(st.integers(0, len(rows)))
    values = [declared(one, rows, known_at=known_at, centres=centres) for one in EVERY]

    verify(bundled(sealed(rows, EVERY, values, moment=len(rows))))


@given(journals(("test.reported",), max_size=12), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_merged_and_pending_firms_count_as_the_kernel_counts_them(verify, rows, data):
    merges = [(old, new) for old, new in ((1, 2), (2, 3), (5, 4)) if data.draw(st.booleans())]
    pending = [one for one in (3, 4) if data.draw(st.booleans())]
    context = Context(
        opens=OPENS,
        merges=[*((0, old, new) for old, new in merges), (99, 3, 1)],
        pending=[*((one, 0, None) for one in pending), (1, 50, None), (2, 0, 1)],
    )
    assert canonical_enterprise(merges)(1)

    value = declared(FIRMS, rows, known_at=20, merges=merges, pending=pending)

    verify(bundled(sealed(rows, [FIRMS], [value], moment=100, context=context)))


def test_a_rejected_row_is_left_out_from_its_rejection_on(verify):
    context = Context(opens=OPENS, rejected=[(8, 9)])
    before = declared(TESTS, ROWS, known_at=8)
    after = replace(declared(TESTS, ROWS[:-1], known_at=9), declared=Decimal(28))

    lines = verify(bundled(sealed(ROWS, [TESTS], [before, after], moment=9, context=context)))

    assert sum("declared 36" in line for line in lines) == 1
    assert sum("declared 28" in line for line in lines) == 1


def test_a_reversed_row_and_its_reversal_are_both_left_out(verify):
    rows = [*ROWS, reversal(ROWS[7], id=9, moment=9)]

    lines = verify(bundled(sealed(rows, [TESTS], [declared(TESTS, rows, known_at=9)])))

    assert any("declared 28" in line for line in lines)


def checked_value(rejected=2):
    nonce = bytes(range(16))
    population = [Thing(str(one.id), "", one.quantity) for one in ROWS]
    sizes = by_rate(population, Decimal("0.5"), minimum=1)
    sample = draw(population, seed(b"\x09" * 32, nonce), sizes)
    findings = [
        Finding(one.uid, "rejected", reason="no_trace") if n < rejected else Finding(one.uid, "accepted")
        for n, one in enumerate(sample[""])
    ]
    outcome = verified(population, sample, findings)
    check = Check(b"\x09" * 32, nonce, population, sizes, findings)
    return replace(
        declared(TESTS, ROWS, known_at=8),
        verified=outcome.value,
        validated=outcome.value,
        checks={"tests": check},
    )


def test_the_sample_is_drawn_again_and_extrapolated_again(verify):
    value = checked_value()

    lines = verify(bundled(sealed(ROWS, [TESTS], [value])))

    assert any(f"verified {value.document['verified']}" in line for line in lines)


def test_a_period_that_was_not_received_says_so(verify):
    value = replace(declared(TESTS, ROWS, known_at=8), declared=None, reason="not_received")

    lines = verify(bundled(sealed(ROWS, [TESTS], [value])))

    assert any("not computable (not_received)" in line for line in lines)


def test_a_number_that_was_typed_is_said_to_be_typed(verify):
    value = replace(declared(TESTS, ROWS, known_at=8), declared=Decimal(5), is_declared_only=True)

    assert any("with a document" in line for line in verify(bundled(sealed(ROWS, [TESTS], [value]))))


# what does not


def test_every_changed_byte_of_a_bundles_files_is_found(verify):
    content, chance = plain_bundle(), random.Random(4)

    for name in (
        "rows.jsonl",
        "index.jsonl",
        "definitions.json",
        "values.json",
        "manifest.json",
        "signature",
    ):
        for _ in range(25):
            spot, flip = chance.random(), chance.randrange(1, 256)

            def flipped(old, spot=spot, flip=flip):
                at = int(spot * len(old))
                return old[:at] + bytes([old[at] ^ flip]) + old[at + 1 :]

            with pytest.raises(Wrong):
                verify(repacked(content, **{name.replace(".", "_"): flipped}))


def test_a_changed_row_is_named(verify):
    changed = repacked(plain_bundle(), rows_jsonl=lambda old: old.replace(b'"5"', b'"6"', 1))

    with pytest.raises(Wrong, match=r"row 5 \(line 5 of rows.jsonl\) was changed"):
        verify(changed)


def test_a_row_taken_out_is_missed(verify):
    changed = repacked(plain_bundle(), rows_jsonl=lambda old: b"".join(old.splitlines(True)[1:]))

    with pytest.raises(Wrong, match="7 rows and 8 hashes where 8 were sealed"):
        verify(changed)


def test_a_row_changed_with_its_hash_is_found_by_the_root(verify):
    content = plain_bundle()
    rows = []

    def change(old):
        rows.extend(old.replace(b'"5"', b'"6"', 1).splitlines())
        return b"".join(line + b"\n" for line in rows)

    def index(old):
        entries = [json.loads(line) for line in old.splitlines()]
        hashed = [[n, m, sha256(line).hexdigest()] for (n, m, _), line in zip(entries, rows, strict=True)]
        return b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in hashed)

    with pytest.raises(Wrong, match="root of the rows"):
        verify(repacked(content, rows_jsonl=change, index_jsonl=index))


def test_a_value_that_the_rows_do_not_give_is_found_even_when_signed(verify):
    def inflated(values):
        next(one for one in values if one["indicator"] == "TESTS")["declared"] = "37"

    with pytest.raises(Wrong, match=r"TESTS 2024-01-01\.\.2024-12-31: declared 37, 36 from the rows"):
        verify(resigned(plain_bundle(), values_json=edited(inflated)))


def test_a_value_hidden_behind_a_reason_is_found(verify):
    value = replace(declared(TESTS, ROWS, known_at=8), declared=None, reason="no_rows")

    with pytest.raises(Wrong, match="36 from the rows, sealed as no_rows"):
        verify(bundled(sealed(ROWS, [TESTS], [value])))


def test_a_verified_value_that_the_sample_does_not_give_is_found(verify):
    value = replace(checked_value(), verified=Decimal(36))

    with pytest.raises(Wrong, match=r"verified 36, .* from the sample"):
        verify(bundled(sealed(ROWS, [TESTS], [value])))


def test_a_sample_that_was_chosen_is_found(verify):
    def chosen(values):
        check = values[0]["checks"]["tests"]
        drawn = {finding[0] for finding in check["findings"]}
        other = next(uid for uid, _, _ in check["population"] if uid not in drawn)
        check["findings"][0][0] = other

    content = bundled(sealed(ROWS, [TESTS], [checked_value()]))

    with pytest.raises(Wrong, match="was drawn in the sample"):
        verify(resigned(content, values_json=edited(chosen)))


def test_a_definition_changed_after_the_seal_is_found(verify):
    def widened(content):
        content["indicators"]["TESTS"]["measures"]["tests"]["aggregation"] = "count"

    with pytest.raises(Wrong, match="definition of TESTS was changed"):
        verify(resigned(plain_bundle(), definitions_json=edited(widened)))


def test_another_key_than_the_pinned_one_is_refused(verify):
    stranger = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    values = [declared(TESTS, ROWS, known_at=8)]
    content = bundled(sealed(ROWS, [TESTS], values), stranger)

    assert verify(content)
    with pytest.raises(Wrong, match="not with the one you gave"):
        verify(content, public_key(KEY))


def test_a_file_too_many_or_too_few_is_refused(verify):
    for changed in ({"notes_txt": b"hello"}, {"values_json": None}):
        with pytest.raises(Wrong, match="seven files"):
            verify(repacked(plain_bundle(), **changed))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"x" * 1000])
def test_what_is_no_bundle_is_said_to_be_none(verify, content):
    with pytest.raises(Wrong, match="cannot be read"):
        verify(content)


# the command


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-I", str(TOOL), *arguments], capture_output=True, text=True, cwd="/", check=False
    )


def test_the_command_needs_no_jalon_and_answers_with_its_status(tmp_path):
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(plain_bundle())
    bad.write_bytes(repacked(plain_bundle(), signature=bytes(64)))

    answers = [
        run(str(good), "--public-key", public_key().hex()),
        run(str(bad)),
        run(str(tmp_path / "none.zip")),
    ]

    assert [one.returncode for one in answers] == [0, 1, 1]
    assert answers[0].stdout.endswith("The seal holds.\n")
    assert answers[1].stdout.startswith("WRONG: the signature")
    assert [one.stderr for one in answers] == ["", "", ""]
    assert run(str(good), "--public-key", "nonsense").returncode == 2


def test_the_tool_needs_the_standard_library_and_cryptography_only():
    tree = ast.parse(TOOL.read_text("utf-8"))
    direct = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    needed = {name.partition(".")[0] for name in direct | taken} - sys.stdlib_module_names

    assert needed == {"cryptography"}
