"""The share of managerial staff at a date."""

import datetime as dt
from decimal import Decimal

import pytest

from jalon.kernel.reasons import NotComputable
from jalon.kernel.staffing import Definition, Period, managerial_share

D = Decimal
ON = dt.date(2026, 6, 30)


def post(person, grade, fte="1", start=dt.date(2025, 1, 1), end=None):
    return Period(person, grade, D(fte), start, end)


def test_the_share_is_fte_over_fte_and_by_heads_beside_it():
    periods = [
        post("a", "manager"),
        post("b", "engineer", "0.5"),
        post("c", "technician"),
        post("d", "other"),
    ]

    share = managerial_share(ON, periods)

    assert share.value == D("1.5") / D("3.5")
    assert share.by_heads == D("0.5")
    assert share.by_grade["engineer"] == (1, D("0.5"))


@pytest.mark.parametrize(
    ("start", "end", "heads"),
    [(ON, None, 1), (ON + dt.timedelta(1), None, 0), (dt.date(2025, 1, 1), ON, 0), (dt.date(2025, 1, 1), ON + dt.timedelta(1), 1)],
)  # fmt: skip
def test_a_person_is_there_from_the_first_day_to_the_one_before_the_last(start, end, heads):
    assert (
        managerial_share(ON, [post("a", "manager", start=start, end=end)]).measures["present_heads"] == heads
    )


def test_a_person_in_two_posts_is_one_head():
    share = managerial_share(ON, [post("a", "manager", "0.4"), post("a", "technician", "0.6")])

    assert share.by_heads == 1
    assert share.value == D("0.4")


def test_with_nobody_there_is_no_share():
    share = managerial_share(ON, [])

    assert isinstance(share.value, NotComputable)
    assert isinstance(share.by_heads, NotComputable)


def test_the_formula_and_the_grades_are_data():
    periods = [post("a", "manager"), post("b", "technician", "0.5")]
    definition = Definition({"manager", "technician"}, "managerial_heads / max(present_heads, 4)")

    assert managerial_share(ON, periods, definition).value == D("0.5")
    assert managerial_share(
        ON, periods, Definition(expression="managerial_fte / nothing")
    ).value == NotComputable("formula", "managerial_fte / nothing")
