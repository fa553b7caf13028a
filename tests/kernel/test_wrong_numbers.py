"""Wrong numbers found in existing systems: each must come out right here."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.coverage import coverage
from jalon.kernel.formula import FormulaError, solve
from jalon.kernel.measures import Condition, Measure, NotComputable, Value, evaluate, indicator_value, peak
from jalon.kernel.targets import Target, achievement, assess, progress
from tests.kernel.evidence_rows import QUARTERS, YEAR, row

CONFORMING = Measure(("test.reported",), "sum", where=(Condition("attributes.conform", "=", True),))
STATED = Measure(("test.reported",), "sum", where=(Condition("attributes.conform", "not_null"),))


def stated(good, *, of, **said):
    return [
        row(quantity=good, attributes={"conform": True}, **said),
        row(quantity=of - good, attributes={"conform": False}, **said),
    ]


def rate(rows, **terms):
    measures = {
        "good": evaluate(CONFORMING, rows, window=YEAR, **terms),
        "stated": evaluate(STATED, rows, window=YEAR, **terms),
    }
    return indicator_value("good / stated * 100", measures)


def test_a_cumulative_level_taken_over_by_a_second_officer_is_the_last_one_not_the_sum():
    level = Measure(("level.declared",), "last")
    rows = [
        row("level.declared", on=on, quantity=quantity)
        for on, quantity in (("2024-03-31", 10), ("2024-06-30", 25), ("2024-09-30", 40))
    ]

    assert evaluate(level, rows, window=YEAR).value == 40


def test_a_network_rate_is_the_ratio_of_sums_with_a_denominator_that_starts_at_zero():
    rows = stated(50, of=100, centre=1) + stated(30, of=100, centre=2)

    assert rate(rows) == Value(Decimal(40), Decimal(80), Decimal(200), 6)


def test_the_highest_quarter_is_taken_in_the_order_declared_and_never_summed():
    tests = Measure(("test.reported",), "sum")
    rows = [
        row(on=quarter.start.isoformat(), quantity=quantity, centre=centre)
        for centre, quantities in ((1, (10, 40)), (2, (30, 20)))
        for quarter, quantity in zip(QUARTERS, quantities, strict=False)
    ]

    assert peak(tests, rows, windows=QUARTERS, of="network").value == 60
    assert peak(tests, rows, windows=QUARTERS, of="centre").value == 40


def test_a_declared_maximum_over_centres_is_the_largest_centre():
    highest = Measure(("test.reported",), "max")
    rows = [
        row(quantity=quantity, centre=centre) for centre, quantity in ((1, 10), (1, 40), (2, 30), (2, 20))
    ]

    assert evaluate(highest, rows, window=YEAR).value == 40


def test_two_records_of_a_period_do_not_double_its_target():
    records = [("ctth", Decimal(1600)), ("ctth", Decimal(1600))]
    rows = [row(quantity=400), row(quantity=400)]

    actual = evaluate(Measure(("test.reported",), "sum"), rows, window=YEAR)

    assert coverage(records, Decimal(1600)).promised == 1600
    assert achievement(Target("per_period", Decimal(1600)), actual.value) == Decimal("0.5")


def test_a_decreasing_indicator_is_four_fifths_of_the_way():
    promised = Target("level", Decimal(50), baseline=Decimal(100))

    assert progress(promised, Decimal(60)) == Decimal("0.80")


def test_a_target_equal_to_its_baseline_is_defined():
    promised = Target("level", Decimal(50), baseline=Decimal(50))

    assert progress(promised, Decimal(50)) == 1
    assert progress(promised, Decimal(49)) == 0
    assert assess(promised, Decimal(50), on=YEAR.end, period=YEAR).standing.status == "on_track"


def test_negative_values_and_three_decimals_are_kept():
    level = Measure(("level.declared",), "last")

    assert evaluate(level, [row("level.declared", quantity="-2.125")], window=YEAR).value == Decimal("-2.125")
    assert evaluate(Measure(("test.reported",), "sum"), [row(quantity="0.001")] * 1, window=YEAR).value == (
        Decimal("0.001")
    )


def test_an_actual_of_zero_is_zero_and_not_unknown():
    level = Measure(("level.declared",), "last")

    assert evaluate(level, [row("level.declared", quantity=0)], window=YEAR).value == 0
    assert evaluate(level, [], window=YEAR) == NotComputable("no_rows")
    assert assess(Target("per_period", Decimal(10)), Decimal(0), on=YEAR.end, period=YEAR).achievement == 0


def test_a_missing_input_of_a_payment_is_never_silently_zero_and_stops_only_its_own_cell():
    found = solve(
        {"paid": "price * verified", "bonus": "coalesce(verified, 0) * 2", "fee": "price * 3"},
        {"price": 10, "verified": None},
    )

    assert isinstance(found["paid"], FormulaError)
    assert (found["bonus"], found["fee"]) == (0, 30)


def test_percentages_of_places_are_not_averaged():
    rows = stated(1, of=10, centre=1) + stated(90, of=90, centre=2)

    assert rate(rows, centres=1).value == 10
    assert rate(rows, centres=2).value == 100
    assert rate(rows).value == 91


def test_a_centre_without_a_denominator_has_no_rate_and_leaves_that_of_the_network_to_the_others():
    rows = stated(50, of=100, centre=1)

    assert rate(rows, centres=2) == NotComputable("division_by_zero", "stated")
    assert rate(rows) == rate(rows, centres=1) == Value(Decimal(50), Decimal(50), Decimal(100), 3)


def test_what_a_centre_counts_without_a_denominator_still_counts_in_the_network():
    rows = [
        row("training.attended", quantity=6, centre=1),
        row("training.attended", quantity=4, centre=2),
        row("assistance.delivered", quantity=5, centre=1),
    ]

    def hours_a_mission(**terms):
        kinds = {"hours": "training.attended", "missions": "assistance.delivered"}
        counted = {
            name: evaluate(Measure((kind,), "sum"), rows, window=YEAR, **terms)
            for name, kind in kinds.items()
        }
        return indicator_value("hours / missions", counted)

    assert hours_a_mission(centres=2) == NotComputable("division_by_zero", "missions")
    assert hours_a_mission(centres=1).value == Decimal("1.2")
    assert hours_a_mission().value == 2


def test_a_rate_nobody_has_a_denominator_for_is_unknown_and_not_zero():
    assert rate([]) == NotComputable("division_by_zero", "stated")


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=6), st.randoms())
def test_the_rate_of_the_network_is_that_of_the_centres_that_have_one_whoever_is_missing(counted, chance):
    missing = {centre for centre, parts in enumerate(counted) if not sum(parts)}
    rows = [
        one
        for centre, (good, bad) in enumerate(counted)
        if centre not in missing
        for one in stated(good, of=good + bad, centre=centre)
    ]
    chance.shuffle(rows)

    found, nothing = rate(rows), NotComputable("division_by_zero", "stated")

    good, of = sum(good for good, _bad in counted), sum(map(sum, counted))
    assert found == (
        Value(Decimal(good) / of * 100, Decimal(good), Decimal(of), found.rows) if of else nothing
    )
    assert all((rate(rows, centres=one) == nothing) == (one in missing) for one in range(len(counted)))


def test_a_firm_served_by_two_centres_is_counted_once():
    firms = Measure(("test.reported", "study.delivered"), "distinct")
    rows = [row(enterprise=7, centre=1), row("study.delivered", enterprise=7, centre=2)]

    assert [evaluate(firms, rows, window=YEAR, centres=centre).value for centre in (1, 2)] == [1, 1]
    assert evaluate(firms, rows, window=YEAR).value == 1
