"""The story of a workbook: downloaded, filled with an error, mended, agreed to, kept as a draft, discarded."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from jalon.contracts.queries.terms import draft_of, terms_of
from jalon.journal.models import Event
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db


def address(name, *args):
    with translation.override("fr"):
        return reverse(f"contracts:{name}", args=args)


@pytest.fixture
def held():
    held = contract(CentreFactory(code="CTPC"))
    contract_version(held)
    return held


@pytest.fixture
def director(held, client):
    client.force_login(holder("centre_director", held.centre))
    return client


def download(client, held):
    response = client.get(address("workbook_file", held.code))
    assert response["Content-Disposition"] == f'attachment; filename="{held.code}.xlsx"'
    return response.content


def edited(content, sheet, cell, value):
    book = load_workbook(BytesIO(content))
    book[sheet][cell] = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def upload(client, held, content, name="classeur.xlsx"):
    return client.post(address("workbook", held.code), {"file": SimpleUploadedFile(name, content)})


def agree(client, held, response, **changes):
    asked = {"told": response.context["told"], "seen": response.context["seen"]} | changes
    return client.post(address("draft", held.code), asked)


def test_downloading_writes_nothing(readonly_client, held):
    readonly_client.force_login(holder("centre_director", held.centre))

    assert download(readonly_client, held)[:2] == b"PK"


def test_the_same_workbook_again_changes_nothing(director, held):
    events = Event.objects.count()

    response = upload(director, held, download(director, held))

    assert "ne change rien" in response.content.decode()
    assert (Event.objects.count(), draft_of(held)) == (events, None)


def test_errors_are_shown_with_their_cell_and_nothing_is_written(director, held):
    events = Event.objects.count()

    response = upload(director, held, edited(download(director, held), "Cibles", "K3", "beaucoup"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "K3" in page and "beaucoup" in page
    assert Event.objects.count() == events


def test_a_difference_is_seen_then_agreed_to_then_a_draft(director, held):
    response = upload(director, held, edited(download(director, held), "Cibles", "K3", 4321))
    page = response.content.decode()
    assert "<del>" in page and "4\u202f321" in page
    assert draft_of(held) is None

    kept = agree(director, held, response)

    draft = draft_of(held)
    assert kept["Location"].endswith(f"?version={draft.number}")
    assert "4\u202f321" in director.get(kept["Location"]).content.decode()
    assert Event.objects.latest("number").verb == "contract.drafted"


def test_the_draft_downloaded_again_is_no_difference(director, held):
    agree(director, held, upload(director, held, edited(download(director, held), "Cibles", "K3", 4321)))
    events = Event.objects.count()

    response = upload(director, held, download(director, held))

    assert response.context["unchanged"]
    assert Event.objects.count() == events


def test_what_was_agreed_to_is_shown_again_when_the_contract_moved(director, held):
    response = upload(director, held, edited(download(director, held), "Cibles", "K3", 4321))
    contract_version(held, whole_terms(held, effective_from=date(2023, 6, 1)), number=2)

    again = agree(director, held, response)

    assert again.context["moved"]
    assert draft_of(held) is None


def test_what_was_not_shown_cannot_be_agreed_to(director, held):
    response = upload(director, held, edited(download(director, held), "Cibles", "K3", 4321))

    forged = agree(director, held, response, told=response.context["told"][:-2] + "xx")

    assert forged["Location"] == address("workbook", held.code)
    assert draft_of(held) is None


def test_what_was_shown_for_one_contract_is_not_kept_for_another(client, held):
    other = contract(CentreFactory(code="CTTH"), plan=held.plan)
    contract_version(other)
    client.force_login(holder("programme_officer"))
    response = upload(client, held, edited(download(client, held), "Cibles", "K3", 4321))

    client.post(
        address("draft", other.code), {"told": response.context["told"], "seen": response.context["seen"]}
    )

    assert draft_of(other) is None


@pytest.mark.parametrize("content", (b"", b"%PDF-1.7", b"PK\x03\x04", b"a;b\n1;2"))
def test_a_file_that_is_no_workbook_gets_a_sentence(director, held, content):
    response = upload(director, held, content)

    assert response.status_code == 422


def test_hostile_words_survive_and_stay_words(director, held):
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> نص"

    response = upload(director, held, edited(download(director, held), "Objectifs", "D2", f"'{hostile}"))
    agree(director, held, response)

    assert "<script>alert" not in response.content.decode()
    assert terms_of(draft_of(held)).objectives[0].name.fr == hostile
    again = load_workbook(BytesIO(download(director, held)))["Objectifs"]["D2"]
    assert again.data_type == "s"


def test_a_draft_is_discarded_after_being_asked(director, held):
    agree(director, held, upload(director, held, edited(download(director, held), "Cibles", "K3", 4321)))

    asked = director.get(address("draft_removal", held.code))
    assert asked.status_code == 200 and draft_of(held)
    director.post(address("draft_removal", held.code))

    assert draft_of(held) is None


@pytest.mark.parametrize("role", ("centre_staff", "coordinator", "auditor", "verifier", "committee_member"))
def test_who_may_not_prepare_a_contract_is_refused(client, held, role):
    client.force_login(holder(role, held.centre) if role == "centre_staff" else holder(role))

    assert client.get(address("workbook", held.code)).status_code == 403
    assert client.post(address("draft", held.code)).status_code == 403
    assert client.post(address("draft_removal", held.code)).status_code == 403
