"""A person who lost their second factor gets in again: by an administrator, on the record, told by letter."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalon.journal.models import Event
from jalon.network.actions import LetterNotSent, remove_second_factor
from tests.factories.network import holder
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def with_factor(**fields):
    user = UserFactory(**fields)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


def test_the_factor_and_its_codes_go_and_the_person_is_told_in_their_language(
    mailoutbox, django_capture_on_commit_callbacks
):
    person, other = with_factor(language="ar"), with_factor()

    with django_capture_on_commit_callbacks(execute=True):
        remove_second_factor(person, by=holder("administrator", name="Amina"))

    assert list(Authenticator.objects.values_list("user", flat=True).distinct()) == [other.pk]
    (letter,) = mailoutbox
    assert letter.to == [person.email]
    assert "Amina" in letter.body
    assert "كلمة" in letter.body
    event = Event.objects.order_by("number").last()
    assert (event.verb, event.subject, event.payload) == ("person.factor_removed", f"person:{person.uid}", {})


def test_the_sessions_of_the_account_end(client):
    person = with_factor()
    client.force_login(person)

    remove_second_factor(person, by=None)

    assert client.get(reverse("people:preferences")).status_code == 302


def test_nobody_removes_their_own_nor_one_that_is_not_there():
    administrator, before = holder("administrator"), Event.objects.count()

    for person in (administrator, UserFactory()):
        with pytest.raises(ValidationError):
            remove_second_factor(person, by=administrator)

    assert Event.objects.count() == before


def test_a_letter_that_is_not_sent_leaves_the_factor_removed_and_says_so(
    monkeypatch, django_capture_on_commit_callbacks
):
    person = with_factor()

    def refused(*_anything, **_more):
        raise OSError("no server")

    monkeypatch.setattr("jalon.network.actions.factors.send_mail", refused)

    with pytest.raises(LetterNotSent, match="no server"), django_capture_on_commit_callbacks(execute=True):
        remove_second_factor(person, by=None)
    assert not person.authenticator_set.exists()


def test_the_page_of_a_person_offers_it_to_an_administrator_when_there_is_one(client):
    client.force_login(holder("administrator"))
    person = holder("centre_staff")
    removal = reverse("network:factor_removal", args=[person.uid])
    assert removal not in client.get(reverse("network:person", args=[person.uid])).content.decode()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})

    assert removal in client.get(reverse("network:person", args=[person.uid])).content.decode()
    assert client.get(removal).status_code == 200
    client.post(removal)

    assert not person.authenticator_set.exists()
