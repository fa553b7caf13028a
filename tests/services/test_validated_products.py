"""The public list of the products validated outside campaigns: who is named, what is said, what is found."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories import validation as making
from tests.factories.network import CentreFactory, EnterpriseFactory
from tests.factories.validation import concluded, consented, opened, stepped, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_papers")]


def validated(maker="Filature du Souss", centre=None, *, verb="favour", **said):
    request = making.under_way(centre, enterprise=EnterpriseFactory(name=maker))
    validation = concluded(opened(request), verb, **said)
    consented(validation)
    return validation


def listed(client, **query) -> list[dict]:
    return client.get(reverse("products:data", args=["json"]), query).json()["products"]


def test_a_product_is_listed_with_its_opinion_its_dates_and_what_it_is_today(client):
    validation = validated(verb="favour_with_reservations", reservations="Marquage à refaire")

    (row,) = listed(client)

    assert (row["number"], row["product"], row["maker"]) == (
        validation.number,
        validation.product,
        "Filature du Souss",
    )
    assert (row["verdict"], row["status"]) == ("favourable_with_reservations", "validated_with_reservations")
    assert row["validated_on"] == row["since"] == today().isoformat()
    assert (row["specification"], row["version"], row["campaign"]) == ("masques", 1, "")
    page = client.get(reverse("products:products")).content.decode()
    assert "Filature du Souss" in page and "1 produit validé est nommé" in page


def test_a_consent_withdrawn_takes_the_product_out(client):
    validation = validated()

    assert len(listed(client)) == 1
    consented(validation, is_given=False)

    assert listed(client) == []
    assert "Souss" not in client.get(reverse("products:products")).content.decode()


def test_what_never_was_validated_and_what_is_of_a_campaign_is_not_here(client):
    consented(opened())
    validated(verb="reject", looked="fail")
    within = concluded(opened(within=making.campaign()))
    consented(within)

    assert listed(client) == []


def test_a_withdrawn_validation_is_told_from_its_day_on(client):
    validation = validated()
    stepped(validation, "withdraw")

    assert [row["status"] for row in listed(client)] == ["withdrawn"]
    assert listed(client, day=today() - timedelta(1)) == []


def test_products_are_found_by_number_maker_product_specification_and_centre(client):
    centre = CentreFactory(code="CTTH")
    validation = validated("Filature du Souss", centre)
    validated("Plastiques du Loukkos")

    for words in (
        "souss",
        "chirurgical filature",
        validation.number,
        str(validation.serial),
        "masques souss",
    ):
        assert validation.number in [row["number"] for row in listed(client, q=words)], words
    assert [row["maker"] for row in listed(client, centre="CTTH")] == ["Filature du Souss"]
    assert listed(client, q="nobody") == listed(client, q="CTTH-V-1999-1") == []


def test_the_file_is_no_formula(client):
    validated("=Souss")

    answer = client.get(reverse("products:data", args=["csv"]))
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert line["maker"] == "'=Souss" and line["verdict"] == "favourable"
    assert client.get(reverse("products:data", args=["xml"])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("query", [{"day": "x"}, {"page": "z"}, {"q": "%00 ²", "centre": "nothing"}])
def test_nonsense_is_answered_in_place(client, language, query):
    with translation.override(language):
        assert client.get(reverse("products:products"), query).status_code == 200
        assert client.get(reverse("products:data", args=["csv"]), query).status_code == 200


def test_the_list_turns_pages_and_asks_as_much_for_three_as_for_one(client, monkeypatch):
    monkeypatch.setattr("jalon.services.validation.views.products.AT_ONCE", 1)
    there, counts = reverse("products:products"), []
    validated()
    client.get(there)
    for more in (0, 2):
        for _ in range(more):
            validated()
        with CaptureQueriesContext(connection) as asked:
            page = client.get(there)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert (len(page.context["rows"]), page.context["total"]) == (1, 3)


def test_strangers_are_led_to_the_list(client):
    address = reverse("products:products")

    for page in ("account_login", "services:portal_services", "campaigns:campaigns"):
        assert address in client.get(reverse(page)).content.decode(), page
