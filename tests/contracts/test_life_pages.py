"""The pages of a contract's life: each party does its part, in three languages; others see and cannot."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from jalon.contracts import actions
from jalon.contracts.queries.life import life_of
from jalon.contracts.terms import Target
from jalon.evidence.models import DocumentSignature
from jalon.evidence.queries.issued import current_bytes, issued_on
from jalon.journal.models import Event
from jalon.kernel.words import Words
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import CentreFactory, FederationFactory, MinistryFactory, holder

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
ON = date(2024, 2, 1)
AT = datetime.now(UTC)
PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_AUTHORITIES = None


@pytest.fixture
def held():
    return contract(CentreFactory(code="CTPC", federation=FederationFactory()))


@pytest.fixture
def people(held):
    found = {
        "ministry": holder("programme_officer", MinistryFactory()),
        "centre": holder("centre_director", held.centre),
        "federation": holder("federation_delegate", held.centre.federation),
    }
    for person in found.values():
        person.set_password(PASSWORD)
        person.save()
    return found


@pytest.fixture
def submitted(held, people):
    by = people["centre"]
    actions.draft(held, terms=whole_terms(held), by=by, on=ON)
    actions.agree(held, side="centre", by=by, on=ON)
    actions.agree(held, side="federation", by=by, on=ON)
    actions.submit(held, by=by, at=AT)
    return held


def address(name, *args, language="fr"):
    with translation.override(language):
        return reverse(name, args=args)


def asked(client, held, verb, side, **more):
    return client.post(address("contracts:act", held.code), {"verb": verb, "side": side} | more)


def test_a_draft_is_agreed_and_submitted_by_those_it_is_for(client, held, people):
    actions.draft(held, terms=whole_terms(held), by=people["centre"], on=ON)
    for verb, side in (("agree", "centre"), ("agree", "federation"), ("submit", "centre")):
        client.force_login(people[side])
        assert asked(client, held, verb, side).status_code == 302

    assert life_of(held, on=ON).state == "submitted"


def seen_on(page) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())[1]


def test_nobody_agrees_to_terms_that_changed_while_the_page_was_open(client, held, people):
    terms = whole_terms(held)
    actions.draft(held, terms=terms, by=people["ministry"], on=ON)
    client.force_login(people["centre"])
    seen = seen_on(client.get(address("contracts:documents", held.code)))

    actions.draft(held, terms=terms.because(Words("Autre"), Words("Comité")), by=people["ministry"], on=ON)
    asked(client, held, "agree", "centre", seen=seen)
    refused = life_of(held, on=ON).state
    asked(client, held, "agree", "centre", seen=life_of(held, on=ON).seen)

    assert refused == "draft"
    assert life_of(held, on=ON).state == "agreed_by_centre"


def test_nobody_signs_another_document_than_the_one_the_page_shows(client, submitted, people):
    client.force_login(people["ministry"])
    seen = seen_on(client.get(address("contracts:signature", submitted.code)))
    actions.send_back(submitted, side="ministry", reason="Autres termes", by=people["ministry"], on=ON)
    other = whole_terms(submitted).because(Words("Autre"), Words("Comité"))
    actions.draft(submitted, terms=other, by=people["centre"], on=ON)
    for side in ("centre", "federation"):
        actions.agree(submitted, side=side, by=people[side], on=ON)
    actions.submit(submitted, by=people["centre"], at=AT)

    page = signs(client, submitted, method="simple", seen=seen, **{"simple-password": PASSWORD})

    assert page.status_code == 422
    assert life_of(submitted, on=ON).signed_sides == ()


def test_nobody_acts_for_another_party(client, held, people):
    actions.draft(held, terms=whole_terms(held), by=people["centre"], on=ON)
    client.force_login(people["ministry"])  # its role reaches every centre, and speaks for none

    assert asked(client, held, "agree", "centre").status_code == 403
    assert life_of(held, on=ON).state == "draft"


def signs(client, held, **said):
    return client.post(address("contracts:signature", held.code), said)


def test_submitted_terms_are_not_offered_to_be_replaced_or_discarded(client, submitted, people):
    client.force_login(people["centre"])
    book = load_workbook(BytesIO(client.get(address("contracts:workbook_file", submitted.code)).content))
    book["Cibles"]["K3"] = 4321
    book.save(saved := BytesIO())

    file = SimpleUploadedFile("classeur.xlsx", saved.getvalue())
    difference = client.post(address("contracts:workbook", submitted.code), {"file": file})
    removal = client.get(address("contracts:draft_removal", submitted.code))

    for page, act in ((difference, "draft"), (removal, "draft_removal")):
        shown = page.content.decode()
        assert "Les termes sont soumis" in shown
        assert f'action="{address(f"contracts:{act}", submitted.code)}"' not in shown
        assert "button-danger" not in shown


def test_a_party_signs_with_its_password_in_its_turn(client, submitted, people):
    client.force_login(people["ministry"])

    refused = signs(client, submitted, **{"method": "simple", "simple-password": "wrong"})
    taken = signs(client, submitted, **{"method": "simple", "simple-password": PASSWORD})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert DocumentSignature.objects.get().method == "simple"
    assert life_of(submitted, on=ON).turn == "centre"


def test_a_party_before_its_turn_is_told_whose_it_is(client, submitted, people):
    client.force_login(people["centre"])

    answer = signs(client, submitted, **{"method": "simple", "simple-password": PASSWORD})

    assert answer.status_code == 200
    assert not DocumentSignature.objects.exists()


def test_a_scan_and_a_wrong_copy_are_told_apart(client, submitted, people, tmp_path):
    client.force_login(people["ministry"])
    file = tmp_path / "copy.pdf"
    file.write_bytes(b"%PDF-1.7 another")

    with file.open("rb") as content:
        wrong = signs(client, submitted, **{"method": "elsewhere", "elsewhere-file": content})
    with file.open("rb") as content:
        right = signs(client, submitted, **{"method": "paper", "paper-file": content})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert DocumentSignature.objects.get().method == "paper"


PAGES = ("contracts:documents", "contracts:undertakings", "contracts:history", "contracts:contract")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_read_in_three_languages_and_write_nothing(readonly_client, submitted, people, name, language):
    readonly_client.force_login(people["ministry"])

    answer = readonly_client.get(address(name, submitted.code, language=language))

    assert answer.status_code == 200


def test_the_page_of_a_document_says_who_signed_simply_and_gives_every_state(client, submitted, people):
    actions.sign(submitted, side="ministry", by=people["ministry"], at=AT)
    issued = issued_on("contract:CO-CTPC:1").get()
    client.force_login(people["federation"])

    page = client.get(address("evidence:issued", issued.uid, language="en")).content.decode()
    file = client.get(address("evidence:issued_file", issued.uid, issued.signatures.get().document_id))

    assert "not a qualified signature" in page
    assert "now signs: the centre" in page
    assert b"".join(file.streaming_content) == current_bytes(issued)


def test_a_file_brought_back_is_checked_and_nothing_is_written(client, submitted, people, tmp_path):
    content = current_bytes(issued_on("contract:CO-CTPC:1").get())
    client.force_login(people["federation"])
    before = Event.objects.count()

    def answer(brought):
        file = tmp_path / "brought.pdf"
        file.write_bytes(brought)
        with file.open("rb") as opened:
            page = client.post(address("evidence:check", language="en"), {"file": opened})
        return page.content.decode()

    assert "it holds" in answer(content)
    assert "was not issued here, or was changed" in answer(content[:-40] + b"x" + content[-39:])
    assert Event.objects.count() == before


def test_a_document_of_another_centre_is_not_there(client, submitted):
    client.force_login(holder("centre_director", CentreFactory()))
    issued = issued_on("contract:CO-CTPC:1").get()

    assert client.get(address("evidence:issued", issued.uid)).status_code == 404
    assert client.get(address("evidence:issued_file", issued.uid, issued.document_id)).status_code == 404


def test_a_party_reports_on_its_own_undertaking_only(client, held, people):
    contract_version(held)
    client.force_login(people["federation"])
    said = {"is_done": "yes", "on": "2024-03-01", "note": "fait"}

    other = client.post(address("contracts:undertakings", held.code), said | {"which": "centre:1"})
    own = client.post(address("contracts:undertakings", held.code), said | {"which": "federation:1"})

    assert (other.status_code, own.status_code) == (422, 302)


def test_an_undertaking_that_is_late_says_so_on_one_line(client, held, people):
    terms = whole_terms(held)
    due = tuple(replace(one, due_on=date(2024, 1, 31)) for one in terms.undertakings)
    contract_version(held, replace(terms, undertakings=due))
    client.force_login(people["centre"])

    page = client.get(address("contracts:undertakings", held.code), {"on": ON.isoformat()}).content.decode()

    marks = re.findall(
        r'<span class="status status-late">\s*<svg.*?</svg>\s*<strong>[^<]+</strong></span>', page, re.S
    )
    assert len(marks) == len(due)


def test_an_amendment_is_typed_and_its_targets_have_a_course(client, held, people):
    contract_version(held)
    terms = whole_terms(held)
    lowered = tuple(
        replace(one, value=one.value - 10) if isinstance(one, Target) and one.indicator == "TESTS" else one
        for one in terms.objectives[0].targets
    )
    amended = replace(
        terms,
        effective_from=date(2024, 7, 1),
        objectives=(replace(terms.objectives[0], targets=lowered),),
    ).because(Words("La demande baisse"), Words("Comité", en="Committee"))
    contract_version(held, amended, number=2, authority=amended.authority)
    client.force_login(people["ministry"])

    page = client.get(address("contracts:history", held.code, language="en")).content.decode()

    assert "Targets that changed" in page
    assert "La demande baisse" in page
    assert "Committee" in page


def test_drafting_shows_what_the_contracts_cover_of_the_plan(client, held, people):
    contract_version(held)
    said = replace(whole_terms(held), effective_from=date(2024, 7, 1))
    draft = actions.draft(held, terms=said, by=people["centre"], on=ON)
    client.force_login(people["centre"])

    answer = client.get(address("contracts:contract", held.code) + f"?version={draft.number}")

    assert "coverage" in answer.context


def test_the_documents_page_costs_the_same_for_three_documents(client, submitted, people):
    client.force_login(people["ministry"])
    url = address("contracts:documents", submitted.code)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(url)

    assert len(first) <= 45
