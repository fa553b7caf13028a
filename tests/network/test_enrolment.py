"""The firms named in an import."""

import time
from datetime import date, timedelta
from random import Random

import pytest

from jalon.journal.actions import recording
from jalon.kernel.ice import IceError
from jalon.network.actions import FirmSeen, complete_ice, enrol_firms, merge_firms
from jalon.network.models import CentreFirm, Enterprise, Establishment
from jalon.network.queries import Profile, firm_profiles_on
from tests.factories.network import CentreFactory, RegionFactory, SectorFactory, ice

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


def seen(ice_text="", name="", size="", sector="", region="", on=DAY):
    return FirmSeen(ice_text, name, size, sector, region, on)


def enrol(rows, centre=None):
    centre = centre or CentreFactory()
    with recording("evidence.imported") as record:
        return enrol_firms(rows, centre=centre, event_id=record.event_id)


def test_a_firm_seen_twice_is_one_enterprise():
    first, second = enrol([seen(ice(7), "Alpha"), seen(ice(7), "Alpha SARL")])

    assert first == second
    assert Enterprise.objects.get().name == "Alpha"


def test_two_establishments_are_one_enterprise():
    first, second = enrol([seen(ice(7, 1)), seen(ice(7, 2))])

    assert first.enterprise_id == second.enterprise_id
    assert first.establishment_id != second.establishment_id
    assert set(Establishment.objects.values_list("number", flat=True)) == {"0001", "0002"}


def test_an_ice_with_spaces_is_the_same_ice():
    spaced, plain = enrol([seen("001 561 191 0000 66"), seen("001561191000066")])

    assert spaced == plain


def test_a_wrong_ice_is_refused():
    with pytest.raises(IceError):
        enrol([seen("001561191000065")])


def test_a_row_without_firm_names_nobody():
    assert enrol([seen()]) == [(None, None)]


def test_a_firm_without_ice_is_pending_and_known_again_by_its_name():
    centre = CentreFactory()

    first = enrol([seen(name="Société Générale du Bois")], centre)
    again = enrol([seen(name="societe generale du bois")], centre)

    assert first == again
    assert Enterprise.objects.get().pending_reason


def test_two_centres_do_not_share_a_firm_by_its_name_alone():
    [first], [second] = enrol([seen(name="Alpha")]), enrol([seen(name="Alpha")])

    assert first.enterprise_id != second.enterprise_id


def test_a_firm_with_an_ice_is_not_taken_for_the_pending_one_of_the_same_name():
    with_ice, without = enrol([seen(ice(7), "Alpha"), seen(name="Alpha")])

    assert with_ice.enterprise_id != without.enterprise_id


def test_a_firm_completed_since_is_still_known_by_its_name():
    centre = CentreFactory()
    [first] = enrol([seen(name="Alpha")], centre)
    complete_ice(Enterprise.objects.get(), ice=ice(7), by=None)

    [again] = enrol([seen(name="Alpha")], centre)

    assert again == first


def test_a_merged_firm_keeps_its_rows_and_both_records_are_the_centres():
    [absorbed], [kept] = enrol([seen(name="Alpha")]), enrol([seen(ice(7), "Alpha")])
    merge_firms(
        Enterprise.objects.get(pk=absorbed.enterprise_id),
        Enterprise.objects.get(pk=kept.enterprise_id),
        reason="même entreprise",
        by=None,
    )
    centre = CentreFactory()

    [later] = enrol([seen(ice(7))], centre)

    assert later.enterprise_id == kept.enterprise_id
    assert CentreFirm.objects.filter(centre=centre).count() == 1


def test_a_centre_that_names_an_absorbed_record_reads_the_kept_one_too():
    [absorbed], [kept] = enrol([seen(ice(8), "Alpha")]), enrol([seen(ice(7), "Alpha")])
    firms = Enterprise.objects.in_bulk()
    merge_firms(firms[absorbed.enterprise_id], firms[kept.enterprise_id], reason="double", by=None)
    centre = CentreFactory()

    enrol([seen(ice(8))], centre)

    linked = set(CentreFirm.objects.filter(centre=centre).values_list("enterprise", flat=True))
    assert linked == {absorbed.enterprise_id, kept.enterprise_id}


def test_nine_digits_name_a_registered_enterprise_and_change_no_profile():
    [known] = enrol([seen(ice(7), "Alpha", size="small")])

    [bare] = enrol([seen(ice(7)[:9], size="large", on=DAY + timedelta(days=30))])

    assert bare == (known.enterprise_id, None)
    assert firm_profiles_on([(known.enterprise_id, date(2030, 1, 1))]) == [Profile("small")]


def test_nine_digits_that_nobody_has_enrol_nobody():
    with pytest.raises(IceError):
        enrol([seen(ice(7)[:9], "Alpha")])

    assert not Enterprise.objects.exists()


def test_a_profile_holds_from_the_first_day_it_is_seen():
    RegionFactory()
    SectorFactory()
    [keys] = enrol([seen(ice(7), size="small", sector="22", region="MA-06")])
    before, since = DAY - timedelta(days=1), DAY + timedelta(days=400)

    profiles = firm_profiles_on([(keys.enterprise_id, before), (keys.enterprise_id, since), (None, DAY)])

    assert profiles == [Profile(), Profile("small", "22", "MA-06"), Profile()]


def test_a_firm_that_grows_shrinks_and_grows_has_each_size_on_its_days():
    sizes = {date(2024, 1, 1): "small", date(2024, 2, 1): "medium", date(2024, 3, 1): "small"}
    keys = enrol([seen(ice(7), size=size, on=day) for day, size in sizes.items()])

    profiles = firm_profiles_on([(keys[0].enterprise_id, day) for day in sizes])

    assert [profile.size for profile in profiles] == list(sizes.values())


def test_what_a_row_leaves_out_goes_on_as_it_was():
    RegionFactory()
    later = DAY + timedelta(days=30)
    keys = enrol([seen(ice(7), size="small"), seen(ice(7), region="MA-06", on=later)])

    assert firm_profiles_on([(keys[0].enterprise_id, later)]) == [Profile("small", "", "MA-06")]


def test_the_same_rows_again_change_nothing():
    centre = CentreFactory()
    rows = [seen(ice(n), f"F{n}", size="small", on=DAY + timedelta(days=n)) for n in range(1, 20)]
    first = enrol(rows, centre)
    profiles = firm_profiles_on([(keys.enterprise_id, date(2030, 1, 1)) for keys in first])

    assert enrol(rows, centre) == first
    assert firm_profiles_on([(keys.enterprise_id, date(2030, 1, 1)) for keys in first]) == profiles


def many(rows):
    draw = Random(1)
    firms = [(ice(number), f"Entreprise {number}") for number in range(1, 3001)]
    days = [date(2023, 1, 1) + timedelta(days=day) for day in range(1200)]
    sizes = {firm: draw.choice(("micro", "small", "medium")) for firm in firms}
    chosen = draw.choices(firms, k=rows)
    return [seen(*firm, size=sizes[firm], region="MA-06", on=draw.choice(days)) for firm in chosen]


@pytest.mark.parametrize("rows", (10, 2000))
def test_the_number_of_queries_does_not_depend_on_the_rows(rows, django_assert_num_queries):
    RegionFactory()
    centre = CentreFactory()

    with recording("evidence.imported") as record, django_assert_num_queries(11):
        enrol_firms(many(rows), centre=centre, event_id=record.event_id)


def test_a_hundred_thousand_rows_are_enrolled_in_no_time():
    RegionFactory()
    rows = many(100_000)
    centre = CentreFactory()

    with recording("evidence.imported") as record:
        start = time.process_time()
        enrol_firms(rows, centre=centre, event_id=record.event_id)
        taken = time.process_time() - start

    assert taken < 1.5  # 0.3 s on a quiet machine; this one catches a slip of the algorithm
