"""Everything that stands against a contract is said at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from jalon.contracts.objections import Known, objections, objections_to_signature
from jalon.contracts.rules import rule_words
from jalon.contracts.sentences import SENTENCES, sentence
from jalon.contracts.terms import Allocation, Baseline, Objective, Party, Target, Terms, Tranche, Undertaking
from jalon.kernel.words import Words

KNOWN = Known(
    frozenset({"TESTS", "FIRMS"}), frozenset({"1", "2"}), {"1.1": "1", "2.1": "2"}, {"L": 1000, "M": None}
)
GROWTH = Target("FIRMS", 2024, "growth", Decimal(60))
BASELINE = Baseline("FIRMS", Decimal(200), date(2022, 12, 31), "Rapport")
WHOLE = Terms(
    date(2023, 1, 1),
    date(2023, 1, 1),
    date(2025, 12, 31),
    parties=tuple(Party(side, side.upper()) for side in ("ministry", "centre", "federation")),
    undertakings=tuple(
        Undertaking(side, "1", Words("Faire")) for side in ("ministry", "centre", "federation")
    ),
    objectives=(Objective("O1", Words("But"), "1", "1.1", (GROWTH,)),),
    baselines=(BASELINE,),
    allocations=(Allocation("L", "", 2024, 1000),),
)


def codes(terms, *, signing=True):
    return {one.code for one in (objections_to_signature if signing else objections)(terms, KNOWN)}


def promising(*targets):
    return replace(WHOLE, objectives=(Objective("O1", Words("But"), "1", "1.1", targets),))


def test_nothing_stands_against_a_whole_contract():
    assert codes(WHOLE) == set()


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(WHOLE, ends_on=date(2022, 1, 1)), "ends_before_it_starts"),
        (replace(WHOLE, ends_on=date(2201, 1, 1)), "out_of_the_calendar"),
        (promising(replace(GROWTH, indicator="X", shape="level")), "unknown_indicator"),
        (replace(WHOLE, objectives=(Objective("O1", Words("But"), "9", "", (GROWTH,)),)), "unknown_axis"),
        (
            replace(WHOLE, objectives=(Objective("O1", Words("But"), "1", "9", (GROWTH,)),)),
            "unknown_objective",
        ),
        (
            replace(WHOLE, objectives=(Objective("O1", Words("But"), "1", "2.1", (GROWTH,)),)),
            "objective_of_another_axis",
        ),
        (replace(WHOLE, objectives=WHOLE.objectives * 2), "objective_twice"),
        (promising(GROWTH, replace(GROWTH, value=Decimal(1))), "target_twice"),
        (replace(WHOLE, baselines=WHOLE.baselines * 2), "baseline_twice"),
        (replace(WHOLE, allocations=(Allocation("Z", "", 2024, 1),)), "unknown_line"),
        (replace(WHOLE, allocations=(Allocation("L", "", 2024, -1),)), "negative_money"),
        (replace(WHOLE, allocations=WHOLE.allocations * 2), "allocation_twice"),
    ],
)
def test_not_even_a_draft_says(terms, code):
    assert code in codes(terms, signing=False)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(WHOLE, objectives=()), "no_target"),
        (promising(), "objective_without_target"),
        (replace(WHOLE, baselines=()), "growth_without_baseline"),
        (replace(WHOLE, baselines=(replace(BASELINE, source=""),)), "growth_without_baseline"),
        (replace(WHOLE, baselines=(replace(BASELINE, on=None),)), "growth_without_baseline"),
        (replace(WHOLE, baselines=(replace(BASELINE, value=Decimal(0)),)), "zero_baseline"),
        (promising(replace(GROWTH, year=2030)), "target_outside_period"),
        (replace(WHOLE, allocations=(Allocation("L", "", 2030, 1),)), "money_outside_period"),
        (replace(WHOLE, allocations=(Allocation("L", "", 2024, 1001),)), "money_over_line"),
        (replace(WHOLE, parties=WHOLE.parties[1:]), "party_missing"),
        (replace(WHOLE, undertakings=WHOLE.undertakings[1:]), "no_undertaking"),
    ],
)
def test_a_draft_may_say_what_nobody_signs(terms, code):
    assert code in codes(terms)
    assert codes(terms, signing=False) == set()


def test_a_line_without_an_envelope_holds_any_money():
    assert codes(replace(WHOLE, allocations=(Allocation("M", "", 2024, 10**12),))) == set()


def test_a_part_is_not_held_back_until_the_units_of_a_running_total_last():
    rule = {"rule": "per_unit", "indicator": "TESTS", "price": "10"}
    held = rule | {"sustained": {"share": "0.2", "until": "2026-06-30"}}
    aim = Target("TESTS", 2024, "cumulative", Decimal(60))
    paying = [Tranche("T1", Words("Un"), "L", "1", 2024, 10, rule=one) for one in (rule, held)]

    plain, sustained = (replace(promising(aim), tranches=(one,)) for one in paying)

    assert codes(plain) == set()
    assert codes(sustained) == {"held_back_on_running_total"}


def test_the_rule_is_said_as_it_is_applied_to_the_last_decimal():
    unit = {"rule": "per_unit", "indicator": "TESTS", "price": "12.505"}
    share = {"rule": "proportional", "weights": {"TESTS": "0.125"}, "floor": "0.8555"}

    with override("en"):
        said = [rule_words(unit), rule_words(share)]

    assert "12.505\u00a0DH" in said[0]
    assert "weight 0.125" in said[1] and "85.55%" in said[1]


def test_all_that_is_wrong_is_said_at_once():
    wrong = replace(
        WHOLE, objectives=(), parties=(), undertakings=(), allocations=(Allocation("Z", "9", 2030, -1),)
    )

    assert len(objections_to_signature(wrong, KNOWN)) >= 10


def test_every_objection_has_its_sentence():
    wrong = replace(WHOLE, parties=(), baselines=(), allocations=(Allocation("L", "", 2030, 2000),))

    said = [sentence(one) for one in objections_to_signature(wrong, KNOWN)]

    assert all(said) and not any("%(" in text for text in said)
    assert set(SENTENCES) >= codes(wrong)
