"""Small cells and their complements."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.disclosure import SMALLEST, suppressed


def cells(**values):
    return {key: None if value is None else Decimal(value) for key, value in values.items()}


def test_a_table_of_large_cells_is_shown_whole():
    assert suppressed(cells(a=5, b=120, c=0)) == frozenset()


def test_a_small_cell_takes_the_smallest_of_the_others_with_it():
    assert suppressed(cells(a=3, b=40, c=120)) == {"a", "b"}


def test_two_small_cells_that_add_up_to_enough_hide_each_other():
    assert suppressed(cells(a=3, b=4, c=120)) == {"a", "b"}


def test_two_small_cells_that_add_up_to_little_take_a_third():
    assert suppressed(cells(a=1, b=2, c=120)) == {"a", "b", "c"}


def test_zero_names_nobody_and_unknown_is_not_a_cell():
    assert suppressed(cells(a=0, b=None, c=9)) == frozenset()


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 40).map(Decimal), max_size=12))
def test_no_hidden_cell_can_be_worked_out_from_the_total(table):
    hidden = suppressed(table)

    assert all(value == 0 or value >= SMALLEST for key, value in table.items() if key not in hidden)
    positive = [value for value in table.values() if value]
    assert len(hidden) != 1 or len(positive) == 1
