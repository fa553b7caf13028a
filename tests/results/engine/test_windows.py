"""Windows cut into slots: each day in one, each window a run of them."""

from datetime import date

from jalon.kernel.periods import Period, periods
from jalon.results.engine.windows import Slots

YEAR = periods("year", date(2024, 1, 1), date(2024, 12, 31))
QUARTERS = periods("quarter", date(2024, 1, 1), date(2024, 12, 31))
MONTHS = periods("month", date(2024, 1, 1), date(2024, 12, 31))


def test_a_year_and_its_quarters_make_four_slots():
    slots = Slots([*YEAR, *QUARTERS], date(2024, 12, 31))

    assert slots.count == 4
    assert [slots.mask(window) for window in slots.windows] == [
        (0b1111,),
        (0b1,),
        (0b10,),
        (0b100,),
        (0b1000,),
    ]


def test_a_window_ends_on_the_day_it_is_seen():
    slots = Slots(YEAR, date(2024, 5, 17))

    assert slots.edges == [date(2024, 1, 1), date(2024, 5, 18)]
    assert slots.days(past=False).num_rows == 138


def test_a_window_that_has_not_begun_has_no_slot():
    slots = Slots(QUARTERS, date(2024, 5, 17))

    assert list(slots.open) == [0, 1]


def test_days_before_the_first_window_are_in_slot_zero():
    slots = Slots(YEAR, date(2024, 12, 31))

    first = slots.days(past=True).slice(0, 1).to_pylist()[0]

    assert (first["on"].year, first["slot"]) == (1900, 0)


def test_more_slots_than_a_mask_holds_take_another():
    days = [Period(date.fromordinal(day), date.fromordinal(day)) for day in range(738_000, 738_100)]
    slots = Slots(days, date.fromordinal(738_099))

    assert slots.masks == 2
    assert slots.mask(days[0]) == (1, 0)
    assert slots.mask(days[63]) == (0, 1)


def test_windows_apart_are_told_from_windows_that_overlap():
    assert Slots(MONTHS, date(2024, 12, 31)).is_parted
    assert not Slots([*MONTHS, *QUARTERS], date(2024, 12, 31)).is_parted


def test_only_days_the_evidence_has_are_looked_up():
    slots = Slots(YEAR, date(2024, 12, 31), lived=(date(2023, 12, 30), date(2024, 1, 2)))

    days = slots.days(past=True)

    assert days["slot"].to_pylist() == [0, 0, 1, 1]
    assert slots.days(past=False).num_rows == 2


def test_evidence_wholly_before_the_windows_has_no_day_in_them():
    slots = Slots(YEAR, date(2024, 12, 31), lived=(date(2022, 1, 1), date(2022, 1, 2)))

    assert slots.days(past=False).num_rows == 0
