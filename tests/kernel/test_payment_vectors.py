"""The rules of payment on the numbers of the agreement."""

import datetime as dt
from decimal import Decimal

import pytest

from jalon.kernel.payment import (
    Acceptance,
    Condition,
    Correction,
    Custom,
    Facts,
    HoldBack,
    Matching,
    Money,
    OnAcceptance,
    PerUnit,
    Proportional,
    Reference,
    Sustained,
    Threshold,
    Tranche,
    Value,
    due,
)
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target

TRANCHE = Tranche("T1", 1_000_000)
ON = dt.date(2025, 3, 31)


def value(code, actual, target=100, shape=Shape.PER_PERIOD, **said):
    promised = None if target is None else Target(shape, Decimal(target), baseline=said.pop("baseline", None))
    number = actual if isinstance(actual, NotComputable) else Decimal(str(actual))
    return Value(code, number, promised, Reference(indicator=code, value=f"value-{code}"), **said)


def rated(*rates, **said):
    """Facts of indicators that reached so many percent of their targets."""
    return Facts({f"I{n}": value(f"I{n}", rate) for n, rate in enumerate(rates)}, **said)


def keys(outcome):
    return [sentence.key for _, sentence in outcome.explanation.walk()]


# Threshold


@pytest.mark.parametrize(
    ("rates", "allows_one", "amount"),
    [
        ((90, 86), False, 1_000_000),
        ((90, 84), False, 0),
        ((90, 84), True, 0),
        ((100, 85, 75), True, 1_000_000),
        ((100, 85, 75), False, 0),
        ((100, 85, 74), True, 0),
        ((100, 75, 75), True, 0),
    ],
)
def test_a_threshold_pays_all_or_nothing(rates, allows_one, amount):
    outcome = due(Threshold(allows_one=allows_one), TRANCHE, rated(*rates))

    assert outcome.amount == amount
    assert not outcome.blocked


@pytest.mark.parametrize(
    ("rates", "is_serious"),
    [
        ((84, 84, 100), False),
        ((64, 90), True),
        ((64, 90, 100), False),
        ((64, 60, 100), True),
        ((65, 65), False),
        ((64,), True),
    ],
)
def test_a_serious_failure_is_told_from_a_failure(rates, is_serious):
    outcome = due(Threshold(), TRANCHE, rated(*rates))

    assert outcome.amount == 0
    assert outcome.is_serious is is_serious
    assert ("serious" in keys(outcome)) is is_serious


def test_a_table_pays_for_part_of_the_result():
    rule = Threshold(partial=((Decimal("0.8"), Decimal("0.5")), (Decimal("0.7"), Decimal("0.25"))))

    assert due(rule, TRANCHE, rated(90, 82)).amount == 500_000
    assert due(rule, TRANCHE, rated(90, 79)).amount == 250_000
    assert due(rule, TRANCHE, rated(90, 69)).amount == 0


def test_the_table_may_be_read_with_the_mean():
    rule = Threshold(partial=((Decimal("0.8"), Decimal("0.5")),), partial_on="mean")

    assert due(rule, TRANCHE, rated(100, 60)).amount == 500_000


# The rate


@pytest.mark.parametrize(
    ("shape", "actual", "target", "baseline", "amount"),
    [
        ("level", 100, 200, 100, 0),
        ("level", 150, 200, 100, 500_000),
        ("growth", 100, 100, 100, 0),
        ("growth", 150, 100, 100, 500_000),
        ("at_most", 60, 50, 100, 800_000),
        ("at_most", 40, 50, 100, 1_000_000),
        ("at_most", 60, 50, None, 0),
        ("per_period", 60, 100, None, 600_000),
        ("cumulative", 60, 100, None, 600_000),
        ("maintain", 60, 100, None, 600_000),
        ("level", 100, 100, 100, 1_000_000),
    ],
)
def test_standing_still_does_not_pay(shape, actual, target, baseline, amount):
    one = value("I", actual, target, Shape(shape), baseline=None if baseline is None else Decimal(baseline))

    outcome = due(Proportional({"I": Decimal(1)}), TRANCHE, Facts({"I": one}))

    assert outcome.amount == amount


def test_no_indicator_blocks_and_says_so():
    outcome = due(Threshold(), TRANCHE, Facts())

    assert outcome.blocked
    assert outcome.amount == 0
    assert [reason.key for reason in outcome.reasons] == ["no_indicator"]


def test_a_rate_that_cannot_be_computed_blocks_and_says_why():
    growth = value("G", 10, 165, Shape.GROWTH)
    facts = Facts({"A": value("A", NotComputable("not_received")), "B": value("B", 90), "G": growth})

    outcome = due(Threshold(), TRANCHE, facts)

    assert outcome.blocked
    assert [reason.values["reason"] for reason in outcome.reasons] == [
        "not_received",
        "baseline_not_published",
    ]


def test_nothing_is_paid_on_a_value_that_is_not_validated():
    facts = Facts({"A": value("A", 90, stage="verified")})

    assert [reason.key for reason in due(Threshold(), TRANCHE, facts).reasons] == ["value_not_validated"]
    forecast = due(Threshold(), TRANCHE, Facts(facts.values, provisional=True))
    assert forecast.amount == 1_000_000
    assert forecast.provisional


def test_zero_is_a_result_and_not_an_unknown():
    outcome = due(Threshold(), TRANCHE, rated(0, 90))

    assert not outcome.blocked
    assert outcome.amount == 0


def test_a_named_indicator_without_value_blocks():
    outcome = due(Threshold(indicators=("I0", "GONE")), TRANCHE, rated(90))

    assert [reason.key for reason in outcome.reasons] == ["value_missing"]


# On acceptance, conditions and days


def test_a_tranche_is_paid_when_its_document_is_accepted():
    rule = OnAcceptance("work-plan-2025")

    assert due(rule, TRANCHE, Facts()).blocked
    accepted = Facts(documents={"work-plan-2025": Acceptance(ON)})
    assert due(rule, TRANCHE, accepted).amount == 1_000_000


def test_every_condition_that_is_not_met_is_said_at_once():
    tranche = Tranche(
        "T2",
        1_000_000,
        due_on=dt.date(2025, 6, 30),
        conditions=(
            Condition("document", "accounts-2024"),
            Condition("undertaking", "room"),
            Condition("justified", at_least=Decimal("0.8")),
        ),
    )

    outcome = due(Threshold(), tranche, rated(90, on=ON, justified=Decimal("0.799")))

    assert [reason.key for reason in outcome.reasons] == [
        "not_due_yet",
        "document_not_accepted",
        "undertaking_not_done",
        "earlier_not_justified",
    ]


def test_a_share_is_held_back_until_its_day():
    tranche = Tranche("T3", 1_000_001, hold_back=HoldBack(Decimal("0.1"), dt.date(2025, 12, 31)))

    early = due(Threshold(), tranche, rated(90, on=ON))
    late = due(Threshold(), tranche, rated(90, on=dt.date(2025, 12, 31), paid=early.amount))

    assert (early.amount, early.held_back) == (900_001, 100_000)
    assert (late.amount, late.held_back) == (100_000, 0)


# Per unit


@pytest.mark.parametrize(
    ("verified", "units_paid", "paid", "amount"),
    [
        (40, 0, 0, 500_200),
        (40, 30, 375_150, 125_050),
        (40, 42, 525_210, -25_010),
        (100, 40, 500_200, 399_800),
        (0, 0, 0, 0),
    ],
)
def test_so_much_a_unit_up_to_the_cap_and_back_when_units_are_lost(verified, units_paid, paid, amount):
    rule = PerUnit("CERT", Decimal("125.05"), lifetime_cap=900_000)
    facts = Facts({"CERT": value("CERT", verified, None)}, units_paid=Decimal(units_paid), paid=paid)

    assert due(rule, TRANCHE, facts).amount == amount


def test_a_capped_payment_that_loses_a_unit_gives_back_what_the_cap_had_not_kept():
    rule = PerUnit("CERT", Decimal(3), lifetime_cap=1000)

    first = due(rule, TRANCHE, Facts({"CERT": value("CERT", 4, None)}))
    second = due(rule, TRANCHE, Facts({"CERT": value("CERT", 3, None)}, paid=first.amount))

    assert (first.amount, second.amount) == (1000, -100)


def test_a_price_is_rounded_half_up_to_the_centime_once():
    rule = PerUnit("HOURS", Decimal("0.005"))

    assert due(rule, TRANCHE, Facts({"HOURS": value("HOURS", 1, None)})).amount == 1
    assert due(rule, TRANCHE, Facts({"HOURS": value("HOURS", 3, None)})).amount == 2


def test_fewer_units_than_the_floor_earn_nothing():
    rule = PerUnit("CERT", Decimal(1), floor=Decimal(10))

    assert due(rule, TRANCHE, Facts({"CERT": value("CERT", 9, None)})).amount == 0
    assert due(rule, TRANCHE, Facts({"CERT": value("CERT", 10, None)})).amount == 1000
    assert due(rule, TRANCHE, Facts({"CERT": value("CERT", 9, None)}, paid=1000)).amount == -1000


def test_a_unit_is_paid_once_whatever_the_tranche():
    rule = PerUnit("CERT", Decimal(1), once_per_unit=True)
    certificates = value("CERT", 3, None, identities=frozenset("abc"))

    outcome = due(rule, TRANCHE, Facts({"CERT": certificates}, paid_elsewhere=frozenset("cd")))

    assert outcome.amount == 200
    assert due(rule, TRANCHE, Facts({"CERT": value("CERT", 3, None)})).blocked


def test_a_part_waits_until_the_unit_proves_to_last():
    rule = PerUnit("JOBS", Decimal(10), sustained=Sustained(Decimal("0.2"), dt.date(2026, 1, 1), "STILL"))
    jobs = {"JOBS": value("JOBS", 10, None)}

    first = due(rule, TRANCHE, Facts(jobs, on=ON))
    unknown = due(rule, TRANCHE, Facts(jobs, on=dt.date(2026, 1, 1), paid=8000))
    then = due(
        rule,
        TRANCHE,
        Facts(jobs | {"STILL": value("STILL", 7, None)}, on=dt.date(2026, 1, 1), paid=8000),
    )

    assert (first.amount, first.held_back) == (8000, 2000)
    assert unknown.blocked
    assert then.amount == 1400


# Proportional, matching


def test_a_proportional_tranche_follows_the_weighted_mean_of_clipped_rates():
    rule = Proportional({"I0": Decimal(3), "I1": Decimal(1)})

    assert due(rule, TRANCHE, rated(50, 150)).amount == 625_000
    assert due(rule, TRANCHE, rated(50, -20)).amount == 375_000


def test_a_proportional_tranche_has_a_floor_and_a_cap():
    rule = Proportional({"I0": Decimal(1)}, floor=Decimal("0.5"), cap=Decimal("0.9"))

    assert [due(rule, TRANCHE, rated(rate)).amount for rate in (49, 50, 100)] == [0, 500_000, 900_000]


def test_a_half_centime_that_no_decimal_can_write_is_rounded_up():
    rule = Proportional({"I": Decimal(1)})

    outcome = due(rule, Tranche("T", 900), Facts({"I": value("I", 5, 24)}))

    assert outcome.amount == 188  # 187.5 exactly; with 28 digits it falls just short


def test_the_fund_matches_what_others_brought_within_a_share_of_the_cost():
    rule = Matching(Decimal("0.5"), cap_share_of_cost=Decimal("0.4"))
    others = (Money(600_000, "FMC"), Money(200_000, "firm"))

    assert due(rule, TRANCHE, Facts(others=others, cost=Money(2_000_000))).amount == 400_000
    assert due(rule, TRANCHE, Facts(others=others, cost=Money(900_000))).amount == 360_000
    assert due(rule, TRANCHE, Facts(others=(), cost=Money(900_000))).amount == 0
    reasons = due(rule, TRANCHE, Facts()).reasons
    assert [reason.key for reason in reasons] == ["other_money_unknown", "cost_unknown"]


# Correction


@pytest.mark.parametrize(
    ("outputs", "financial", "amount"),
    [
        ((120, 40), 110, 1_000_000),
        ((50, 60), 100, 900_000),
        ((64, 64), 100, 950_000),
        ((40, 50), 100, 750_000),
        ((65, 65), 100, 1_000_000),
        ((60, 60), 80, 1_000_000),
    ],
)
def test_a_serious_failure_is_corrected_by_results_over_money(outputs, financial, amount):
    facts = rated(*outputs)
    rule = Correction(tuple(facts.values), "MONEY")

    outcome = due(rule, TRANCHE, Facts({**facts.values, "MONEY": value("MONEY", financial)}))

    assert outcome.amount == amount


def test_results_cannot_be_set_against_no_spending():
    facts = Facts({"A": value("A", 50), "MONEY": value("MONEY", 0)})

    outcome = due(Correction(("A",), "MONEY"), TRANCHE, facts)

    assert [reason.key for reason in outcome.reasons] == ["financial_rate_is_zero"]


# Custom


def test_a_formula_pays_in_dirhams_within_the_tranche():
    rule = Custom("if(rate_I0 >= 0.8, amount * 0.5, 0) + I1 * 10.005")

    assert due(rule, TRANCHE, rated(80, 1)).amount == 501_001
    assert due(rule, TRANCHE, rated(80, 1000)).amount == 1_000_000
    assert due(Custom("-5"), TRANCHE, rated(80)).amount == 0


def test_what_a_formula_misses_blocks_unless_the_rule_says_otherwise():
    facts = Facts({"A": value("A", NotComputable("not_received")), "B": value("B", 2)})

    assert due(Custom("A + B"), TRANCHE, facts).blocked
    assert due(Custom("A + B", missing="zero"), TRANCHE, facts).amount == 200
    assert due(Custom("A + B", defaults={"A": Decimal(3)}), TRANCHE, facts).amount == 500


def test_a_formula_that_fails_blocks_its_tranche_alone():
    outcome = due(Custom("1 / I0"), TRANCHE, rated(0))

    assert outcome.blocked
    assert outcome.reasons[0].values["names"] == "division_by_zero"


# Clawing back


def test_a_value_that_fell_proposes_to_claw_back_what_it_no_longer_earns():
    outcome = due(Threshold(), TRANCHE, rated(84, 90, paid=1_000_000))

    assert outcome.amount == -1_000_000
    assert outcome.claws_back
    assert outcome.explanation.key == "to_claw_back"
