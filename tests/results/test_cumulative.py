"""A target counted since the plan's start stands beside what was done since then, never beside one year's part."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from jalon.evidence.actions import attest_received_to
from jalon.results.exports import note, workbook
from jalon.results.queries.overview import overview
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, RegionFactory, holder
from tests.factories.results import contract, sheet, version
from tests.results.test_exports import book_of, table_of

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
SPAN = "2023-01-01%2F2024-12-31"


@pytest.fixture
def plan():
    RegionFactory()
    sheet()
    made = version(targets=[("TESTS", "cumulative", 2026, 900)]).plan
    centre = CentreFactory(code="ONE")
    contract(made, centre, targets=[("TESTS", "cumulative", 2026, 900)])
    recorded(centre, deed("T-1", on=date(2023, 5, 2), quantity=Decimal(40)))
    recorded(centre, deed("T-2", on=date(2024, 5, 2), quantity=Decimal(30)))
    attest_received_to(centre, day=END, by=None, on=END)
    return made


@pytest.fixture
def client(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def test_the_note_tells_what_the_target_is_about_and_since_when(plan):
    with override("en"):
        said = note.note(overview(plan, on=END), ())

    tile = said["tiles"][0]
    assert (tile["value"], tile["since"]) == ("70", "since the start of 2023")
    _name, _where, actual, expected, gap, _since = said["late"]["rows"][0]
    assert int(actual) - int(expected) == int(gap.replace("\u2212", "-"))


def test_the_workbook_sets_the_target_beside_what_it_is_about(plan):
    with override("en"):
        book = book_of(workbook.write(overview(plan, on=END)))

    rows = table_of(book["Targets"])
    assert {row["Actual"] for row in rows} == {70}


@pytest.mark.parametrize("path", ("", "axes/1/", "forecast/"))
def test_tables_of_targets_open_the_rows_since_the_start(client, plan, path):
    page = client.get(f"/en/{path}?on={END}").text

    assert f"period={SPAN}&amp;centre=ONE" in page or f"period={SPAN}" in page
    assert "since the start of 2023" in page
    assert ">70<" in page


def test_the_course_of_a_cumulative_indicator_is_read_against_its_trajectory(client, plan):
    page = client.get(f"/en/indicators/TESTS/?on={END}&span=year")

    assert [point["value"] for point in page.context["points"]] == [40, 70]
    assert [row["counted"]["value"] for row in page.context["years"]] == [40, 70]
