"""A release in part: its explanation adds up, and the rest stays due."""

from fractions import Fraction

import pytest

from jalon.kernel.payment import Sentence, in_part, recomputed, write

DUE = Sentence("to_pay", {"amount": 1_000_000}, figure=Fraction(1_000_000))


def test_a_part_is_what_is_due_less_what_stays_due():
    told = in_part(DUE, 300_000)

    assert told.figure == recomputed(told) == 300_000
    assert [write(one) for _depth, one in told.walk()] == [
        "Released in part: 3000.00 DH.",
        "To pay: 10000.00 DH.",
        "Stays due: 7000.00 DH.",
    ]


def test_the_explanation_of_a_part_is_read_back_as_it_was_written():
    told = in_part(DUE, 1)

    assert Sentence.from_data(told.to_data()) == told


@pytest.mark.parametrize("amount", [0, -1, 1_000_000, 1_000_001])
def test_all_of_it_or_nothing_of_it_is_no_part(amount):
    with pytest.raises(ValueError, match="no part"):
        in_part(DUE, amount)


def test_what_could_not_be_computed_has_no_part():
    with pytest.raises(ValueError, match="no part"):
        in_part(Sentence("blocked"), 1)
