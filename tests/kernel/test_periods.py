from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.periods import KINDS, Period, PeriodError, containing, parse, periods, year

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
kinds = st.sampled_from(KINDS)


@pytest.mark.parametrize(
    ("code", "kind", "start", "end"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-H1", "half", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-H2", "half", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q2", "quarter", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", "month", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-01-15/2024-03-17", "span", date(2024, 1, 15), date(2024, 3, 17)),
    ],
)
def test_a_code_names_a_period(code, kind, start, end):
    period = parse(code)

    assert (period.start, period.end, period.kind) == (start, end, kind)
    assert period.code == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "24",
        "2024-H3",
        "2024-Q5",
        "2024-13",
        "2024-00",
        "2024-5",
        "2024-q1",
        "0000",
        "٢٠٢٤",
        "2024-05 ",
        "x/y",
    ],
)
def test_what_is_no_code_is_refused(code):
    with pytest.raises(PeriodError):
        parse(code)


def test_a_period_never_ends_before_it_starts():
    with pytest.raises(PeriodError):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_whole_periods_cover_both_ends_of_a_span():
    found = periods("quarter", date(2023, 11, 15), date(2024, 4, 1))

    assert [p.code for p in found] == ["2023-Q4", "2024-Q1", "2024-Q2"]


def test_a_span_of_no_day_has_no_period():
    assert periods("month", date(2024, 2, 2), date(2024, 2, 1)) == []


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(PeriodError, match="week"):
        containing("week", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2023, 12, 31), Decimal(0)),
        (date(2024, 1, 1), Decimal(1) / 366),
        (date(2024, 7, 1), Decimal("0.5")),
        (date(2024, 12, 31), Decimal(1)),
        (date(2025, 6, 1), Decimal(1)),
    ],
)
def test_the_elapsed_share_counts_days_included(on, share):
    assert year(2024).elapsed_share(on) == share


def test_a_period_is_clipped_to_the_day_asked():
    assert year(2024).clipped(date(2024, 3, 17)) == Period(date(2024, 1, 1), date(2024, 3, 17))
    assert year(2024).clipped(date(2024, 12, 31)) == year(2024)
    assert year(2024).clipped(date(2025, 5, 1)) == year(2024)
    assert year(2024).clipped(date(2023, 12, 31)) is None


def test_the_period_before_and_after_are_of_the_same_kind():
    assert parse("2024-Q1").previous().code == "2023-Q4"
    assert parse("2024-12").next().code == "2025-01"
    assert parse("2024-01-11/2024-01-20").previous().code == "2024-01-01/2024-01-10"
    assert parse("2024-01-11/2024-01-20").next().code == "2024-01-21/2024-01-30"


def test_the_same_period_a_year_before():
    assert parse("2024-02").year_before().code == "2023-02"
    with pytest.raises(PeriodError):
        parse("2024-01-11/2024-01-20").year_before()


def test_a_period_knows_its_months_and_days():
    assert [m.code for m in parse("2024-Q1").months()] == ["2024-01", "2024-02", "2024-03"]
    assert parse("2024-02").days == 29
    assert date(2024, 2, 29) in parse("2024-02")
    assert date(2024, 3, 1) not in parse("2024-02")


def test_periods_cover_and_overlap():
    assert year(2024).covers(parse("2024-Q4"))
    assert not parse("2024-Q4").covers(year(2024))
    assert parse("2024-Q4").overlaps(parse("2024-12"))
    assert not parse("2024-Q4").overlaps(parse("2025-01"))


@given(kinds, days)
def test_a_code_reads_back_to_its_period(kind, day):
    period = containing(kind, day)

    assert day in period
    assert period.kind == kind
    assert parse(period.code) == period


@given(kinds, days, st.integers(0, 2000))
def test_periods_tile_the_span(kind, start, length):
    end = start + timedelta(days=length)

    found = periods(kind, start, end)

    assert start in found[0] and end in found[-1]
    assert all(b.start == a.end + timedelta(days=1) and b == a.next() for a, b in pairwise(found))


@given(kinds, days)
def test_previous_undoes_next(kind, day):
    assert containing(kind, day).next().previous() == containing(kind, day)


@given(kinds, days, days)
def test_the_elapsed_share_stays_between_zero_and_one(kind, day, on):
    period = containing(kind, day)

    share = period.elapsed_share(on)

    assert 0 <= share <= 1
    assert (share == 0) == (on < period.start)
    assert (share == 1) == (on >= period.end)
