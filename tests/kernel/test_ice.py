import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalon.kernel.ice import Ice, IceError, parse

VALID = ["001561191000066", "002136093000040", "000036794000036"]


@pytest.mark.parametrize("number", VALID)
def test_a_published_ice_is_valid(number):
    assert str(parse(number)) == number


def test_an_ice_names_its_enterprise_and_establishment():
    ice = parse("001561191000166".replace("0001", "0000"))

    assert ice.enterprise == "001561191"
    assert ice.establishment == "0000"


@pytest.mark.parametrize(
    "typed",
    [
        "001 561 191 0000 66",
        " 001561191000066\n",
        "001561191\u00a00000\u202f66",
        "001561191\u2009000066",
        "\u200f٠٠١٥٦١١٩١٠٠٠٠٦٦",
        "۰۰۱۵۶۱۱۹۱۰۰۰۰۶۶",
    ],
)
def test_spaces_and_arabic_digits_are_tolerated(typed):
    assert parse(typed) == Ice("001561191000066")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("001561191000065", "control"),
        ("00156119100006", "length"),
        ("0015611910000660", "length"),
        ("1561191000066", "length"),
        ("", "length"),
        ("   ", "length"),
        ("00156119100006X", "characters"),
        ("001561191-0000-66", "characters"),
        ("ICE 001561191000066", "characters"),
        ("00156119100006²", "characters"),
    ],
)
def test_what_is_no_ice_is_refused_with_its_reason(typed, reason):
    with pytest.raises(IceError) as refused:
        parse(typed)

    assert refused.value.reason == reason
    assert str(refused.value).endswith(".")


def test_an_ice_that_was_not_checked_cannot_be_built():
    with pytest.raises(IceError):
        Ice("001561191000065")


@given(st.sampled_from(VALID), st.integers(0, 14), st.sampled_from("0123456789"))
def test_one_mistyped_digit_is_always_found(number, place, digit):
    assume(number[place] != digit)

    with pytest.raises(IceError):
        parse(number[:place] + digit + number[place + 1 :])


@given(st.integers(0, 10**13 - 1))
def test_every_number_has_exactly_one_pair_of_control_digits_below_97(stem):
    control = -stem * 100 % 97

    assert parse(f"{stem:013}{control:02}").enterprise == f"{stem:013}"[:9]
