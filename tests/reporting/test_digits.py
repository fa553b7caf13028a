"""Who reads Arabic-Indic digits reads every year of the returns and of the money in them."""

import re
from dataclasses import replace

import pytest
from django.utils.html import strip_tags

from tests.factories.fund import PLACE, committed
from tests.factories.network import holder
from tests.factories.reporting import counted, promising, received, submitted
from tests.factories.verification import calendar_kept

pytestmark = pytest.mark.django_db

YEAR = re.compile(r"(?<![\w-])20\d\d(?!\d)")


@pytest.fixture
def contract():
    contract = promising()
    counted(contract.centre, 30)
    received(contract.centre)
    calendar_kept(contract.plan)
    submitted(contract)
    return contract


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("programme_officer", digits="arabic"))
    return readonly_client


def years_in(reader, path, contract) -> list[str]:
    """The years a page writes with Western digits, but in codes."""
    answer = reader.get(f"/ar/{path}", {"year": 2024, "plan": contract.plan.code, "on": "2024-06-01"})
    assert answer.status_code == 200
    assert "·" not in answer.content.decode()  # beside these digits it is a zero
    body = answer.content.decode().partition("<main")[2]
    assert "٢٠٢٤" in body
    return YEAR.findall(strip_tags(body))


@pytest.mark.parametrize(
    "path", ["returns/", "contracts/{code}/returns/", "contracts/{code}/returns/2024-Q1/"]
)
def test_the_returns_say_their_years_in_the_digits_chosen(reader, contract, path):
    assert years_in(reader, path.format(code=contract.code), contract) == []


@pytest.mark.parametrize("path", ["fund/", "fund/journal/", "contracts/{code}/money/", "fund/lines/1/"])
def test_the_money_says_its_years_in_the_digits_chosen(reader, contract, path):
    committed(contract.plan, place=replace(PLACE, contract=contract.code))

    assert years_in(reader, path.format(code=contract.code), contract) == []


def test_no_dot_that_reads_as_a_zero_stands_beside_a_number_of_the_state(reader, contract):
    body = reader.get("/ar/", {"plan": contract.plan.code, "on": "2024-06-01"}).content.decode()

    text = " ".join(strip_tags(body.partition('class="tiles"')[2]).split())
    assert "٢٠٢٤" in text
    assert re.findall(r"[٠-٩] ·|· [٠-٩]", text) == []
