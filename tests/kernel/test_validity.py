"""May this instrument be used that day, and what did a failure put in doubt?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.validity import Calibrated, doubt, valid_at


def day(month, of=1):
    return dt.date(2026, month, of)


def calibration(on, passed=True, until=None, **said):
    return Calibrated(on, passed, until, **said)


def check(on, passed=True):
    return Calibrated(on, passed, kind="check")


GOOD = calibration(day(1), until=day(12, 31))


@pytest.mark.parametrize(
    ("records", "on", "answer", "reason"),
    [
        ([GOOD], day(6), "valid", ""),
        ([GOOD], day(1), "valid", ""),
        ([GOOD], day(12, 31), "valid", ""),
        ([GOOD], dt.date(2027, 1, 1), "invalid", "expired"),
        ([GOOD], dt.date(2025, 12, 31), "unknown", "never"),
        ([], day(6), "unknown", "never"),
        ([calibration(day(1), None, day(12))], day(6), "unknown", "not_judged"),
        ([calibration(day(1))], day(6), "unknown", "no_end"),
        ([GOOD, calibration(day(3), passed=False)], day(2), "valid", ""),
        ([GOOD, calibration(day(3), passed=False)], day(3), "invalid", "failed"),
        ([GOOD, check(day(3), passed=False)], day(4), "invalid", "check_failed"),
        ([GOOD, check(day(3), passed=False), check(day(4))], day(5), "invalid", "check_failed"),
        (
            [GOOD, check(day(3), passed=False), calibration(day(4), until=day(12))],
            day(5),
            "valid",
            "",
        ),
        ([check(day(3))], day(4), "unknown", "never"),
        ([GOOD, calibration(day(3), None, day(12))], day(4), "unknown", "not_judged"),
    ],
)
def test_the_last_calibration_speaks_and_a_failed_check_speaks_louder(records, on, answer, reason):
    found = valid_at(on, records)

    assert (found.answer, found.reason) == (answer, reason)
    assert bool(found) is (answer == "valid")


def test_what_is_adjusted_the_day_it_failed_is_good_again_that_day():
    found = calibration(day(3), passed=False, position=1)
    left = calibration(day(3), until=day(12), position=2)

    assert valid_at(day(3), [left, found])
    assert not valid_at(day(3), [calibration(day(3), until=day(12), position=0), found])


def test_what_needs_no_calibration_is_valid_until_a_check_fails():
    assert valid_at(day(3), [], is_calibrated=False)
    assert not valid_at(day(3), [check(day(2), passed=False)], is_calibrated=False)
    assert valid_at(day(3), [check(day(1), passed=False), check(day(2))], is_calibrated=False)


def test_a_failed_calibration_goes_back_to_the_last_good_one():
    failed = calibration(day(6), passed=False)
    found = doubt(failed, [GOOD, check(day(4)), calibration(day(5), None, day(12)), failed])

    assert (found.since, found.until) == (day(1), day(6))
    assert day(1) in found
    assert day(6) in found
    assert day(6, 2) not in found


def test_a_failed_check_goes_back_to_the_last_good_record_of_either_kind():
    assert doubt(check(day(6), passed=False), [GOOD, check(day(4))]).since == day(4)


def test_what_was_never_good_puts_everything_in_doubt():
    failed = calibration(day(6), passed=False)

    assert dt.date(1999, 1, 1) in doubt(failed, [failed])


def test_only_what_failed_puts_results_in_doubt():
    with pytest.raises(ValueError, match="failed"):
        doubt(GOOD, [])


days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
records = st.lists(
    st.builds(
        Calibrated,
        days,
        st.sampled_from([True, False, None]),
        st.none() | days,
        st.sampled_from(["calibration", "check"]),
        st.integers(0, 3),
    )
)


@given(records, days)
def test_unknown_is_not_valid_and_what_comes_later_changes_no_answer(found, on):
    answer = valid_at(on, found)
    earlier = [record for record in found if record.on <= on]

    assert bool(answer) is (answer.answer == "valid")
    assert valid_at(on, earlier) == answer
    if answer:
        assert answer.until >= on
