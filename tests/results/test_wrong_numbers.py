"""Wrong numbers found in existing systems, from the file of a centre to the page and the JSON of the state."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from jalon.evidence.actions import attest_received_to
from jalon.evidence.imports import import_file
from jalon.evidence.models import Evidence
from jalon.kernel.periods import parse
from jalon.results.queries.state import state
from tests.evidence.files import csv_file
from tests.evidence.making import deed, recorded
from tests.factories.network import holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
LEVEL = {"level": {"kinds": ["level.declared"], "aggregation": "last"}}


def promised(*targets, baselines=(), **said):
    """A contract on a level its centre declares."""
    sheet("LEVEL", measures=LEVEL, formula="level", accumulation="level", **said)
    return contract(version().plan, targets=targets, baselines=baselines).contract


def brought(held, path, *lines):
    """The levels of a file the centre brings: day and quantity as they are typed."""
    said = [
        {
            "external_id": f"L-{on}",
            "kind": "level.declared",
            "on": on,
            "quantity": typed,
            "attributes.what": "x",
        }
        for on, typed in lines
    ]
    report = import_file(csv_file(path / "levels.csv", *said), centre=held.centre, by=None, on=END)
    assert report.recorded, report.problems
    return state(held.plan, on=END).cell_of("LEVEL", held.centre_id, parse("2024"))


def page(client, held):
    client.force_login(holder("programme_officer"))
    answer = client.get(
        reverse("results:contract", args=[held.code]), {"plan": held.plan.code, "on": END.isoformat()}
    )
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("-2.1250", "-2.125", "−2,13"),
        ("0", "0", "0"),
        ("12.3450", "12.345", "12,35"),
        ("-0,5", "-0.5", "−0,5"),
    ],
)
def test_what_is_negative_or_zero_or_has_three_decimals_is_kept_from_the_file_to_the_page(
    tmp_path, readonly_client, typed, kept, shown
):
    held = promised(("LEVEL", "level", 2024, 10), baselines=[("LEVEL", 20, date(2023, 1, 1))])

    found = brought(held, tmp_path, ("2024-03-31", typed))

    assert (found.value, found.reason) == (Decimal(kept), None)
    assert Evidence.objects.get().quantity == Decimal(kept)  # the page rounds, the row does not
    assert shown in page(readonly_client, held)


def test_a_level_another_officer_takes_over_is_the_last_one_not_the_sum(tmp_path):
    held = promised(("LEVEL", "level", 2024, 80), baselines=[("LEVEL", 0, date(2023, 1, 1))])

    found = brought(held, tmp_path, ("2024-03-31", "10"), ("2024-06-30", "25"), ("2024-09-30", "40"))

    assert found.value == 40
    assert found.progress == Decimal("0.5")


def test_two_records_of_a_period_do_not_double_its_target():
    sheet()
    held = contract(version().plan, targets=[("TESTS", "per_period", 2024, 1600)]).contract
    recorded(held.centre, deed("T-1", quantity=Decimal(400)), deed("T-2", quantity=Decimal(400)))

    found = state(held.plan, on=END).cell_of("TESTS", held.centre_id, parse("2024"))

    assert (found.target, found.achievement) == (1600, Decimal("0.5"))


@pytest.mark.parametrize("shape", ["level", "at_most"])
def test_a_decrease_from_100_to_50_that_stands_at_60_is_four_fifths_of_the_way(
    tmp_path, readonly_client, shape
):
    held = promised(
        ("LEVEL", shape, 2024, 50), baselines=[("LEVEL", 100, date(2023, 1, 1))], direction="decrease"
    )

    found = brought(held, tmp_path, ("2024-09-30", "60"))

    assert found.progress == Decimal("0.8")
    assert "80" in page(readonly_client, held)


@pytest.mark.parametrize(("typed", "progress"), [("50", 1), ("49", 0)])
def test_a_target_that_equals_its_baseline_has_a_page(tmp_path, readonly_client, typed, progress):
    held = promised(("LEVEL", "level", 2024, 50), baselines=[("LEVEL", 50, date(2023, 1, 1))])

    found = brought(held, tmp_path, ("2024-09-30", typed))

    assert found.progress == progress
    assert page(readonly_client, held)


def test_a_centre_without_a_denominator_stops_its_own_cell_alone(readonly_client):
    sheet()
    sums = {
        name: {"kinds": [kind], "aggregation": "sum"}
        for name, kind in (("tests", "test.reported"), ("missions", "assistance.delivered"))
    }
    sheet("RATE", measures=sums, formula="tests / missions", over_centres="ratio", accumulation="level")
    held = contract(
        version().plan, targets=[("RATE", "level", 2024, 2), ("TESTS", "per_period", 2024, 10)]
    ).contract
    recorded(held.centre, deed("T-1", quantity=Decimal(4)))
    attest_received_to(held.centre, day=END, by=None, on=END)

    found = state(held.plan, on=END)

    rate = found.cell_of("RATE", held.centre_id, parse("2024"))
    assert (rate.value, rate.reason.reason) == (None, "division_by_zero")
    assert found.cell_of("TESTS", held.centre_id, parse("2024")).achievement == Decimal("0.4")
    assert page(readonly_client, held)
