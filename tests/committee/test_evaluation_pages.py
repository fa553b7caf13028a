"""Evaluations and recommendations on the pages, by who evaluates, who decides and who must act."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalon.committee.models import Evaluation, Item
from jalon.committee.queries.recommendations import life_of
from tests.factories import evaluations
from tests.factories.committee import called, secretary
from tests.factories.network import CentreFactory, MinistryFactory, holder
from tests.factories.results import PlanFactory, contract, sheet, version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def plan():
    return version().plan


def at(name, *args, language="fr"):
    return reverse(f"committee:{name}", args=args).replace("/fr/", f"/{language}/")


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
def test_what_the_evaluations_of_the_plans_before_ask_is_read_in_the_new_one(client, language):
    old = version(PlanFactory(code="OLD"), start=date(2014, 1, 1), end=date(2020, 12, 31)).plan
    version(PlanFactory(code="NEW"), start=date(2022, 1, 1), end=date(2027, 12, 31))
    evaluations.addressed(evaluations.evaluation(old))
    client.force_login(secretary())

    page = text(client.get(at("evaluations", language=language), {"plan": "NEW"}))

    assert 'id="before"' in page
    assert "R1" in page
    assert "OLD" in page


def test_an_evaluation_about_a_contract_is_read_by_its_centre_and_not_by_another(client, plan):
    sheet("TESTS")
    own = contract(plan, CentreFactory(), targets=[("TESTS", "per_period", 2024, 100)]).contract
    evaluations.evaluation(plan, contract=own)
    mine, other = holder("centre_director", own.centre), holder("centre_director", CentreFactory())

    answers = []
    for person in (mine, other):
        client.force_login(person)
        answers.append(client.get(at("evaluation", "EVAL-1")).status_code)

    assert answers == [200, 404]


def test_the_ministry_opens_an_evaluation_now(client, plan):
    client.force_login(secretary())
    typed = {"code": "MID", "title_fr": "À mi-parcours", "terms_fr": "Ce qui a changé"}

    answer = client.post(at("evaluation_opening"), typed)

    assert answer["Location"] == at("evaluation", "MID")
    assert Evaluation.objects.get(code="MID").opened_on is not None


def test_or_puts_it_to_a_session(client, plan):
    session = called(plan)
    client.force_login(secretary())
    typed = {"code": "MID", "title_fr": "À mi-parcours", "terms_fr": "Ce qui a changé", "session": session.pk}

    client.post(at("evaluation_opening"), typed)

    assert Item.objects.get().subject == "evaluation:MID"
    assert not Evaluation.objects.exists()


def test_a_code_that_is_taken_is_refused_on_the_form(client, plan):
    evaluations.evaluation(plan)
    client.force_login(secretary())

    answer = client.post(at("evaluation_opening"), {"code": "EVAL-1", "title_fr": "Titre", "terms_fr": "T"})

    assert answer.status_code == 422
    assert "EVAL-1" in text(answer)


def test_the_evaluator_records_a_finding_with_its_document_and_recommends(client, plan):
    study = evaluations.evaluation(plan)
    client.force_login(evaluations.evaluator())
    file = SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 rapport")
    axis = plan.versions.first().axes.first()

    client.post(at("findings", "EVAL-1"), {"text_fr": "Surtout de grandes entreprises", "file": file})
    asked = {"code": "R1", "text_fr": "Servir les petites", "led_to": f"axis:{plan.code}/{axis.code}"}
    client.post(at("recommendations", "EVAL-1"), asked)

    found, one = study.findings.get(), study.recommendations.get()
    assert client.get(at("finding_document", "EVAL-1", found.documents[0])).status_code == 200
    page = text(client.get(at("recommendation", one.uid)))
    assert reverse("results:axis", args=[axis.code]) in page


def test_the_ministry_writes_no_finding(client, plan):
    evaluations.evaluation(plan)
    client.force_login(secretary())

    assert client.post(at("findings", "EVAL-1"), {"text_fr": "Non"}).status_code == 403


def test_a_recommendation_goes_from_its_addressee_to_whoever_closes_it(client, plan):
    found = evaluations.addressed(evaluations.evaluation(plan))
    client.force_login(found.director)
    page = at("recommendation", found.asked.uid)
    file = SimpleUploadedFile("preuve.pdf", b"%PDF-1.7 preuve")

    steps = (("reply", "text", "D'accord"), ("act", "text", "Fait"), ("prove", "file", file))
    for verb, name, value in steps:
        assert f'id="{verb}"' in text(client.get(page))
        client.post(at("recommendation_step", found.asked.uid, verb), {f"{verb}-{name}": value})
    assert 'id="close"' not in text(client.get(page))
    client.force_login(evaluations.evaluator())
    client.post(at("recommendation_step", found.asked.uid, "close"), {"close-text": "Vu"})

    life = life_of(found.asked)
    assert life.state == "closed"
    assert client.get(at("recommendation_document", found.asked.uid, *life.documents)).status_code == 200


def test_a_step_refused_says_why_and_keeps_what_was_typed(client, plan):
    found = evaluations.addressed(evaluations.evaluation(plan))
    client.force_login(found.director)

    answer = client.post(at("recommendation_step", found.asked.uid, "act"), {"act-text": "Trop tôt"})

    assert answer.status_code == 422
    assert life_of(found.asked).state == "addressed"


def test_the_page_of_evaluations_costs_the_same_with_ten_of_them(client, plan, django_assert_max_num_queries):
    for number in range(10):
        study = evaluations.evaluation(plan, code=f"E{number}")
        evaluations.recommendation(study, addressed_to=MinistryFactory())
    client.force_login(secretary())

    with django_assert_max_num_queries(20):
        client.get(at("evaluations"))
