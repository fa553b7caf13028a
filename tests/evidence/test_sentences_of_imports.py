"""What an import says of a line: with the names of the reader's language, not with codes alone."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from jalon.evidence.actions import store_document
from jalon.evidence.imports import import_file, keeping, sentences, workbook
from jalon.evidence.queries import catalogue
from tests.evidence.files import csv_file, line
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 30)


def report_of(tmp_path, kind):
    made = csv_file(tmp_path / "f.csv", line(kind=kind))
    return import_file(made, centre=CentreFactory(), by=None, on=TODAY)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_kind_perhaps_meant_is_named_in_the_readers_language_beside_its_code(tmp_path, language):
    (problem,) = report_of(tmp_path, "test.reportd").problems

    with translation.override(language):
        why, _mend = sentences.problem(problem, catalogue())

    words = catalogue()["test.reported"].words.in_language(language)[0]
    assert f"{words} (test.reported)" in why


def test_the_kinds_there_are_have_their_names_and_the_last_says_that_more_follow(tmp_path):
    (problem,) = report_of(tmp_path, "zzz").problems
    codes = problem["detail"].removesuffix("…").split(", ")

    with translation.override("ar"):
        why, _mend = sentences.problem(problem, catalogue())

    assert len(codes) == 12
    assert all(f"{catalogue()[code].words.ar} ({code})" in why for code in codes)
    assert why.count("…") == 1


def test_the_page_and_the_sheet_of_errors_name_the_kind(tmp_path, client):
    where = CentreFactory()
    user = holder("centre_staff", where)
    client.force_login(user)
    made = csv_file(tmp_path / "f.csv", line(kind="test.reportd"))
    sha256 = store_document(made.read_bytes(), name="f.csv", centre=where)
    import_ = keeping.check_file(sha256, name="f.csv", centre=where, by=user, on=TODAY)
    name = f"{catalogue()['test.reported'].words.fr} (test.reported)"

    with translation.override("fr"):
        page = client.get(reverse("evidence:import_report", args=[import_.uid])).content.decode()
        sheet = workbook.error_sheet(keeping.Report.from_json(import_.report))

    assert name in page
    assert any(name in str(cell.value) for cell in openpyxl.load_workbook(io.BytesIO(sheet)).active[2])


def test_a_kind_that_a_service_does_not_leave_is_named_too():
    said = {"code": "other_service", "detail": "Analyses, eaux, staff.left"}

    with translation.override("fr"):
        text = sentences.warning(said, catalogue())

    assert f"Analyses, eaux, {catalogue()['staff.left'].words.fr} (staff.left)" in text


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("fr", "très petite, petite, moyenne, grande"),
        ("ar", "صغيرة جدا, صغيرة, متوسطة, كبيرة"),
        ("en", "micro, small, medium, large"),
    ],
)
def test_the_values_a_column_may_have_are_written_as_the_import_reads_them(tmp_path, language, sizes):
    made = csv_file(tmp_path / "f.csv", line(firm_size="énorme"))
    (problem,) = import_file(made, centre=CentreFactory(), by=None, on=TODAY).problems

    with translation.override(language):
        why, _mend = sentences.problem(problem, catalogue())

    assert why.endswith(f"{sizes}.")


def test_the_choices_of_an_attribute_are_named_in_the_readers_language():
    known = catalogue()
    name, choices = next(
        (name, attribute.choices)
        for kind in known.values()
        for name, attribute in kind.attributes.items()
        if attribute.choices
    )
    said = {"code": "not_a_choice", "field": f"attributes.{name}", "detail": ", ".join(choices)}

    with translation.override("ar"):
        why, _mend = sentences.problem(said, known)

    assert all(words.ar in why for words in choices.values())
