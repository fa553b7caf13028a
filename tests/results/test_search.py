"""Searching everything a reader may see."""

from datetime import date

import pytest

from jalon.kernel.words import Words
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, CentreFirmFactory, EnterpriseFactory, holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    sheet("TESTS", unit="tests")
    return contract(
        version().plan, CentreFactory(code="CERIC", name=Words("Centre des céréales", "مركز الحبوب"))
    ).contract.centre


@pytest.fixture
def firm(centre):
    made = EnterpriseFactory(name="Minoteries de l’Élan")
    CentreFirmFactory(centre=centre, enterprise=made)
    return made


def searched(client, text, *, role="programme_officer", organisation=None, language="en"):
    client.force_login(holder(role, organisation))
    answer = client.get(f"/{language}/search/", {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("text", ("ceric", "CEREALES", "céréales", "الحبوب", "الحُبوب", "الحبـوب"))
def test_a_centre_is_found_whatever_the_accents_and_letter_forms(readonly_client, centre, text):
    found = searched(readonly_client, text)

    assert "/en/network/organisations/CERIC/" in found


def test_indicators_and_contracts_are_found_by_their_code(readonly_client, centre):
    assert "/en/indicators/TESTS/" in searched(readonly_client, "tests")
    assert "/en/contracts/C-CERIC/results/" in searched(readonly_client, "c-ceric")


def test_a_firm_is_found_in_its_centre_and_nowhere_else(readonly_client, centre, firm):
    inside = searched(readonly_client, "elan", role="centre_staff", organisation=centre)
    outside = searched(readonly_client, "elan", role="centre_staff", organisation=CentreFactory())
    ministry = searched(readonly_client, "elan")

    assert str(firm.uid) in inside
    assert str(firm.uid) not in outside
    assert str(firm.uid) not in ministry
    assert "Nothing you may see is called" in ministry


def test_a_contract_is_found_by_its_parties_only(readonly_client, centre):
    own = searched(readonly_client, "c-ceric", role="centre_staff", organisation=centre)
    other = searched(readonly_client, "c-ceric", role="centre_staff", organisation=CentreFactory())

    assert "/contracts/C-CERIC/" in own
    assert "/contracts/C-CERIC/" not in other


def test_a_certificate_is_found_by_part_of_its_number_in_the_centre_that_issued_it(
    readonly_client, centre, firm
):
    day = date(2024, 1, 5)
    recorded(
        centre,
        deed("C-1", "certificate.issued", day, None, identity="CERT-2024-007", enterprise=firm),
    )

    inside = searched(readonly_client, "cert 007", role="centre_staff", organisation=centre)
    ministry = searched(readonly_client, "cert 007")

    assert "CERT-2024-007" in inside
    assert "CERT-2024-007" not in ministry


def test_pages_are_found_by_their_name_when_a_role_opens_them(readonly_client, centre):
    officer = searched(readonly_client, "comparison")
    importer = searched(readonly_client, "people", role="centre_staff", organisation=centre)

    assert "/en/centres/" in officer
    assert "/en/plans/" in officer
    assert 'href="/en/network/people/"' not in importer.partition('id="content"')[2]


@pytest.mark.parametrize("text", ("", "   ", "%_'\"<script>", "a" * 5000, "١٢٣"))
def test_any_text_is_answered(readonly_client, centre, text):
    found = searched(readonly_client, text)

    assert text.strip() == "" or "<script>" not in found.partition('id="content"')[2]
    assert "What can be found" in found or "Nothing found" in found


def test_no_page_answers_a_text_with_the_null_sign(readonly_client, centre):
    readonly_client.force_login(holder("programme_officer"))

    assert readonly_client.get("/en/search/", {"q": "elan\x00"}).status_code == 404


def test_the_queries_do_not_depend_on_what_is_found(
    readonly_client, centre, firm, django_assert_max_num_queries
):
    for number in range(30):
        EnterpriseFactory(name=f"Élan {number}")
        CentreFactory(code=f"ELAN{number}")
    readonly_client.force_login(holder("centre_staff", centre))

    with django_assert_max_num_queries(15):
        readonly_client.get("/en/search/?q=elan")
