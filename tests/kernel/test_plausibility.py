"""What is questioned of a figure before it is declared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.plausibility import Bounds, Line, Rules, change_of, checks

USUAL = Rules()


def codes(line, *, is_received=True, rules=USUAL):
    return [check.code for check in checks([line], is_received=is_received, rules=rules)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line("T", Decimal(100), previous=Decimal(90)), []),
        (Line("T", Decimal(151), previous=Decimal(100)), ["sudden_change"]),
        (Line("T", Decimal(150), previous=Decimal(100)), []),  # half is still the bound itself
        (Line("T", Decimal(49), a_year_before=Decimal(100)), ["sudden_change_in_a_year"]),
        (Line("T", Decimal(0), previous=Decimal(40)), ["zero"]),
        (Line("T", Decimal(0)), []),
        (Line("T", Decimal(-3)), ["negative"]),
        (Line("T", Decimal(-3), is_percentage=True), ["out_of_bounds"]),
        (Line("T", None), ["not_computable"]),
        (Line("T", Decimal(1), missing_documents=2), ["missing_documents"]),
        (Line("T", Decimal(1), is_late=True), ["late_without_comment"]),
        (Line("T", Decimal(1), is_late=True, has_comment=True), []),
    ],
)
def test_a_figure_is_questioned_for_what_is_unusual_about_it(line, expected):
    assert codes(line) == expected


def test_bounds_are_data_of_the_plan():
    rules = Rules.from_data({"bounds": {"RATE": ["0", "100"]}, "off": ["late_without_comment"]})

    found = checks([Line("RATE", Decimal(104), is_late=True)], is_received=True, rules=rules)

    assert [(one.code, one.number, one.other) for one in found] == [("out_of_bounds", 104, 100)]


def test_a_period_that_was_not_received_is_settled_and_not_explained():
    [check] = checks([], is_received=False)

    assert (check.code, check.must_be_settled) == ("not_received", True)


def test_evidence_recorded_late_is_questioned_once_for_the_whole_return():
    lines = [Line("A", Decimal(1)), Line("B", Decimal(2))]

    [check] = checks(lines, is_received=True, recorded_late=3)

    assert (check.code, check.indicator, check.number) == ("recorded_late", "", 3)


def test_rules_with_a_check_nobody_knows_are_refused():
    with pytest.raises(ValueError, match="colour"):
        Rules.from_data({"off": ["colour"]})


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_a_change_brings_the_earlier_figure_to_the_later_one(before, after):
    change = change_of(after, before)

    if before == 0:
        assert change is None
    else:
        assert abs(before + change * abs(before) - after) < Decimal("1e-9")


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 0, places=3), st.decimals(0, 1000, places=3))
def test_bounds_hold_for_what_lies_between_them(value, least, most):
    assert Bounds(least, most).holds(value) == (least <= value <= most)
