"""A figure narrowed to a part of its rows: in words, cited as what it is, compared with no target of the whole."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from jalon.evidence.actions import attest_received_to
from tests.evidence.making import deed, recorded
from tests.factories.network import holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END, DAY = date(2024, 12, 31), date(2024, 3, 5)


@pytest.fixture
def centre():
    sheet(disaggregation=["origin", "general_interest"])
    plan = version().plan
    where = contract(plan, targets=[("TESTS", "per_period", 2024, 100)]).contract.centre
    recorded(where, deed("T-1", on=DAY, quantity=Decimal(6), origin="import"))
    recorded(where, deed("T-2", on=DAY, quantity=Decimal(90), origin="local"))
    attest_received_to(where, day=END, by=None, on=END)
    return where


def opened(client, centre, language="fr", **query):
    client.force_login(holder("centre_director", centre))
    with translation.override(language):
        address = reverse("results:figure")
    told = {"indicator": "TESTS", "period": "2024", "centre": centre.code, "on": END.isoformat()} | query
    return client.get(address, told)


def test_a_part_of_a_figure_is_named_in_words_and_cited_as_a_part(client, centre):
    page = opened(client, centre, origin="import")

    assert ">importé<" in page.text and ">import<" not in page.text
    assert "Origine\xa0: importé" in page.context["citation"]


def test_a_part_of_a_figure_is_not_compared_with_the_target_of_the_whole(client, centre):
    whole, part = opened(client, centre), opened(client, centre, origin="import")

    assert "status-on-track" in whole.text or "status-late" in whole.text or "status-watch" in whole.text
    assert "Cible" in whole.text
    assert "Cible" not in part.text


def test_the_rows_are_filtered_from_the_page_by_the_dimensions_of_the_sheet(client, centre):
    page = opened(client, centre, general_interest="false")

    form = page.context["narrowing"]
    assert list(form.fields) == ["centre", "origin", "general_interest"]
    assert form.initial["general_interest"] == "false"
    assert 'name="indicator" value="TESTS"' in page.text


def test_the_code_of_a_centre_keeps_the_numbers_of_an_arabic_citation_apart(client, centre):
    page = opened(client, centre, language="ar")

    assert f"، \u2066{centre.code}\u2069، 2024" in page.context["citation"]


def test_the_forms_of_a_figure_answer_where_it_is_even_when_it_is_opened_beside_another_page(client, centre):
    page = opened(client, centre)

    forms = re.findall(r'<form class="(toolbar|filters)" method="get" action="([^"]*)"', page.text)
    assert forms == [("toolbar", "/fr/figure/"), ("filters", "/fr/figure/")]
