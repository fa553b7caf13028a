"""A plan that was re-dated: what is cumulative counts from the start of the version in force, or from another."""

from datetime import date
from decimal import Decimal
from inspect import unwrap

import pytest
from click.testing import CliRunner
from django.urls import reverse

from jalon.evidence.actions import attest_received_to
from jalon.kernel.periods import parse
from jalon.results.queries.figures import Asked, opened
from jalon.results.queries.forecast import outlooks
from jalon.results.queries.records import for_json, records
from jalon.results.queries.state import state
from jalon.site.cli.state import state as state_command
from tests.evidence.making import deed, recorded
from tests.factories.network import holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
ORIGINAL, IN_FORCE = date(2022, 1, 1), date(2023, 1, 1)
DONE = ((date(2022, 5, 1), 10), (date(2023, 5, 1), 40), (date(2024, 5, 1), 20))


@pytest.fixture
def held():
    """A contract that promises 100 tests in all by 2024, in a plan that began in 2022, then in 2023."""
    sheet()
    sheet("FLOW")
    plan = version(start=ORIGINAL).plan
    version(plan, number=2, start=IN_FORCE, effective_from=date(2023, 6, 1))
    made = contract(plan, targets=[("TESTS", "cumulative", 2024, 100), ("FLOW", "per_period", 2024, 40)])
    where = made.contract.centre
    recorded(where, *(deed(f"T-{on}", quantity=Decimal(done), on=on) for on, done in DONE))
    attest_received_to(where, day=END, by=None, on=END)
    return made.contract


def cell(found, place, indicator="TESTS"):
    return found.cell_of(indicator, place, parse("2024"))


@pytest.mark.parametrize(
    ("counted_from", "since", "counted"),
    [(None, IN_FORCE, 60), (IN_FORCE, IN_FORCE, 60), (ORIGINAL, ORIGINAL, 70)],
)
def test_a_reader_chooses_the_start_a_cumulative_figure_counts_from(held, counted_from, since, counted):
    found = cell(state(held.plan, on=END, counted_from=counted_from), held.centre_id)

    assert (found.counted_value, found.counted_from) == (counted, since)
    assert found.achievement == Decimal(counted) / 100
    assert found.value == 20  # of the year alone, whatever the start


def test_the_way_to_the_target_begins_at_the_same_start(held):
    july = date(2024, 7, 1)

    usual = cell(state(held.plan, on=july), held.centre_id)
    original = cell(state(held.plan, on=july, counted_from=ORIGINAL), held.centre_id)

    assert round(usual.trajectory) == 75  # a year and a half of two
    assert round(original.trajectory) == 83  # two and a half of three


def test_a_day_no_version_begins_on_asks_for_nothing(held):
    found = cell(state(held.plan, on=END, counted_from=date(2022, 3, 1)), held.centre_id)

    assert found.counted_value == 60


def test_what_counts_each_year_alone_has_no_start(held):
    usual, original = (
        cell(state(held.plan, on=END, counted_from=start), held.centre_id, "FLOW")
        for start in (None, ORIGINAL)
    )

    assert usual == original
    assert usual.counted_from is None


def test_records_say_from_when_they_count(held):
    rows = for_json(records(state(held.plan, on=END, by="centre", counted_from=ORIGINAL)))

    starts = {row["indicator"]: row["counted_from"] for row in rows if row["period"] == "2024"}
    assert starts == {"TESTS": "2022-01-01", "FLOW": None}


def test_the_forecast_and_the_opened_figure_count_from_the_same_start(held):
    found = outlooks(held.plan, on=END, counted_from=ORIGINAL)
    asked = Asked(held.plan, "TESTS", parse("2024"), held.centre_id, counted_from=ORIGINAL)

    (outlook,) = (one for one in found.at(held.centre_id) if one.cell.indicator == "TESTS")
    assert outlook.cell.counted_value == 70
    assert opened(asked, on=END, known_at=found.state.known_at).cell.counted_value == 70


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", [("results:state",), ("results:indicator", "TESTS"), ("results:axis", "1")])
def test_pages_offer_the_starts_and_keep_the_one_chosen(held, reader, page):
    address, query = reverse(page[0], args=page[1:]), {"plan": held.plan.code, "on": END.isoformat()}

    usual = text(reader.get(address, query))
    chosen = text(reader.get(address, query | {"counted_from": "2022-01-01"}))

    assert '<option value="2022-01-01">1er janvier 2022</option>' in usual
    assert '<option value="2022-01-01" selected>1er janvier 2022</option>' in chosen
    assert "counted_from=2022-01-01" in chosen.partition("<main")[2]  # its links keep it


@pytest.mark.parametrize("typed", ["2022-03-01", "x", "<b>", "2022-01-01' OR 1=1"])
def test_a_start_no_version_has_is_told_and_the_usual_one_taken(held, reader, typed):
    address = reverse("results:indicator", args=["TESTS"])

    page = text(reader.get(address, {"plan": held.plan.code, "on": END.isoformat(), "counted_from": typed}))

    assert "Aucune version de ce plan ne commence" in page
    assert "<b>»" not in page


def test_nothing_is_offered_where_there_is_nothing_to_choose(held, reader):
    sheet("OTHER")
    never = version(start=ORIGINAL).plan
    contract(never, targets=[("OTHER", "cumulative", 2024, 100)])

    of_flow = reader.get(reverse("results:indicator", args=["FLOW"]), {"plan": held.plan.code, "on": END})
    undated = reader.get(reverse("results:state"), {"plan": never.code, "on": END})

    assert 'name="counted_from"' not in text(of_flow) + text(undated)


def test_the_exports_of_the_state_count_from_the_start_asked(held, reader):
    query = {
        "plan": held.plan.code,
        "on": END.isoformat(),
        "indicator": "TESTS",
        "counted_from": "2022-01-01",
    }

    rows = reader.get(reverse("results:state_json"), query | {"by": "centre"}).json()

    (row,) = (row for row in rows if row["period"] == "2024" and row["centre"] == held.centre.code)
    assert (row["counted_from"], row["achievement"]) == ("2022-01-01", 0.7)
    assert reader.get(reverse("results:state_workbook"), query).status_code == 200


def test_the_command_counts_from_the_start_asked_and_names_those_there_are(held):
    state_command.callback = unwrap(state_command.callback)  # in the test's own database
    asked = ["--plan", held.plan.code, "--on", END.isoformat(), "--counted-from"]

    done = CliRunner().invoke(state_command, [*asked, "2022-01-01"])
    refused = CliRunner().invoke(state_command, [*asked, "2022-03-01"])

    assert "Cumulative targets counted from 01/01/2022" in done.output
    assert refused.exit_code == 1
    assert "2022-01-01, 2023-01-01" in refused.output
