"""What the formula language means (semantics of payment rules, scores and indicators)."""

from decimal import Decimal

import pytest

from jalon.kernel.formula import FormulaError, FormulaSyntaxErrors, evaluate, names, parse, written

NUMBERS = {"a": 7, "b": 2, "c": Decimal("0.5"), "zero": 0, "gone": None, "tests.2024": 12, "هدف": 9, "é_1": 4}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("-2 ^ 2", "-4"),
        ("2 ^ 3 ^ 2", "512"),
        ("(2 ^ 3) ^ 2", "64"),
        ("2 ^ -2", "0.25"),
        ("(-2) ^ 2", "4"),
        ("9 ^ 0.5", "3"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 3 - 2", "5"),
        ("100 / 10 / 2", "5"),
        ("2 * -3", "-6"),
        ("--2", "2"),
        ("+2", "2"),
        (".5 + 1.25", "1.75"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666667"),
        ("a * b + c", "14.5"),
        ("tests.2024 / هدف * é_1", "5.333333333333333333333333332"),
        ("٣ + ۴", "7"),
    ],
)
def test_arithmetic_binds_as_people_write_it(expression, expected):
    assert evaluate(expression, NUMBERS) == Decimal(expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a > b", 1),
        ("a < b", 0),
        ("a >= 7", 1),
        ("a <= 6.999", 0),
        ("b = 2.00", 1),
        ("b == 2", 1),
        ("b != 2", 0),
        ("b <> 3", 1),
        ("a + 1 > b * 3 + 1", 1),
        ("not a > b", 0),
        ("not zero", 1),
        ("not not a", 1),
        ("zero or a", 1),
        ("a and b", 1),
        ("a and zero", 0),
        ("1 or 0 and 0", 1),
        ("(1 or 0) and 0", 0),
        ("not 0 and 0", 0),
        ("1 + (a > b)", 2),
    ],
)
def test_what_holds_is_one_and_what_does_not_is_zero(expression, expected):
    assert evaluate(expression, NUMBERS) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("if(a > b, 10, 20)", "10"),
        ("if(zero, 10, 20)", "20"),
        ("min(a, b, c)", "0.5"),
        ("max(a, b, c)", "7"),
        ("min(a)", "7"),
        ("sum(a, b, c)", "9.5"),
        ("avg(a, b, 3)", "4"),
        ("avg(a)", "7"),
        ("abs(b - a)", "5"),
        ("floor(-2.5)", "-3"),
        ("ceil(-2.5)", "-2"),
        ("floor(2.5)", "2"),
        ("ceil(2.5)", "3"),
        ("safe_div(a, zero)", "0"),
        ("safe_div(a, b)", "3.5"),
        ("coalesce(gone, a)", "7"),
        ("coalesce(gone, never_given, 3)", "3"),
        ("coalesce(gone + 1, b)", "2"),
        ("coalesce(zero, a)", "0"),
    ],
)
def test_functions_give_what_their_name_says(expression, expected):
    assert evaluate(expression, NUMBERS) == Decimal(expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("round(2.5)", "3"),
        ("round(3.5)", "4"),
        ("round(-2.5)", "-3"),
        ("round(2.345, 2)", "2.35"),
        ("round(2.344999, 2)", "2.34"),
        ("round(1234.5, -2)", "1200"),
        ("round(1250, -2)", "1300"),
        ("round(1.1, 5)", "1.1"),
        ("round(99999999999999999999999999.5)", "100000000000000000000000000"),
    ],
)
def test_rounding_is_half_up(expression, expected):
    assert evaluate(expression, {}) == Decimal(expected)


def test_arithmetic_itself_rounds_half_even_at_28_digits():
    assert evaluate("1000000000000000000000000000 + 0.5", {}) == Decimal("1000000000000000000000000000")
    assert evaluate("1000000000000000000000000001 + 0.5", {}) == Decimal("1000000000000000000000000002")


def test_a_branch_that_is_not_taken_is_not_computed():
    assert evaluate("if(zero, a / zero, b)", NUMBERS) == 2
    assert evaluate("if(a, b, gone)", NUMBERS) == 2
    assert evaluate("zero and gone", NUMBERS) == 0
    assert evaluate("a or 1 / zero", NUMBERS) == 1
    assert evaluate("coalesce(a, 1 / zero)", NUMBERS) == 7


def test_a_float_counts_for_the_decimal_it_prints_as():
    assert evaluate("x + y", {"x": 0.1, "y": 0.2}) == Decimal("0.3")


def test_zero_is_never_shown_as_negative():
    assert str(evaluate("0 * -5", {})) == "0"
    assert str(evaluate("round(-0.4)", {})) == "0"


@pytest.mark.parametrize(
    ("expression", "position", "reason"),
    [
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("a +", 4, "value"),
        ("* a", 1, "value"),
        ("a + * b", 5, "value"),
        ("(a + b", 1, "parenthesis"),
        ("a + b)", 6, "parenthesis"),
        ("()", 2, "value"),
        ("a b", 3, "operator"),
        ("2a", 2, "operator"),
        ("1e5", 2, "operator"),
        ("2 (3)", 3, "operator"),
        ("1.2.3", 4, "operator"),
        ("1,5", 2, "comma"),
        ("f(x)", 1, "function"),
        ("a.min(x)", 1, "function"),
        ("min + 1", 1, "reserved"),
        ("min(a,)", 7, "value"),
        ("min()", 1, "arguments"),
        ("if(a, b)", 1, "arguments"),
        ("abs(a, b)", 1, "arguments"),
        ("round(a, 1, 2)", 1, "arguments"),
        ("a < b < c", 7, "chained"),
        ("a = not b", 5, "not"),
        ("a ** b", 4, "value"),
        ("a × b", 3, "character"),
        ("a; b", 2, "character"),
        ("'a'", 1, "character"),
        ("_a", 1, "character"),
        ("a @ b", 3, "character"),
        ("a\u200f", 2, "character"),
        ("a if b else c", 3, "operator"),
        ("__import__('os').system('true')", 1, "character"),
        ("lambda: 0", 7, "character"),
        ("2.", 2, "character"),
        ("x and", 6, "value"),
    ],
)
def test_what_cannot_be_read_is_placed_and_explained(expression, position, reason):
    with pytest.raises(FormulaSyntaxErrors) as refused:
        evaluate(expression, {"a": 1, "b": 1, "c": 1})

    (problem,) = refused.value.problems
    assert (problem.position, problem.reason) == (position, reason)
    assert problem.sentence.strip().endswith((".", ",", ")"))


def test_a_pasted_sign_is_answered_with_what_to_write():
    with pytest.raises(FormulaSyntaxErrors, match=r"“≤” is not used in formulas: write <="):
        parse("a ≤ b")


@pytest.mark.parametrize(
    "word", ["min.x", "minimum", "andy", "or2", "if_", "notes", "IF", "Min", "a.min", "sum.2024"]
)
def test_a_name_may_look_like_a_word_of_the_language(word):
    assert names(f"{word} + 1") == {word}
    assert evaluate(f"{word} * 2", {word: 21}) == 42


def test_the_names_of_an_expression_are_those_it_needs():
    assert names("if(a.b > 2, min(c, 3), d_1 ^ 2) or not هدف") == {"a.b", "c", "d_1", "هدف"}
    assert names("1 + 2") == frozenset()


@pytest.mark.parametrize(
    ("expression", "clean"),
    [
        ("((a))+(b*c)", "a + b * c"),
        ("(a+b)+c", "(a + b) + c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(2^3)^2", "(2 ^ 3) ^ 2"),
        ("2^(3^2)", "2 ^ 3 ^ 2"),
        ("(-a)^2", "(-a) ^ 2"),
        ("-(a^2)", "-a ^ 2"),
        ("-(a*b)", "-(a * b)"),
        ("not (a and b)", "not (a and b)"),
        ("(a==b)<>c", "(a = b) != c"),
        ("if( a,b , c )", "if(a, b, c)"),
    ],
)
def test_an_expression_is_written_with_no_more_parentheses_than_it_needs(expression, clean):
    assert written(parse(expression)) == clean


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 100_000,
        "-" * 100_000 + "1",
        "not " * 50_000 + "1",
        "2^" * 50_000 + "2",
        "abs(" * 50_000 + "1" + ")" * 50_000,
        "1+" * 2_000_000 + "1",
    ],
)
def test_hostile_depth_and_length_are_refused(expression):
    with pytest.raises(FormulaSyntaxErrors) as refused:
        evaluate(expression, {})

    assert refused.value.problems[0].reason in {"too_deep", "too_long"}


@pytest.mark.parametrize(
    "expression",
    [
        "9 ^ 9 ^ 9 ^ 9",
        "10 ^ 1000",
        "1" * 1001,
        "2 ^ (10 ^ 300)",
        "1.0000001 ^ (10 ^ 18)",
        "(10 ^ 900) * (10 ^ 900)",
    ],
)
def test_a_number_beyond_all_use_is_an_error_of_its_cell(expression):
    error = evaluate(expression, {})

    assert isinstance(error, FormulaError)
    assert error.reason == "too_large"


@pytest.mark.parametrize("expression", ["0 ^ 0", "0 ^ -1", "(-8) ^ 0.5", "round(1, 0.5)", "round(1, 99)"])
def test_an_operation_without_a_result_is_an_error_of_its_cell(expression):
    error = evaluate(expression, {})

    assert isinstance(error, FormulaError)
    assert error.reason == "undefined"


def test_nesting_that_people_write_is_accepted():
    bands = "0"
    for band in range(40):
        bands = f"if(x > {band}, {band}, {bands})"

    assert evaluate(bands, {"x": 20}) == 19
    assert evaluate("(" * 90 + "x" + ")" * 90, {"x": 5}) == 5


def test_a_sum_of_many_terms_is_no_depth():
    terms = [f"x{n}" for n in range(5000)]

    assert evaluate(" + ".join(terms), dict.fromkeys(terms, 1)) == 5000
    assert evaluate(f"sum({', '.join(terms)})", dict.fromkeys(terms, 2)) == 10000


def test_the_deepest_formula_leaves_room_on_a_stack_half_used():
    def below(frames, act):
        return act() if frames == 0 else below(frames - 1, act)

    nested = "x"
    for _ in range(48):
        nested = f"max(1 + {nested}, 0)"

    assert below(400, lambda: evaluate(nested, {"x": 1})) == 49
    assert below(400, lambda: written(parse(nested))) == nested
