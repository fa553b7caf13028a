"""What is drawn before anything is written."""

from datetime import date

import numpy as np
import pytest

from jalon.kernel import ice
from jalon.kernel.kinds import CATALOGUE, problems
from jalon.site.simulation import levels, stories
from jalon.site.simulation.centres import CENTRES, SIZES
from jalon.site.simulation.firms import DUPLICATES, SHARED, SHARED_BY, population
from jalon.site.simulation.promises import standing
from jalon.site.simulation.schedule import deliveries, recorded
from jalon.site.simulation.workload import SHARES, apportion, workload

START, END = date(2023, 1, 1), date(2026, 11, 22)


@pytest.fixture(scope="module")
def firms():
    return population(7, 100_000)


@pytest.fixture(scope="module")
def story(firms):
    place = next(place for place, centre in enumerate(CENTRES) if centre.code == "CTTH")
    return stories.tell(CENTRES[place], place, firms, START, date(2026, 12, 31), seed=7)


def test_every_number_of_a_firm_is_a_valid_ice_and_none_is_given_twice(firms):
    numbers = [number for number in firms.ice if number]

    assert len({ice.parse(number).enterprise for number in numbers}) == len(numbers) > 6000


def test_some_firms_wait_for_their_ice(firms):
    pending = sum(not number for number in firms.ice)

    assert 0.02 < pending / len(firms) < 0.06


def test_a_firm_is_served_by_four_centres(firms):
    serving = {place for place, pool in enumerate(firms.pools) if SHARED in pool}

    assert serving == set(SHARED_BY)


def test_the_second_record_of_a_firm_has_nearly_its_name_and_no_ice(firms):
    for second, first in DUPLICATES:
        assert not firms.ice[second]
        assert firms.ice[first]
        assert firms.name[second].split()[0] == firms.name[first].split()[0]


def test_the_same_seed_draws_the_same_firms(firms):
    again = population(7, 100_000)

    assert list(again.name) == list(firms.name)
    assert again.uid == firms.uid


def test_another_seed_draws_others(firms):
    assert list(population(8, 100_000).ice) != list(firms.ice)


def test_most_firms_are_around_casablanca(firms):
    assert 0.42 < np.mean(firms.region == "MA-06") < 0.52
    assert set(firms.size) == {size for size, _share in SIZES}


def test_shares_of_a_total_are_whole_and_add_up_exactly():
    shared = apportion(np.array([[0.1, 0.2], [0.3, 0.7]]), 1001)

    assert shared.sum() == 1001
    assert shared.tolist() == [[77, 154], [231, 539]]


def test_a_month_not_brought_in_yet_has_no_rows():
    span = levels.months(START, END)
    is_in = recorded(span, deliveries(span, END))
    work = workload(span, is_in, 90_000)
    late = [centre.code for centre in CENTRES].index("CERIC")

    assert work.rows.sum() + 2 * work.corrections.sum() == 90_000
    assert not work.rows[:, late, -1].any()
    assert work.rows[:, 0, -1].any()


def test_months_come_in_one_after_the_other_and_one_far_too_late():
    brought = deliveries(levels.months(START, END), END)
    span = levels.months(START, END)
    late = [centre.code for centre in CENTRES].index("CERIC")
    waits = {one.month: (one.at.date() - span[one.month].last).days for one in brought if one.place == late}

    assert brought == sorted(brought)
    assert waits[span.index(next(month for month in span if month.code == "2025-03"))] == 80
    assert max(one.received_to for one in brought if one.place == late and one.received_to) == date(
        2026, 9, 30
    )


def test_a_year_of_tests_starts_from_the_published_total():
    tests = sum(levels.of_year(centre, "tests", 2022) for centre in CENTRES)

    assert 14_500 <= tests <= 16_500


def test_august_and_the_fast_are_quiet():
    months = {month.code: month.weight for month in levels.months(date(2023, 1, 1), date(2023, 12, 31))}

    assert months["2023-08"] < 0.7 < months["2023-04"] < months["2023-05"]


def test_shares_of_the_kinds_make_a_whole():
    assert sum(SHARES.values()) == pytest.approx(1)


def test_every_deed_of_a_story_could_have_been_typed_by_a_person(story):
    for deed in story:
        said = vars(deed) | {"documents": deed.document, "firm": deed.firm is not None}
        assert problems(CATALOGUE[deed.kind], said) == [], deed


def test_a_certificate_is_withdrawn_after_it_was_issued(story):
    withdrawn = next(deed for deed in story if deed.kind == "certificate.withdrawn")
    issued = next(deed for deed in story if deed.identity == withdrawn.identity)

    assert issued.kind == "certificate.issued"
    assert withdrawn.identity in standing(story, issued.on)
    assert withdrawn.identity not in standing(story, withdrawn.on)


def test_nobody_leaves_who_was_not_there(story):
    heads: dict[str, int] = {}
    for deed in (deed for deed in story if deed.kind.startswith("staff.")):
        grade = deed.attributes["grade"]
        heads[grade] = heads.get(grade, 0) + int(deed.signed[0])

    assert all(count >= 0 for count in heads.values())
    assert sum(heads.values()) > 60
