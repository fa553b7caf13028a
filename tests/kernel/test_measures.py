"""Every aggregation: within a period, over longer periods, over centres."""

import datetime as dt
import random
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.kinds import CATALOGUE
from jalon.kernel.measures import (
    AGGREGATIONS,
    Condition,
    Measure,
    MeasureError,
    NotComputable,
    Partial,
    Value,
    canonical_enterprise,
    evaluate,
    finished,
    indicator_value,
    live,
    measure_from,
    merged,
    partial_of,
    peak,
    ratio_of,
    receipt,
    receipt_of_all,
)
from jalon.kernel.periods import Period, parse
from tests.kernel.evidence_rows import QUARTERS, YEAR, journals, reversal, row

CERTIFICATES = tuple(code for code in CATALOGUE if code.startswith("certificate."))
STAFF = ("staff.joined", "staff.left", "staff.opening")
INCOME = ("income.credited", "income.invoiced")

TESTS = Measure(("test.reported",), "sum")
FIRMS = Measure(("test.reported", "assistance.delivered"), "distinct")
HEADS = Measure(STAFF, "stock")
FTE = Measure(STAFF, "stock", of="attributes.fte")
IN_FORCE = Measure(CERTIFICATES, "in_force")
TURNOVER = Measure(INCOME, "sum", of="amount")
SCORE = Measure(("satisfaction.answered",), "mean")
LEVEL = Measure(("level.declared",), "last")

EVERY_MEASURE = [
    Measure(("test.reported",), "count"),
    TESTS,
    FIRMS,
    Measure(("test.reported",), "distinct", of="establishment"),
    HEADS,
    FTE,
    IN_FORCE,
    TURNOVER,
    SCORE,
    LEVEL,
    Measure(("level.declared",), "last", over_centres="max"),
    Measure(("test.reported",), "max"),
    Measure(("test.reported",), "min"),
    Measure(("test.reported",), "sum", where=(Condition("origin", "=", "import"),)),
]
MEASURED_JOURNALS = st.sampled_from(EVERY_MEASURE).flatmap(
    lambda measure: st.tuples(st.just(measure), journals(measure.kinds))
)
EVERY_KIND = ("test.reported", *STAFF, *CERTIFICATES, *INCOME, "satisfaction.answered", "level.declared")


def asked(measure, *rows, window=YEAR, **terms):
    return evaluate(measure, rows, window=window, **terms)


def value(measure, *rows, **terms):
    found = asked(measure, *rows, **terms)
    return found.value if isinstance(found, Value) else found.reason


# Within a period


def test_count_counts_rows():
    rows = row(quantity=10), row(quantity=20)

    assert value(Measure(("test.reported",), "count"), *rows) == 2


def test_a_sum_adds_signed_quantities_of_its_kinds_only():
    rows = row(quantity="2.5"), row(quantity="0.125"), row("sample.received", quantity=7)

    assert asked(TESTS, *rows) == Value(Decimal("2.625"), Decimal("2.625"), None, 2)


def test_amounts_are_read_in_dirhams_and_a_credit_note_takes_away():
    rows = row("income.invoiced", amount=123_456), row("income.credited", amount=23_400)

    assert value(TURNOVER, *rows) == Decimal("1000.56")


def test_the_first_and_the_last_day_belong_to_the_period():
    rows = [row(on=day) for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")]

    assert value(TESTS, *rows) == 2


def test_distinct_counts_a_firm_once_and_skips_rows_without_one():
    rows = row(enterprise=7), row(enterprise=7), row("assistance.delivered", enterprise=7), row(enterprise=8)

    assert asked(FIRMS, *rows, row()) == Value(Decimal(2), Decimal(2), None, 4)


def test_two_establishments_of_a_firm_are_one_enterprise():
    rows = row(enterprise=7, establishment=71), row(enterprise=7, establishment=72)

    assert value(FIRMS, *rows) == 1
    assert value(Measure(("test.reported",), "distinct", of="establishment"), *rows) == 2


def test_merged_firms_count_once():
    rows = row(enterprise=7), row(enterprise=8), row(enterprise=9)

    assert value(FIRMS, *rows, merges=[(7, 8)]) == 2
    assert value(FIRMS, *rows, merges=[(7, 8), (8, 9)]) == 1


def test_merges_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="circle"):
        canonical_enterprise([(1, 2), (2, 1)])(1)


def test_a_stock_runs_from_its_opening_to_the_end_of_the_period():
    rows = (
        row("staff.opening", on="2023-01-01", quantity=30),
        row("staff.joined", on="2023-06-01", quantity=2),
        row("staff.left", on="2024-02-01"),
        row("staff.joined", on="2025-01-01", quantity=50),
    )

    assert asked(HEADS, *rows) == Value(Decimal(31), Decimal(31), None, 3)


def test_full_time_equivalents_take_the_sign_of_their_row():
    rows = (
        row("staff.opening", quantity=3, attributes={"fte": "2.5"}),
        row("staff.joined", attributes={"fte": Decimal("0.5")}),
        row("staff.left", attributes={"fte": "1"}),
    )

    assert value(FTE, *rows) == 2


def test_an_opening_at_zero_needs_no_equivalent():
    rows = row("staff.opening", quantity=0), row("staff.joined", attributes={"fte": "0.8"})

    assert value(FTE, *rows) == Decimal("0.8")


def test_a_row_that_does_not_say_the_number_makes_it_unknown_not_zero():
    rows = row("staff.opening", quantity=3, attributes={"fte": "3"}), row("staff.joined")

    assert asked(FTE, *rows) == NotComputable("unsaid", "attributes.fte (1)")


def test_asking_only_rows_that_say_the_number_is_a_choice_one_can_make():
    said = Measure(STAFF, "stock", of="attributes.fte", where=(Condition("attributes.fte", "not_null"),))
    rows = row("staff.opening", quantity=3, attributes={"fte": "3"}), row("staff.joined")

    assert value(said, *rows) == 3


def test_a_stock_without_opening_is_not_computable():
    assert value(HEADS, row("staff.joined")) == "no_opening"
    assert value(HEADS) == "no_opening"


def test_a_stock_needs_the_opening_of_each_centre_and_names_those_without():
    rows = row("staff.opening", quantity=30), row("staff.joined", centre=2), row("staff.left", centre=3)

    assert asked(HEADS, *rows) == NotComputable("no_opening", "2, 3")
    assert value(HEADS, *rows, centres=1) == 30


def test_a_centre_that_opens_later_does_not_spoil_the_years_before():
    rows = row("staff.opening", on="2023-01-01", quantity=30), row("staff.joined", centre=2, on="2025-01-01")

    assert value(HEADS, *rows) == 30


def test_an_opening_without_any_engineer_is_an_opening_of_zero_engineers():
    engineers = Measure(STAFF, "stock", where=(Condition("attributes.grade", "=", "engineer"),))
    rows = (
        row("staff.opening", quantity=5, attributes={"grade": "technician"}),
        row("staff.joined", attributes={"grade": "engineer"}),
    )

    assert value(engineers, *rows) == 1


def test_a_centre_that_opened_without_any_engineer_has_none():
    engineers = Measure(STAFF, "stock", where=(Condition("attributes.grade", "=", "engineer"),))
    opening = row("staff.opening", quantity=5, attributes={"grade": "technician"})

    assert value(engineers, opening) == 0


def test_a_mean_shows_its_two_sums():
    rows = row("satisfaction.answered", quantity=8), row("satisfaction.answered", quantity=9)

    assert asked(SCORE, *rows) == Value(Decimal("8.5"), Decimal(17), Decimal(2), 2)


def test_a_mean_of_amounts_is_in_dirhams():
    mean = Measure(("equipment.commissioned",), "mean", of="amount")
    rows = [row("equipment.commissioned", amount=centimes) for centimes in (10_000, 20_001)]

    assert asked(mean, *rows) == Value(Decimal("150.005"), Decimal("300.01"), Decimal(2), 2)


def test_the_last_level_is_the_latest_by_day_then_by_moment():
    late_news = row("level.declared", on="2024-03-01", quantity=10)
    rows = row("level.declared", on="2024-06-01", quantity=5), late_news

    assert value(LEVEL, *rows) == 5
    assert value(LEVEL, *rows, row("level.declared", on="2024-06-01", quantity=6)) == 6


def test_a_level_declared_before_the_period_still_stands():
    assert value(LEVEL, row("level.declared", on="2022-06-01", quantity=5)) == 5
    assert value(LEVEL, row("level.declared", on="2025-06-01", quantity=5)) == "no_rows"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure(("test.reported",), "count"), 0),
        (TESTS, 0),
        (FIRMS, 0),
        (IN_FORCE, 0),
        (HEADS, "no_opening"),
        (SCORE, "no_rows"),
        (LEVEL, "no_rows"),
        (Measure(("test.reported",), "max"), "no_rows"),
    ],
)
def test_of_no_row_what_is_counted_is_zero_and_what_is_read_is_unknown(measure, expected):
    assert value(measure) == expected


# In force


def certificate(status, on, identity="C-1", **said):
    return row(f"certificate.{status}", on=on, identity=identity, **said)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([("issued", "2024-01-10")], 1),
        ([("issued", "2025-01-10")], 0),
        ([("issued", "2023-01-10"), ("withdrawn", "2024-12-31")], 0),
        ([("issued", "2023-01-10"), ("withdrawn", "2025-01-01")], 1),
        ([("issued", "2023-01-10"), ("suspended", "2024-02-01"), ("restored", "2024-03-01")], 1),
        ([("issued", "2023-01-10"), ("suspended", "2024-02-01"), ("terminated", "2024-03-01")], 0),
        ([("withdrawn", "2024-02-01"), ("issued", "2024-02-01")], 1),
        ([("issued", "2024-02-01"), ("withdrawn", "2024-02-01")], 0),
    ],
)
def test_the_last_event_of_a_certificate_says_whether_it_is_in_force(history, expected):
    rows = [certificate(status, on) for status, on in history]

    assert value(IN_FORCE, *rows) == expected
    assert asked(IN_FORCE, *rows).rows == expected


def test_a_withdrawal_does_not_rewrite_the_past():
    rows = certificate("issued", "2023-01-10"), certificate("withdrawn", "2024-05-01")

    assert value(IN_FORCE, *rows, window=parse("2024-Q1")) == 1
    assert value(IN_FORCE, *rows, window=parse("2024-Q2")) == 0


@pytest.mark.parametrize(("valid_until", "expected"), [("2024-12-31", 1), ("2024-12-30", 0)])
def test_a_certificate_is_valid_through_its_last_day(valid_until, expected):
    issued = certificate("issued", "2023-01-10", attributes={"valid_until": valid_until})

    assert value(IN_FORCE, issued) == expected


def test_a_restored_certificate_keeps_the_validity_it_was_issued_with():
    rows = (
        certificate("issued", "2023-01-10", attributes={"valid_until": "2024-06-30"}),
        certificate("suspended", "2023-05-01"),
        certificate("restored", "2023-06-01"),
    )

    assert value(IN_FORCE, *rows, window=parse("2024-Q2")) == 1
    assert value(IN_FORCE, *rows, window=parse("2024-Q3")) == 0


def test_a_renewal_states_a_new_validity():
    rows = (
        certificate("issued", "2021-01-10", attributes={"valid_until": "2024-01-09"}),
        certificate("issued", "2024-01-05", attributes={"valid_until": "2027-01-09"}),
    )

    assert value(IN_FORCE, *rows) == 1


def test_a_withdrawal_that_does_not_repeat_the_dimensions_still_ends_the_certificate():
    local = Measure(CERTIFICATES, "in_force", where=(Condition("origin", "=", "local"),))
    issued = certificate("issued", "2024-01-10", dims={"origin": "local"})

    assert value(local, issued) == 1
    assert value(local, issued, certificate("withdrawn", "2024-02-01")) == 0


def test_only_certificates_that_meet_the_conditions_are_in_force_for_a_measure():
    local = Measure(CERTIFICATES, "in_force", where=(Condition("origin", "=", "local"),))
    rows = (
        certificate("issued", "2024-01-10", "C-1", dims={"origin": "local"}),
        certificate("issued", "2024-01-10", "C-2", dims={"origin": "import"}),
    )

    assert value(local, *rows) == 1


def test_a_certificate_is_one_thing_in_the_network_whoever_records_its_events():
    rows = certificate("issued", "2024-01-10", centre=1), certificate("issued", "2024-01-11", centre=2)

    assert value(IN_FORCE, *rows) == 1
    assert value(IN_FORCE, *rows, centres=2) == 1
    assert value(IN_FORCE, *rows, certificate("withdrawn", "2024-02-01", centre=2)) == 0


# Over longer periods and over centres


def test_a_firm_served_in_each_quarter_is_one_firm_in_the_year():
    rows = [row(on=quarter.start.isoformat(), enterprise=7) for quarter in QUARTERS]

    assert [value(FIRMS, *rows, window=quarter) for quarter in QUARTERS] == [1, 1, 1, 1]
    assert value(FIRMS, *rows) == 1


def test_a_stock_of_the_year_is_the_one_at_its_end():
    rows = [row("staff.opening", on="2024-01-01", quantity=10)]
    rows += [row("staff.joined", on=quarter.end.isoformat()) for quarter in QUARTERS]

    assert [value(HEADS, *rows, window=quarter) for quarter in QUARTERS] == [11, 12, 13, 14]
    assert value(HEADS, *rows) == 14


def test_a_network_mean_is_the_ratio_of_sums():
    rows = [row("satisfaction.answered", quantity=10, centre=1)]
    rows += [row("satisfaction.answered", quantity=4, centre=2) for _ in range(3)]

    assert value(SCORE, *rows) == Decimal("5.5")


@pytest.mark.parametrize(
    ("over_centres", "expected"), [("sum", 12), ("max", 7), ("min", 5), ("none", "not_consolidated")]
)
def test_levels_of_centres_are_put_together_as_declared(over_centres, expected):
    level = Measure(("level.declared",), "last", over_centres=over_centres)
    rows = row("level.declared", centre=1, quantity=5), row("level.declared", centre=2, quantity=7)

    assert value(level, *rows) == expected
    assert value(level, *rows, centres=1) == 5
    assert value(level, *rows, centres={2}) == 7


JULY = dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("measure", "kind", "expected"),
    [
        (HEADS, "staff.opening", 5),
        (IN_FORCE, "certificate.issued", 1),
        (LEVEL, "level.declared", 5),
        (TESTS, "test.reported", 12),
        (FIRMS, "test.reported", 2),
    ],
)
def test_a_centre_that_leaves_takes_its_stocks_with_it_and_leaves_its_deeds(measure, kind, expected):
    rows = [
        row(kind, centre=centre, quantity=quantity, identity=f"C{centre}", enterprise=centre)
        for centre, quantity in ((1, 5), (2, 7))
    ]

    assert value(measure, *rows, departures={2: JULY}) == expected
    assert value(measure, *rows, departures={2: JULY}, centres=1) == value(measure, *rows, centres=1)


def test_the_stocks_of_a_centre_stand_until_the_day_before_it_leaves():
    rows = row("staff.opening", centre=1, quantity=5), row("staff.opening", centre=2, quantity=7)
    june, first_of_july = Period(YEAR.start, dt.date(2024, 6, 30)), Period(YEAR.start, JULY)

    assert value(HEADS, *rows, departures={2: JULY}, window=june) == 12
    assert value(HEADS, *rows, departures={2: JULY}, window=first_of_july) == 5


def test_the_stock_of_a_centre_that_left_is_unknown_not_zero_and_its_deeds_are_still_its_own():
    rows = row("staff.opening", centre=2, quantity=7), row(centre=2, quantity=3)

    assert value(HEADS, *rows, departures={2: JULY}, centres=2) == "centre_left"
    assert value(HEADS, *rows, departures={2: JULY}, centres={2}) == "centre_left"
    assert value(TESTS, *rows, departures={2: JULY}, centres=2) == 3


def test_a_centre_that_left_without_ever_opening_its_stock_no_longer_hides_the_others():
    rows = row("staff.opening", centre=1, quantity=5), row("staff.joined", centre=2)

    assert value(HEADS, *rows) == "no_opening"
    assert value(HEADS, *rows, departures={2: JULY}) == 5


def test_a_certificate_two_centres_keep_stands_as_the_one_that_stays_says():
    issued = row("certificate.issued", on="2024-02-01", centre=1, identity="C")
    withdrawn = row("certificate.withdrawn", on="2024-03-01", centre=2, identity="C")

    assert value(IN_FORCE, issued, withdrawn) == 0
    assert value(IN_FORCE, issued, withdrawn, departures={2: JULY}) == 1


def test_some_centres_of_the_network_can_be_asked():
    rows = [row(centre=centre, quantity=centre) for centre in (1, 2, 4)]

    assert value(TESTS, *rows, centres={1, 4}) == 5


# Reversals and moments


def test_a_cancelled_row_and_its_cancellation_both_go():
    wrong = row(quantity=100)
    rows = wrong, reversal(wrong), row(quantity=10)

    assert asked(Measure(("test.reported",), "count"), *rows) == Value(Decimal(1), Decimal(1), None, 1)
    assert value(Measure(("test.reported",), "max"), *rows) == 10


def test_the_past_is_computed_as_it_was_known():
    wrong = row(quantity=100, moment=1)
    rows = wrong, reversal(wrong, moment=2), row(quantity=10, moment=2)

    assert value(TESTS, *rows, known_at=1) == 100
    assert value(TESTS, *rows, known_at=2) == 10
    assert value(TESTS, *rows, known_at=0) == 0


@given(MEASURED_JOURNALS)
def test_what_was_reversed_is_as_if_it_had_never_happened(measured_journal):
    measure, rows = measured_journal
    cancelled = {one.reverses for one in rows if one.reverses is not None}
    never = [one for one in rows if one.reverses is None and one.id not in cancelled]

    assert asked(measure, *rows) == asked(measure, *never)


@given(MEASURED_JOURNALS, st.integers(0, 14))
def test_what_comes_later_never_changes_what_was_known(measured_journal, moment):
    measure, rows = measured_journal
    then = [one for one in rows if one.moment <= moment]

    assert asked(measure, *rows, known_at=moment) == asked(measure, *then)


@given(MEASURED_JOURNALS, st.randoms())
def test_the_order_in_which_rows_are_read_does_not_matter(measured_journal, chance: random.Random):
    measure, rows = measured_journal
    mixed = list(rows)
    chance.shuffle(mixed)

    assert asked(measure, *mixed) == asked(measure, *rows)


@given(journals(EVERY_KIND))
def test_sums_over_centres_are_the_sum_of_the_centres(rows):
    for measure in (TESTS, TURNOVER, Measure(EVERY_KIND, "count")):
        centres = [value(measure, *rows, centres=centre) for centre in (1, 2, 3)]
        assert value(measure, *rows) == sum(centres)


@given(journals(EVERY_KIND))
def test_sums_over_the_year_are_the_sum_of_its_quarters(rows):
    for measure in (TESTS, TURNOVER, Measure(EVERY_KIND, "count")):
        assert value(measure, *rows) == sum(value(measure, *rows, window=quarter) for quarter in QUARTERS)


@given(journals(("test.reported", "assistance.delivered")))
def test_distinct_of_the_whole_lies_between_the_largest_part_and_the_sum_of_the_parts(rows):
    by_quarter = [value(FIRMS, *rows, window=quarter) for quarter in QUARTERS]
    by_centre = [value(FIRMS, *rows, centres=centre) for centre in (1, 2, 3)]

    assert max(by_quarter) <= value(FIRMS, *rows) <= sum(by_quarter)
    assert max(by_centre) <= value(FIRMS, *rows) <= sum(by_centre)


@given(journals(("test.reported",)), st.integers(1, 5), st.integers(1, 5))
def test_merging_two_firms_takes_at_most_one_away(rows, one, other):
    merges = [] if one == other else [(one, other)]

    assert 0 <= value(FIRMS, *rows) - value(FIRMS, *rows, merges=merges) <= 1


@given(journals(CERTIFICATES))
def test_certificates_in_force_are_certificates(rows):
    identities = {one.identity for one in live(rows) if one.identity}

    assert 0 <= value(IN_FORCE, *rows) <= len(identities)


@given(MEASURED_JOURNALS, st.randoms())
def test_parts_put_together_in_any_order_are_the_whole(measured_journal, chance: random.Random):
    measure, rows = measured_journal
    end = YEAR.end
    rows = [one for one in live(rows) if one.on <= end]
    if not measure.is_position:
        rows = [one for one in rows if one.on >= YEAR.start]
    shares = [[one for one in rows if one.id % 3 == rest] for rest in range(3)]
    chance.shuffle(shares)

    parts = [partial_of(measure, share, kinds=CATALOGUE) for share in shares]
    whole = reduce(merged, parts, Partial())

    assert finished(measure, whole, end=end) == asked(measure, *rows)


# Conditions


@pytest.mark.parametrize(
    ("condition", "passing"),
    [
        (("origin", "=", "import"), ["import"]),
        (("origin", "!=", "import"), ["local"]),
        (("origin", "in", ["import", "local"]), ["import", "local"]),
        (("origin", "not_in", ["import"]), ["local"]),
        (("origin", "is_null"), ["unsaid"]),
        (("origin", "not_null"), ["import", "local"]),
        (("high_value", "=", True), ["import"]),
        (("high_value", "=", 1), []),
        (("attributes.conform", "=", False), ["local"]),
        (("attributes.conform", "is_null"), ["unsaid"]),
        (("attributes.days", ">=", 10), ["import"]),
        (("attributes.days", "<", 10), ["local"]),
        (("attributes.days", "=", 10.0), ["import"]),
        (("attributes.until", "<=", "2024-06-30"), ["import"]),
        (("attributes.until", ">", "2024-06-30"), ["local"]),
    ],
)
def test_a_condition_is_asked_of_what_the_row_says(condition, passing):
    rows = {
        "import": row(
            dims={"origin": "import", "high_value": True},
            attributes={"conform": True, "days": "10", "until": "2024-06-30"},
        ),
        "local": row(
            dims={"origin": "local", "high_value": False},
            attributes={"conform": False, "days": Decimal("9.5"), "until": dt.date(2024, 7, 1)},
        ),
        "unsaid": row(dims={"origin": ""}),
    }

    assert [name for name, one in rows.items() if Condition(*condition).holds(one)] == passing


def test_all_conditions_must_hold():
    stated_imports = Measure(
        ("test.reported",),
        "sum",
        where=(Condition("origin", "=", "import"), Condition("attributes.conform", "not_null")),
    )
    rows = (
        row(dims={"origin": "import"}, attributes={"conform": True}),
        row(dims={"origin": "import"}),
        row(dims={"origin": "local"}, attributes={"conform": True}),
    )

    assert value(stated_imports, *rows) == 1


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"aggregation": "average"}, "count, sum, distinct"),
        ({"aggregation": "sum", "of": "enterprise"}, "quantity, amount"),
        ({"aggregation": "distinct", "over_centres": "sum"}, "distinct is distinct"),
        ({"aggregation": "sum", "kinds": []}, "at least one kind"),
        ({"aggregation": "sum", "kinds": ["test.invented"]}, "test.invented"),
        ({"aggregation": "sum", "where": [["colour", "=", "red"]]}, "colour"),
        ({"aggregation": "sum", "where": [["origin", "~", "red"]]}, "~"),
        ({"aggregation": "sum", "where": [["origin", "in", "red"]]}, "list"),
        ({"aggregation": "sum", "where": [["origin"]]}, "field, operator, value"),
        ({"aggregation": "sum", "filter": []}, "filter"),
        ({"aggregation": "sum", "kinds": "test.reported"}, "lists"),
    ],
)
def test_a_measure_that_means_nothing_says_what_is_allowed(terms, told):
    with pytest.raises(MeasureError, match=told):
        measure_from({"kinds": ["test.reported"]} | terms)


def test_a_sheet_may_name_a_family_of_kinds():
    found = measure_from({"kinds": ["certificate.*"], "aggregation": "in_force"})

    assert found == Measure(tuple(sorted(CERTIFICATES)), "in_force", of="identity", over_centres="distinct")


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_each_aggregation_has_a_natural_thing_and_consolidation(aggregation):
    rule = AGGREGATIONS[aggregation]
    measure = Measure(("test.reported",), aggregation)

    assert (measure.of, measure.over_centres) == (rule.of[0], rule.over_centres[0])


def test_a_measure_can_be_a_key():
    assert {TESTS: 1}[Measure(["test.reported"], "sum")] == 1


# Indicators


def measured(number):
    return Value(Decimal(number), Decimal(number), None, 2)


def test_a_rate_shows_both_its_sums():
    found = indicator_value("bad / stated * 100", {"bad": measured(5), "stated": measured(40)})

    assert found == Value(Decimal("12.5"), Decimal(5), Decimal(40), 4)


def test_an_indicator_of_one_measure_is_that_measure():
    assert indicator_value("tests", {"tests": measured(7)}) == Value(Decimal(7), Decimal(7), None, 2)


def test_an_indicator_of_one_mean_keeps_its_two_sums():
    mean = Value(Decimal("8.5"), Decimal(17), Decimal(2), 2)

    assert indicator_value("score", {"score": mean}) == mean


def test_a_division_by_zero_is_not_computable_and_names_the_divisor():
    found = indicator_value("bad / stated", {"bad": measured(0), "stated": measured(0)})

    assert found == NotComputable("division_by_zero", "stated")


def test_a_missing_measure_gives_its_own_reason():
    unopened = NotComputable("no_opening", "3")

    assert indicator_value("income / staff", {"income": measured(5), "staff": unopened}) == unopened


def test_measures_missing_for_several_reasons_are_named():
    measures = {"a": NotComputable("no_opening"), "b": NotComputable("no_rows")}

    assert indicator_value("a + b", measures).reason in {"missing_measure", "no_opening"}
    assert indicator_value("a + c", {"a": measured(1)}) == NotComputable("missing_measure", "c")


def test_a_formula_may_say_what_stands_for_a_missing_measure():
    found = indicator_value(
        "coalesce(score, 5) * 2", {"score": NotComputable("no_rows"), "other": measured(1)}
    )

    assert found.value == 10


@pytest.mark.parametrize(
    ("formula", "sums"),
    [
        ("a / b", ("a", "b")),
        ("100 * a / b", ("a", "b")),
        ("100 * (a / b)", ("a", "b")),
        ("(a + c) / (b - d) * 100", ("a + c", "b - d")),
        ("a * c / b", ("a * c", "b")),
        ("safe_div(a, b) * 100", ("a", "b")),
        ("a / 12", None),
        ("a / b / c", None),
        ("a / b + 1", None),
        ("a", None),
        ("a - b", None),
    ],
)
def test_a_rate_is_told_from_its_formula(formula, sums):
    assert ratio_of(formula) == sums


# Highest


def test_the_rules_of_merging_are_those_of_the_table():
    one = partial_of(
        IN_FORCE,
        [certificate("issued", "2024-01-10", attributes={"valid_until": "2024-06-30"})],
        kinds=CATALOGUE,
    )
    two = partial_of(
        IN_FORCE,
        [certificate("issued", "2024-06-20", attributes={"valid_until": "2026-06-30"})],
        kinds=CATALOGUE,
    )

    for whole in (merged(one, two), merged(two, one)):
        assert finished(IN_FORCE, whole, end=YEAR.end).value == 1


def test_what_is_unsaid_in_either_part_is_unsaid_in_the_whole():
    said = partial_of(FTE, [row("staff.opening", attributes={"fte": "1"})], kinds=CATALOGUE)
    unsaid = partial_of(FTE, [row("staff.joined")], kinds=CATALOGUE)

    for whole in (merged(said, unsaid), merged(unsaid, said)):
        assert finished(FTE, whole, end=YEAR.end).reason == "unsaid"


def test_windows_that_are_not_computable_do_not_hide_the_highest():
    rows = (row("staff.opening", on="2024-04-01", quantity=3),)

    assert peak(HEADS, rows, windows=QUARTERS, of="network").value == 3
    assert peak(HEADS, (), windows=QUARTERS, of="network") == NotComputable("no_rows")


# Received to


@pytest.mark.parametrize(
    ("received_to", "on", "expected"),
    [
        (None, "2024-06-30", "none"),
        ("2024-03-31", "2024-06-30", "none"),
        ("2024-04-01", "2024-06-30", "partial"),
        ("2024-06-30", "2024-06-30", "complete"),
        ("2024-06-30", "2025-01-01", "complete"),
        ("2024-05-15", "2024-05-15", "complete"),
        ("2024-05-14", "2024-05-15", "partial"),
        ("2024-06-30", "2024-03-01", "none"),
    ],
)
def test_a_period_is_received_up_to_the_day_attested(received_to, on, expected):
    attested = None if received_to is None else dt.date.fromisoformat(received_to)

    assert receipt(parse("2024-Q2"), attested, dt.date.fromisoformat(on)) == expected


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([], "none"),
        (["none", "none"], "none"),
        (["complete", "complete"], "complete"),
        (["complete", "none"], "partial"),
        (["complete", "partial"], "partial"),
    ],
)
def test_the_network_is_complete_when_each_centre_is(receipts, expected):
    assert receipt_of_all(receipts) == expected


def test_a_window_of_a_few_days_can_be_asked():
    rows = row(on="2024-03-05"), row(on="2024-03-06")

    assert value(TESTS, *rows, window=Period(dt.date(2024, 3, 6), dt.date(2024, 3, 9))) == 1
