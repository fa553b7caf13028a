"""The sample of a verification: drawn, checked, extrapolated, bounded."""

import random
import secrets
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.kernel.measures import Measure, NotComputable, evaluate
from jalon.kernel.sampling import (
    Finding,
    Thing,
    by_amount,
    by_rate,
    by_value,
    difference,
    draw,
    errors_of,
    seed,
    size_for,
    size_to_reach,
    upper_bound,
    verified,
    verified_indicator,
    without,
)
from tests.kernel.evidence_rows import YEAR, row

SEAL, NONCE = bytes(range(32)), b"a nonce of the verifier"
SEED = seed(SEAL, NONCE)


def things(count, stratum="", declared=1):
    return [Thing(f"{stratum}{n}", stratum, Decimal(declared)) for n in range(count)]


def found(sample, rejected=0):
    """The first so many of each stratum rejected, the others accepted."""
    return [
        Finding(one.uid, "rejected", reason="no_trace") if n < rejected else Finding(one.uid, "accepted")
        for drawn in sample.values()
        for n, one in enumerate(drawn)
    ]


# the draw


def test_anyone_redraws_the_sample_with_sha256_alone():
    population = [*things(50, "big"), *things(80, "small")]
    sizes = {"big": 10, "small": 8}

    drawn = draw(population, SEED, sizes)

    start = sha256(b"jalon.sample.1\x00" + SEAL + NONCE).digest()
    for name in sizes:
        uids = [one.uid for one in population if one.stratum == name]
        again = sorted(uids, key=lambda uid: sha256(start + uid.encode()).digest())[: sizes[name]]
        assert [one.uid for one in drawn[name]] == again


def test_the_order_of_the_population_changes_nothing():
    population = things(100)
    shuffled = random.Random(1).sample(population, 100)

    assert draw(population, SEED, {"": 20}) == draw(shuffled, SEED, {"": 20})


def test_a_larger_sample_begins_with_the_smaller():
    small, large = (draw(things(100), SEED, {"": size})[""] for size in (10, 30))

    assert large[:10] == small


def test_another_nonce_draws_another_sample():
    other = seed(SEAL, secrets.token_bytes(16))

    assert draw(things(100), SEED, {"": 20}) != draw(things(100), other, {"": 20})


def test_each_thing_has_the_same_chance():
    hits = dict.fromkeys((one.uid for one in things(20)), 0)

    for n in range(2000):
        for one in draw(things(20), seed(SEAL, n.to_bytes(16, "big")), {"": 5})[""]:
            hits[one.uid] += 1

    # 500 expected, a standard deviation of 19
    assert all(400 < count < 600 for count in hits.values())


@pytest.mark.parametrize("sizes", [{}, {"": 101}, {"": -1}, {"": 3, "other": 1}])
def test_sizes_that_do_not_fit_the_population_are_refused(sizes):
    with pytest.raises(ValueError):
        draw(things(100), SEED, sizes)


def test_a_thing_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        draw([*things(3), *things(1)], SEED, {"": 1})


@pytest.mark.parametrize(("seal", "nonce"), [(b"short", NONCE), (SEAL, b"short")])
def test_a_seed_that_could_be_chosen_is_refused(seal, nonce):
    with pytest.raises(ValueError):
        seed(seal, nonce)


# sizes


def test_a_rate_has_its_minimum_and_its_end():
    population = [*things(100, "a"), *things(12, "b"), *things(3, "c")]

    assert by_rate(population, Decimal("0.1"), minimum=5) == {"a": 10, "b": 5, "c": 3}
    assert by_rate(population, {"a": Decimal(0), "b": Decimal(1), "c": Decimal(1)}, minimum=0) == {
        "a": 0,
        "b": 12,
        "c": 3,
    }


def test_more_is_drawn_where_more_is_at_stake():
    rich = [replace(one, value=Decimal(900)) for one in things(50, "rich")]
    poor = [replace(one, value=Decimal(100)) for one in things(50, "poor")]

    assert by_value(rich + poor, 40, minimum=0) == {"rich": 36, "poor": 4}
    assert by_value(rich + poor, 40, minimum=0, risks={"poor": Decimal(9)}) == {"rich": 20, "poor": 20}
    assert by_value(rich + poor, 70, minimum=5) == {"rich": 50, "poor": 20}


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 10**6)), min_size=1, max_size=60),
    st.integers(0, 70),
    st.integers(0, 6),
)
def test_the_whole_of_a_sample_is_what_was_asked_for(pairs, total, minimum):
    population = [Thing(str(n), stratum, value=Decimal(value)) for n, (stratum, value) in enumerate(pairs)]
    counts = {name: sum(one.stratum == name for one in population) for name in dict(pairs)}
    least = sum(min(minimum, count) for count in counts.values())

    sizes = by_value(population, total, minimum=minimum)

    assert sum(sizes.values()) == max(min(total, len(population)), least)
    assert all(min(minimum, counts[name]) <= size <= counts[name] for name, size in sizes.items())


def test_losses_never_share_a_stratum_with_gains():
    bounds = [Decimal(100), Decimal(1000)]

    assert [by_amount(Decimal(n), bounds) for n in (0, 99, 100, 5000, -50, -100)] == [
        "0", "0", "1", "2", "-0", "-1",
    ]  # fmt: skip


# the verified value


def test_a_hundred_declared_twenty_sampled_two_rejected_is_ninety():
    population = things(100)
    sample = draw(population, SEED, {"": 20})

    assert verified(population, sample, found(sample, rejected=2)).value == 90


def test_each_stratum_has_its_own_rate():
    population = [*things(100, "a"), *things(50, "b")]
    sample = draw(population, SEED, {"a": 20, "b": 10})
    findings = [*found({"a": sample["a"]}, rejected=2), *found({"b": sample["b"]}, rejected=5)]

    assert verified(population, sample, findings).value == 90 + 25


def test_amounts_follow_the_ratio_of_what_was_found():
    population = [
        Thing("big", "", Decimal(900)),
        Thing("small", "", Decimal(100)),
        Thing("other", "", Decimal(500)),
    ]
    sample = {"": population[:2]}
    findings = [Finding("big", "corrected", Decimal(450)), Finding("small", "accepted")]

    outcome = verified(population, sample, findings)

    assert outcome.value == 450 + 100 + 500 * Decimal("0.55")


def test_a_correction_upwards_is_never_extrapolated():
    population = things(10)
    sample = {"": population[:2]}
    findings = [Finding("0", "corrected", Decimal(3)), Finding("1", "accepted")]

    assert verified(population, sample, findings).value == 3 + 1 + 8


def test_a_missing_document_counts_as_a_rejection():
    population = things(10)
    sample = {"": population[:2]}
    findings = [Finding("0", "document_missing"), Finding("1", "accepted")]

    assert verified(population, sample, findings).value == 5


def test_people_who_left_are_verified_like_those_who_came():
    population = [*things(10, "joined"), *things(4, "left", declared=-1)]
    sample = {"joined": population[:5], "left": population[10:12]}
    findings = [*found({"": sample["joined"]}), *found({"": sample["left"]}, rejected=1)]

    assert verified(population, sample, findings).value == 10 - 2


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        ([], "without a finding"),
        ([Finding("0", "accepted"), Finding("0", "accepted")], "two findings"),
        ([Finding("0", "accepted"), Finding("7", "accepted")], "outside the sample"),
    ],
)
def test_findings_that_are_not_those_of_the_sample_are_refused(findings, sentence):
    with pytest.raises(ValueError, match=sentence):
        verified(things(10), {"": things(1)}, findings)


def test_a_stratum_without_a_sample_is_refused():
    population = [*things(10, "a"), *things(10, "b")]
    sample = {"a": population[:1], "b": ()}

    with pytest.raises(ValueError, match="nothing was sampled"):
        verified(population, sample, found(sample))


def test_gains_and_losses_in_one_stratum_are_refused():
    population = [Thing("in", "", Decimal(1)), Thing("out", "", Decimal(-1))]
    sample = {"": population}

    with pytest.raises(ValueError, match="mixes"):
        verified(population, sample, found(sample))


@pytest.mark.parametrize("said", [{"outcome": "rejected"}, {"outcome": "corrected"}, {"outcome": "perhaps"}])
def test_a_finding_that_says_nothing_is_refused(said):
    with pytest.raises(ValueError):
        Finding("0", **said)


@st.composite
def checks(draw_from):
    numbers = st.decimals(0, 10**6, places=3)
    population = [
        Thing(str(n), draw_from(st.sampled_from("abc")), draw_from(numbers))
        for n in range(draw_from(st.integers(1, 25)))
    ]
    sizes = by_rate(population, draw_from(st.decimals(0, 1, places=2)), minimum=draw_from(st.integers(1, 4)))
    sample = draw(population, SEED, sizes)
    findings = []
    for one in (one for drawn in sample.values() for one in drawn):
        what = draw_from(st.sampled_from(["accepted", "corrected", "rejected", "document_missing"]))
        value = draw_from(st.decimals(0, 10**6, places=3)) if what == "corrected" else None
        findings.append(Finding(one.uid, what, value, "no_trace" if what == "rejected" else ""))
    return population, sample, findings


@given(checks())
@settings(max_examples=60)
def test_the_changes_add_up_to_the_difference(check):
    population, sample, findings = check
    declared = sum((one.declared for one in population), Decimal(0))

    outcome = verified(population, sample, findings)

    assert declared + sum(change.amount for change in difference(declared, outcome)) == outcome.value


@given(checks())
@settings(max_examples=60)
def test_the_bound_never_enlarges_the_deduction(check):
    strict, lax = (
        verified(*check, tolerated=Decimal(t), confidence=Decimal(c))
        for t, c in (("0.01", "0.99"), ("0.5", "0.5"))
    )

    assert strict.value == lax.value
    assert strict.bound >= lax.bound


@given(checks())
@settings(max_examples=60)
def test_a_sample_of_everything_is_what_was_found(check):
    population, _, _ = check
    sample = draw(population, SEED, by_rate(population, Decimal(1)))
    findings = found(sample, rejected=1)
    rejected = {one.uid for one in findings if one.outcome == "rejected"}

    outcome = verified(population, sample, findings)

    assert outcome.value == sum((one.declared for one in population if one.uid not in rejected), Decimal(0))
    assert abs(outcome.bound - outcome.error_rate) < Decimal("0.00001")


def test_everything_accepted_takes_nothing_away():
    population = things(37)
    sample = draw(population, SEED, {"": 10})

    outcome = verified(population, sample, found(sample))

    assert (outcome.value, outcome.changes) == (37, ())


def test_a_ratio_is_verified_measure_by_measure():
    bad, all_of = things(10, "bad"), things(100, "all")
    samples = {"bad": {"bad": bad[:5]}, "all": {"all": all_of[:20]}}

    rate = verified_indicator(
        "bad / all * 100",
        {
            "bad": verified(bad, samples["bad"], found(samples["bad"], rejected=1)),
            "all": verified(all_of, samples["all"], found(samples["all"], rejected=2)),
        },
    )

    assert rate.value == Decimal(8) / 90 * 100


def test_a_ratio_over_nothing_left_is_not_computable():
    bad = things(4, "bad")
    nothing = verified(bad, {"bad": bad}, found({"bad": bad}, rejected=4))

    assert isinstance(verified_indicator("a / b", {"a": nothing, "b": nothing}), NotComputable)


def test_a_row_finally_rejected_leaves_every_later_figure():
    opening = row("staff.opening", on="2024-01-01", quantity=10)
    joined = row("staff.joined", on="2024-02-01", quantity=5)
    served = row("test.reported", on="2024-02-01", quantity=3, enterprise=7)
    rows = without([opening, joined, served], {joined.id, served.id})

    assert evaluate(Measure(("staff.opening", "staff.joined"), "stock"), rows, window=YEAR).value == 10
    assert evaluate(Measure(("test.reported",), "sum"), rows, window=YEAR).value == 0
    assert evaluate(Measure(("test.reported",), "distinct"), rows, window=YEAR).value == 0


# the bound


@pytest.mark.parametrize(
    ("errors", "sampled", "expected"),
    # tables of Clopper and Pearson, one-sided 95 %
    [
        (0, 59, "0.0496"),
        (0, 60, "0.0487"),
        (2, 20, "0.2826"),
        (1, 10, "0.3942"),
        (0, 1, "0.9500"),
        (5, 100, "0.1023"),
    ],
)
def test_the_bound_without_a_population(errors, sampled, expected):
    assert abs(upper_bound(errors, sampled) - Decimal(expected)) < Decimal("0.0001")


@given(st.integers(1, 60), st.data())
@settings(max_examples=80)
def test_the_bound_of_a_population_is_the_largest_number_of_errors_still_likely(population, data):
    sampled = data.draw(st.integers(1, population))
    errors = data.draw(st.integers(0, sampled))

    def likely(wrong):
        ways = sum(comb(wrong, k) * comb(population - wrong, sampled - k) for k in range(errors + 1))
        return 20 * ways > comb(population, sampled)

    most = max(
        wrong
        for wrong in range(errors, population - (sampled - errors) + 1)
        if wrong == errors or likely(wrong)
    )

    assert upper_bound(errors, sampled, population=population) == (Decimal(most) / population).quantize(
        Decimal("0.000001"), "ROUND_CEILING"
    )


@given(st.integers(0, 20), st.integers(0, 60))
@settings(max_examples=60)
def test_the_bound_holds_as_often_as_it_says(errors, more):
    sampled = errors + more + 1
    p = upper_bound(errors, sampled)

    if p < 1:
        chance = sum(
            comb(sampled, k) * float(p) ** k * float(1 - p) ** (sampled - k) for k in range(errors + 1)
        )
        assert chance <= 0.05 + 1e-6


def test_a_small_population_is_known_better():
    assert upper_bound(2, 20, population=25) < upper_bound(2, 20, population=1000) < upper_bound(2, 20)
    assert upper_bound(2, 20, population=20) == Decimal("0.1")


def test_the_size_for_a_bound_is_the_smallest():
    assert size_for(Decimal("0.05")) == 59
    assert size_for(Decimal("0.05"), population=200) == 47
    assert upper_bound(0, 46, population=200) > Decimal("0.05") >= upper_bound(0, 47, population=200)


def test_a_sample_too_small_says_how_large_it_should_be():
    population = things(1000)
    sample = draw(population, SEED, {"": 30})

    outcome = verified(population, sample, found(sample), tolerated=Decimal("0.05"))

    assert outcome.calls_for_more
    assert upper_bound(0, outcome.larger[""], population=1000) <= Decimal("0.05")


def test_no_sample_is_large_enough_when_the_errors_found_are_too_many():
    assert size_to_reach(Decimal("0.05"), errors=10, sampled=20, population=100) is None


def test_the_bound_of_strata_covers_their_truth():
    chance, held = random.Random(3), 0
    for n in range(300):
        wrong = {
            f"{s}{k}"
            for s, size, rate in (("a", 60, 0.1), ("b", 40, 0.3))
            for k in range(size)
            if chance.random() < rate
        }
        population = [*things(60, "a"), *things(40, "b")]
        sample = draw(population, seed(SEAL, n.to_bytes(16, "big")), {"a": 15, "b": 10})
        findings = [
            Finding(one.uid, "rejected", reason="no_trace")
            if one.uid in wrong
            else Finding(one.uid, "accepted")
            for drawn in sample.values()
            for one in drawn
        ]
        held += verified(population, sample, findings).bound >= Decimal(len(wrong)) / 100

    assert held >= 0.95 * 300


@pytest.mark.parametrize(("errors", "sampled"), [(3, 2), (-1, 2), (0, 30)])
def test_a_sample_that_cannot_be_is_refused(errors, sampled):
    with pytest.raises(ValueError):
        upper_bound(errors, sampled, population=20)


def test_errors_of_counts_are_those_of_things_that_declare_one_each():
    things = [Thing(f"{name}{n}", name) for name, size in (("a", 100), ("b", 12)) for n in range(size)]
    sample = {name: tuple(one for one in things if one.stratum == name)[:20] for name in ("a", "b")}
    findings = [
        Finding(one.uid, "rejected", reason="none") if place < 2 else Finding(one.uid, "accepted")
        for place, one in enumerate(one for each in sample.values() for one in each)
    ]

    whole = verified(things, sample, findings, tolerated=Decimal("0.05"))
    found = errors_of({"a": (100, 20, 2), "b": (12, 12, 0)}, tolerated=Decimal("0.05"))

    assert (found.error_rate, found.bound, found.larger) == (whole.error_rate, whole.bound, whole.larger)
    assert found.strata == whole.strata


def test_a_stratum_that_nobody_checked_yet_may_be_all_wrong():
    assert errors_of({"a": (100, 0, 0)}).bound == 1
