"""The state on a terminal is as wide as its window, and as wide as it is in a file."""

import contextlib
import fcntl
import os
import pty
import re
import struct
import termios
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from jalon.results.queries.overview import overview
from jalon.results.queries.state import state
from jalon.site.cli.state import show
from jalon.site.statement import cells, placed, statement
from jalon.site.terminal import Table, columns, width_of, written
from tests.evidence.making import deed, recorded
from tests.factories.fund import committed
from tests.factories.network import RegionFactory
from tests.factories.results import contract, sheet, version

END = date(2024, 12, 31)
LONG = "Essais réalisés pour les entreprises des filières exportatrices, laboratoires mobiles compris"
FIGURE = re.compile(r"[+\d][\d\u202f.,]*(?:[ \u00a0\u202f]%)?")


@contextlib.contextmanager
def terminal(wide: int):
    """The two ends of a terminal so many columns wide: what reads it, and a stream that writes on it."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, wide, 0, 0))
    with os.fdopen(reader, "rb", 0) as read, os.fdopen(writer, "w", encoding="utf-8") as write:
        yield read, write


@pytest.fixture
def plan(db):
    RegionFactory()
    sheet()
    found = version(targets=[("TESTS", "cumulative", 2026, 123_456), ("TESTS", "per_period", 2024, 900)]).plan
    centre = contract(found, targets=[("TESTS", "per_period", 2024, 900)]).contract.centre
    recorded(
        centre, deed("T-1", on=date(2023, 5, 2), quantity=Decimal(40)), deed("T-2", quantity=Decimal(30))
    )
    return found


def test_a_terminal_has_its_columns_and_a_file_has_none(tmp_path):
    with terminal(80) as (_read, write), (tmp_path / "out").open("w") as file:
        assert width_of(write) == 80
        assert width_of(file) is None


ROWS = [
    ("●", LONG, "3\u202f006 tests", "+165 % by 2026", "142 %"),
    ("▼", "Court", "1 test", "not published", "—"),
]
TABLE = Table(("", "indicator", "actual", "target", "progress"), ROWS)


@pytest.mark.parametrize("wide", (60, 80, 100, 120))
def test_a_table_is_never_wider_than_the_terminal(wide):
    assert max(map(columns, written([TABLE], wide))) <= wide


def test_no_figure_is_cut_or_parted_from_its_unit():
    text = "\n".join(written([TABLE], 50)).replace("\u00a0", " ")

    assert all(figure in text for figure in ("3\u202f006 tests", "+165 % by", "142 %"))
    assert [word for word in LONG.split() if word not in text] == []


def test_a_table_too_wide_for_any_terminal_is_whole_all_the_same():
    text = "\n".join(written([TABLE], 10))

    assert "3\u202f006" in text and "exportatrices" in text


def test_a_file_takes_every_row_on_one_line():
    lines = list(written([TABLE]))

    assert len(lines) == 3 and LONG in lines[1]


def test_marks_above_letters_take_no_column():
    assert columns("مُوَاكَبَة") == columns("مواكبة") == 6


def test_the_state_fits_eighty_columns_and_says_the_same_figures(plan):
    found = overview(plan, on=END)
    with override("en"):
        narrow, wide = list(statement(found, 80)), list(statement(found))

    assert max(map(columns, narrow)) <= 80
    figures = [sorted(FIGURE.findall(" ".join(lines))) for lines in (narrow, wide)]
    assert figures[0] == figures[1]


def test_cells_fit_the_terminal(plan):
    with override("en"):
        rows = list(placed(state(plan, on=END)))

        assert max(map(columns, cells(rows, 68))) <= 68 < max(map(columns, cells(rows)))


def test_the_command_asks_the_terminal_it_writes_on(plan):
    with terminal(64) as (read, write), contextlib.redirect_stdout(write):
        show(plan, END)
        write.flush()
        lines = read.read(4096).decode().splitlines()

    assert lines[0].startswith(f"Plan {plan.code}")
    assert max(map(columns, lines)) <= 64


def test_the_envelope_says_what_the_fund_committed_and_paid(plan):
    committed(plan, 600_000_000_00)

    assert "600 MDH committed, 0 DH paid." in " ".join(statement(overview(plan, on=END))).replace(
        "\u202f", " "
    )
