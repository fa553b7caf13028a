"""The library of indicators and the sheets, read in three languages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from jalon.indicators.sheets import CONDITIONS, FIELDS, HOW, WHAT, measure_lines
from jalon.journal.models import Event
from jalon.kernel.kinds import CATALOGUE
from jalon.kernel.measures import AGGREGATIONS, DIMENSIONS, OPERATORS
from jalon.kernel.words import Words
from tests.factories.indicators import sheet
from tests.factories.network import holder
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
NONCONFORMITY = {
    "bad": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["origin", "=", "import"], ["attributes.conform", "=", False]],
    },
    "stated": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["attributes.conform", "not_null", None]],
    },
}


def address(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"indicators:{name}", args=args)


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("centre_staff"))
    plan_version()
    sheet()
    return readonly_client


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "code"), (("list", ()), ("sheet", ("TESTS",))))
def test_a_page_reads_in_three_languages_and_writes_nothing(reader, name, code, language):
    page = read(reader, address(name, *code, language=language))

    assert f'lang="{language}"' in page
    assert ("اسم TESTS" if language == "ar" else "Nom TESTS") in page


@pytest.mark.parametrize("wanted", ("tests", "nom tests", "NOM", "اسم", "compté", "compte"))
def test_the_library_is_searched_by_name_code_and_definition_without_accents(reader, wanted):
    sheet("OTHER", name=Words("Formation", "تكوين"), definition=Words("Heures", "ساعات"))

    page = read(reader, address("list") + f"?q={wanted}")

    assert "Nom TESTS" in page
    assert "Formation" not in page


def test_a_search_without_an_answer_says_what_to_do(reader):
    assert "Aucun indicateur ne répond" in read(reader, address("list") + "?q=zzz")


def test_the_sheet_says_what_is_counted_in_sentences(reader):
    sheet("IMPORTS", measures=NONCONFORMITY, formula="bad / stated * 100", over_centres="ratio", unit="%")

    page = read(reader, address("sheet", "IMPORTS"))

    assert "bad / stated * 100" in page
    assert "rapport de sommes" in page
    assert "origine : importé" in page
    assert "non" in page and "attributes.conform" not in page


def test_a_new_version_shows_what_it_changed(reader):
    sheet(number=2, formula="tests * 2", effective_from=date(2024, 1, 1), reason=Words("Correction"))

    page = read(reader, address("sheet", "TESTS") + "?on=2024-06-01")
    before = read(reader, address("sheet", "TESTS") + "?on=2023-06-01")

    assert "<del>" in page and "tests * 2" in page and "Correction" in page
    assert "tests * 2" not in before


def test_the_past_stays_the_past(reader):
    then = Event.objects.latest("number").number
    sheet(number=2, formula="tests * 2", effective_from=date(2014, 2, 1))

    assert "tests * 2" not in read(reader, address("sheet", "TESTS") + f"?known_at={then}")


def test_an_indicator_that_is_not_there_is_not_found(reader):
    read(reader, address("sheet", "NOTHING"), status=404)


def test_the_library_costs_the_same_whatever_its_size(reader):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(reader, address("list"))
        return len(captured)

    one = queries()
    for number in range(6):
        sheet(f"MORE-{number}")

    assert queries() == one <= 14


def test_everything_a_measure_may_say_has_its_words():
    assert set(HOW) == set(AGGREGATIONS)
    assert set(CONDITIONS) == set(OPERATORS)
    assert set(FIELDS) == set(DIMENSIONS)
    assert {of for aggregation in AGGREGATIONS.values() for of in aggregation.of} <= set(WHAT)


def test_a_measure_of_an_attribute_says_its_words():
    made = sheet(
        measures={"fte": {"kinds": ["staff.opening"], "aggregation": "stock", "of": "attributes.fte"}},
        formula="fte",
    )

    ((how, deeds, where),) = measure_lines(made, CATALOGUE).values()

    assert "attributes" not in how
    assert deeds and where == ""


@pytest.mark.parametrize(("language", "comma"), (("fr", ", "), ("ar", "، "), ("en", ", ")))
def test_deeds_are_listed_with_the_comma_of_the_language(language, comma):
    measures = {"tests": {"kinds": ["test.reported", "study.delivered"], "aggregation": "count"}}

    with translation.override(language):
        ((_how, deeds, _where),) = measure_lines(
            sheet(measures=measures, formula="tests"), CATALOGUE
        ).values()

    words = [CATALOGUE[code].words.in_language(language)[0] for code in ("test.reported", "study.delivered")]
    assert sorted(deeds.split(comma)) == sorted(words)
