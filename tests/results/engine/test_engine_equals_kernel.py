"""The engine gives the numbers of the kernel's plain computation, however the rows are stored."""

from datetime import date

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.evidence.segments.writing import whole
from jalon.kernel.measures import Condition, Measure, Row, evaluate
from jalon.kernel.periods import Period, periods
from jalon.results import engine
from tests.results.engine.rows import FIRST, KINDS, apart, journals, table

START, END = date(2024, 1, 1), date(2024, 6, 30)
WINDOWS = (
    *periods("month", START, END),
    *periods("quarter", START, END),
    *periods("half", START, END),
    Period(START, END),
    Period(date(2024, 1, 15), date(2024, 3, 17)),
    Period(date(2030, 1, 1), date(2030, 12, 31)),
)
STAFF = ("staff.opening", "staff.joined", "staff.left")
CERTIFICATES = tuple(kind for kind in KINDS if kind.startswith("certificate."))
SMALL = Condition("firm_size", "in", ("micro", "small"))
NUMBERS = ("quantity", "amount", "attributes.fte", "attributes.participants")
CONDITIONS = (
    Condition("sector", "=", "10"),
    Condition("sector", "=", 10),
    Condition("sector", "!=", "10"),
    Condition("sector", "<", "12"),
    SMALL,
    Condition("firm_size", "not_in", ("micro",)),
    Condition("origin", "is_null"),
    Condition("origin", "not_null"),
    Condition("general_interest", "=", True),
    Condition("general_interest", "!=", True),
    Condition("general_interest", "=", 1),
    Condition("general_interest", "not_in", (False,)),
    Condition("attributes.conform", "=", False),
    Condition("attributes.conform", "!=", False),
    Condition("attributes.conform", "in", (True, "a", 3)),
    Condition("attributes.fte", ">=", 0.5),
    Condition("attributes.fte", "<", 1),
    Condition("attributes.fte", "=", "1"),
    Condition("attributes.grade", "=", ""),
    Condition("attributes.grade", "not_null"),
)
ASKED = {
    "tests": Measure(("test.reported",), "sum"),
    "rows": Measure(KINDS, "count"),
    "firms": Measure(KINDS[:3], "distinct"),
    "small_firms": Measure(KINDS[:2], "distinct", where=(SMALL,)),
    "sites": Measure(KINDS, "distinct", of="establishment"),
    "identities": Measure(KINDS, "distinct", of="identity"),
    "staff": Measure(STAFF, "stock"),
    "managers": Measure(STAFF, "stock", where=(Condition("attributes.grade", "=", "manager"),)),
    "fte": Measure(STAFF, "stock", of="attributes.fte"),
    "money": Measure(("income.invoiced",), "stock", of="amount"),
    "certificates": Measure(CERTIFICATES, "in_force"),
    "certificates_of_small": Measure(CERTIFICATES, "in_force", where=(SMALL,)),
    "mean": Measure(("training.attended", "test.reported"), "mean"),
    "mean_fte": Measure(STAFF, "mean", of="attributes.fte"),
    "level": Measure(("level.declared",), "last"),
    "highest_level": Measure(("level.declared",), "last", over_centres="max"),
    "lowest_level": Measure(("level.declared",), "last", "amount", over_centres="min"),
    "own_level": Measure(("level.declared",), "last", over_centres="none"),
    "most": Measure(("test.reported",), "max"),
    "least": Measure(("test.reported", "level.declared"), "min", of="amount"),
    "own_most": Measure(KINDS, "max", of="attributes.fte", over_centres="none"),
}
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def measures(draw):
    """A measure of any aggregation, of any kinds, under any conditions."""
    aggregation = draw(
        st.sampled_from(("count", "sum", "distinct", "stock", "mean", "last", "max", "min", "in_force"))
    )
    of = {
        "count": ("rows",),
        "in_force": ("identity",),
        "distinct": ("enterprise", "establishment", "identity"),
    }
    ways = {"last": ("sum", "max", "min", "none"), "max": ("max", "none"), "min": ("min", "none")}
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True))
    return Measure(
        tuple(kinds),
        aggregation,
        draw(st.sampled_from(of.get(aggregation, NUMBERS))),
        tuple(draw(st.lists(st.sampled_from(CONDITIONS), max_size=2))),
        draw(st.sampled_from(ways.get(aggregation, ("",)))),
    )


def expected(measure, rows, window, *, on, category=None, **level):
    if window.start > on:
        return None
    known = [row for row in rows if row.on <= on]
    if category is not None:
        name, value = category
        condition = Condition(name, "=", value) if value != "" else Condition(name, "is_null")
        measure = Measure(
            measure.kinds, measure.aggregation, measure.of, (*measure.where, condition), measure.over_centres
        )
    return evaluate(measure, known, window=window.clipped(on), **level)


def assert_same(figures, asked, rows, *, on, categories=(None,), centres=(None, 1, 2, 3), **level):
    for code, measure in asked.items():
        for number, window in enumerate(WINDOWS):
            for centre in centres:
                for category in categories:
                    right = expected(measure, rows, window, on=on, category=category, centres=centre, **level)
                    if right is None:
                        continue
                    place = engine.Place(code, number, centre, _shown(category))
                    assert figures.value(place) == right, place


def _shown(category):
    if category is None:
        return ""
    return str(category[1]).lower() if isinstance(category[1], bool) else category[1]


def ask(source, asked=ASKED, *, on=END, by="both", **more):
    return engine.measure(source, asked, periods=WINDOWS, on=on, by=by, **more)


@SLOW
@given(rows=journals())
def test_every_aggregation_equals_the_plain_computation(rows):
    figures = ask(engine.Source(tail=table(rows)))

    assert_same(figures, ASKED, rows, on=END)


@SLOW
@given(rows=journals(), asked=st.lists(measures(), min_size=1, max_size=6))
def test_any_measures_asked_together_equal_the_plain_computation(rows, asked):
    named = {str(number): measure for number, measure in enumerate(asked)}

    figures = ask(engine.Source(tail=table(rows)), named)

    assert_same(figures, named, rows, on=END)


@SLOW
@given(rows=journals(), number=st.integers(-60, 240), by=st.sampled_from(("network", "centre", "both")))
def test_rows_after_the_day_asked_do_not_count(rows, number, by):
    on = date.fromordinal(FIRST.toordinal() + number)
    centres = {"network": (None,), "centre": (1, 2, 3), "both": (None, 1, 2, 3)}[by]

    figures = ask(engine.Source(tail=table(rows)), on=on, by=by)

    assert_same(figures, ASKED, rows, on=on, centres=centres)


@SLOW
@given(rows=journals(), known_at=st.integers(0, 40), data=st.data())
def test_segments_and_tail_give_what_one_table_gives(rows, known_at, data, tmp_path_factory):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), min_size=2, max_size=2)))
    folder = tmp_path_factory.mktemp("segments")
    parts = [rows[: cuts[0]], rows[cuts[0] : cuts[1]]]
    paths = [str(folder / f"{number}.parquet") for number in range(2)]
    for part, path in zip(parts, paths, strict=True):
        shared = data.draw(st.sampled_from(((), ("conform",), ("conform", "grade"))))
        held = apart(part, {"fte", "grade", "valid_until", *shared})
        pq.write_table(whole(held, [f"attributes.{name}" for name in shared]), path)
    settled = [
        path for part, path in zip(parts, paths, strict=True) if all(row.moment <= known_at for row in part)
    ]

    figures = ask(engine.Source(paths, table(rows[cuts[1] :]), known_at, settled=settled))

    assert_same(figures, ASKED, rows, on=END, known_at=known_at)
    read_live = ask(engine.Source(tail=table(rows), moment=known_at))
    assert dict(figures.items()) == dict(read_live.items())


@SLOW
@given(rows=journals(), merges=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=3))
def test_merged_firms_count_once(rows, merges):
    merges = [(merged, kept) for merged, kept in merges if merged > kept]

    figures = ask(engine.Source(tail=table(rows), merges=merges))

    assert_same(figures, ASKED, rows, on=END, merges=merges)


@SLOW
@given(
    rows=journals(),
    departures=st.dictionaries(st.integers(1, 3), st.dates(FIRST, END), min_size=1),
    number=st.integers(60, 240),
)
def test_what_a_centre_holds_leaves_with_it(rows, departures, number):
    on = date.fromordinal(FIRST.toordinal() + number)

    figures = ask(engine.Source(tail=table(rows), departures=departures), on=on)

    assert_same(figures, ASKED, rows, on=on, departures=departures)


@SLOW
@given(rows=journals(), without=st.sets(st.integers(1, 3), min_size=1))
def test_rows_of_centres_left_out_do_not_count(rows, without):
    kept = [row for row in rows if row.centre not in without]

    figures = ask(engine.Source(tail=table(rows), without=frozenset(without)))

    assert_same(figures, ASKED, kept, on=END)


@SLOW
@given(rows=journals(), dimension=st.sampled_from(("sector", "firm_size", "general_interest")))
def test_a_category_is_one_more_condition(rows, dimension):
    values = {"sector": ("", "10", "13"), "firm_size": ("", "micro"), "general_interest": ("", True, False)}
    categories = [(dimension, value) for value in values[dimension]]

    figures = ask(engine.Source(tail=table(rows)), dimension=dimension)

    assert_same(figures, ASKED, rows, on=END, categories=categories)


FIRMS = {code: ASKED[code] for code in ("firms", "small_firms")}
WITH_TESTS = FIRMS | {"tests": ASKED["tests"]}


@settings(SLOW, max_examples=5)
@given(
    rows=journals(),
    merges=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=2),
    dimension=st.sampled_from(("sector", "firm_size", "general_interest")),
    by=st.sampled_from(("network", "centre", "both")),
)
def test_what_is_parted_besides_is_what_is_parted_alone(rows, merges, dimension, by):
    source = engine.Source(tail=table(rows), merges=[pair for pair in merges if pair[0] > pair[1]])

    figures = ask(source, WITH_TESTS, by=by, parted=(dimension, FIRMS))

    alone = ask(source, FIRMS, by="network", dimension=dimension, behind=False)
    assert dict(figures.parted.items()) == dict(alone.items())
    assert dict(figures.items()) == dict(ask(source, WITH_TESTS, by=by).items())


@SLOW
@given(rows=journals())
def test_more_windows_than_one_mask_holds(rows):
    days = [
        Period(date.fromordinal(day), date.fromordinal(day + 1))
        for day in range(START.toordinal(), END.toordinal(), 2)
    ]
    asked = {code: ASKED[code] for code in ("firms", "identities", "certificates", "staff")}

    figures = engine.measure(engine.Source(tail=table(rows)), asked, periods=(*WINDOWS, *days), on=END)

    assert_same(figures, asked, rows, on=END, centres=(None,))


def test_more_filters_than_one_integer_tells():
    rows = [any_row_of(number) for number in range(1, 90)]
    asked = {
        str(number): Measure(("test.reported",), "count", where=(Condition("sector", "=", str(number)),))
        for number in range(1, 90)
    }

    figures = ask(engine.Source(tail=table(rows)), asked)

    assert [figures.value(engine.Place(code, len(WINDOWS) - 3)).value for code in asked] == [1] * 89


def any_row_of(number):

    return Row(
        id=number, moment=number, centre=1, kind="test.reported", on=START, dims={"sector": str(number)}
    )
