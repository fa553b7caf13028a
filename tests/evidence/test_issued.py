"""Documents are issued once, signed by each in turn, and one changed byte is seen."""

import datetime as dt
import io
import time

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader

from jalon.evidence import actions, papers
from jalon.evidence.models import DocumentSignature
from jalon.evidence.queries import issued as issued_queries
from jalon.site import verification
from jalon.ui.papers import typeset
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

AT = dt.datetime.now(dt.UTC)
PARTIES = ("ministry", "centre", "federation")


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    settings.JALON_AUTHORITIES = None


@pytest.fixture
def pdf(tmp_path):
    template = tmp_path / "paper.typ"
    template.write_text('#set document(title: "Contract")\n= #json(bytes(sys.inputs.content)).title\n' * 1)
    return typeset(template, {"title": "Contrat-objectifs"}, at=AT)


@pytest.fixture
def contract(pdf):
    return actions.issue(
        pdf,
        kind="contract",
        subject="contract:C1:1",
        permission="contract.view",
        capacities=PARTIES,
        by=UserFactory(),
    )


def signed_by_all(contract):
    for capacity in PARTIES:
        actions.sign_simply(contract, capacity=capacity, by=UserFactory(), at=AT)
    return issued_queries.current_bytes(contract)


def test_the_same_words_and_instant_make_the_same_bytes(pdf, tmp_path):
    again = typeset(tmp_path / "paper.typ", {"title": "Contrat-objectifs"}, at=AT)

    assert again == pdf


def test_a_simple_signature_is_recognised_after_its_certificate_of_one_day_expired(contract):
    almost_over = dt.datetime.now(dt.UTC) - dt.timedelta(days=1) + dt.timedelta(seconds=3)
    credential, authority = papers.of_the_trial_authority("Nadia", at=almost_over)
    actions.sign(
        contract, capacity="ministry", credential=credential, by=UserFactory(), at=AT, authority=authority
    )

    time.sleep(3.5)

    (found,) = issued_queries.check(issued_queries.current_bytes(contract)).verdict.signatures
    assert (found.level, found.holds) == ("simple", True)


def test_three_parties_sign_in_turn_and_every_signature_holds(contract):
    content = signed_by_all(contract)

    checked = issued_queries.check(content)
    assert [one.capacity for one in checked.verdict.signatures] == list(PARTIES)
    assert {one.level for one in checked.verdict.signatures} == {papers.Level.SIMPLE}
    assert checked.holds
    assert checked.is_current
    assert issued_queries.is_complete(contract)


def test_nobody_signs_before_their_turn_or_twice(contract):
    with pytest.raises(actions.SignatureRefused) as early:
        actions.sign_simply(contract, capacity="centre", by=UserFactory(), at=AT)
    actions.sign_simply(contract, capacity="ministry", by=UserFactory(), at=AT)
    with pytest.raises(actions.SignatureRefused) as again:
        actions.sign_simply(contract, capacity="ministry", by=UserFactory(), at=AT)

    assert (early.value.reason, early.value.capacity) == ("not_your_turn", "ministry")
    assert (again.value.reason, again.value.capacity) == ("not_your_turn", "centre")


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 0.995])
def test_one_changed_byte_voids_the_document(contract, place):
    content = bytearray(signed_by_all(contract))
    content[int(len(content) * place)] ^= 1

    checked = issued_queries.check(bytes(content))

    assert not checked.is_ours
    assert not checked.holds


def test_what_is_added_after_the_last_signature_is_seen(contract):
    content = signed_by_all(contract) + b"\n% a word more\n"

    checked = issued_queries.check(content)

    assert not checked.holds


def test_an_earlier_copy_is_recognised_as_such(contract, pdf):
    signed_by_all(contract)

    checked = issued_queries.check(pdf)

    assert checked.is_ours
    assert not checked.is_current


def test_a_certificate_nobody_vouches_for_is_shown_as_unknown(contract, settings, tmp_path):
    credential = a_certificate_from_elsewhere(settings, tmp_path)
    actions.sign(contract, capacity="ministry", credential=credential, by=UserFactory(), at=AT)

    checked = issued_queries.check(issued_queries.current_bytes(contract))

    assert [one.level for one in checked.verdict.signatures] == [papers.Level.UNKNOWN]
    assert checked.verdict.signatures[0].holds


def test_a_certificate_of_a_trusted_authority_is_shown_as_known(contract, settings, tmp_path):
    credential = a_certificate_from_elsewhere(settings, tmp_path)
    trusted = tmp_path / "trusted"
    trusted.mkdir()
    (trusted / "authority.cer").write_bytes(papers.credentials.der(credential.chain[0]))
    settings.JALON_AUTHORITIES = trusted

    actions.sign(contract, capacity="ministry", credential=credential, by=UserFactory(), at=AT)

    checked = issued_queries.check(issued_queries.current_bytes(contract))
    assert [one.level for one in checked.verdict.signatures] == [papers.Level.KNOWN]


def test_a_certificate_file_is_read_with_its_password_only(settings, tmp_path):
    made = a_certificate_from_elsewhere(settings, tmp_path)
    file = pkcs12.serialize_key_and_certificates(
        b"signer", made.key, made.certificate, list(made.chain), BestAvailableEncryption(b"secret")
    )

    assert papers.of_file(file, "secret", at=AT).fingerprint == made.fingerprint
    with pytest.raises(papers.CredentialError) as refused:
        papers.of_file(file, "wrong", at=AT)
    assert refused.value.reason == "password"
    with pytest.raises(papers.CredentialError) as late:
        papers.of_file(file, "secret", at=AT + dt.timedelta(days=30))
    assert late.value.reason == "expired"
    with pytest.raises(papers.CredentialError) as nonsense:
        papers.of_file(b"nonsense", "secret", at=AT)
    assert nonsense.value.reason == "unreadable"


def test_a_copy_signed_elsewhere_continues_the_bytes_issued_here(contract, pdf, settings, tmp_path):
    credential = a_certificate_from_elsewhere(settings, tmp_path)
    copy = papers.sign(pdf, credential, capacity="ministry")

    row = actions.receive_signed(contract, copy, capacity="ministry", by=UserFactory(), at=AT)

    assert row.method == DocumentSignature.Method.ELSEWHERE
    assert issued_queries.current_bytes(contract) == copy


def test_a_copy_of_something_else_or_not_signed_is_refused(contract, pdf):
    for content, reason in (
        (b"%PDF-1.7 other", "not_a_continuation"),
        (pdf, "not_a_continuation"),
        (pdf + b"x", "not_signed"),
    ):
        with pytest.raises(actions.SignatureRefused) as refused:
            actions.receive_signed(contract, content, capacity="ministry", by=UserFactory(), at=AT)
        assert refused.value.reason == reason


def test_a_scan_stands_beside_the_electronic_copy(contract, pdf):
    row = actions.receive_scan(contract, b"\xff\xd8\xff scan", capacity="ministry", by=UserFactory(), at=AT)

    assert row.method == DocumentSignature.Method.PAPER
    assert issued_queries.current_bytes(contract) == pdf


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"nonsense", b"%PDF-1.7\n" + b"<<" * 5000, b"PK\x03\x04"])
def test_what_is_no_pdf_has_a_verdict_and_no_error(content):
    checked = issued_queries.check(content)

    assert checked.verdict.problem == "not_a_pdf"
    assert not checked.holds


def test_signatures_are_recognised_after_the_key_is_lost(contract, settings, tmp_path):
    content = signed_by_all(contract)

    settings.JALON_KEYS = tmp_path / "a new folder"

    assert issued_queries.check(content).holds


def test_verify_names_an_altered_signature(contract):
    signed_by_all(contract)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE evidence_documentsignature DISABLE TRIGGER evidence_documentsignature_keep_rows"
        )
        cursor.execute("UPDATE evidence_documentsignature SET capacity = 'somebody' WHERE position = 2")

    found = [str(one) for one in verification.changed_records()]

    assert len(found) == 1
    assert "its content does not match its digest" in found[0]


def a_certificate_from_elsewhere(settings, tmp_path):
    here, settings.JALON_KEYS = settings.JALON_KEYS, tmp_path / "elsewhere"
    credential, _ = papers.of_the_trial_authority("Somebody", at=AT)
    settings.JALON_KEYS = here
    return credential


def test_a_signature_of_a_simulated_past_is_recognised(contract):
    actions.sign_simply(contract, capacity="ministry", by=UserFactory(), at=AT - dt.timedelta(days=600))

    checked = issued_queries.check(issued_queries.current_bytes(contract))

    assert [one.level for one in checked.verdict.signatures] == [papers.Level.SIMPLE]
    assert checked.holds


def test_a_signature_says_why_and_where(pdf):
    credential, _authority = papers.of_the_trial_authority("Nadia", at=AT)

    signed = papers.sign(pdf, credential, capacity="ministry", reason="Contract CO-1", place="Rabat")

    written = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures[0].sig_object
    assert (written["/Reason"], written["/Location"]) == ("Contract CO-1", "Rabat")
