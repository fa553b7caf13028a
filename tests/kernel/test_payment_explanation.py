"""An explanation says its amount, can be computed again from its leaves, stored, and read in three languages."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from jalon.kernel.payment import (
    RULES,
    SENTENCES,
    Acceptance,
    Custom,
    Facts,
    Outcome,
    PerUnit,
    Proportional,
    Reference,
    RuleError,
    Sentence,
    Threshold,
    Tranche,
    Value,
    conditions_from_data,
    conditions_to_data,
    due,
    left_after,
    objections,
    problems,
    recomputed,
    rule_from_data,
    simulate,
    true_up,
    what_would_change,
    write,
)
from jalon.kernel.payment.reading import SENTENCES as PROBLEMS
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target

TRANCHE = Tranche("T1", 1_000_000)


def value(code, actual, target=100, **said):
    number = actual if isinstance(actual, NotComputable) else Decimal(str(actual))
    promised = Target(Shape.PER_PERIOD, Decimal(target))
    return Value(code, number, promised, Reference(code, "CTI-A", "2024", f"v-{code}"), **said)


def facts(**actuals):
    return Facts({code: value(code, actual) for code, actual in actuals.items()})


# Explanation


def test_every_figure_that_was_read_names_what_it_rests_on():
    outcome = due(Threshold(), TRANCHE, facts(A=90, B=86))

    read = {leaf.evidence for leaf in outcome.explanation.leaves() if leaf.key == "actual"}
    assert read == {Reference("A", "CTI-A", "2024", "v-A"), Reference("B", "CTI-A", "2024", "v-B")}


def test_an_explanation_is_read_in_three_languages():
    outcome = due(Threshold(), TRANCHE, facts(A=90, B=86))

    assert write(outcome.explanation, "en") == "To pay: 10000.00 DH."
    assert write(outcome.explanation, "fr") == "À payer : 10000.00 DH."
    assert write(outcome.explanation, "ar") == "المبلغ الواجب أداؤه: 10000.00 DH."


def test_a_rate_just_under_its_bound_is_not_shown_as_reaching_it():
    outcome = due(Threshold(), TRANCHE, facts(A="84.9999"))

    assert "A: 84.99 % of the target." in [write(s) for _, s in outcome.explanation.walk()]


def test_a_reason_is_said_with_its_words():
    outcome = due(Threshold(), TRANCHE, Facts({"A": value("A", NotComputable("no_opening", "CTI-A"))}))

    assert write(outcome.reasons[0]) == "A: The situation at the start is not recorded: CTI-A."


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_has_its_three_languages_and_the_same_numbers_in_each(key):
    words = SENTENCES[key].as_mapping()
    places = {text.count("{") for text in words.values()}

    assert all(words.values())
    assert len(places) == 1


def test_a_stored_explanation_is_read_back_as_it_was():
    said = due(Custom("A * rate_B + amount / 3"), TRANCHE, facts(A=7, B="33.3")).explanation
    accepted = due(
        rule_from_data({"rule": "on_acceptance", "document": "d"}),
        TRANCHE,
        Facts(documents={"d": Acceptance(dt.date(2025, 1, 2))}),
    ).explanation

    for one in (said, accepted):
        again = Sentence.from_data(json.loads(json.dumps(one.to_data())))
        assert again == one
        assert recomputed(again) == one.figure


# What would change it


def test_three_more_certificates_reach_the_threshold():
    found = what_would_change(Threshold(), TRANCHE, facts(A=90, CERT=82))

    assert [(c.kind, c.code, c.delta, c.gain) for c in found] == [("next", "CERT", 3, 1_000_000)]
    assert found[0].rate == Decimal("0.85")
    assert write(found[0].sentence) == "3 more on CERT (85): 10000.00 DH more."


def test_several_values_are_changed_together_when_none_does_it_alone():
    found = what_would_change(Threshold(), TRANCHE, facts(A=80, B=84, C=90))

    assert [(c.kind, c.code, c.delta) for c in found] == [("together", "A", 5), ("together", "B", 1)]
    assert simulate(Threshold(), TRANCHE, facts(A=80, B=84, C=90), {"A": 5, "B": 1}).amount == 1_000_000


def test_the_next_step_and_the_whole_are_both_said():
    rule = Proportional({"A": Decimal(1)}, floor=Decimal("0.5"))

    found = what_would_change(rule, TRANCHE, facts(A=40))

    assert [(c.kind, c.delta, c.amount) for c in found] == [("next", 10, 500_000), ("full", 60, 1_000_000)]


def test_a_ceiling_is_reached_by_less():
    waiting = Value("DAYS", Decimal(60), Target(Shape.AT_MOST, Decimal(50), baseline=Decimal(100)))
    rule = Threshold()

    found = what_would_change(rule, TRANCHE, Facts({"DAYS": waiting}))

    assert [(c.kind, c.code, c.delta) for c in found] == [("next", "DAYS", -3)]


def test_what_is_missing_comes_before_what_would_pay():
    known = Facts({"A": value("A", NotComputable("not_received")), "B": value("B", 90, stage="declared")})

    found = what_would_change(Threshold(), TRANCHE, known)

    assert [(c.kind, c.code) for c in found] == [("value", "A"), ("value", "B")]


def test_nothing_more_can_be_had_of_a_tranche_that_is_paid_whole():
    assert what_would_change(Threshold(), TRANCHE, facts(A=90)) == ()


def test_a_simulation_changes_nothing_and_says_that_it_is_one():
    known = facts(CERT=10)
    rule = PerUnit("CERT", Decimal(100))

    outcome = simulate(rule, TRANCHE, known, {"CERT": 40})

    assert (outcome.amount, outcome.provisional) == (500_000, True)
    assert due(rule, TRANCHE, known).amount == 100_000
    with pytest.raises(ValueError, match="GONE"):
        simulate(rule, TRANCHE, known, {"GONE": 1})


# Release in part, true-up


def test_a_release_in_part_leaves_the_rest_due():
    outcome = due(Threshold(), TRANCHE, facts(A=90))

    assert left_after(outcome, 400_000) == 600_000
    assert objections(outcome, 1_000_001) == ("more_than_due",)
    assert objections(outcome, 0) == ("not_positive",)


def test_nothing_is_released_on_a_blocked_or_a_simulated_outcome():
    blocked = due(Threshold(), TRANCHE, Facts())
    simulated = simulate(Threshold(), TRANCHE, facts(A=90), {})

    assert objections(blocked, 5) == ("blocked",)
    assert objections(simulated, 5) == ("provisional",)


def test_late_evidence_trues_up_its_own_period():
    rule = Proportional({"A": Decimal(1)})

    found = true_up(rule, TRANCHE, facts(A=80), replace(facts(A=77), paid=800_000))

    assert found.difference == -30_000
    assert found.claws_back
    assert found.explanation.figure == -30_000
    assert "A goes from 80 to 77." in [write(s) for _, s in found.explanation.walk()]


def test_a_value_that_can_no_longer_be_computed_claws_nothing_back():
    now = Facts({"A": value("A", NotComputable("not_received"))}, paid=800_000)

    found = true_up(Proportional({"A": Decimal(1)}), TRANCHE, facts(A=80), now)

    assert (found.difference, found.after.blocked) == (0, True)


# Rules as data

EXAMPLES = [
    {"rule": "on_acceptance", "document": "plan-2025"},
    {"rule": "threshold"},
    {"rule": "threshold", "at_least": "0.9", "allows_one": True, "partial": [["0.8", "0.5"]]},
    {"rule": "per_unit", "indicator": "CERT", "price": "1250.50", "lifetime_cap": 9_000_000},
    {
        "rule": "per_unit",
        "indicator": "JOBS",
        "price": 10,
        "sustained": {"share": 0.2, "until": "2026-01-01", "indicator": "STILL"},
    },
    {"rule": "proportional", "weights": {"A": 2, "B": "1.5"}, "floor": "0.5", "cap": "0.9"},
    {"rule": "matching", "share": "0.5", "cap_share_of_cost": "0.4"},
    {"rule": "correction", "outputs": ["A"], "financial": "M", "serious": {"below": "0.6"}},
    {"rule": "custom", "formula": "amount * rate_A", "missing": "zero", "defaults": {"A": "2"}},
]


@pytest.mark.parametrize("data", EXAMPLES)
def test_a_rule_written_as_data_is_read_back(data):
    rule = rule_from_data(data)

    assert rule_from_data(json.loads(json.dumps(rule.to_data()))) == rule
    assert problems(data) == ()


def test_every_rule_has_an_example():
    assert {data["rule"] for data in EXAMPLES} == set(RULES)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ([], {("", "not_a_rule")}),
        ({"rule": "gift"}, {("rule", "unknown_rule")}),
        (
            {"rule": "threshold", "at_least": "x", "allows_one": 1, "patrial": [], "allowed_from": "nan"},
            {
                ("at_least", "not_a_number"),
                ("allows_one", "not_a_flag"),
                ("patrial", "unknown_field"),
                ("allowed_from", "not_a_number"),
            },
        ),
        ({"rule": "threshold", "allowed_from": "0.9"}, {("allowed_from", "bounds_cross")}),
        ({"rule": "threshold", "partial": [["0.9", "0.5"]]}, {("partial", "bounds_cross")}),
        (
            {"rule": "threshold", "partial": [["0.7", "0.5"], ["0.8", "0.6"]]},
            {("partial", "table_not_falling")},
        ),
        ({"rule": "threshold", "partial": [[1, 2, 3]]}, {("partial", "not_a_table")}),
        ({"rule": "threshold", "indicators": ["A", "A"]}, {("indicators", "twice")}),
        ({"rule": "per_unit"}, {("indicator", "missing"), ("price", "missing")}),
        (
            {"rule": "per_unit", "indicator": "A", "price": 0, "lifetime_cap": 1.5},
            {("price", "not_positive"), ("lifetime_cap", "not_centimes")},
        ),
        (
            {"rule": "per_unit", "indicator": "A", "price": 1, "sustained": {"share": 2}},
            {("sustained.until", "missing"), ("sustained.share", "not_a_rate")},
        ),
        ({"rule": "proportional", "weights": {}}, {("weights", "empty")}),
        (
            {"rule": "matching", "share": "0.5", "cap_share_of_cost": 40},
            {("cap_share_of_cost", "not_a_rate")},
        ),
        (
            {"rule": "correction", "outputs": [], "financial": " "},
            {("outputs", "empty"), ("financial", "missing")},
        ),
        ({"rule": "custom", "formula": "1 +"}, {("formula", "formula")}),
        ({"rule": "custom", "formula": "A", "defaults": [1]}, {("defaults", "not_codes")}),
    ],
)
def test_everything_wrong_with_a_rule_is_said_at_once(data, found):
    assert {(problem.field, problem.code) for problem in problems(data)} == found
    assert all(PROBLEMS[problem.code].ar for problem in problems(data))
    with pytest.raises(RuleError):
        rule_from_data(data)


def test_conditions_are_data_too():
    data = [{"kind": "document", "code": "plan"}, {"kind": "justified", "at_least": "0.8"}]

    conditions = conditions_from_data(data)

    assert conditions_from_data(conditions_to_data(conditions)) == conditions
    with pytest.raises(RuleError, match=r"conditions\.0\.kind"):
        conditions_from_data([{"kind": "luck"}])


def test_a_tranche_is_whole_centimes():
    with pytest.raises(ValueError, match="centimes"):
        Tranche("T", Decimal("1.5"))
    assert isinstance(due(Threshold(), TRANCHE, facts(A=90)), Outcome)
