"""Firms: their ICE, their profiles, searching them, merging them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, transaction
from django.utils import translation

from jalon.network import actions, queries
from jalon.network.access import standing
from jalon.network.models import CentreFirm, Enterprise, Establishment, Merge
from tests.factories.network import (
    CentreFactory,
    CentreFirmFactory,
    EnterpriseFactory,
    EstablishmentFactory,
    ProfileFactory,
    holder,
    ice,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


def register(**fields):
    given = {"name": "Alpha", "on": DAY, "by": None, "ice": "001561191000066"} | fields
    return actions.register_firm(**given)


@pytest.mark.parametrize(
    "text", ("001561191000066", "002136093000040", "000036794000036", " 001 561191 0000 66 ")
)
def test_a_valid_ice_is_split_in_enterprise_and_establishment(text):
    firm = register(ice=text)

    digits = "".join(text.split())
    assert firm.number == digits[:9]
    assert firm.establishments.get().number == digits[9:13]


@pytest.mark.parametrize(
    "text, reason",
    (("001561191000065", "control"), ("00156119100006", "length"), ("00156119100006X", "characters")),
)
def test_a_wrong_ice_is_refused_with_its_reason(text, reason):
    with pytest.raises(ValidationError) as refused:
        register(ice=text)

    assert refused.value.code == reason
    assert not Enterprise.objects.exists()


def test_what_is_wrong_with_an_ice_is_said_in_arabic():
    with translation.override("ar"):
        assert "15 رقما" in queries.ice_sentence("length")


def test_the_same_ice_is_the_same_firm():
    assert register() == register(name="Alpha SARL")


def test_a_firm_without_ice_says_why():
    with pytest.raises(ValidationError):
        register(ice="")

    firm = register(ice="", pending_reason="demande en cours")

    assert firm.number is None


def test_a_pending_firm_receives_its_number():
    firm = register(ice="", pending_reason="demande en cours")

    actions.complete_ice(firm, ice="001561191000066", by=None)

    assert firm.number == "001561191"
    assert firm.establishments.get().ice == "001561191000066"


def test_a_number_already_taken_is_not_given_twice():
    register()
    pending = register(name="Beta", ice="", pending_reason="demande en cours")

    with pytest.raises(ValidationError) as refused:
        actions.complete_ice(pending, ice="001561191000066", by=None)

    assert refused.value.code == "taken"


def test_two_people_who_complete_one_firm_give_it_one_number():
    firm = register(ice="", pending_reason="demande en cours")
    seen_by_another = Enterprise.objects.get(pk=firm.pk)
    actions.complete_ice(firm, ice="001561191000066", by=None)

    with pytest.raises(ValidationError):
        actions.complete_ice(seen_by_another, ice="002136093000040", by=None)

    assert Enterprise.objects.get(pk=firm.pk).number == "001561191"


def test_the_centre_that_registers_a_firm_sees_it_and_another_does_not():
    centre = CentreFactory()

    firm = register(centre=centre)

    assert queries.sees_firm(standing(holder("centre_staff", centre)), firm)
    assert not queries.sees_firm(standing(holder("centre_staff")), firm)


@pytest.mark.parametrize(
    "name, typed",
    (
        ("Société Générale d'Électricité", "electricite"),
        ("Société Générale d'Électricité", "ÉLEC generale"),
        ("شركة أحمد للنسيج", "احمد"),
        ("شركة احمد للنسيج", "أحمد"),
        ("مؤسسة الجودة", "الجوده"),
        ("مؤسسة الجوده", "الجودة"),
        ("مؤسسة الجودة", "جودة"),
        ("مؤسسة جودة", "الجودة"),
        ("شركة الإلكترونيات", "الكترونيات"),
        ("شركة إلكترونيات", "الإلكترونيات"),
        ("الشركة المغربية للصناعات الغذائية", "صناعات"),
        ("الشركة المغربية للصناعات الغذائية", "الصناعات"),
        ("شركة الصناعات", "للصناعات"),
        ("تعاونية أڭادير", "اكادير"),
        ("CŒUR DE BOIS", "coeur"),
    ),
)
def test_search_does_not_mind_accents_or_arabic_letter_forms(name, typed):
    firm = EnterpriseFactory(name=name)
    EnterpriseFactory(name="Autre chose")

    assert list(queries.found_firms(Enterprise.objects.all(), typed)) == [firm]


def test_search_matches_the_beginning_of_words_only():
    EnterpriseFactory(name="Plastima")

    assert not queries.found_firms(Enterprise.objects.all(), "stima").exists()


@pytest.mark.parametrize("typed", ("001561191", "0015", "001561191000066", "001 561 191 0000 66"))
def test_a_firm_is_found_by_its_number(typed):
    firm = register()
    EnterpriseFactory()

    assert list(queries.found_firms(Enterprise.objects.all(), typed)) == [firm]


def test_nothing_but_signs_finds_everything():
    EnterpriseFactory()

    assert queries.found_firms(Enterprise.objects.all(), " %_' ").count() == 1


def test_organisations_are_found_in_any_language():
    centre = CentreFactory(code="CTPC")

    assert queries.found_organisations([centre], "مركز") == [centre]
    assert queries.found_organisations([centre], "ctp") == [centre]
    assert queries.found_organisations([centre], "cuir") == []


def test_names_alike_are_suggested_and_the_one_with_an_ice_is_kept():
    centre = CentreFactory()
    kept = EnterpriseFactory(name="Plastiques de l'Atlas SARL")
    absorbed = EnterpriseFactory(name="STE PLASTIQUE DE L'ATLAS", pending=True)
    EnterpriseFactory(name="Textiles du Nord")
    for firm in (kept, absorbed):
        CentreFirmFactory(centre=centre, enterprise=firm)

    [(one, other, _share)] = queries.likely_duplicates(standing(holder("centre_director", centre)))

    assert (one, other) == (absorbed, kept)


def test_names_that_differ_in_a_number_are_not_suggested():
    for number in (1, 2):
        EnterpriseFactory(name=f"Usine Atlas {number}")

    assert queries.likely_duplicates(standing(holder("administrator"))) == []


def test_a_merge_keeps_both_records_and_leads_to_the_kept_one():
    absorbed, kept = EnterpriseFactory(pending=True), EnterpriseFactory()

    merge = actions.merge_firms(absorbed, kept, reason="même registre", by=None)

    absorbed.refresh_from_db()
    assert absorbed.final == kept
    assert Enterprise.objects.count() == 2
    assert merge.event.payload == {"absorbed": str(absorbed.uid), "kept": str(kept.uid)}
    assert queries.merges_of(merge.event_id) == [queries.merge_digest(merge)]


def test_a_chain_of_merges_leads_straight_to_the_last():
    one, two, three = EnterpriseFactory(), EnterpriseFactory(), EnterpriseFactory()
    actions.merge_firms(one, two, reason="double", by=None)
    actions.merge_firms(two, three, reason="double", by=None)

    assert set(queries.final_records()) == {(one.pk, three.pk), (two.pk, three.pk)}
    assert Merge.objects.get(absorbed=one).kept == two


def test_a_merged_record_is_found_through_the_kept_one():
    absorbed, kept = EnterpriseFactory(name="Ancien nom"), EnterpriseFactory(name="Nouveau nom")
    actions.merge_firms(absorbed, kept, reason="double", by=None)

    assert list(queries.found_firms(Enterprise.objects.all(), "ancien")) == [kept]


def test_the_centres_of_both_records_see_the_kept_one():
    link = CentreFirmFactory()
    kept = EnterpriseFactory()

    actions.merge_firms(link.enterprise, kept, reason="double", by=None)

    assert CentreFirm.objects.filter(enterprise=kept, centre=link.centre).exists()


@pytest.mark.parametrize("case", ("itself", "again", "number"))
def test_a_merge_that_would_lose_something_is_refused(case):
    one, two = EnterpriseFactory(), EnterpriseFactory()
    if case == "itself":
        two = one
    elif case == "again":
        actions.merge_firms(one, two, reason="double", by=None)
    else:
        two = EnterpriseFactory(pending=True)

    with pytest.raises(ValidationError):
        actions.merge_firms(one, two, reason="double", by=None)


def test_a_centre_does_not_merge_a_record_another_centre_knows():
    centre, firm = CentreFactory(), EnterpriseFactory()
    CentreFirmFactory(centre=centre, enterprise=firm)
    director = standing(holder("centre_director", centre))
    assert firm in queries.firms_absorbable_by(director)

    CentreFirmFactory(enterprise=firm)

    assert firm not in queries.firms_absorbable_by(director)
    assert firm in queries.firms_absorbable_by(standing(holder("administrator")))


def test_a_profile_begins_on_a_day_and_the_days_before_keep_theirs():
    firm = EnterpriseFactory()
    actions.set_profile(firm, starts_on=DAY, size="small", by=None)
    actions.set_profile(firm, starts_on=date(2025, 1, 1), size="medium", by=None)

    asked = [(firm.pk, date(2024, 12, 31)), (firm.pk, date(2025, 1, 1))]

    assert [profile.size for profile in queries.firm_profiles_on(asked)] == ["small", "medium"]


# what always holds, whoever writes


def test_a_pending_firm_without_reason_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        EnterpriseFactory(number=None)


@pytest.mark.parametrize("number", ("12345678", "12345678A", "١٢٣٤٥٦٧٨٩"))
def test_an_enterprise_number_is_nine_digits(number):
    with pytest.raises(IntegrityError):
        EnterpriseFactory(number=number)


def test_two_enterprises_never_share_a_number():
    EnterpriseFactory(number="123456789")

    with pytest.raises(IntegrityError):
        EnterpriseFactory(number="123456789")


def test_the_number_of_an_establishment_is_the_one_in_its_ice():
    with pytest.raises(IntegrityError):
        EstablishmentFactory(number="0002", ice=ice(7, 1))


def test_an_establishment_is_registered_once():
    found = EstablishmentFactory()

    with pytest.raises(IntegrityError):
        Establishment.objects.create(enterprise=found.enterprise, number="0001", ice=found.ice)


def test_a_firm_has_one_profile_a_day():
    found = ProfileFactory()

    with pytest.raises(IntegrityError):
        ProfileFactory(enterprise=found.enterprise)


def test_no_record_is_merged_into_itself():
    firm = EnterpriseFactory()

    with pytest.raises(IntegrityError):
        Enterprise.objects.filter(pk=firm.pk).update(kept=firm)


def test_a_merge_is_never_changed_or_removed():
    merge = actions.merge_firms(EnterpriseFactory(), EnterpriseFactory(), reason="double", by=None)

    for statement in ("UPDATE network_merge SET reason = ''", "DELETE FROM network_merge"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Merge.objects.get() == merge
