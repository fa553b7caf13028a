"""`jalon document verify FILE`: who signed, and whether it still holds."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from jalon.evidence import actions
from jalon.evidence.queries.issued import current_bytes
from jalon.site.cli.document import verify
from jalon.ui.papers import typeset
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def signed(settings, tmp_path, monkeypatch):
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    settings.JALON_AUTHORITIES = None
    template = tmp_path / "paper.typ"
    template.write_text('#set document(title: "Contract")\n= Contrat')
    issued = actions.issue(
        typeset(template, {}, at=AT),
        kind="contract",
        subject="contract:C1:1",
        permission="contract.view",
        capacities=("ministry",),
        by=UserFactory(),
    )
    actions.sign_simply(
        issued, capacity="ministry", by=UserFactory(name="Nadia Alaoui"), at=datetime.now(UTC)
    )
    return current_bytes(issued)


def said(tmp_path, content):
    file = tmp_path / "brought.pdf"
    file.write_bytes(content)
    return CliRunner().invoke(bare(verify), [str(file)])


def bare(command):
    """The command in the test's own database."""
    command.callback = getattr(command.callback, "__wrapped__", command.callback)
    return command


def test_a_document_that_holds_says_who_signed_and_how(signed, tmp_path):
    answer = said(tmp_path, signed)

    assert answer.exit_code == 0
    assert "ministry: Nadia Alaoui" in answer.output
    assert "a simple signature" in answer.output
    assert "It holds." in answer.output


def test_one_changed_byte_and_the_answer_is_no(signed, tmp_path):
    place = signed.index(b"stream") + 20

    answer = said(tmp_path, signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :])

    assert answer.exit_code == 1


def test_a_file_of_somebody_else_is_not_ours(signed, tmp_path):
    answer = said(tmp_path, b"%PDF-1.7\nhello")

    assert answer.exit_code == 1
