"""Statements of conformity: every vector of the decision rules, and what must hold of any result."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.kernel.conformity import (
    SENTENCES,
    VERDICTS,
    WORST_FIRST,
    Clause,
    Limits,
    Result,
    Rule,
    SamplingPlan,
    Statement,
    Zone,
    evaluate,
    explanation,
    figures,
    guard_band,
    likely,
    lot_verdict,
    shown,
    statement,
    worst,
    write,
    zones,
)

D = Decimal
BREATHING = Limits(upper=D(70))


def four_way(r="1"):
    return Rule("guarded", "four_way", r=D(r))


# the vectors


@pytest.mark.parametrize(
    ("y", "u", "limits", "verdict", "p"),
    [
        ("13.6", "1.8", Limits(D("12.5"), D("16.3")), "pass", "0.66263"),
        ("-5.47", "0.05", Limits(upper=D("-5.40")), "pass", "0.91924"),
        ("509.7", "8.6", Limits(lower=D("490")), "pass", "0.98901"),
    ],
)
def test_the_probability_of_conformity(y, u, limits, verdict, p):
    stated = statement(Result(D(y), D(u), 1), limits, Rule())

    assert (stated.verdict, round(stated.probability, 5)) == (verdict, D(p))
    assert stated.false_acceptance == 1 - stated.probability


def test_a_guard_band_wider_than_the_tolerance_leaves_nothing_to_state():
    stated = statement(Result(D("13.6"), D("3.6"), 2), Limits(D("12.5"), D("16.3")), Rule("guarded"))

    assert stated.verdict == "no_acceptance_zone"
    assert not stated.is_stated


@pytest.mark.parametrize(
    ("r", "lower", "upper"),
    [("0", "9", "11"), ("0.83", "9.166", "10.834"), ("1", "9.2", "10.8"), ("1.5", "9.3", "10.7")],
)
def test_acceptance_limits(r, lower, upper):
    stated = statement(Result(D(10), D("0.2"), 2), Limits(D(9), D(11)), Rule("guarded", r=D(r)))

    assert stated.acceptance == Zone(Fraction(lower), Fraction(upper))


@pytest.mark.parametrize(
    ("y", "verdict", "p"),
    [
        ("66", "pass", "0.97725"),
        ("66.01", "conditional_pass", None),
        ("70", "conditional_pass", "0.5"),
        ("70.5", "conditional_fail", "0.4013"),
        ("74", "conditional_fail", None),
        ("74.1", "fail", "0.0202"),
    ],
)
def test_four_way_statements(y, verdict, p):
    stated = statement(Result(D(y), D(4), 2), BREATHING, four_way())

    assert stated.verdict == verdict
    assert p is None or round(stated.probability, len(p) - 2) == D(p)


@pytest.mark.parametrize(
    ("r", "k", "percent"),
    [
        ("0", "2", "50"),
        ("0.83", "2", "4.85"),
        ("1", "2", "2.28"),
        ("1.5", "2", "0.135"),
        ("0.83", "1.96", "5.19"),
    ],
)
def test_the_risk_at_the_acceptance_limit(r, k, percent):
    uncertainty = D("0.2")
    y = 10 - D(r) * uncertainty
    stated = statement(Result(y, uncertainty, D(k)), Limits(upper=D(10)), Rule("guarded", r=D(r)))

    places = len(percent.split(".")[1]) if "." in percent else 0
    assert stated.verdict == "pass"
    assert round(stated.false_acceptance * 100, places) == D(percent)


@pytest.mark.parametrize(
    ("rule", "result", "limits", "verdict"),
    [
        (Rule(), Result(D(70), censored="<"), BREATHING, "pass"),
        (Rule(), Result(D("70.1"), censored="<"), BREATHING, "inconclusive"),
        (Rule("guarded"), Result(D(66), D(4), 2, censored="<"), BREATHING, "pass"),
        (Rule("guarded"), Result(D(67), D(4), 2, censored="<"), BREATHING, "inconclusive"),
        (Rule(), Result(D(5), censored="<"), Limits(lower=D(5)), "fail"),
        (Rule("guarded"), Result(D(5), D(1), 2, censored="<"), Limits(lower=D(6)), "fail"),
        (Rule("guarded"), Result(D("5.1"), D(1), 2, censored="<"), Limits(lower=D(6)), "inconclusive"),
        (Rule(), Result(D(5), censored="<"), Limits(D(1), D(9)), "inconclusive"),
        (Rule(), Result(D(5), censored=">"), Limits(lower=D(5)), "pass"),
        (Rule(), Result(D(4), censored=">"), Limits(lower=D(5)), "inconclusive"),
        (Rule("guarded"), Result(D(74), D(4), 2, censored=">"), BREATHING, "fail"),
        (Rule("guarded"), Result(D(73), D(4), 2, censored=">"), BREATHING, "inconclusive"),
    ],
)
def test_a_result_beyond_what_the_method_measures(rule, result, limits, verdict):
    assert statement(result, limits, rule).verdict == verdict


@pytest.mark.parametrize("rule", [Rule("guarded"), Rule("risk", risk=D("0.05"))])
def test_a_guarded_rule_without_uncertainty_is_blocked(rule):
    assert statement(Result(D(1)), BREATHING, rule).verdict == "no_uncertainty"
    assert statement(Result(D(1), censored="<"), BREATHING, rule).verdict == "no_uncertainty"


# what the rules mean


@pytest.mark.parametrize("kind", ["simple", "inherent"])
def test_rules_without_guard_band_state_without_uncertainty(kind):
    stated = statement(Result(D(70)), BREATHING, Rule(kind, "four_way"))

    assert (stated.verdict, stated.probability) == ("pass", None)


def test_a_risk_target_is_the_risk_at_its_acceptance_limit():
    result = Result(D(60), D(4), 2)
    band = guard_band(Rule("risk", risk=D("0.05")), result)
    at_the_limit = Result(70 - band, D(4), 2)

    stated = statement(at_the_limit, BREATHING, Rule("risk", risk=D("0.05")))

    assert round(float(band), 4) == 3.2897  # 1.64485 * u
    assert stated.verdict == "pass"
    assert round(stated.false_acceptance, 8) == D("0.05")


@pytest.mark.parametrize(
    ("limits", "y", "verdict"),
    [
        (Limits(upper=D(70)), "70", "pass"),
        (Limits(upper=D(70), excludes_upper=True), "70", "fail"),
        (Limits(lower=D(5)), "5", "pass"),
        (Limits(lower=D(5), excludes_lower=True), "5", "fail"),
        (Limits(upper=D(0)), "0.1", "fail"),
        (Limits(), "0", "no_limit"),
    ],
)
@pytest.mark.parametrize("statement_kind", ["binary", "four_way"])
def test_a_limit_is_part_of_its_zone_unless_excluded_and_a_blank_one_is_not_zero(
    limits, y, verdict, statement_kind
):
    assert statement(Result(D(y)), limits, Rule("simple", statement_kind)).verdict == verdict


def test_an_excluded_limit_excludes_the_acceptance_limit_and_the_far_side_too():
    limits = Limits(upper=D(70), excludes_upper=True)
    verdicts = [statement(Result(D(y), D(4), 2), limits, four_way()).verdict for y in ("66", "70", "74")]

    assert verdicts == ["conditional_pass", "conditional_fail", "fail"]


def test_a_blank_result_is_not_zero():
    assert statement(Result(None), BREATHING, Rule()).verdict == "no_result"


def test_what_a_decimal_context_would_round_is_not_rounded():
    """Twenty-nine digits over the limit: Decimal arithmetic would say equal."""
    y = D("70." + "0" * 40 + "1")

    assert statement(Result(y), BREATHING, Rule()).verdict == "fail"
    assert statement(Result(y, D(4), 2), BREATHING, four_way()).verdict == "conditional_fail"


@pytest.mark.parametrize(
    "said", [{"uncertainty": D(1)}, {"k": 2}, {"uncertainty": D(0), "k": 2}, {"uncertainty": D(1), "k": -2}]
)
def test_half_an_uncertainty_is_refused(said):
    with pytest.raises(ValueError, match="uncertainty"):
        Result(D(1), **said)


@pytest.mark.parametrize("said", [{"lower": 2, "upper": 1}, {"lower": 1, "upper": 1, "excludes_upper": True}])
def test_limits_nothing_can_meet_are_refused(said):
    with pytest.raises(ValueError, match="no value"):
        Limits(**said)


@pytest.mark.parametrize(
    "said", [{"kind": "risk"}, {"kind": "risk", "risk": 1}, {"r": -1}, {"kind": "shared"}]
)
def test_a_rule_that_says_nothing_is_refused(said):
    with pytest.raises(ValueError, match=r"risk|guard|rule"):
        Rule(**said)


# products, specifications, lots


def test_the_verdict_on_a_product_is_its_worst_line():
    assert worst(["pass", "conditional_pass"]) == "conditional_pass"
    assert worst(["pass", "inconclusive"]) == "inconclusive"
    assert worst(["inconclusive", "fail", "pass"]) == "fail"
    assert worst(["pass", "no_limit"]) == "pass"


@pytest.mark.parametrize("nothing", [[], ["no_limit"]])
def test_an_empty_inspection_cannot_pass(nothing):
    assert worst(nothing) is None


def test_several_specifications_are_judged_on_one_set_of_results():
    results = {"drop": Result(D("66.01"), D(4), 2, "Pa/cm²"), "filter": Result(D("98.2"), unit="%")}
    strict = [
        Clause("5.2.3", "drop", BREATHING, "Pa/cm²", four_way()),
        Clause("5.2.2", "filter", Limits(D(98)), "%"),
    ]
    national = [Clause("4.1", "drop", Limits(upper=D("0.06")), "kPa/cm²")]

    first, second = evaluate(strict, results), evaluate(national, results)

    assert (first.verdict, second.verdict) == ("conditional_pass", "fail")
    assert second.statements["4.1"].result.value == Fraction("0.06601")


def test_a_clause_without_its_result_or_in_another_quantity_keeps_the_product_from_passing():
    clauses = [Clause("1", "a", BREATHING, "mg/kg"), Clause("2", "b", BREATHING, "mg/kg")]

    missing = evaluate(clauses, {"a": Result(D(1), unit="mg/kg")})
    other = evaluate(
        clauses, {name: Result(D(1), unit=unit) for name, unit in (("a", "mg/kg"), ("b", "mg/L"))}
    )

    assert (missing.verdict, other.verdict) == ("no_result", "no_result")
    assert other.unreadable["2"].reason == "different"


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        ("ppppp", "pass"), ("ppppf", "pass"), ("pppff", "fail"), ("ff", "fail"), ("pppp", None), ("", None),
        ("pppp?", None), ("ppppc", "conditional_pass"), ("pppdd", "fail"),
    ],
)  # fmt: skip
def test_a_lot_is_judged_on_its_sample(items, verdict):
    words = {"p": "pass", "f": "fail", "?": "inconclusive", "c": "conditional_pass", "d": "conditional_fail"}

    assert lot_verdict(SamplingPlan(5, 1), [words[item] for item in items]) == verdict


@pytest.mark.parametrize("plan", [(0, 0), (5, 5), (5, -1)])
def test_a_sampling_plan_that_accepts_anything_is_refused(plan):
    with pytest.raises(ValueError, match="plan"):
        SamplingPlan(*plan)


# what holds of any result

numbers = st.decimals(-1000, 1000, places=4, allow_nan=False)
spreads = st.decimals("0.0001", 50, places=4)


@st.composite
def statements(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    side = draw(st.sampled_from(["lower", "upper", "both"]))
    limits = Limits(
        None if side == "upper" else low,
        None if side == "lower" else high,
        excludes_lower=side != "both" and draw(st.booleans()),
        excludes_upper=side != "both" and draw(st.booleans()),
    )
    rule = Rule(
        draw(st.sampled_from(["simple", "guarded", "risk", "inherent"])),
        draw(st.sampled_from(["binary", "four_way"])),
        r=draw(st.decimals(0, 2, places=3)),
        risk=D("0.025"),
    )
    edge = draw(st.sampled_from([limits.lower, limits.upper, D(0)]))
    near = (edge or D(0)) + draw(st.decimals("-0.01", "0.01", places=draw(st.integers(4, 9))))
    y = draw(st.one_of(numbers, st.just(near)))
    return statement(Result(y, draw(spreads), draw(st.sampled_from([1, 2, D("1.96"), 3]))), limits, rule)


@given(statements())
@settings(max_examples=300)
def test_rounding_for_display_never_flips_a_verdict(stated):
    told = figures(stated)
    limits = Limits(told.lower, told.upper, stated.limits.excludes_lower, stated.limits.excludes_upper)
    accepted = Zone(told.accept_lower, told.accept_upper, limits.excludes_lower, limits.excludes_upper)

    passes_by_eye = not accepted.is_empty and told.value in accepted
    within_by_eye = told.value in limits.moved(Fraction(0))

    if stated.is_stated:
        assert passes_by_eye == (stated.verdict == "pass")
        assert not within_by_eye or stated.verdict not in ("conditional_fail",)
        assert within_by_eye or stated.verdict not in ("pass", "conditional_pass")


@given(numbers, numbers, st.integers(0, 3))
def test_a_figure_shown_stands_to_its_limit_as_the_value_does(value, limit, places):
    text = shown(value, limit, places=places)

    assert (text > limit, text < limit) == (value > limit, value < limit)
    assert -text.as_tuple().exponent >= places


@given(statements())
def test_a_statement_is_read_back_as_it_was_frozen(stated):
    again = Statement.from_data(json.loads(json.dumps(stated.to_data())))

    assert again == stated
    assert statement(again.result, again.limits, again.rule).verdict == stated.verdict


@given(statements())
def test_a_wider_guard_band_never_turns_a_fail_into_a_pass(stated):
    rule = Rule("guarded", stated.rule.statement, r=3)

    guarded = statement(stated.result, stated.limits, rule)

    assert guarded.verdict != "pass" or stated.verdict == "pass"


@given(statements())
def test_the_zones_of_the_figure_hold_what_they_draw(stated):
    drawn = zones(stated)

    assert drawn.start < drawn.low <= drawn.value <= drawn.high < drawn.end
    assert drawn.acceptance is None or not drawn.acceptance.is_empty


@given(statements())
def test_the_explanation_is_written_in_three_languages(stated):
    for _depth, sentence in explanation(stated).walk():
        for language in ("fr", "ar", "en"):
            assert "{" not in write(sentence, language)


def test_the_explanation_prints_rule_r_k_and_probability():
    stated = statement(Result(D("66.01"), D(4), 2, "Pa/cm²"), BREATHING, four_way())

    told = "\n".join(write(sentence) for _depth, sentence in explanation(stated).walk())

    assert told.splitlines() == [
        "The result lies within the limits, but in the guard band.",
        "Result: 66.01 Pa/cm².",
        "Expanded uncertainty U = 4, k = 2.",
        "Limits: ≤ 70.00 Pa/cm².",
        "Decision rule: guard band w = r × U, r = 1.",
        "Guard band w = 4.",
        "Acceptance zone: ≤ 66.00 Pa/cm².",
        "Probability of conformity p_c = 0.97698.",
        "Risk of false acceptance: 2.302 %.",
    ]


def test_a_probability_is_never_printed_as_certain():
    assert likely(D("0.9999999")) == (">", D("0.99999"))
    assert likely(D("0.0000001")) == ("<", D("0.00001"))
    assert likely(D("0.5")) == ("", D("0.50000"))


def test_every_verdict_has_its_word_and_its_sentence():
    assert set(WORST_FIRST) | {"no_limit"} == set(VERDICTS)
    assert set(VERDICTS) <= set(SENTENCES)
    assert all(words.fr and words.ar and words.en for words in (*VERDICTS.values(), *SENTENCES.values()))
