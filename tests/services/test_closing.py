"""The end of a request: satisfaction by a secret link, contestation, what the calendar does."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.models import Evidence
from jalon.journal.lives import Refused
from jalon.journal.queries import latest
from jalon.services import actions
from jalon.services.actions.calendar import close_served, expire_quotes
from jalon.services.actions.satisfaction import answer, ask_after
from jalon.services.models import Asking, Contact, Satisfaction
from tests.factories.network import holder
from tests.factories.people import UserFactory
from tests.factories.services import asked, moved, ordered, quoted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def today():
    return timezone.localdate()


def served():
    return moved(ordered(), "plan", "start", "deliver")


def letter_link(token, language):
    return f"https://jalon.test/{language}/{token}/"


def asked_after(request, email="achats@souss.ma", on=None):
    """The asking of a person of the firm, and the secret of the letter."""
    asking = ask_after(request, name="Amina", email=email, by=None, on=on or today(), link=letter_link)
    return asking, re.search(r"/fr/([^/\s]+)/", mail.outbox[-1].body).group(1)


def step(request, verb, roles, by=None, **said):
    return actions.step(request, verb, by=by, roles=roles, turn=request.turn, on=today(), **said)


def test_a_firm_is_asked_in_two_languages_and_the_database_keeps_no_secret():
    asking, token = asked_after(served())

    body = mail.outbox[0].body
    assert "Bonjour" in body
    assert "السلام" in body
    assert token not in asking.token_digest
    assert mail.outbox[0].to == ["achats@souss.ma"]


def test_nobody_is_asked_before_the_delivery():
    with pytest.raises(ValidationError, match="livr"):
        asked_after(ordered())

    assert mail.outbox == []


def test_whoever_has_the_link_answers_once_without_an_account(client, readonly_client):
    request = served()
    _asking, token = asked_after(request)
    address = reverse("services:satisfaction", args=[token])

    before = latest()
    first = readonly_client.get(address)
    client.post(address, {"score": "4", "in_time": "false", "text": "Trop long"})
    again = client.post(address, {"score": "1"})

    said = Satisfaction.objects.get()
    assert (first.status_code, latest() > before) == (200, True)
    assert (said.score, said.in_time, said.text, said.request) == (4, False, "Trop long", request)
    assert "Merci" in again.content.decode()


def test_an_answer_is_evidence_in_points_out_of_ten_in_the_same_event():
    request = served()
    asking, _token = asked_after(request)

    kept = answer(request, asking.contact, on=today(), score=4, asking=asking)

    row = Evidence.objects.get(kind="satisfaction.answered")
    assert (row.event_id, row.quantity, row.enterprise_id) == (kept.event_id, 8, request.enterprise_id)


def test_a_second_letter_to_the_same_person_is_no_second_answer():
    request = served()
    asking, _token = asked_after(request)
    asked_after(request, email="ACHATS@souss.ma")
    answer(request, asking.contact, score=5, asking=asking)

    with pytest.raises(ValidationError, match="déjà"):
        answer(request, asking.contact, score=1)
    with pytest.raises(ValidationError, match="déjà"):
        asked_after(request)
    assert Contact.objects.count() == 1


def test_a_link_dies_and_an_invented_one_leads_nowhere(client):
    _asking, token = asked_after(served(), on=today() - timedelta(days=60))

    dead = client.post(reverse("services:satisfaction", args=[token]), {"score": "5"})
    invented = client.get(reverse("services:satisfaction", args=["x" * 43]))

    assert (dead.status_code, invented.status_code) == (410, 404)
    assert not Satisfaction.objects.exists()


@pytest.mark.parametrize("score", ["0", "6", "", "cinq"])
def test_a_score_is_one_to_five(client, score):
    _asking, token = asked_after(served())

    answered = client.post(reverse("services:satisfaction", args=[token]), {"score": score})

    assert answered.status_code == 422


def test_a_request_closes_once_the_firm_was_asked():
    request = served()
    with pytest.raises(Refused, match="satisfaction_asked"):
        step(request, "close", ("reception",))

    asked_after(request)
    step(request, "close", ("reception",))

    assert request.state == "closed"


def test_a_contestation_is_settled_by_somebody_who_took_no_part():
    worker, another = UserFactory(), UserFactory()
    request = moved(ordered(), "plan", "start", "deliver", by=worker)
    step(request, "contest", ("firm",), reason="Un masque manque")
    with pytest.raises(Refused, match="settled_by_another"):
        step(request, "settle", ("director",), by=worker, reason="Livré depuis")

    step(request, "settle", ("director",), by=another, reason="Livré depuis")

    assert request.state == "delivered"


# the calendar


def test_quotes_expire_after_their_last_day_and_only_once():
    request = quoted().request
    last = request.quotes.get().valid_until

    counts = [expire_quotes(on=day) for day in (last, last + timedelta(1), last + timedelta(1))]

    request.refresh_from_db()
    assert counts == [0, 1, 0]
    assert (request.state, request.steps.last().role) == ("expired", "scheduler")


def test_an_order_closes_when_the_firm_answered_or_its_link_died():
    answered, silent, waiting, never_asked = served(), served(), served(), served()
    asking, _token = asked_after(answered)
    answer(answered, asking.contact, score=3, asking=asking)
    asked_after(silent, on=today() - timedelta(days=60))
    asked_after(waiting)

    assert [close_served(on=today()), close_served(on=today())] == [2, 0]
    for request in (answered, silent, waiting, never_asked):
        request.refresh_from_db()
    assert [answered.state, silent.state, waiting.state, never_asked.state] == [
        "closed", "closed", "delivered", "delivered",
    ]  # fmt: skip


# pages


def test_the_reception_asks_and_reads_the_answer_on_the_page(client):
    request = served()
    client.force_login(holder("centre_staff", request.centre))

    client.post(reverse("services:asking", args=[request.uid]), {"name": "Amina", "email": "a@souss.ma"})
    answer(request, Asking.objects.get().contact, score=2, text="Peu clair")
    page = client.get(reverse("services:request", args=[request.uid])).content.decode()

    assert "mécontent" in page
    assert "Peu clair" in page


def test_a_receipt_says_what_was_filed_and_when(client):
    request = asked()
    actions.describe(request, text="Deux cents masques", by=None)
    client.force_login(holder("centre_staff", request.centre))

    draft = client.get(reverse("services:receipt", args=[request.uid])).content.decode()
    moved(request, "submit")
    filed = client.get(reverse("services:receipt", args=[request.uid])).content.decode()

    assert "brouillon" in draft
    assert "Déposée le" in filed
    assert "Deux cents masques" in filed
