"""The state to take away: workbook, note, JSON."""

import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from jalon.kernel.words import Words
from jalon.plan.queries import topics
from jalon.results.exports import note, workbook
from jalon.results.queries.overview import overview
from jalon.results.queries.records import FIELDS, for_json, records
from jalon.results.queries.state import state
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, RegionFactory, holder
from tests.factories.plan import claim
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
HOSTILE = '=cmd|" /C calc"!A1'


@pytest.fixture
def plan():
    RegionFactory()
    sheet()
    made = version(targets=[("TESTS", "per_period", 2024, 100)], envelope=25_000_000_000).plan
    centre = CentreFactory(code="ONE", name=Words(HOSTILE, HOSTILE))
    contract(made, centre, targets=[("TESTS", "per_period", 2024, 1000)])
    recorded(centre, deed(quantity=Decimal("40.5")))
    contract(made, CentreFactory(code="TWO"))
    return made


def seen(plan):
    return overview(plan, on=END)


def written(plan) -> bytes:
    with override("en"):
        return workbook.write(seen(plan))


def book_of(content: bytes):
    return load_workbook(io.BytesIO(content))


def table_of(sheet) -> list[dict]:
    _banner, heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_workbook_holds_every_cell_with_its_words(plan):
    cells = table_of(book_of(written(plan))["Cells"])

    assert len(cells) == len(seen(plan).state.cells)
    one = next(row for row in cells if row["Centre"] == "ONE" and row["Period"] == "2024")
    assert one["Actual"] == 40.5
    assert one["Target"] == 1000
    assert one["Status"] == "late"
    assert len(workbook.CELL_COLUMNS) == len(FIELDS) + 4


def test_the_workbook_says_why_a_target_is_late_and_what_was_paid(plan):
    found = seen(plan)
    late = next(cell for cell in found.targets if cell.centre and cell.centre.code == "ONE")
    explained = {(late.place, "TESTS"): {"text": "=Un banc en panne.", "day": date(2024, 7, 9)}}
    money = {"committed": {"amount": 1_500_50}, "disbursed": {"amount": 900_00}}

    with override("en"):
        book = book_of(workbook.write(found, explained=explained, money=money))

    rows = {row["Where"]: row for row in table_of(book["Targets"])}
    assert rows["ONE"]["Last explanation"] == "=Un banc en panne."
    assert rows["ONE"]["Explained on"].date() == date(2024, 7, 9)
    assert rows["network"]["Last explanation"] is None
    said = {row["About"]: row["Value"] for row in table_of(book["Read me"])}
    assert (said["Committed, in dirhams"], said["Paid, in dirhams"]) == (1500.5, 900)


def test_a_workbook_given_no_money_says_none(plan):
    said = {row["About"] for row in table_of(book_of(written(plan))["Read me"])}

    assert not said & {"Committed, in dirhams", "Paid, in dirhams"}


def test_the_note_says_what_was_paid_of_the_envelope(plan):
    money = {"committed": {"amount": 20_000_000_000}, "disbursed": {"amount": 12_100_000_000}}

    text = text_of(note.write(seen(plan), (), language="fr", money=money))

    assert re.search(r"200.MDH engagés · 121.MDH payés", text)


def test_what_is_not_known_is_empty_and_says_why(plan):
    cells = table_of(book_of(written(plan))["Cells"])

    two = next(row for row in cells if row["Centre"] == "TWO" and row["Period"] == "2024")
    assert two["Actual"] is None
    assert two["Reason"] == "The data of this period are not received yet."


def test_a_text_that_looks_like_a_formula_stays_a_text(plan):
    content = written(plan)

    names = [row["Name of the centre"] for row in table_of(book_of(content)["Cells"])]
    assert HOSTILE in names
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in xml for xml in sheets)


def test_simulated_data_say_so_on_every_sheet(plan):
    centre = CentreFactory(code="SIM")
    contract(plan, centre)
    recorded(centre, deed("T-9"), simulated=True)

    book = book_of(written(plan))

    assert all("SIMULATED DATA" in sheet["A1"].value for sheet in book)


def test_the_same_state_gives_the_same_bytes(plan):
    found = seen(plan)

    assert workbook.write(found) == workbook.write(found)
    assert note.write(found, (), language="ar") == note.write(found, (), language="ar")


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
@pytest.mark.parametrize("centres", (0, 40))
def test_the_note_has_two_pages_whatever_it_holds(plan, language, centres):
    for number in range(centres):
        contract(plan, CentreFactory(code=f"C{number}"), targets=[("TESTS", "per_period", 2024, 10_000)])

    pages = PdfReader(io.BytesIO(note.write(seen(plan), (), language=language))).pages

    assert len(pages) == 2


def test_the_note_says_in_its_words_what_the_sources_contradict(plan):
    claim(plan, "one", shown="290 MDH", source="EcoActu")
    claim(plan, "other", shown="360 MDH", source="La Vie éco")

    text = text_of(note.write(seen(plan), topics(plan=plan), language="en"))

    assert "290 MDH" in text
    assert "360 MDH" in text


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_note_is_an_archive_document(plan):
    content = note.write(seen(plan), (), language="fr")

    metadata = PdfReader(io.BytesIO(content)).xmp_metadata.stream.get_data()
    assert b"pdfaid:part>2<" in metadata


def test_figures_keep_their_order_inside_arabic(plan):
    with override("ar"):
        said = note.note(seen(plan), ())

    assert said["years"] == "\u20662023-2026\u2069"
    assert said["tiles"][-1]["value"] == "\u2066250 MDH\u2069"
    assert said["mirrored"]


@pytest.fixture
def client(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def test_json_is_what_the_command_prints(client, plan):
    answer = client.get("/fr/state.json?on=2024-12-31")

    assert json.loads(answer.content) == json.loads(json.dumps(for_json(records(state(plan, on=END)))))


@pytest.mark.parametrize("path", ("state.xlsx", "note/fr.pdf", "note/ar.pdf", "state.json?by=axis"))
@pytest.mark.parametrize("language", ("fr", "ar"))
def test_the_downloads_answer_and_write_nothing(client, plan, language, path):
    assert client.get(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize("path", ("state.xlsx?on=1990-01-01", "note/de.pdf", "note/fr.pdf?on=1990-01-01"))
def test_what_does_not_exist_is_not_found(client, plan, path):
    assert client.get(f"/fr/{path}").status_code == 404
