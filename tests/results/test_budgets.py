"""What a page of results costs the database: so many queries, whatever there is to count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evidence.making import deed, firm, recorded
from tests.factories.network import CentreFactory, holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

FIRMS = {"firms": {"kinds": ["test.reported"], "aggregation": "distinct", "of": "enterprise"}}
TARGETS = (("TESTS", "per_period", 2024, 10), ("FIRMS", "cumulative", 2024, 2))


@pytest.fixture
def plan():
    sheet()
    sheet("FIRMS", measures=FIRMS, formula="firms", over_centres="distinct", disaggregation=["region"])
    return version().plan


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def queries(reader, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(f"/en/{path}").status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "budget"),
    (
        ("?on=2024-12-31", 25),
        ("contracts/C-ONE/results/?on=2024-12-31", 26),
        ("indicators/FIRMS/?on=2024-12-31", 22),
        ("centres/?on=2024-12-31", 22),
        ("figure/?indicator=TESTS&period=2024", 25),
        ("figure/?indicator=FIRMS&period=2024", 26),
    ),
)
def test_a_page_costs_a_constant_number_of_queries(reader, plan, path, budget):
    here, shared = contract(plan, CentreFactory(code="ONE"), targets=TARGETS).contract.centre, firm()
    recorded(here, deed(enterprise=shared))
    few = queries(reader, path)
    for number in range(3):
        there = contract(plan, CentreFactory(code=f"MORE{number}"), targets=TARGETS).contract.centre
        recorded(there, *(deed(f"T-{line}", enterprise=shared) for line in range(4)))

    assert queries(reader, path) == few <= budget
