"""A centre leaves the network from a day on; the last word about it counts, and the past stays the past."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalon.journal.queries import latest
from jalon.network.actions import leave, stay
from jalon.network.queries import departure_of
from tests.factories.network import CentreFactory, FederationFactory, holder

pytestmark = pytest.mark.django_db

JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)
WHY = "Arrêté du 12 juin 2024"


def test_a_departure_is_known_from_its_moment_on_and_its_day_can_be_corrected():
    centre = CentreFactory()
    before = latest()
    leave(centre, left_on=JULY, reason=WHY, by=None)
    first = latest()
    leave(centre, left_on=AUGUST, reason="La date était fausse", by=None)

    known = [departure_of(centre, moment) for moment in (before, first, None)]

    assert [one and one.left_on for one in known] == [None, JULY, AUGUST]


def test_a_departure_undone_is_as_if_it_had_never_been():
    centre, other = CentreFactory(), CentreFactory()
    leave(centre, left_on=JULY, reason=WHY, by=None)
    leave(other, left_on=JULY, reason=WHY, by=None)

    stay(centre, reason="Le retrait est annulé", by=None)

    assert departure_of(other).left_on == JULY
    assert departure_of(centre) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda centre: leave(centre, left_on=JULY, reason=WHY, by=None), "already recorded"),
        (lambda centre: leave(centre, left_on=AUGUST, reason="  ", by=None), "cannot be blank"),
        (lambda centre: leave(FederationFactory(), left_on=JULY, reason=WHY, by=None), "Only a centre"),
        (lambda centre: stay(CentreFactory(), reason=WHY, by=None), "No departure"),
    ],
)
def test_what_makes_no_sense_is_refused_and_writes_nothing(change, said, settings):
    settings.LANGUAGE_CODE = "en"
    centre = CentreFactory()
    leave(centre, left_on=JULY, reason=WHY, by=None)
    before = latest()

    with pytest.raises(ValidationError) as refused:
        change(centre)

    assert said in str(refused.value)
    assert latest() == before


def test_the_ministry_records_it_on_the_page_of_the_centre_which_says_it(client):
    centre = CentreFactory(code="CTX")
    client.force_login(holder("programme_officer"))

    done = client.post(reverse("network:departure", args=["CTX"]), {"left_on": JULY, "reason": WHY})

    assert done["Location"] == reverse("network:organisation", args=["CTX"])
    page = client.get(done["Location"]).content.decode()
    assert WHY in page
    assert reverse("network:stay", args=["CTX"]) in page
    assert departure_of(centre).left_on == JULY


def test_a_form_without_its_reason_keeps_what_was_typed(client):
    centre = CentreFactory(code="CTX")
    client.force_login(holder("programme_officer"))

    page = client.post(reverse("network:departure", args=["CTX"]), {"left_on": "2024-07-01", "reason": ""})

    assert page.status_code == 200
    assert 'value="2024-07-01"' in page.content.decode()
    assert departure_of(centre) is None


def test_undoing_what_did_not_happen_leads_back_to_the_centre(client):
    CentreFactory(code="CTX")
    client.force_login(holder("programme_officer"))

    assert client.get(reverse("network:stay", args=["CTX"])).status_code == 302
