"""Units of measurement."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.conformity import Result
from jalon.kernel.units import UNITS, UnitError, convert, convert_spread


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1", "in", "mm", "25.4"), ("98.6", "°F", "°C", "37"), ("0", "°C", "K", "273.15"),
        ("1", "bar", "kPa", "100"), ("5", "MPa", "N/mm²", "5"), ("1", "% m/m", "mg/kg", "10000"),
        ("36", "km/h", "m/s", "10"), ("1", "kgf", "N", "9.80665"), ("2", "mg/L", "µg/L", "2000"),
        ("7", "grains", "grains", "7"),
    ],
)  # fmt: skip
def test_a_value_converts_exactly(value, unit, to, expected):
    assert convert(Decimal(value), unit, to) == Fraction(expected)


@pytest.mark.parametrize(
    ("unit", "to", "reason"),
    [
        ("mg/kg", "mg/L", "different"),
        ("N·m", "J", "different"),
        ("%", "% m/m", "different"),
        ("kg", "st", "unknown"),
    ],
)
def test_what_is_not_the_same_quantity_is_refused(unit, to, reason):
    with pytest.raises(UnitError) as refused:
        convert(1, unit, to)

    assert refused.value.reason == reason


def test_an_uncertainty_knows_no_zero():
    result = Result(Decimal("98.6"), Decimal("1.8"), 2, "°F").in_unit("°C")

    assert (result.value, result.uncertainty, result.unit) == (37, 1, "°C")


same = st.sampled_from(sorted(UNITS)).flatmap(
    lambda unit: st.tuples(
        st.just(unit),
        st.sampled_from([other.symbol for other in UNITS.values() if other.quantity == UNITS[unit].quantity]),
    )
)


@given(same, st.decimals(-1000, 1000, places=5))
def test_there_and_back_is_where_it_was(units, value):
    unit, to = units

    assert convert(convert(value, unit, to), to, unit) == Fraction(value)
    assert convert_spread(convert_spread(value, unit, to), to, unit) == Fraction(value)
