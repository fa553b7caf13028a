from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.money import LARGEST, MoneyError, centimes, dirhams


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1234567.80", 123456780),
        ("0.1", 10),
        ("-12.34", -1234),
        ("1.100", 110),
        ("2.5e2", 25000),
        (Decimal("0.29"), 29),
        (250_000_000, 25_000_000_000),
        (0, 0),
        ("5e-2", 5),
        ("1." + "0" * 50, 100),
    ],
)
def test_dirhams_become_exact_centimes(written, expected):
    assert centimes(written) == expected


@pytest.mark.parametrize(
    "written", ["0.001", Decimal("12.345"), "1e-3", "0.01" + "0" * 40 + "1", "1e-999999999"]
)
def test_a_third_decimal_is_refused(written):
    with pytest.raises(MoneyError) as refused:
        centimes(written)

    assert refused.value.reason == "decimals"


@pytest.mark.parametrize("written", ["", "abc", "NaN", "Infinity", "1 234,50", Decimal("NaN"), "-inf"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(MoneyError) as refused:
        centimes(written)

    assert refused.value.reason == "number"


@pytest.mark.parametrize("written", ["1e999999999", "92233720368547758.08", 10**18])
def test_an_amount_that_no_column_holds_is_refused(written):
    with pytest.raises(MoneyError) as refused:
        centimes(written)

    assert refused.value.reason == "size"


@pytest.mark.parametrize("given_", [0.1, True, None])
def test_a_float_is_never_money(given_):
    with pytest.raises(TypeError):
        centimes(given_)


def test_dirhams_always_have_two_decimals():
    assert str(dirhams(123450)) == "1234.50"
    assert str(dirhams(0)) == "0.00"
    assert str(dirhams(-5)) == "-0.05"


@given(st.integers(-LARGEST, LARGEST))
def test_centimes_go_to_dirhams_and_back(whole):
    assert centimes(dirhams(whole)) == whole
    assert centimes(str(dirhams(whole))) == whole
