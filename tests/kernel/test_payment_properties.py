"""What holds of every payment, whatever the numbers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.payment import (
    Correction,
    Custom,
    Facts,
    HoldBack,
    Matching,
    Money,
    PerUnit,
    Proportional,
    Reference,
    Sentence,
    Threshold,
    Tranche,
    Value,
    due,
    recomputed,
    simulate,
    what_would_change,
)
from jalon.kernel.payment.operations import half_up
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target

CODES = ("A", "B", "C")
numbers = st.decimals(-200, 400, places=2)
positive = st.decimals(1, 400, places=2)
shares = st.decimals(0, 1, places=2)
amounts = st.integers(0, 10**12)


@st.composite
def values(draw, code, *, known=False):
    shape = draw(st.sampled_from(Shape))
    baseline = draw(st.none() | positive)
    promised = Target(shape, draw(positive), draw(st.none() | shares), baseline)
    actual = draw(numbers if known else numbers | st.just(NotComputable("not_received")))
    return Value(code, actual, promised, Reference(indicator=code))


@st.composite
def facts(draw):
    chosen = draw(st.lists(st.sampled_from(CODES), unique=True))
    known = {code: draw(values(code)) for code in chosen}
    others = draw(st.none() | st.lists(st.builds(Money, amounts), max_size=3).map(tuple))
    cost = draw(st.none() | st.builds(Money, amounts))
    return Facts(known, others=others, cost=cost)


@st.composite
def tables(draw, top):
    bounds = sorted(draw(st.sets(st.decimals(0, top, places=2), max_size=3)), reverse=True)
    parts = sorted((draw(shares) for _ in bounds), reverse=True)
    return tuple(zip(bounds, parts, strict=True))


thresholds = st.builds(
    Threshold,
    allows_one=st.booleans(),
    partial=tables(Decimal("0.84")),
    partial_on=st.sampled_from(["lowest", "mean"]),
)
proportionals = st.builds(
    Proportional,
    st.dictionaries(st.sampled_from(CODES), positive, min_size=1),
    floor=shares,
    cap=shares,
)
matchings = st.builds(Matching, shares, st.none() | shares)
corrections = st.just(Correction(("A", "B"), "C"))
formulas = st.sampled_from(
    ["amount * rate_A", "A * B", "A / B", "max(A, B, C) * 100", "if(rate_A > 0.5, amount, -1)"]
)
customs = st.builds(Custom, formulas, st.sampled_from(["block", "zero"]))
totals = st.one_of(thresholds, proportionals, matchings, corrections, customs)
per_units = st.builds(
    PerUnit,
    st.just("A"),
    st.decimals("0.001", 5000, places=3),
    st.none() | amounts,
    st.decimals(0, 50, places=0),
)
tranches = st.builds(Tranche, st.just("T"), amounts)
held = st.builds(HoldBack, shares, st.dates())


@given(totals, tranches, facts(), st.none() | held)
def test_a_payment_lies_between_zero_and_its_tranche(rule, tranche, known, hold):
    outcome = due(rule, replace(tranche, hold_back=hold), known)

    assert 0 <= outcome.amount <= outcome.amount + outcome.held_back <= tranche.amount
    assert not (outcome.blocked and outcome.amount)


@given(totals | per_units, tranches, facts(), st.integers(0, 10**9))
def test_the_leaves_give_the_amount_and_the_root_says_it(rule, tranche, known, paid):
    outcome = due(rule, tranche, replace(known, paid=min(paid, tranche.amount)))

    assert outcome.explanation.figure == outcome.amount
    assert recomputed(outcome.explanation) == outcome.amount
    again = Sentence.from_data(outcome.explanation.to_data())
    assert recomputed(again) == outcome.amount


@given(totals | per_units, tranches, facts())
def test_a_blocked_tranche_always_says_why(rule, tranche, known):
    outcome = due(rule, tranche, known)

    assert outcome.blocked is bool(outcome.reasons)


@given(st.data(), thresholds | proportionals, tranches, st.sampled_from(CODES))
def test_a_better_value_never_pays_less(data, rule, tranche, code):
    known = {one: data.draw(values(one, known=True)) for one in CODES}
    shape = data.draw(st.sampled_from([Shape.PER_PERIOD, Shape.CUMULATIVE, Shape.LEVEL, Shape.GROWTH]))
    promised = Target(shape, Decimal(200), baseline=Decimal(100))
    known[code] = replace(known[code], target=promised)
    more = data.draw(st.decimals(0, 500, places=2))

    before = due(rule, tranche, Facts(known))
    after = simulate(rule, tranche, Facts(known), {code: more})

    assert before.blocked or after.amount >= before.amount


@given(per_units, st.lists(st.decimals(0, 10**6, places=2), max_size=8))
def test_what_is_paid_for_units_never_exceeds_the_cap_nor_falls_below_zero(rule, verified):
    paid, cap = 0, rule.lifetime_cap
    tranche = Tranche("T", 10**14)

    for units in verified:
        outcome = due(rule, tranche, Facts({"A": Value("A", units)}, paid=paid))
        paid += outcome.amount
        earned = units if units >= rule.floor else 0
        exact = half_up(Fraction(rule.price) * 100 * Fraction(earned))
        assert paid == (exact if cap is None else min(cap, exact))
        assert paid >= 0


@given(thresholds | proportionals | per_units, tranches, st.data())
def test_a_change_found_is_real_and_no_smaller_one_is_enough(rule, tranche, data):
    known = Facts({code: data.draw(values(code, known=True)) for code in CODES})
    now = due(rule, tranche, known)

    for change in what_would_change(rule, tranche, known):
        if change.kind != "next":
            continue
        step = known.values[change.code].step.copy_sign(change.delta)
        assert simulate(rule, tranche, known, {change.code: change.delta}).amount == change.amount
        assert change.gain == change.amount - now.amount > 0
        assert simulate(rule, tranche, known, {change.code: change.delta - step}).amount <= now.amount
