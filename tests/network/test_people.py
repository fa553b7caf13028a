"""Invitations, roles held and ended, accounts closed; demo accounts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from jalon.journal.models import Event
from jalon.network import actions
from jalon.network.access import can
from jalon.network.models import Invitation, Membership
from jalon.network.roles import ROLES
from jalon.people.models import User
from jalon.people.queries import account_of
from tests.factories.network import CentreFactory, MembershipFactory, MinistryFactory, NetworkFactory, holder
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)
NOON = datetime(2024, 6, 1, 12, tzinfo=ZoneInfo("Africa/Casablanca"))


@pytest.fixture
def letters(mailoutbox, django_capture_on_commit_callbacks):
    """Run an action and give the letters it sent once committed."""

    def sent(action, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            made = action(**arguments)
        return made, mailoutbox

    return sent


def invited(email="amina@exemple.ma", **fields):
    given = {
        "email": email,
        "role": "centre_staff",
        "organisation": fields.get("organisation") or CentreFactory(),
        "language": "fr",
        "by": None,
        "at": NOON,
        "link": lambda token: f"https://jalon.example/{token}/",
    }
    return given | fields


def accept(invitation, **fields):
    given = {"at": NOON + timedelta(days=1), "on": DAY, "name": "Amina", "password": PASSWORD}
    return actions.accept_invitation(invitation, **given | fields)


def test_a_letter_carries_the_link_and_the_database_only_its_digest(letters):
    invitation, [letter] = letters(actions.invite, **invited())

    token = letter.body.split("https://jalon.example/")[1].split("/")[0]
    assert letter.to == ["amina@exemple.ma"]
    assert token not in invitation.token_digest
    assert "Personnel de centre" in letter.body


@pytest.mark.parametrize(
    "language, said", (("ar", "مستخدم بمركز"), ("en", "Centre staff"), ("fr", "Bonjour"))
)
def test_a_letter_is_in_the_language_of_who_receives_it(letters, language, said):
    _invitation, [letter] = letters(actions.invite, **invited(language=language))

    assert said in letter.body


def test_the_link_is_in_the_language_of_the_letter(letters):
    def link(token):
        return reverse("network:acceptance", args=[token])

    _invitation, [letter] = letters(actions.invite, **invited(language="ar", link=link))

    assert "\n/ar/network/invitations/" in letter.body
    assert "8 يونيو 2024" in letter.body


def test_a_letter_the_mail_server_does_not_take_is_said(letters, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(actions.LetterNotSent, match="amina@exemple"):
        letters(actions.invite, **invited())

    assert Invitation.objects.filter(email="amina@exemple.ma").exists()


def test_the_journal_keeps_no_name_and_no_address():
    invitation = actions.invite(**invited())
    user = accept(invitation)
    actions.deactivate(user, reason="départ d'Amina", on=DAY, by=None)

    written = " ".join(f"{event.subject} {event.payload}" for event in Event.objects.all())

    assert "amina" not in written.casefold()


def test_accepting_opens_the_account_and_the_role():
    invitation = actions.invite(**invited(language="ar"))

    user = accept(invitation)

    assert user.check_password(PASSWORD)
    assert user.language == "ar"
    assert can(user, "evidence.import", invitation.organisation, on=DAY)


def test_an_invitation_is_accepted_once():
    invitation = actions.invite(**invited())
    accept(invitation)

    with pytest.raises(ValidationError):
        accept(invitation)


def test_an_invitation_is_good_for_seven_days():
    invitation = actions.invite(**invited())

    with pytest.raises(ValidationError):
        accept(invitation, at=NOON + timedelta(days=7))
    assert not User.objects.exists()


def test_a_withdrawn_invitation_opens_nothing():
    invitation = actions.invite(**invited())
    actions.withdraw_invitation(invitation, by=None, at=NOON)

    with pytest.raises(ValidationError):
        accept(invitation)


def test_inviting_again_withdraws_the_former_letter():
    centre = CentreFactory()
    former = actions.invite(**invited(organisation=centre))

    actions.invite(**invited(organisation=centre, email="AMINA@exemple.ma"))

    former.refresh_from_db()
    assert former.withdrawn_at == NOON


def test_who_has_an_account_takes_the_role_on_it():
    user = UserFactory(email="amina@exemple.ma")
    invitation = actions.invite(**invited())
    with pytest.raises(ValidationError):
        accept(invitation)

    accept(invitation, user=user)

    assert user.memberships.get().role == "centre_staff"


def test_an_invitation_is_not_accepted_by_somebody_else():
    invitation = actions.invite(**invited())

    with pytest.raises(ValidationError):
        accept(invitation, user=UserFactory())


def test_a_role_is_held_in_its_own_kind_of_organisation():
    with pytest.raises(ValidationError):
        actions.invite(**invited(role="auditor", organisation=CentreFactory()))


@pytest.mark.parametrize("first, second", (("centre_staff", "auditor"), ("verifier", "centre_director")))
def test_who_acts_cannot_also_check(first, second):
    user = holder(first)
    organisation = CentreFactory() if ROLES[second].held_in == ("centre",) else MinistryFactory()

    with pytest.raises(ValidationError):
        actions.hold_role(user, role=second, organisation=organisation, starts_on=DAY, by=None)


def test_who_acted_once_may_check_later():
    user = MembershipFactory(ends_on=DAY).user

    actions.hold_role(user, role="auditor", organisation=MinistryFactory(), starts_on=DAY, by=None)

    assert can(user, "evidence.consult", on=DAY)


def test_a_role_ends_at_once():
    membership = MembershipFactory()

    actions.end_role(membership, on=DAY, by=None)

    assert not can(membership.user, "evidence.import", membership.organisation, on=DAY)
    assert can(membership.user, "evidence.import", membership.organisation, on=DAY - timedelta(days=1))


def test_the_last_administrator_stays():
    user = holder("administrator")

    with pytest.raises(ValidationError):
        actions.end_role(user.memberships.get(), on=DAY, by=None)
    with pytest.raises(ValidationError):
        actions.deactivate(user, reason="départ", on=DAY, by=None)

    holder("administrator")
    actions.deactivate(user, reason="départ", on=DAY, by=None)


def test_nobody_closes_their_own_account():
    user = holder("administrator")
    holder("administrator")

    with pytest.raises(ValidationError):
        actions.deactivate(user, reason="départ", on=DAY, by=user)


def test_an_account_is_closed_with_its_reason_and_opened_again():
    user = holder("centre_staff")
    closure = actions.deactivate(user, reason="départ", on=DAY, by=None)
    assert not user.is_active

    actions.reactivate(user, by=None)

    closure.refresh_from_db()
    assert closure.lift_event is not None
    assert can(user, "evidence.import", on=DAY)


def test_one_act_is_one_event():
    invitation = actions.invite(**invited())
    accept(invitation)

    verbs = Event.objects.exclude(verb="journal.founded").values_list("verb", flat=True)
    assert list(verbs) == ["person.invited", "invitation.accepted"]


# the page of whoever has the letter


def acceptance_page(letters):
    _invitation, [letter] = letters(
        actions.invite,
        **invited(at=timezone.now(), link=lambda token: reverse("network:acceptance", args=[token])),
    )
    return next(word for word in letter.body.split() if "/invitations/" in word)


def test_the_page_asks_for_a_name_and_a_password_and_signs_in(client, letters):
    page = acceptance_page(letters)
    assert client.get(page).status_code == 200

    client.post(page, {"name": "Amina", "password": PASSWORD, "again": PASSWORD})

    assert client.session["_auth_user_id"] == str(account_of("amina@exemple.ma").pk)


@pytest.mark.parametrize("password, again", (("court", "court"), (PASSWORD, "autre chose")))
def test_a_bad_password_is_refused_and_the_name_stays_typed(client, letters, password, again):
    answer = client.post(acceptance_page(letters), {"name": "Amina B.", "password": password, "again": again})

    assert "Amina B." in answer.content.decode()
    assert not User.objects.exists()


def test_a_short_password_is_refused_in_arabic(client, letters):
    page = acceptance_page(letters).replace("/fr/", "/ar/")

    answer = client.post(page, {"name": "أمينة", "password": "court", "again": "court"})

    assert "كلمة المرور هذه قصيرة جدا: اكتب 12 حرفا على الأقل" in answer.content.decode()


def test_a_used_link_says_so(client, letters):
    page = acceptance_page(letters)
    client.post(page, {"name": "Amina", "password": PASSWORD, "again": PASSWORD})

    assert client.get(page).status_code == 410


def test_a_made_up_link_leads_nowhere(client):
    assert client.get(reverse("network:acceptance", args=["made-up"])).status_code == 404


def test_reading_the_page_writes_nothing(readonly_client, letters):
    assert readonly_client.get(acceptance_page(letters)).status_code == 200


# demo


@pytest.fixture
def a_country():
    MinistryFactory(), NetworkFactory(), CentreFactory()


def test_a_demo_has_one_account_a_role_and_making_them_again_changes_nothing(a_country, settings):
    settings.JALON_DEMO = True

    first = actions.create_demo_accounts(on=DAY)
    events = Event.objects.count()
    again = actions.create_demo_accounts(on=DAY + timedelta(days=1))

    assert first == again
    assert [account.role.code for account in first] == list(ROLES)
    assert Event.objects.count() == events
    for account in first:
        assert account_of(account.email).check_password(account.password)


def test_there_is_no_demo_account_outside_a_demo(a_country, settings):
    settings.JALON_DEMO = False

    with pytest.raises(RuntimeError):
        actions.create_demo_accounts(on=DAY)
    assert not User.objects.exists()


# what always holds, whoever writes


def test_a_membership_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError):
        MembershipFactory(starts_on=DAY, ends_on=DAY - timedelta(days=1))


def test_an_open_role_is_held_once():
    held = MembershipFactory()

    with pytest.raises(IntegrityError):
        MembershipFactory(user=held.user, organisation=held.organisation)


def test_only_a_centre_has_a_federation():
    with pytest.raises(IntegrityError):
        MinistryFactory(federation=CentreFactory().federation)


def test_an_accepted_invitation_has_its_person():
    invitation = actions.invite(**invited())

    with pytest.raises(IntegrityError):
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=NOON)


def test_a_person_who_holds_a_role_is_never_deleted():
    held = MembershipFactory()

    with pytest.raises(IntegrityError):
        held.user.delete()
    assert Membership.objects.filter(pk=held.pk).exists()
