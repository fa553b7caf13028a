"""One byte changed where it must not be: the verifier that is there for it says no, through its command."""

import contextlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from django.db import connection

from jalon.committee.actions.deciding import decide
from jalon.contracts.document import document
from jalon.evidence import actions, segments
from jalon.evidence.models import Evidence, Segment
from jalon.evidence.queries.issued import current_bytes
from jalon.evidence.queries.sealable import path_of_document
from jalon.kernel.periods import parse
from jalon.reporting.actions import seal
from jalon.site import verification
from jalon.site.cli.document import verify as document_verify
from jalon.site.cli.verify import verify
from tests.evidence.making import centre, deed, recorded
from tests.factories import committee
from tests.factories.fund import committed
from tests.factories.people import UserFactory
from tests.factories.reporting import PERIOD, counted, promising, received, submitted
from tests.factories.verification import SESSION_DAY, validated_return

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).parents[2] / "tools" / "verify_seal.py"
AT = datetime(2025, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alone(settings, tmp_path, monkeypatch):
    """Folders of its own; the commands run inside the test's transaction, which has its isolation already."""
    monkeypatch.setattr(verification, "one_instant", contextlib.nullcontext)
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    settings.JALON_SEGMENTS = tmp_path / "segments"
    settings.JALON_AUTHORITIES = None


def answer(command, *arguments):
    """What a command says, in the test's own database."""
    command.callback = getattr(command.callback, "__wrapped__", command.callback)
    return CliRunner().invoke(command, list(map(str, arguments)))


def flipped(content: bytes, place: int) -> bytes:
    """The same but for one bit of one byte."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def altered(table: str, change: str) -> None:
    """What somebody with the database in their hands does: the triggers lifted, a column changed, all put back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def named_after(table: str, change: str) -> list[str]:
    """What `jalon verify` names once a table was altered, and did not name before.

    Ready people and contracts of the tests were never acts, which it names too.
    """
    before = answer(verify, "--all").output.splitlines()
    altered(table, change)
    said = answer(verify, "--all")
    assert said.exit_code == 1
    return [line for line in said.output.splitlines() if line not in before]


# a signed contract


@pytest.fixture
def signed_contract():
    held = promising()
    issued = actions.issue(
        document(held, held.versions.get(), at=AT),
        kind="contract",
        subject=f"contract:{held.code}:1",
        permission="contract.view",
        capacities=("ministry", "centre", "federation"),
        by=None,
    )
    for side in issued.capacities:
        actions.sign_simply(issued, capacity=side, by=UserFactory(), at=datetime.now(UTC))
    return current_bytes(issued)


def test_a_byte_of_a_signed_contract(signed_contract, tmp_path):
    file = tmp_path / "contract.pdf"
    file.write_bytes(signed_contract)
    assert answer(document_verify, file).exit_code == 0

    for share in (0, 0.02, 0.3, 0.6, 0.9, 0.999):
        file.write_bytes(flipped(signed_contract, int(len(signed_contract) * share)))
        said = answer(document_verify, file)
        assert (said.exit_code, share) == (1, share)


# a sealed row


@pytest.fixture
def sealed():
    held = promising()
    counted(held.centre, 3, 4)
    received(held.centre)
    validated_return(submitted(held))
    return seal(held.plan, parse(PERIOD), by=None, on=SESSION_DAY)


def tool(bundle: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(TOOL), str(bundle)], capture_output=True, text=True, timeout=60
    )


def test_a_byte_of_a_sealed_row_in_its_bundle(sealed, tmp_path):
    bundle, changed = path_of_document(sealed.bundle_id), tmp_path / "changed.zip"
    done = tool(bundle)
    assert done.returncode == 0, done.stderr

    with ZipFile(bundle) as before, ZipFile(changed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            place = content.index(b"T-0") if name == "rows.jsonl" else None
            after.writestr(name, content if place is None else flipped(content, place))

    done = tool(changed)
    assert done.returncode == 1
    assert "rows.jsonl" in done.stdout + done.stderr


def test_a_sealed_row_in_the_database(sealed):
    row = Evidence.objects.order_by("pk").first()

    said = named_after(Evidence._meta.db_table, f"quantity = quantity + 1 WHERE id = {row.pk}")

    assert any("its content does not match its digest" in line for line in said)


# an entry of the books


@pytest.mark.parametrize(
    ("table", "change"),
    [("fund_posting", "amount = amount + 1 WHERE account = 'commitment'"), ("fund_entry", "document = 'x'")],
    ids=["a line", "its document"],
)
def test_an_entry_of_the_books(table, change):
    committed(promising().plan)

    said = named_after(table, change)

    assert any("its content does not match its digest" in line for line in said)


# a decision


@pytest.mark.parametrize("change", ["verb = 'refuse'", "reason = reason || '.'"])
def test_a_decision(change):
    item = committee.free_point(committee.called(promising().plan))
    committee.opened(item.session)
    decide(item, "note", by=None, on=committee.SESSION_DAY, by_consensus=True)

    said = named_after("committee_decision", change)

    assert any("its content does not match its digest" in line for line in said)


# a segment


@pytest.mark.parametrize("retired", [False, True])
def test_a_segment_even_one_no_figure_is_read_from_any_more(retired, settings):
    for name in ("T-1", "T-2"):
        recorded(centre("CERIC") if name == "T-1" else centre("CTTH"), deed(name))
        segments.write()
    segments.compact()
    assert answer(verify).exit_code == 0

    segment = Segment.objects.filter(retired=retired).first()
    path = settings.JALON_SEGMENTS / segment.file
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(flipped(content, len(content) // 2))

    said = answer(verify)
    assert said.exit_code == 1
    assert f"segment {segment.file}: its file was changed" in said.output


def test_the_file_of_a_retired_segment_may_be_gone(settings):
    for name in ("T-1", "T-2"):
        recorded(centre("CERIC") if name == "T-1" else centre("CTTH"), deed(name))
        segments.write()
    segments.compact()

    for segment in Segment.objects.filter(retired=True):
        (settings.JALON_SEGMENTS / segment.file).unlink()

    assert answer(verify).exit_code == 0
