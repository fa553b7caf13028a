"""The state on the terminal: what is asked by axis says its axis, what is cumulative since when, nothing is a blank."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from jalon.results.queries.overview import overview
from jalon.results.queries.state import state
from jalon.site.statement import cells, placed, placed_by_axis, statement
from tests.evidence.making import deed, recorded
from tests.factories.network import RegionFactory
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)


def plan_with_deeds():
    RegionFactory()
    sheet()
    plan = version(targets=[("TESTS", "cumulative", 2026, 900)]).plan
    centre = contract(plan).contract.centre
    recorded(centre, deed("T-1", on=date(2023, 5, 2), quantity=Decimal(40)))
    recorded(centre, deed("T-2", on=date(2024, 5, 2), quantity=Decimal(30)))
    return plan


def test_cells_asked_by_axis_say_their_axis():
    found = state(plan_with_deeds(), on=END)

    rows = list(cells(placed_by_axis(found)))[1:]

    assert len(rows) == 2 and all("axis 1" in row for row in rows)


def test_what_is_cumulative_is_printed_as_its_target_counts_it():
    with override("en"):
        last = list(cells(placed(state(plan_with_deeds(), on=END, by="network"))))[-1]

    assert "70 tests since 2023" in last and "900 tests" in last


def test_a_plan_that_published_nothing_says_so():
    lines = list(statement(overview(version().plan, on=END)))

    assert "Envelope: —. No target to follow." in lines
    assert "The plan published no figured target." in lines
    assert "No contract is known." in lines
