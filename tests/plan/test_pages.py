"""The pages of a plan, read in three languages: versions, agreement, published figures."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from jalon.journal.models import Event
from jalon.kernel.words import Words
from tests.factories.network import MinistryFactory, holder
from tests.factories.plan import AXES, PlanFactory, agreement, claim, plan_version

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")


def address(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"plan:{name}", args=args)


@pytest.fixture
def plan():
    made = PlanFactory(code="P-2022")
    signed = agreement(made, MinistryFactory(code="MIC"))
    plan_version(made, agreement=signed)
    claim(made, "money-250", shown="250 MDH", value=250_000_000)
    claim(made, "money-300", shown="300 MDH", value=300_000_000, url="https://exemple.ma/300")
    claim(made, "staff", shown="270", topic="staff", topic_name=Words("Effectif", "العدد"))
    return made


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("centre_staff"))
    return readonly_client


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ("plan", "agreement", "claims"))
@pytest.mark.parametrize("code", ((), ("P-2022",)))
def test_a_page_reads_in_three_languages_and_writes_nothing(reader, plan, name, code, language):
    page = read(reader, address(name, *code, language=language))

    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")


def test_versions_stand_side_by_side_with_what_each_changed(reader, plan):
    changed = {
        **AXES,
        "2": ("Certification et normes", "الإشهاد والمواصفات"),
        "3": ("Compétences", "الكفاءات"),
    }
    plan_version(plan, number=2, status="claimed", axes=changed, effective_from=date(2023, 4, 11))

    page = read(reader, address("plan", plan.code) + "?on=2024-01-01")
    first = read(reader, address("plan", plan.code) + "?on=2024-01-01&version=1")

    assert "<del>" in page and "Certification et normes" in page and "Compétences" in page
    assert "publié, sans acte connu" in page
    assert "Compétences" not in first


def test_the_version_of_the_day_is_shown(reader, plan):
    plan_version(plan, number=2, label=Words("Amendé"), effective_from=date(2024, 1, 1))

    assert "Version 1" in heading(read(reader, address("plan", plan.code) + "?on=2023-06-01"))
    assert "Amendé" in heading(read(reader, address("plan", plan.code) + "?on=2024-06-01"))


def test_a_version_that_is_not_there_is_said(reader, plan):
    page = read(reader, address("plan", plan.code) + "?version=9")

    assert "pas ici de version « 9 »" in page
    assert "Version 1" in heading(page)


def main(page):
    return page.split("<main")[1]


def heading(page):
    return page.split("<h1>")[1].split("</h1>")[0]


def test_the_past_stays_the_past(reader, plan):
    then = Event.objects.latest("number").number
    plan_version(plan, number=2, label=Words("Amendé"), effective_from=date(2022, 7, 1))
    claim(plan, "money-550", shown="550 MDH")

    assert "Amendé" not in main(read(reader, address("plan", plan.code) + f"?known_at={then}"))
    assert "550 MDH" not in read(reader, address("claims", plan.code) + f"?known_at={then}")
    assert "550 MDH" in read(reader, address("claims", plan.code))


def test_two_plans_lead_to_each_other(reader, plan):
    later = PlanFactory(code="P-2027", previous=plan)
    plan_version(
        later, starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31), effective_from=date(2027, 1, 1)
    )

    assert address("plan", "P-2027") in read(reader, address("plan", plan.code))
    assert address("plan", plan.code) in read(reader, address("plan", "P-2027"))


def test_the_agreement_names_its_parties_and_who_signed_by_office(reader, plan):
    page = read(reader, address("agreement", plan.code))

    assert "Organisme MIC" in page and "Ministre" in page
    assert "7 juin 2022" in page


def test_a_plan_without_an_agreement_says_so(reader):
    version = plan_version()

    assert "Aucune convention" in read(reader, address("agreement", version.plan.code))


def test_figures_that_contradict_each_other_stand_side_by_side_and_first(reader, plan):
    page = read(reader, address("claims", plan.code))

    assert "1 sujet sur 2" in page
    assert page.index("250 MDH") < page.index("300 MDH") < page.index("270")
    assert page.count("chiffres contradictoires") == 1


def test_an_address_that_is_no_web_address_is_no_link(reader, plan):
    claim(plan, "hostile", shown="1", topic="hostile", url="javascript:alert(1)")

    assert "javascript:alert" not in read(reader, address("claims", plan.code))


def test_a_plan_that_is_not_there_is_not_found(reader, plan):
    for name in ("plan", "agreement", "claims"):
        read(reader, address(name, "NOTHING"), status=404)


def test_nobody_reads_a_plan_before_signing_in(readonly_client, plan):
    for name in ("plan", "agreement", "claims"):
        assert "account" in readonly_client.get(address(name, plan.code))["Location"]


@pytest.mark.parametrize(("name", "budget"), (("plan", 22), ("agreement", 14), ("claims", 12)))
def test_a_page_costs_a_constant_number_of_queries(reader, plan, name, budget):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(reader, address(name, plan.code) + "?on=2024-01-01")
        return len(captured)

    few = {f"{number}": (f"Axe {number}", "محور") for number in range(3)}
    plan_version(plan, number=2, axes=few, effective_from=date(2022, 7, 1))
    before = queries()
    many = {f"{number}": (f"Axe {number}", "محور") for number in range(9)}
    plan_version(plan, number=3, axes=many, effective_from=date(2022, 8, 1))
    for number in range(5):
        claim(plan, f"more-{number}", shown="1", topic=f"more-{number}")

    assert queries() == before <= budget


def test_a_corrected_claim_shows_what_it_said_before_and_when(reader, plan):
    then = Event.objects.latest("number").number
    fixed = {"reason": Words("Mal copié", "نسخ خاطئ"), "source": "Un autre journal"}
    claim(plan, "money-250", shown="251 MDH", number=2, **fixed)

    page = main(read(reader, address("claims", plan.code)))
    past = main(read(reader, address("claims", plan.code) + f"?known_at={then}"))

    assert " </span>250 MDH</del>" in page and " </span>251 MDH</ins>" in page
    assert "Mal copié" in page and "Corrigé le" in page
    assert "251 MDH" not in past and "Corrigé le" not in past


def test_a_withdrawn_claim_stays_visible_with_its_reason_and_contradicts_nothing(reader, plan):
    claim(plan, "money-300", shown="300 MDH", number=2, withdrawn=Words("Démenti par le ministère", "تكذيب"))

    page = main(read(reader, address("claims", plan.code)))

    assert "Démenti par le ministère" in page and "300 MDH" in page
    assert "chiffres contradictoires" not in page


def test_a_figure_is_dated_in_the_reader_s_words(reader, plan):
    claim(plan, "dated", shown="290 MDH", as_of="2022-06-07", published_on="2022-06")

    page = read(reader, address("claims", plan.code))

    assert "7 juin 2022" in page and "juin 2022" in page
    assert "2022-06" not in main(page)
