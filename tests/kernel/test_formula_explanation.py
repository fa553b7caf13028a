"""Every value can be followed, step by step, down to its inputs."""

from decimal import Decimal

import pytest

from jalon.kernel.formula import CycleError, FormulaSyntaxErrors, explain, solve, walk

RULES = {
    "rate": "bad / stated * 100",
    "bonus": "if(rate < 5, (base + extra) * 2, -base)",
    "broken": "rate / nothing",
    "after": "broken + 1",
}
GIVEN = {"bad": 3, "stated": 120, "base": 10, "extra": Decimal("2.50"), "nothing": 0, "gone": None}


def test_an_explanation_puts_the_numbers_into_the_formula():
    step = explain(RULES, GIVEN, "rate")

    assert step.name == "rate"
    assert step.expression == "bad / stated * 100"
    assert step.value == Decimal("2.5")
    assert step.sentence == "rate = bad / stated * 100 = 3 / 120 * 100 = 2.5"
    assert [child.sentence for child in step.children] == ["bad = 3", "stated = 120"]
    assert all(child.is_input for child in step.children)


def test_an_explanation_goes_one_operation_at_a_time():
    step = explain(RULES, GIVEN, "bonus")

    assert step.operations == (
        "(2.5 < 5) = 1",
        "10 + 2.5 = 12.5",
        "12.5 * 2 = 25",
        "if(1, 25, -10) = 25",
    )


def test_an_error_is_explained_down_to_its_cause():
    step = explain(RULES, GIVEN, "after")

    told = [(depth, one.sentence) for depth, one in walk(step)]
    assert told[0] == (
        0,
        "after = broken + 1 = ? + 1: broken cannot be computed: division by zero: nothing is 0",
    )
    assert told[1] == (1, "broken = rate / nothing = 2.5 / 0: division by zero: nothing is 0")
    assert (2, "nothing = 0") in told


def test_a_missing_input_is_shown_as_unknown():
    step = explain({"x": "gone + 1"}, GIVEN, "x")

    assert step.sentence == "x = gone + 1 = ? + 1: gone is missing"
    assert step.children[0].sentence == "gone is missing"


def test_negative_numbers_and_comparisons_read_without_doubt():
    assert explain({"x": "2 - n"}, {"n": -3}, "x").sentence == "x = 2 - n = 2 - (-3) = 5"
    assert explain({"x": "n = 3"}, {"n": 3}, "x").sentence == "x = (n = 3) = (3 = 3) = 1"
    assert explain({"x": "5"}, {}, "x").sentence == "x = 5"


def test_an_input_explains_itself():
    assert explain(RULES, GIVEN, "base").sentence == "base = 10"
    assert explain(RULES, GIVEN, "nobody").sentence == "nobody is missing"


def test_only_what_is_needed_has_to_be_readable():
    rules = RULES | {"unread": "1 +", "loop": "loop"}

    assert explain(rules, GIVEN, "rate").value == Decimal("2.5")
    with pytest.raises(FormulaSyntaxErrors):
        explain(rules | {"x": "unread"}, GIVEN, "x")
    with pytest.raises(CycleError):
        explain(rules | {"x": "loop"}, GIVEN, "x")


def test_an_explanation_agrees_with_the_solution():
    values = solve(RULES, GIVEN)

    assert {name: explain(RULES, GIVEN, name).value for name in RULES} == values


def test_a_chain_of_many_steps_is_explained_without_recursion():
    count = 50_000
    rules = {f"c{n}": f"c{n - 1} + 1" for n in range(1, count)} | {"c0": "start"}

    step = explain(rules, {"start": 0}, f"c{count - 1}")

    assert sum(1 for _ in walk(step)) == count + 1
    assert "c49999 = c49998 + 1 = 49998 + 1 = 49999" in repr(step)


def test_steps_that_share_others_are_told_once():
    count = 200
    rules = {f"f{n}": f"f{n - 1} + f{n - 2}" for n in range(2, count)} | {"f0": "0", "f1": "1"}

    step = explain(rules, {}, f"f{count - 1}")

    assert sum(1 for _ in walk(step)) == count
