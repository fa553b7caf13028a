"""What the engine does beside counting right."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from jalon.evidence.segments.coding import coded
from jalon.evidence.segments.writing import whole
from jalon.kernel.measures import Condition, Measure, NotComputable, Row
from jalon.kernel.periods import Period, periods
from jalon.results import engine
from jalon.results.engine import duck
from jalon.results.engine.bench import run
from tests.results.engine.rows import plain, reversal, table

MONTHS = periods("month", date(2024, 1, 1), date(2024, 12, 31))
ON = date(2024, 12, 31)
ASKED = {"tests": Measure(("test.reported",), "sum"), "firms": Measure(("test.reported",), "distinct")}


def rows(count, **said):
    return [
        Row(number, number, 1, "test.reported", date(2024, 1 + number % 12, 5), enterprise=number % 7, **said)
        for number in range(1, count + 1)
    ]


def test_an_empty_journal_counts_nothing():
    figures = engine.measure(engine.Source(), ASKED, periods=MONTHS, on=ON)

    assert figures.value(engine.Place("tests", 0)).value == 0
    assert figures.table.num_rows == 0


def test_too_little_memory_says_the_line_to_write(monkeypatch):
    monkeypatch.setattr(duck, "_databases", {})
    source = engine.Source(tail=table(rows(1000)))

    with pytest.raises(engine.EngineError, match="JALON_ENGINE_MEMORY=4GB"):
        engine.measure(source, ASKED, periods=MONTHS, on=ON, settings={"memory_limit": "200KB"})


def test_no_window_no_figure():
    figures = engine.measure(engine.Source(tail=table(rows(5))), ASKED, periods=[], on=ON)

    assert list(figures.items()) == []


def test_a_stock_nobody_opened_is_not_computable():
    moved = [Row(1, 1, 7, "staff.joined", date(2024, 1, 5))]
    asked = {"staff": Measure(("staff.opening", "staff.joined"), "stock")}

    figures = engine.measure(engine.Source(tail=table(moved)), asked, periods=MONTHS, on=ON)

    assert figures.value(engine.Place("staff", 0)) == NotComputable("no_opening", "7")


def test_two_names_of_one_measure_have_one_figure():
    asked = {"one": ASKED["tests"], "other": ASKED["tests"]}

    figures = engine.measure(engine.Source(tail=table(rows(5))), asked, periods=MONTHS, on=ON)

    assert figures.value(engine.Place("one", 3)) == figures.value(engine.Place("other", 3))
    assert {place.measure for place, _ in figures.items()} == {"one", "other"}


def test_a_measure_of_an_attribute_may_be_asked_alone():
    asked = {"fte": Measure(("test.reported",), "sum", of="attributes.fte")}
    said = table(rows(1, attributes={"fte": "0.5"}))

    figures = engine.measure(engine.Source(tail=said), asked, periods=MONTHS, on=ON)

    assert str(figures.value(engine.Place("fte", 1)).value) == "0.500000"


def test_what_is_simulated_is_told():
    simulated = plain(rows(1)).set_column(engine.SCHEMA.names.index("simulated"), "simulated", [[True]])

    figures = engine.measure(engine.Source(tail=coded(simulated)), ASKED, periods=MONTHS, on=ON)

    assert figures.cell(engine.Place("tests", 1)).simulated == 1


def test_a_row_recorded_now_is_in_the_next_figure(tmp_path):
    path = str(tmp_path / "1.parquet")
    pq.write_table(whole(plain(rows(3))), path)
    late = [reversal(rows(3)[0], 4, 4)]

    before = engine.measure(engine.Source([path]), ASKED, periods=MONTHS, on=ON)
    after = engine.measure(engine.Source([path], table(late)), ASKED, periods=MONTHS, on=ON)

    assert before.value(engine.Place("tests", 1)).value == 1
    assert after.value(engine.Place("tests", 1)).value == 0
    assert after.value(engine.Place("firms", 1)).value == 0


def test_distinct_figures_are_the_same_without_the_rows_behind_them():
    source, firms = engine.Source(tail=table(rows(30))), {"firms": ASKED["firms"]}

    known = engine.measure(source, firms, periods=MONTHS, on=ON, dimension="region")
    bare = engine.measure(source, firms, periods=MONTHS, on=ON, dimension="region", behind=False)

    assert {place: cell.total for place, cell in bare.items()} == {
        place: cell.total for place, cell in known.items()
    }
    assert all(cell.rows == 0 for _, cell in bare.items())


def test_a_deed_first_seen_in_the_tail_counts_like_the_others(tmp_path):
    path = str(tmp_path / "1.parquet")
    pq.write_table(whole(plain(rows(3))), path)
    imported = Row(9, 9, 1, "test.reported", date(2024, 2, 5), dims={"origin": "import", "sector": "10"})
    asked = ASKED | {
        "imports": Measure(("test.reported",), "sum", where=(Condition("origin", "=", "import"),))
    }

    figures = engine.measure(engine.Source([path], table([imported])), asked, periods=MONTHS, on=ON)

    assert figures.value(engine.Place("imports", 1)).value == 1
    assert figures.value(engine.Place("tests", 1)).value == 2


def test_nothing_said_and_an_empty_word_are_one_to_conditions_and_two_in_a_file(tmp_path):
    path = str(tmp_path / "1.parquet")
    said = [Row(1, 1, 1, "test.reported", date(2024, 2, 5), dims={"origin": ""})]
    unsaid = [Row(2, 2, 1, "test.reported", date(2024, 2, 5))]
    pq.write_table(whole(plain(said + unsaid)), path)
    asked = {"blank": Measure(("test.reported",), "sum", where=(Condition("origin", "is_null"),))}

    figures = engine.measure(engine.Source([path]), asked, periods=MONTHS, on=ON)

    assert figures.value(engine.Place("blank", 1)).value == 2
    assert sorted(pq.read_table(path)["origin"].to_pylist(), key=str) == ["", None]


def test_questions_asked_at_once_do_not_mix():
    def counted(count):
        source = engine.Source(tail=table(rows(count)))
        figures = engine.measure(source, ASKED, periods=MONTHS, on=ON)
        return sum(figures.value(engine.Place("tests", number)).value for number in range(12))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(counted, range(1, 25)))

    assert found == list(range(1, 25))


@pytest.mark.slow
def test_the_contenders_of_the_benchmark_give_one_answer(tmp_path):
    said = []

    assert run((20_000,), folder=tmp_path, say=said.append)
    assert "All answers are equal." in said


def test_great_numbers_add_up_exactly_and_more_than_the_engine_holds_is_an_error_not_another_number():
    def great(count):
        return [
            Row(
                number,
                number,
                1,
                "test.reported",
                date(2024, 1 + number % 12, 5),
                Decimal("999999999999.999"),
            )
            for number in range(1, count + 1)
        ]

    def asked(rows):
        windows = [*MONTHS, Period(date(2024, 1, 1), ON)]
        return engine.measure(engine.Source(tail=table(rows)), ASKED, periods=windows, on=ON)

    assert asked(great(10)).value(engine.Place("tests", len(MONTHS))).value == Decimal("9999999999999.990")
    with pytest.raises(OverflowError):
        asked([replace(row, quantity=row.quantity * 1000) for row in great(12)])
