"""Errors are values of their cell, and say which names are at fault."""

from decimal import Decimal

import pytest

from jalon.kernel.formula import FormulaError, FormulaSyntaxErrors, solve


def test_a_missing_input_is_an_error_of_the_cells_that_need_it_alone():
    values = solve({"paid": "price * verified", "kept": "price * 2"}, {"price": 10, "verified": None})

    assert values["kept"] == 20
    assert values["paid"] == FormulaError("missing_input", ("verified",), "verified is missing")


def test_a_name_nobody_gave_is_a_missing_input():
    values = solve({"rate": "good / stated"}, {"good": 1})

    assert values["rate"].reason == "missing_input"
    assert values["rate"].names == ("stated",)


def test_all_missing_inputs_of_a_cell_are_named_at_once():
    error = solve({"total": "a + b * c + b"}, {"b": None})["total"]

    assert error.names == ("a", "b", "c")
    assert str(error) == "a, b, c are missing"


def test_a_division_by_zero_names_the_divisor():
    values = solve({"rate": "a / stated * 100", "deep": "1 / (stated - b)"}, {"a": 1, "stated": 0, "b": 0})

    assert values["rate"] == FormulaError("division_by_zero", ("stated",), "division by zero: stated is 0")
    assert values["deep"].names == ("stated", "b")
    assert "stated - b is 0" in values["deep"].detail


def test_zero_over_zero_is_a_division_by_zero():
    assert solve({"x": "0 / 0"}, {})["x"].reason == "division_by_zero"


def test_a_dependant_names_the_cell_its_error_comes_from():
    values = solve({"third": "second * 2", "first": "a / b", "second": "first + 1"}, {"a": 1, "b": 0})

    assert values["first"].cause == ""
    assert values["second"].cause == "first"
    assert values["third"].cause == "first"
    assert values["third"].reason == "division_by_zero"
    assert values["third"].names == ("b",)
    assert values["third"].detail == "first cannot be computed: division by zero: b is 0"


def test_a_plain_copy_of_a_cell_in_error_is_a_dependant_too():
    values = solve({"copy": "first", "first": "gone + 1", "of_input": "gone"}, {"gone": None})

    assert values["copy"].cause == "first"
    assert values["of_input"].cause == ""


def test_coalesce_takes_what_is_missing_however_far_it_comes_from():
    values = solve({"far": "near * 2", "near": "gone + 1", "safe": "coalesce(far, 5)"}, {"gone": None})

    assert values["safe"] == 5


def test_coalesce_does_not_hide_a_division_by_zero():
    values = solve(
        {"rate": "1 / zero", "safe": "coalesce(rate, 5)", "own": "coalesce(2 / zero, 5)"}, {"zero": 0}
    )

    assert values["safe"].reason == "division_by_zero"
    assert values["own"].reason == "division_by_zero"


USES_OF_GONE = """
    gone = gone | gone != 1 | gone < 1 | not gone | gone and 1 | 0 or gone | -gone | gone ^ 0 | 0 ^ gone | 0 * gone
    if(gone, 1, 1) | if(1, gone, 1) | if(gone = gone, 1, 2) | coalesce(gone) | coalesce(gone, gone) = 1
    min(gone) | max(1, gone) | sum(gone) | avg(gone) | abs(gone) | floor(gone) | ceil(gone)
    round(gone) | round(1, gone) | safe_div(gone, 0) | safe_div(1, gone)
"""


@pytest.mark.parametrize("expression", USES_OF_GONE.replace("\n", "|").strip(" |").split("|"))
def test_unknown_never_passes_for_a_number(expression):
    values = solve(
        {"here": expression, "there": expression.replace("gone", "cell"), "cell": "gone"}, {"gone": None}
    )

    assert values["here"].reason == "missing_input"
    assert values["there"].reason == "missing_input"
    assert values["there"].cause == "cell"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (Decimal("-Infinity"), "not_a_number"),
        (Decimal("sNaN"), "not_a_number"),
        ("12", "not_a_number"),
        (10**1200, "too_large"),
        (Decimal("1E+1000"), "too_large"),
    ],
)
def test_an_input_that_is_no_usable_number_is_an_error_of_the_cells_that_need_it(given, reason):
    values = solve({"uses": "odd + 1", "copies": "odd", "does_not": "fine + 1"}, {"odd": given, "fine": 1})

    assert values["does_not"] == 2
    assert values["uses"].reason == values["copies"].reason == reason
    assert values["uses"].names == ("odd",)


def test_every_formula_that_cannot_be_read_is_reported_at_once():
    with pytest.raises(FormulaSyntaxErrors) as refused:
        solve({"good": "a + 1", "one": "a +", "two": "(a", "three": "1 +", "3d": "1", "min": "2"}, {"a": 1})

    problems = refused.value.problems
    assert [problem.name for problem in problems] == ["one", "two", "three", "3d", "min"]
    assert "one, character 4: The formula stops where a name or a number should stand." in str(refused.value)


def test_a_name_cannot_be_both_computed_and_given():
    with pytest.raises(ValueError, match="Both an equation and an input are called: a"):
        solve({"a": "1"}, {"a": 2})


def test_an_input_called_like_a_number_does_not_change_the_number():
    assert solve({"x": "2 + 2"}, {"2": 5})["x"] == 4


def test_an_error_reads_the_same_in_a_long_formula():
    terms = " + ".join(f"x{n}" for n in range(300))

    error = solve({"big": f"1 / ({terms})"}, {f"x{n}": 0 for n in range(300)})["big"]

    assert error.reason == "division_by_zero"
    assert len(error.names) == 300
    assert len(error.detail) < 300
