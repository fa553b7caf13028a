"""Every page of the network, read by whom it concerns and refused to the others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from jalon.kernel.words import Words
from jalon.network.models import Enterprise, EnterpriseProfile, Invitation
from jalon.network.roles import ROLES
from tests.factories.network import (
    CentreFactory,
    CentreFirmFactory,
    EnterpriseFactory,
    EstablishmentFactory,
    FederationFactory,
    MinistryFactory,
    ProfileFactory,
    RegionFactory,
    SectorFactory,
    holder,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")


@pytest.fixture
def centre():
    return CentreFactory(code="CTPC")


@pytest.fixture
def firm(centre):
    made = EstablishmentFactory().enterprise
    ProfileFactory(enterprise=made, sector=SectorFactory(), region=RegionFactory())
    CentreFirmFactory(centre=centre, enterprise=made)
    return made


@pytest.fixture
def addresses(centre, firm):
    other = EnterpriseFactory(name=firm.name, pending=True)
    CentreFirmFactory(centre=centre, enterprise=other)
    staff = holder("centre_staff", centre)
    return {
        "organisations": (),
        "organisation_registration": (),
        "organisation": (centre.code,),
        "amendment": (centre.code,),
        "consultations": (),
        "roles": (),
        "firms": (),
        "firm_registration": (),
        "duplicates": (),
        "merge": (other.uid, firm.uid),
        "firm": (firm.uid,),
        "firm_name": (firm.uid,),
        "firm_ice": (firm.uid,),
        "firm_profile": (firm.uid,),
        "people": (),
        "person": (staff.uid,),
        "closure": (staff.uid,),
        "role_end": (staff.memberships.get().pk,),
        "invitation": (),
    }


def address(name, args, language="fr"):
    with translation.override(language):
        return reverse(f"network:{name}", args=args)


ADMINISTRATOR = {
    "organisations", "organisation_registration", "organisation", "amendment", "roles", "firms",
    "firm_registration", "duplicates", "merge", "firm", "firm_name", "firm_ice", "firm_profile", "people", "person",
    "closure", "role_end", "invitation",
}  # fmt: skip
EVERYBODY = {"organisations", "organisation", "roles"}
STAFF = EVERYBODY | {"firms", "firm_registration", "firm", "firm_name", "firm_ice", "firm_profile"}
OPEN_TO = {
    "administrator": ADMINISTRATOR,
    "centre_director": STAFF | {"duplicates", "merge", "people", "person", "role_end", "invitation"},
    "centre_staff": STAFF,
    "quality_manager": EVERYBODY | {"firms", "firm"},
    "auditor": EVERYBODY | {"firms", "consultations"},
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_other(role, addresses, centre, readonly_client):
    readonly_client.force_login(holder(role, centre if "centre" in ROLES[role].held_in else None))

    opened = {
        name
        for name, args in addresses.items()
        if readonly_client.get(address(name, args)).status_code == 200
    }

    assert opened == OPEN_TO.get(role, EVERYBODY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_read_in_three_languages_and_reading_writes_nothing(
    language, addresses, readonly_client
):
    readonly_client.force_login(holder("administrator"))

    for name in ADMINISTRATOR:
        page = readonly_client.get(address(name, addresses[name], language))
        assert page.status_code == 200, name
        assert f'lang="{language}"' in page.content.decode()


def test_a_person_who_did_not_sign_in_is_asked_to(addresses, client):
    for name, args in addresses.items():
        page = client.get(address(name, args))

        assert page.status_code == 302
        assert page["Location"].startswith(reverse("account_login"))


def test_another_centre_does_not_know_of_the_firm(firm, client):
    client.force_login(holder("centre_director"))

    for name in ("firm", "firm_name", "firm_ice", "firm_profile"):
        assert client.get(address(name, (firm.uid,))).status_code == 404


def test_another_centre_does_not_know_of_the_people(addresses, client):
    client.force_login(holder("centre_director"))

    assert client.get(address("person", addresses["person"])).status_code == 404
    assert client.post(address("role_end", addresses["role_end"])).status_code == 404


def test_a_refusal_says_what_is_missing_in_arabic(client):
    client.force_login(holder("committee_member"))

    page = client.get(address("firms", (), "ar"))

    assert page.status_code == 403
    assert "قراءة بطاقات المقاولات" in page.content.decode()


def test_the_firm_page_in_arabic_says_its_size_and_region(firm, centre, client):
    client.force_login(holder("centre_staff", centre))

    text = client.get(address("firm", (firm.uid,), "ar")).content.decode()

    assert "صغيرة" in text
    assert "الدار البيضاء-سطات" in text


def test_the_list_of_firms_has_a_budget_of_queries(centre, client, django_assert_max_num_queries):
    for _ in range(30):
        CentreFirmFactory(centre=centre, enterprise=EstablishmentFactory().enterprise)
    client.force_login(holder("centre_staff", centre))

    with django_assert_max_num_queries(20):
        client.get(address("firms", ()))


def test_an_organisation_is_registered_and_amended_by_the_administrator(client):
    client.force_login(holder("administrator", MinistryFactory()))
    typed = {
        "kind": "federation",
        "code": "FMP",
        "name_fr": "Fédération de la plasturgie",
        "name_ar": "فدرالية",
    }

    made = client.post(address("organisation_registration", ()), typed)
    amended = client.post(address("amendment", ("FMP",)), {"name_fr": "Fédération marocaine de plasturgie"})

    assert made.status_code == amended.status_code == 302
    assert (
        "Fédération marocaine de plasturgie" in client.get(address("organisation", ("FMP",))).content.decode()
    )


def test_a_note_whose_french_is_taken_away_is_kept_in_arabic(client):
    client.force_login(holder("administrator", MinistryFactory()))
    federation = FederationFactory(code="FMP", note=Words("Une note", ar="ملاحظة بالعربية"))

    answer = client.post(address("amendment", ("FMP",)), {"name_fr": "Fédération de la plasturgie"})

    federation.refresh_from_db()
    assert answer.status_code == 302
    assert federation.note == Words(fr="", ar="ملاحظة بالعربية")


def test_nothing_typed_is_lost_on_an_error(client):
    client.force_login(holder("administrator"))

    page = client.post(
        address("organisation_registration", ()), {"kind": "other", "name_fr": "Un partenaire"}
    )

    assert page.status_code == 200
    assert "Un partenaire" in page.content.decode()


def test_a_firm_is_registered_on_the_page(centre, client):
    client.force_login(holder("centre_staff", centre))
    typed = {
        "name": "Alpha",
        "ice": "001561191 000066",
        "starts_on": "2024-01-01",
        "centre": centre.pk,
        "size": "small",
    }

    assert client.post(address("firm_registration", ()), typed).status_code == 302
    assert "001561191" in client.get(address("firms", ())).content.decode()


@pytest.mark.parametrize(("days", "status"), [(0, 302), (1, 200)])
def test_a_firm_is_not_registered_from_a_day_to_come(centre, client, days, status):
    client.force_login(holder("centre_staff", centre))
    first = timezone.localdate() + timedelta(days)
    typed = {"name": "Alpha", "ice": "001561191000066", "starts_on": first.isoformat(), "centre": centre.pk}

    page = client.post(address("firm_registration", ()), typed)

    assert page.status_code == status
    assert Enterprise.objects.exists() is (days == 0)
    assert ("encore à venir" in page.content.decode()) is (days == 1)


def test_what_a_firm_will_be_is_not_recorded_before_it_is(addresses, firm, centre, client):
    client.force_login(holder("centre_staff", centre))
    tomorrow = timezone.localdate() + timedelta(1)
    typed = {"starts_on": tomorrow.isoformat(), "size": "large"}

    page = client.post(address("firm_profile", (firm.uid,)), typed)

    assert page.status_code == 200
    assert "encore à venir" in page.content.decode()
    assert not EnterpriseProfile.objects.filter(starts_on=tomorrow).exists()


def test_a_wrong_ice_says_why_in_french(centre, client):
    client.force_login(holder("centre_staff", centre))
    typed = {"name": "Alpha", "ice": "001561191000065", "starts_on": "2024-01-01", "centre": centre.pk}

    page = client.post(address("firm_registration", ()), typed)

    assert "un chiffre est mal saisi" in page.content.decode()


def test_two_records_are_merged_on_the_page(addresses, firm, centre, client):
    client.force_login(holder("centre_director", centre))

    typed = {"reason": "même registre de commerce", "sure": "on"}
    answer = client.post(address("merge", addresses["merge"]), typed)

    assert answer["Location"] == address("firm", (firm.uid,))
    assert "même registre de commerce" in client.get(answer["Location"]).content.decode()
    absorbed = client.get(address("firm", addresses["merge"][:1])).content.decode()
    assert "Cette fiche a été fusionnée" in absorbed
    assert "sont comptées à part" not in absorbed


def test_an_auditor_opens_a_centre_for_the_day_and_sees_its_firms(firm, centre, client):
    client.force_login(holder("auditor"))
    assert client.get(address("firm", (firm.uid,))).status_code == 404

    client.post(address("consultations", ()), {"centre": centre.code, "reason": "contrôle annuel"})

    assert client.get(address("firm", (firm.uid,))).status_code == 200


def test_registering_a_number_another_firm_has_says_so(firm, centre, client):
    client.force_login(holder("centre_director", centre))
    number = firm.establishments.get().ice
    typed = {"name": "Un autre nom", "ice": number, "centre": centre.pk, "starts_on": "2024-01-01"}

    page = client.post(address("firm_registration", ()), typed, follow=True)

    assert "entreprise de cet ICE est déjà connue" in page.text
    assert firm.name in page.text


def test_a_director_invites_staff_and_nobody_else(
    centre, client, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(holder("centre_director", centre))
    typed = {"email": "nouvelle@exemple.ma", "organisation": centre.code, "language": "ar"}

    client.post(address("invitation", ()), typed | {"role": "administrator"})
    assert not Invitation.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("invitation", ()), typed | {"role": "centre_staff"})
    assert "مستخدم بمركز" in mailoutbox[0].body
