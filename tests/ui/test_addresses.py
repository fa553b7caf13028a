"""Links keep the plan, the day and the moment a reader is at."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch

from jalon.ui import addresses


@pytest.fixture
def request_at():
    return lambda address: RequestFactory().get(address)


def query(address: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_change_keeps_the_rest_of_the_address(request_at):
    request = request_at("/fr/plan/?on=2025-03-31&known_at=12&sort=name")

    address = addresses.here(request, sort="-name")

    assert urlsplit(address).path == "/fr/plan/"
    assert query(address) == {"on": "2025-03-31", "known_at": "12", "sort": "-name"}


def test_nothing_takes_a_parameter_away(request_at):
    request = request_at("/fr/plan/?on=2025-03-31&known_at=12")

    assert addresses.here(request, known_at=None) == "/fr/plan/?on=2025-03-31"
    assert addresses.here(request, known_at="", on=None) == "/fr/plan/"


def test_a_change_goes_back_to_the_first_page(request_at):
    request = request_at("/fr/firms/?page=4&q=acier")

    assert query(addresses.here(request, q="cuir")) == {"q": "cuir"}
    assert query(addresses.here(request, page=5)) == {"page": "5", "q": "acier"}


def test_several_values_of_a_filter_are_kept(request_at):
    request = request_at("/fr/plan/?centre=CTTH&centre=CETIA")

    assert addresses.here(request, sort="name") == "/fr/plan/?centre=CTTH&centre=CETIA&sort=name"
    assert addresses.here(request, centre=["CMTC", "CERIC"]) == "/fr/plan/?centre=CMTC&centre=CERIC"


def test_another_page_stays_at_the_same_plan_day_and_moment(request_at):
    request = request_at("/fr/plan/?on=2025-03-31&known_at=12&plan=ma-cti&sort=name&page=3")

    address = addresses.keeping(request, "/fr/axes/1/", period="2024")

    assert query(address) == {"plan": "ma-cti", "on": "2025-03-31", "known_at": "12", "period": "2024"}


def test_what_is_typed_in_an_address_is_encoded(request_at):
    request = request_at("/fr/plan/?on=%22%3E%3Cscript%3E")

    text = Template('{% load ui %}<a href="{% url_here sort="x" %}">').render(Context({"request": request}))

    assert "<script>" not in text


def test_a_page_this_installation_lacks_has_no_address(settings):
    settings.ROOT_URLCONF = "tests.ui.addresses_of_ui"

    assert addresses.if_any("no:such-page") == ""
    with pytest.raises(NoReverseMatch):
        addresses.at(RequestFactory().get("/"), "no:such-page")


def test_a_form_carries_the_rest_of_the_query(request_at):
    request = request_at("/fr/plan/?on=2025-03-31&plan=ma-cti&page=2")

    text = Template('{% load ui %}{% hidden_query "on" %}').render(Context({"request": request}))

    assert text == '<input type="hidden" name="plan" value="ma-cti">'
