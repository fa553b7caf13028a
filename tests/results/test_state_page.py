"""The state as a page: a growth reads in its order in every language, and stays on one line."""

import pytest

from tests.factories.network import holder
from tests.factories.results import sheet, version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_growth_keeps_its_sign_before_it_and_its_percent_behind(readonly_client, language):
    sheet()
    plan = version(targets=[("TESTS", "growth", 2024, 165)]).plan
    readonly_client.force_login(holder("programme_officer"))

    body = readonly_client.get(f"/{language}/", {"plan": plan.code, "on": "2024-06-01"}).content.decode()

    begun = body.partition('class="tile-target"')[2].partition('<bdi class="nowrap" dir="ltr">')[2]
    assert "+165" in begun[:60]
    assert "%</bdi>" in begun[:80]
