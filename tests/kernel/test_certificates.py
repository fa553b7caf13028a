"""The status of a certificate on a day, from its events."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.certificates import (
    AFTER,
    STANDINGS,
    Happened,
    last_day,
    months_after,
    next_surveillance,
    status_at,
    surveillance_days,
)
from jalon.kernel.states import CERTIFICATE

DAY = dt.date
JANUARY, UNTIL = DAY(2024, 1, 10), DAY(2027, 1, 9)


def told(*said):
    return [Happened(on, place, verb, *more) for place, (on, verb, *more) in enumerate(said)]


LIFE = told(
    (JANUARY, "issue", UNTIL, ("CEM I 42,5", "CEM II 32,5")),
    (DAY(2025, 1, 15), "survey"),
    (DAY(2025, 3, 1), "reduce", None, ("CEM I 42,5",)),
    (DAY(2025, 6, 1), "suspend"),
    (DAY(2025, 9, 1), "restore"),
    (DAY(2026, 2, 1), "withdraw"),
)


@pytest.mark.parametrize(
    ("day", "standing", "since", "scope"),
    [
        (DAY(2024, 1, 10), "active", JANUARY, 2),
        (DAY(2025, 3, 1), "active", JANUARY, 1),
        (DAY(2025, 5, 31), "active", JANUARY, 1),
        (DAY(2025, 6, 1), "suspended", DAY(2025, 6, 1), 1),
        (DAY(2025, 9, 1), "active", DAY(2025, 9, 1), 1),
        (DAY(2026, 2, 1), "withdrawn", DAY(2026, 2, 1), 1),
        (DAY(2030, 1, 1), "withdrawn", DAY(2026, 2, 1), 1),
    ],
)
def test_the_last_event_of_a_day_speaks(day, standing, since, scope):
    status = status_at(LIFE, day)

    assert (status.standing, status.since, len(status.scope)) == (standing, since, scope)


def test_before_it_is_issued_there_is_no_certificate():
    assert status_at(LIFE, DAY(2024, 1, 9)) is None
    assert status_at(told((JANUARY, "fall_due")), JANUARY) is None


@pytest.mark.parametrize(("day", "standing"), [(UNTIL, "active"), (DAY(2027, 1, 10), "expired")])
def test_the_last_day_is_good_and_the_next_is_not_even_if_nobody_wrote_it(day, standing):
    assert status_at(LIFE[:1], day).standing == standing


def test_a_renewal_carries_the_last_day_on():
    renewed = [*LIFE[:1], Happened(DAY(2026, 12, 1), 9, "renew", DAY(2030, 1, 9))]

    assert status_at(renewed, DAY(2029, 1, 1)).valid_until == DAY(2030, 1, 9)
    assert status_at(renewed, DAY(2026, 11, 30)).valid_until == UNTIL  # what was known to hold that day


def test_every_verb_of_its_life_says_what_it_leaves_it_as():
    silent = {"fall_due"}

    assert set(CERTIFICATE.verbs) == set(AFTER) | silent
    for line in CERTIFICATE.transitions:
        if line.verb not in silent:
            assert AFTER[line.verb] == line.next


days = st.dates(DAY(2024, 1, 1), DAY(2027, 12, 31))
happenings = st.lists(
    st.builds(
        Happened,
        days,
        st.integers(0, 5),
        st.sampled_from(sorted(AFTER)),
        st.none() | days,
        st.none() | st.just(("A",)),
    ),
    max_size=8,
)


@given(happenings, happenings, days)
def test_what_happens_afterwards_changes_nothing_of_a_day_before(events, more, day):
    later = [one for one in more if one.on > day]

    assert status_at([*events, *later], day) == status_at(events, day)


@given(happenings, days)
def test_in_force_is_what_the_last_event_opened_and_time_has_not_ended(events, day):
    status = status_at(events, day)
    known = sorted((one for one in events if one.on <= day), key=lambda one: (one.on, one.position))
    stated = [one.valid_until for one in known if one.valid_until]

    in_force = bool(known) and AFTER[known[-1].verb] == "active" and not (stated and stated[-1] < day)
    assert bool(status and status.is_in_force) == in_force
    assert status is None or (status.standing in STANDINGS and status.since <= day)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (DAY(2024, 1, 31), 1, DAY(2024, 2, 29)),
        (DAY(2024, 2, 29), 12, DAY(2025, 2, 28)),
        (DAY(2024, 11, 15), 14, DAY(2026, 1, 15)),
    ],
)
def test_some_months_on_is_the_same_day_or_the_last_of_its_month(day, months, then):
    assert months_after(day, months) == then


def test_three_years_end_on_the_eve():
    assert last_day(JANUARY, 36) == UNTIL


def test_surveillance_comes_every_so_many_months_within_the_validity():
    assert surveillance_days(JANUARY, 12, UNTIL) == [DAY(2025, 1, 10), DAY(2026, 1, 10)]
    assert surveillance_days(JANUARY, 0, UNTIL) == []


def test_the_next_surveillance_counts_from_the_last_look():
    assert next_surveillance(LIFE, 12, DAY(2024, 6, 1)) == DAY(2025, 1, 10)
    assert next_surveillance(LIFE, 12, DAY(2025, 2, 1)) == DAY(2026, 1, 15)
    assert next_surveillance(LIFE, 24, DAY(2025, 2, 1), until=UNTIL) is None
    assert next_surveillance(LIFE, 0, DAY(2025, 2, 1)) is None
