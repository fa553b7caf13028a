"""Wherever a figure stands, what was declared, verified and validated of it stands beside it."""

from decimal import Decimal

import pytest

from jalon.journal.queries import latest
from tests.factories.network import CentreFactory, MinistryFactory, holder
from tests.factories.reporting import counted, promising, received, submitted
from tests.factories.verification import calendar_kept, validated_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    contract = promising()
    counted(contract.centre, 30, 12)
    received(contract.centre)
    calendar_kept(contract.plan)
    return contract


@pytest.fixture
def officer():
    return holder("programme_officer", MinistryFactory())


def beside(client, who, path, contract, **query):
    client.force_login(who)
    answer = client.get(f"/en/{path}", {"plan": contract.plan.code, "on": "2024-06-01"} | query)
    assert answer.status_code == 200
    return answer.context["beside"], answer.content.decode()


def of_results(contract):
    return f"contracts/{contract.code}/results/"


PATHS = pytest.mark.parametrize("path", [of_results, lambda contract: "indicators/TESTS/"])


@PATHS
def test_the_three_values_stand_beside_the_results(readonly_client, contract, officer, path):
    validated_return(submitted(contract), TESTS=Decimal(38))

    kept, page = beside(readonly_client, officer, path(contract), contract)

    (row,) = kept["rows"]
    assert [getattr(row["values"], stage).value for stage in ("declared", "verified", "validated")] == [
        42,
        38,
        38,
    ]
    assert 'id="vouched"' in page


@PATHS
def test_nothing_stands_beside_before_a_return_is_submitted(readonly_client, contract, officer, path):
    before = latest()
    submitted(contract)

    assert beside(readonly_client, officer, path(contract), contract)[0]["rows"]
    assert beside(readonly_client, officer, path(contract), contract, known_at=before)[0] is None


@PATHS
def test_another_centre_reads_no_value_of_this_one(readonly_client, contract, path):
    submitted(contract)
    other = holder("centre_director", CentreFactory())

    assert beside(readonly_client, other, path(contract), contract)[0] is None
