"""Working days, deadlines, reminders."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.calendar import (
    CalendarError,
    WorkingDays,
    add_working_days,
    deadlines,
    is_working,
    reminder_for,
    reminders,
    standing,
    working_days_between,
)

THRONE_DAY = dt.date(2025, 7, 30)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
HOLIDAYS = st.frozensets(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), max_size=30)
WEEKENDS = st.frozensets(st.integers(0, 6), max_size=4)


def test_a_holiday_and_a_weekend_are_passed_over():
    tuesday = dt.date(2025, 7, 29)

    assert add_working_days(tuesday, 3, {THRONE_DAY}) == dt.date(2025, 8, 4)
    assert add_working_days(tuesday, 3) == dt.date(2025, 8, 1)


def test_the_weekend_is_data():
    thursday = dt.date(2025, 7, 31)

    assert add_working_days(thursday, 1, weekend={4, 5}) == dt.date(2025, 8, 3)


def test_no_days_after_a_day_off_is_the_next_day_worked():
    assert add_working_days(THRONE_DAY, 0, {THRONE_DAY}) == dt.date(2025, 7, 31)
    assert add_working_days(dt.date(2025, 7, 31), 0, {THRONE_DAY}) == dt.date(2025, 7, 31)


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(CalendarError):
        add_working_days(THRONE_DAY, 1, weekend=range(7))


def test_a_calendar_that_ends_says_so():
    with pytest.raises(CalendarError):
        add_working_days(dt.date(9999, 12, 30), 5)


@given(DAYS, st.integers(1, 90), HOLIDAYS, WEEKENDS)
def test_counting_back_the_days_added_gives_their_number(day, n, holidays, weekend):
    later = add_working_days(day, n, holidays, weekend)

    assert working_days_between(day, later, holidays, weekend) == n
    assert is_working(later, holidays, weekend)


@given(DAYS, DAYS, HOLIDAYS, WEEKENDS)
def test_working_days_are_those_counted_one_by_one(one, other, holidays, weekend):
    start, end = sorted((one, min(other, one + dt.timedelta(400))))
    days = (start + dt.timedelta(n) for n in range(1, (end - start).days + 1))

    assert working_days_between(start, end, holidays, weekend) == sum(
        is_working(day, holidays, weekend) for day in days
    )


@given(DAYS, st.integers(1, 60), HOLIDAYS)
def test_going_on_and_coming_back_from_a_working_day_is_staying(day, n, holidays):
    start = add_working_days(day, 0, holidays)

    assert add_working_days(add_working_days(start, n, holidays), -n, holidays) == start


def test_a_deadline_for_each_quarter_that_ends():
    found = deadlines("quarter", dt.date(2025, 1, 1), dt.date(2025, 11, 30), working_days=15)

    assert [(one.period.code, one.due_on.isoformat()) for one in found] == [
        ("2025-Q1", "2025-04-21"),
        ("2025-Q2", "2025-07-21"),
        ("2025-Q3", "2025-10-21"),
    ]


def test_a_reminder_due_on_a_day_off_goes_out_before_it():
    schedule = reminders(dt.date(2025, 8, 4), before=(5, 1), after=(1,), holidays={THRONE_DAY})

    assert [(one.on.isoformat(), one.days) for one in schedule] == [
        ("2025-07-29", -5),
        ("2025-08-01", -1),
        ("2025-08-05", 1),
    ]


def test_a_server_that_was_stopped_sends_the_last_reminder_alone():
    schedule = reminders(dt.date(2025, 8, 4), before=(5, 1))

    assert reminder_for(schedule, dt.date(2025, 8, 3)).days == -1
    assert reminder_for(schedule, dt.date(2025, 8, 3), sent_up_to=dt.date(2025, 8, 2)) is None
    assert reminder_for(schedule, dt.date(2025, 7, 1)) is None


@pytest.mark.parametrize(
    ("on", "done_on", "expected"),
    [
        ("2025-06-01", None, "to_come"),
        ("2025-07-10", None, "soon"),
        ("2025-07-21", None, "soon"),
        ("2025-07-22", None, "late"),
        ("2025-08-11", None, "late"),
        ("2025-08-12", None, "escalated"),
        ("2025-08-12", "2025-07-21", "done"),
        ("2025-08-12", "2025-07-22", "done_late"),
        ("2025-07-10", "2025-07-22", "soon"),
    ],
)
def test_how_a_duty_stands(on, done_on, expected):
    done = done_on and dt.date.fromisoformat(done_on)

    assert standing(dt.date(2025, 7, 21), on=dt.date.fromisoformat(on), done_on=done) == expected


def test_the_day_counted_from_is_never_counted_be_it_a_holiday():
    assert working_days_between(THRONE_DAY, dt.date(2025, 8, 1), {THRONE_DAY}) == 2


@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    st.frozensets(st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), max_size=20),
)
def test_days_counted_once_give_the_same_differences(start, end, holidays):
    counted = WorkingDays(dt.date(2024, 1, 1), dt.date(2024, 12, 31), holidays)
    start, end = sorted((start, end))

    assert counted.between(start, end) == working_days_between(start, end, holidays)


def test_a_day_outside_the_days_counted_is_not_guessed():
    counted = WorkingDays(dt.date(2024, 1, 1), dt.date(2024, 1, 31))

    with pytest.raises(LookupError):
        counted.between(dt.date(2024, 1, 1), dt.date(2024, 2, 1))
    with pytest.raises(LookupError):
        counted.between(dt.date(2023, 12, 30), dt.date(2024, 1, 5))
