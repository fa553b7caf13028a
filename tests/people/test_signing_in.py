"""Signing in: who can, who cannot, and how many times one may be wrong."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import translation

from jalon.people import actions
from jalon.people.models import User
from jalon.people.queries import demo_password
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def address(name, language="fr"):
    with translation.override(language):
        return reverse(name)


def sign_in(client, email, password=PASSWORD, **query):
    return client.post(address("account_login"), {"login": email, "password": password, **query})


def confirm(client):
    """The password once more, as what protects the account asks for it."""
    client.post(address("account_reauthenticate"), {"password": PASSWORD})


def is_signed_in(client) -> bool:
    return client.get(address("people:preferences")).status_code == 200


def test_a_person_signs_in_and_lands_in_their_language(client):
    user = UserFactory(language="ar")

    answer = sign_in(client, user.email)

    assert client.get(answer["Location"])["Location"] == "/ar/"


def test_the_page_that_was_asked_for_comes_after_in_the_persons_language(client):
    user = UserFactory(language="ar")

    answer = sign_in(client, user.email, next=address("people:preferences"))

    assert client.get(answer["Location"])["Location"] == address("people:preferences", "ar")


def test_signing_in_never_leads_to_another_site(client):
    user = UserFactory()
    client.force_login(user)

    answer = client.get(address("people:welcome"), {"next": "https://elsewhere.example/"})

    assert answer["Location"] == "/fr/"


def test_the_address_is_the_same_in_capitals(client):
    user = UserFactory(email="direction@exemple.ma")

    sign_in(client, "Direction@Exemple.MA")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_refused_in_french(client):
    answer = sign_in(client, UserFactory().email, "autre chose")

    assert answer.status_code == 200
    assert "incorrect" in answer.content.decode()


def test_a_closed_account_cannot_sign_in(client):
    user = UserFactory(inactive=True)

    sign_in(client, user.email)

    assert not is_signed_in(client)


def test_sessions_end_when_the_account_is_closed_and_do_not_come_back(client):
    user = UserFactory()
    client.force_login(user)
    assert is_signed_in(client)

    actions.close(user)
    actions.open_again(user)

    assert not is_signed_in(client)
    assert not Session.objects.exists()


def test_a_demo_account_signs_in_on_a_demo_home_only(client, settings):
    user = UserFactory(demo=True)
    settings.JALON_DEMO = False
    sign_in(client, user.email)
    assert not is_signed_in(client)

    settings.JALON_DEMO = True
    sign_in(client, user.email)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "language, sentence",
    (("fr", "qu'en mode démonstration"), ("ar", "إلا في وضع العرض التجريبي"), ("en", "only in demo mode")),
)
def test_the_page_lists_the_demo_accounts_and_says_what_they_are(client, settings, language, sentence):
    user = UserFactory(demo=True)
    settings.JALON_DEMO = True

    text = client.get(address("account_login", language)).content.decode().replace("&#x27;", "'")

    assert sentence in text
    assert demo_password(user.email) in text


def test_no_demo_account_is_listed_elsewhere(client, settings):
    user = UserFactory(demo=True)
    settings.JALON_DEMO = False

    assert user.email not in client.get(address("account_login")).content.decode()


def test_five_failures_close_the_address_for_a_while(client):
    user = UserFactory()
    for _ in range(5):
        answer = sign_in(client, user.email, "autre chose")

    assert answer.status_code == 429
    assert "administrateur" in answer.content.decode()
    assert "pendant 15 minutes" in answer.content.decode()
    assert sign_in(client, user.email).status_code == 429
    assert not is_signed_in(client)


def test_the_lock_out_says_how_long_it_really_lasts(client, settings):
    settings.AXES_COOLOFF_TIME = 2
    user = UserFactory()
    for _ in range(5):
        answer = sign_in(client, user.email, "autre chose")

    assert "pendant 120 minutes" in answer.content.decode()


def test_the_lock_out_does_not_depend_on_capitals_and_spares_the_others(client):
    user, other = UserFactory(email="a@exemple.ma"), UserFactory()
    for typed in ("a@exemple.ma", "A@exemple.ma", "a@Exemple.ma", "A@EXEMPLE.MA", "a@exemple.MA"):
        sign_in(client, typed, "autre chose")

    assert sign_in(client, user.email).status_code == 429
    assert sign_in(client, other.email).status_code == 302


def test_nobody_signs_up(client):
    typed = {"email": "a@exemple.ma", "password1": PASSWORD, "password2": PASSWORD}

    answer = client.post(address("account_signup"), typed)

    assert answer["Location"] == address("account_login")
    assert not User.objects.exists()


def code_of(secret) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_turned_on_and_asked_for(client):
    user = UserFactory()
    sign_in(client, user.email)
    assert "reauthenticate" in client.get(address("mfa_activate_totp"))["Location"]
    confirm(client)
    secret = client.get(address("mfa_activate_totp")).context["form"].secret
    client.post(address("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()

    client.post(address("account_logout"))
    answer = sign_in(client, user.email)

    assert answer["Location"].endswith(address("mfa_authenticate"))
    assert not is_signed_in(client)


def test_a_recovery_code_lets_one_in_once(client):
    user = UserFactory()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    [code, *_] = RecoveryCodes.activate(user).get_unused_codes()
    sign_in(client, user.email)

    client.post(address("mfa_authenticate"), {"code": code})

    assert is_signed_in(client)
    assert code not in Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
def test_the_pages_of_an_account_are_read_in_three_languages(client, language):
    user = UserFactory(language=language)
    sign_in(client, user.email)
    assert client.get(address("account_reauthenticate", language)).status_code == 200
    confirm(client)
    names = (
        "people:preferences",
        "mfa_index",
        "mfa_activate_totp",
        "account_change_password",
        "account_logout",
    )

    for name in names:
        page = client.get(address(name, language))
        assert page.status_code == 200, name
        assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
def test_the_pages_of_a_stranger_are_read_in_three_languages(readonly_client, language):
    for name in (
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
    ):
        page = readonly_client.get(address(name, language))
        assert page.status_code == 200, name
        assert f'lang="{language}"' in page.content.decode()


def test_a_forgotten_password_is_replaced_by_a_letter(client, mailoutbox):
    user = UserFactory()

    client.post(address("account_reset_password"), {"email": user.email})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))
    page = client.get(link, follow=True)
    new = "une autre phrase assez longue"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert sign_in(client, user.email, new).status_code == 302


def test_a_letter_to_an_unknown_address_offers_no_sign_up(client, mailoutbox):
    client.post(address("account_reset_password", "ar"), {"email": "inconnu@exemple.ma"})

    assert "http" not in mailoutbox[0].body
    assert "تفتح الحسابات بدعوة" in mailoutbox[0].body


def test_preferences_are_kept_and_answered_in_the_new_language(client):
    user = UserFactory(language="fr")
    client.force_login(user)

    answer = client.post(
        address("people:preferences"), {"name": "Amina", "language": "ar", "digits": "arabic"}, follow=True
    )

    user.refresh_from_db()
    assert (user.name, user.language, user.digits) == ("Amina", "ar", "arabic")
    assert "حفظت تفضيلاتك" in answer.content.decode()
