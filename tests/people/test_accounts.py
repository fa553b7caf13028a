"""What always holds of an account, whoever writes it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from jalon.people import actions
from jalon.people.models import User
from jalon.people.queries import account_of, demo_accounts, demo_password
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_two_accounts_never_share_an_address_whatever_its_case():
    UserFactory(email="a@exemple.ma")

    with pytest.raises(IntegrityError):
        UserFactory(email="A@Exemple.ma")


def test_a_second_account_for_an_address_is_refused_with_a_sentence():
    UserFactory(email="a@exemple.ma")

    with pytest.raises(ValidationError, match="déjà un compte"):
        actions.open_account(email="A@exemple.ma", password="une phrase assez longue")


def test_an_account_is_found_by_its_address_in_any_case():
    user = UserFactory(email="a@exemple.ma")

    assert account_of(" A@EXEMPLE.ma ") == user
    assert User.objects.get_by_natural_key("A@exemple.ma") == user


def test_the_password_of_a_demo_account_is_the_homes_own(settings):
    here = demo_password("auditor@demo.example")
    assert demo_password("auditor@demo.example") == here

    settings.SECRET_KEY = "another home"

    assert demo_password("auditor@demo.example") != here


def test_demo_accounts_are_known_in_demo_mode_only(settings):
    user = UserFactory(demo=True)
    UserFactory()

    settings.JALON_DEMO = True
    assert list(demo_accounts()) == [user]

    settings.JALON_DEMO = False
    assert not demo_accounts().exists()
