"""What is answered when nothing can be shown: a page that says what there is and what to do."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from jalon.journal.queries import latest
from jalon.network.actions import create_demo_accounts
from jalon.people.models import User
from jalon.plan.models import PlanVersion
from jalon.site.demo import PACK
from jalon.site.packs.load import load

pytestmark = pytest.mark.django_db
IMPOSSIBLE = ({"known_at": "0"}, {"known_at": "1"}, {"known_at": "2020-01-01"}, {"on": "1951-01-01"})


@pytest.fixture
def officer(settings, client):
    settings.JALON_DEMO = True
    load(PACK)
    create_demo_accounts(on=date(2024, 1, 1))
    client.force_login(User.objects.get(memberships__role="programme_officer"))
    return client


def pages():
    names = (
        "results:state",
        "results:centres",
        "contracts:list",
        "indicators:list",
        "plan:plan",
        "plan:claims",
    )
    yield from map(reverse, names)
    yield reverse("results:axis", args=["1"])
    yield reverse("results:indicator", args=["FIRMS"])
    yield reverse("results:contract", args=["CO-2023-CETEMCO"])
    yield reverse("contracts:contract", args=["CO-2023-CETEMCO"])


def test_an_impossible_day_or_moment_never_breaks_a_page(officer):
    statuses = {
        (address, *asked.items()): officer.get(address, asked).status_code
        for address in pages()
        for asked in IMPOSSIBLE
    }

    assert set(statuses.values()) <= {200, 404}, statuses


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_moment_before_everything_says_which_moments_there_are(officer, language):
    first_plan = PlanVersion.objects.order_by("event__number").first().event.number
    with translation.override(language):
        address = reverse("plan:plan")

    response = officer.get(address, {"known_at": "0", "on": "2024-06-30"})

    page = response.content.decode()
    assert response.status_code == 404
    assert f"{latest()}" in page
    assert f'href="{address}?known_at={first_plan}&amp;on=2024-06-30"' in page
    assert f'href="{address}?on=2024-06-30"' in page


def test_what_is_not_there_leads_back_to_the_plan(officer):
    page = officer.get("/fr/nowhere/").content.decode()

    assert "404" in page
    assert f'class="button" href="{reverse("results:state")}"' in page.replace("/en/", "/fr/")


def test_who_is_not_signed_in_learns_nothing_of_the_journal(officer):
    officer.logout()

    assert b"known_at=" not in officer.get("/fr/nowhere/", {"known_at": "0"}).content.split(b"error-page")[1]


def test_too_large_a_form_is_told_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20

    response = client.post(reverse("account_login"), {"login": "x" * 2**20})

    assert response.status_code == 413
    assert "413" in response.content.decode()


def test_the_plans_offered_are_those_known_at_the_moment(officer):
    address = reverse("network:roles")

    now, before = (officer.get(address, asked).content.decode() for asked in ({}, {"known_at": "1"}))

    assert "plan-menu" in now
    assert "plan-menu" not in before


def test_who_reads_no_rows_is_told_who_does_and_what_figures_there_are(officer):
    officer.force_login(User.objects.get(memberships__role="committee_member"))
    with translation.override("en"):
        page = officer.get(reverse("evidence:journal")).content.decode()

        assert "0 rows" not in page
        assert "Centre director" in page
        assert f'href="{reverse("results:state")}"' in page
