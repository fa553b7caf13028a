"""Results by the file of an instrument: laid on the sheet, told by row and column, kept with their bytes."""

import hashlib
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jalon.services.models import Measurement, RawData, TestLine
from jalon.services.testing.instrument.laying import columns_of, lay
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
QUERY = "?method=NM EN 14683"


def assigned(count=2):
    lines = made.lines(samples=count)
    operator = made.analyst(lines[0].centre)
    made.assigned(lines, operator)
    return lines, operator


def csv_of(lines, *more) -> bytes:
    rows = ["Échantillon;Clause;Résultat;U;k;Unité"]
    rows += [f"{line.sample.number};4.1;4{n},5;4;2;Pa" for n, line in enumerate(lines)]
    return "\n".join([*rows, *more]).encode()


def workbook_of(lines) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Sample", "Clause", "Result", "U", "k"])
    for place, line in enumerate(lines, 1):
        sheet.write_row(place, 0, [line.sample.number, "4.1", 40.25, 4, 2])
    book.close()
    return kept.getvalue()


def read(client, content: bytes, name="mesures.csv"):
    return client.post(reverse("services:sheet_file") + QUERY, {"file": SimpleUploadedFile(name, content)})


def test_a_file_fills_the_sheet_and_enters_nothing_by_itself(client):
    lines, operator = assigned()
    client.force_login(operator)

    answer = read(client, csv_of(lines))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="40,5"' in page and 'value="41,5"' in page
    assert not Measurement.objects.exists()


def test_what_is_kept_names_the_bytes_it_was_read_from(client):
    lines, operator = assigned()
    client.force_login(operator)
    content = workbook_of(lines)
    digest = hashlib.sha256(content).hexdigest()

    page = read(client, content, "mesures.xlsx").content.decode()
    assert f'value="{digest}"' in page and 'value="40.25"' in page
    typed = {"tested_on": timezone.localdate().isoformat(), "control": "not_asked", "raw": digest}
    for line in TestLine.objects.all():
        numbers = {"value": "40.25", "spread": "4", "k": "2", "unit": "Pa", "turn": line.turn}
        typed |= {f"{name}-{line.pk}": value for name, value in numbers.items()}
    assert client.post(reverse("services:sheet") + QUERY, typed).status_code == 302

    assert {one.document_id for one in RawData.objects.all()} == {digest}
    shown = client.get(reverse("services:line", args=[lines[0].uid])).content.decode()
    assert digest[:16] in shown


def test_what_cannot_be_laid_is_told_by_row_and_column(client):
    lines, operator = assigned()
    client.force_login(operator)
    first = lines[0].sample.number

    wrong = ("AUTRE-1;4.1;12;;;Pa", f"{first};4.1;13;;;Pa", f"{first};9.9;13;;;Pa", f"{first};4.1;;;;")
    answer = read(client, csv_of(lines[:1], *wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 3" in page and "AUTRE-1" in page
    assert "Ligne 4" in page and "deux fois" in page
    assert "Ligne 5" in page and "9.9" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7 x", "pdf"), (b"a;b\n1;2\n", "colonnes"), (b"\n", "vide")],
    ids=["a document", "other columns", "nothing"],
)
def test_a_file_that_says_nothing_is_refused_with_the_reason(client, content, said):
    _lines, operator = assigned()
    client.force_login(operator)

    answer = read(client, content)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_blank_result_of_a_file_is_not_zero():
    lines, _operator = assigned(1)

    laid = lay([["sample", "clause", "result"], [lines[0].sample.number, "4.1", ""]], lines)

    assert laid.typed == {} and len(laid.wrong) == 1


def test_columns_are_known_in_three_languages():
    assert set(columns_of(["Échantillon", "CLAUSE", "Valeur"])) == {"sample", "clause", "value"}
    assert set(columns_of(["العينة", "البند", "النتيجة"])) == {"sample", "clause", "value"}


def test_a_file_nobody_stored_is_not_named(client):
    lines, operator = assigned(1)
    client.force_login(operator)
    typed = {"tested_on": timezone.localdate().isoformat(), "control": "not_asked", "raw": "0" * 64}

    answer = client.post(reverse("services:sheet") + QUERY, typed | {f"value-{lines[0].pk}": "12"})

    assert answer.status_code == 422
    assert not Measurement.objects.exists()


def test_another_centre_reads_no_file_onto_the_sheet(client):
    lines, _operator = assigned(1)
    client.force_login(holder("centre_staff", CentreFactory()))

    assert read(client, csv_of(lines)).status_code == 404
