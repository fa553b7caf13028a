"""The sentence under which a figure is cited, in the language of the page."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.committee import secretary
from tests.factories.contracts import contract, contract_version
from tests.factories.results import version

pytestmark = pytest.mark.django_db


def test_a_figure_nobody_can_compute_is_cited_with_its_reason_in_the_language_of_the_page(client):
    held = contract_version(contract(plan=version().plan)).contract
    client.force_login(secretary())
    with translation.override("ar"):
        address = reverse("results:figure")

    page = client.get(address, {"plan": held.plan.code, "indicator": "FIRMS", "period": "2023"})

    assert page.status_code == 200
    assert "received yet" not in page.text and ".." not in page.context["citation"]
