"""The state of a plan as a workbook, in the reader's language: numbers stay numbers, texts never formulas."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.kernel.targets import STATUSES
from jalon.results.exports import texts
from jalon.results.queries.overview import Overview
from jalon.results.queries.records import FIELDS, record
from jalon.ui import formats
from jalon.ui.marks import reason_words, status_mark

LONGEST = 32_767  # characters a cell of a workbook can hold
WIDEST = 46
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


NOTHING: Mapping = {}


def write(found: Overview, *, explained: Mapping = NOTHING, money: Mapping = NOTHING) -> bytes:
    """The whole workbook; the same bytes for the same data and language.

    As the page: `explained`, what centres last said of what is late; `money`, what was committed and paid.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    made = timezone.make_naive(texts.recorded_at(found), UTC)
    book.set_properties({"title": texts.headline(found), "author": "Jalon", "created": made})
    sheets = Sheets(book, banner(found))
    sheets.add(_("Read me"), (_("About"), _("Value")), read_me(found, money))
    sheets.add(_("Axes"), axis_heads(), axis_rows(found))
    sheets.add(_("Cells"), cell_heads(), cell_rows(found))
    sheets.add(_("Targets"), target_heads(), target_rows(found, explained))
    sheets.add(_("Coverage"), coverage_heads(), coverage_rows(found))
    sheets.add(_("Received to"), (_("Centre"), _("Name"), _("Received to")), received_rows(found))
    book.close()
    return stream.getvalue()


def banner(found: Overview) -> str:
    """The first line of every sheet, so that a sheet torn from its book still says what it is."""
    state = found.state
    said = _("%(plan)s, on %(day)s, as known at moment %(moment)s") % {
        "plan": formats.plain_words(state.plan.name),
        "day": formats.plain_day(state.on),
        "moment": formats.in_digits(str(state.known_at)),
    }
    return f"{said}. {warned}" if (warned := texts.warnings(found)) else said


class Sheets:
    """The sheets of a book: a banner, a head that stays, rows that can be filtered; mirrored in Arabic."""

    def __init__(self, book: xlsxwriter.Workbook, banner: str):
        self.book, self.banner = book, banner
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bg_color": "#E4E4DC", "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})

    def add(self, name: str, heads: Sequence[str], rows: Iterable[Sequence]) -> None:
        sheet = self.book.add_worksheet(name[:31])
        if get_language_bidi():
            sheet.right_to_left()
        sheet.write_string(0, 0, self.banner, self.bold)
        listed = [list(row) for row in rows]
        for column, head in enumerate(heads):
            sheet.write_string(1, column, head, self.head)
            sheet.set_column(column, column, width(head, (row[column] for row in listed)))
        for place, row in enumerate(listed, start=2):
            for column, value in enumerate(row):
                self.put(sheet, place, column, value)
        sheet.freeze_panes(2, 0)
        if listed:
            sheet.autofilter(1, 0, len(listed) + 1, len(heads) - 1)

    def put(self, sheet, row: int, column: int, value) -> None:
        """An unknown value is an empty cell, never 0; a text stays a text, whatever it begins with."""
        match value:
            case None | "":
                return
            case bool():
                sheet.write_string(row, column, _("yes") if value else _("no"))
            case int() | Decimal() | float():
                sheet.write_number(row, column, float(value))
            case date():
                sheet.write_datetime(row, column, value, self.day)
            case _:
                sheet.write_string(row, column, str(value)[:LONGEST])


def width(head: str, values: Iterable) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(len(head), longest, 6) + 2, WIDEST)


def read_me(found: Overview, money: Mapping) -> Iterable[tuple]:
    state, version = found.state, found.state.version
    yield _("Where the plan stands"), texts.headline(found)
    yield _("Plan"), f"{formats.plain_words(state.plan.name)} ({state.plan.code})"
    yield _("Version"), f"{formats.plain_words(version.label)} ({version.get_status_display()})"
    yield _("Years"), formats.plain_year_range(version.starts_on, version.ends_on)
    yield (
        _("Envelope, in dirhams"),
        None if version.envelope is None else Decimal(version.envelope).scaleb(-2),
    )
    for name, head in (("committed", _("Committed, in dirhams")), ("disbursed", _("Paid, in dirhams"))):
        if name in money:
            yield head, in_dirhams(money[name]["amount"])
    yield _("On"), state.on
    yield _("As known at moment"), state.known_at
    yield _("Recorded at"), formats.plain_moment(texts.recorded_at(found))
    yield _("Simulated"), texts.simulated_sentence() if state.is_simulated else _("no")
    yield "", None
    yield _("Empty cells"), _("What is not known is empty, never 0; the reason stands in the row.")
    yield from ((head, field) for head, field in zip(cell_heads(), CELL_COLUMNS, strict=True))


CELL_COLUMNS = (*FIELDS, "indicator_name", "unit", "centre_name", "axis")


def cell_heads() -> tuple[str, ...]:
    """The words of each field of a record, then what makes a row readable on its own."""
    words = {
        "indicator": _("Indicator"),
        "level": _("Level"),
        "centre": _("Centre"),
        "period": _("Period"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "value": _("Actual"),
        "rows": _("Rows"),
        "baseline": _("Baseline"),
        "target": _("Target"),
        "trajectory": _("Expected by now"),
        "achievement": _("Share of the target"),
        "progress": _("Progress"),
        "status": _("Status"),
        "reason": _("Reason"),
        "simulated": _("Simulated"),
        "known_at": _("As known at moment"),
        "counted_from": _("Counted from"),
        "indicator_name": _("Name of the indicator"),
        "unit": _("Unit"),
        "centre_name": _("Name of the centre"),
        "axis": _("Axis"),
    }
    return tuple(words[field] for field in CELL_COLUMNS)


def cell_rows(found: Overview) -> Iterable[list]:
    for cell in found.state.cells:
        said = record(cell, known_at=found.state.known_at) | worded(cell)
        yield [said[field] for field in CELL_COLUMNS]


def worded(cell) -> dict:
    return {
        "level": _("network") if cell.level == "network" else _("centre"),
        "status": str(status_mark(cell.status).word) if cell.has_target else _("no target"),
        "reason": texts.why(cell.reason),
        "indicator_name": formats.plain_words(cell.sheet.name),
        "unit": formats.plain_words(cell.sheet.unit_name) or cell.sheet.unit,
        "centre_name": formats.plain_words(cell.centre.name) if cell.centre else None,
        "axis": cell.sheet.axis_code,
        "counted_from": cell.counted_from,
    }


def axis_heads() -> tuple[str, ...]:
    counted = (str(status_mark(status).word) for status in STATUSES)
    return (
        _("Axis"),
        _("Name"),
        _("Targets"),
        *counted,
        _("Envelope, in dirhams"),
        _("Promised by the contracts, in dirhams"),
    )


def axis_rows(found: Overview) -> Iterable[list]:
    for state in found.axes:
        axis, tally = state.axis, state.tally
        counts = [tally.counts[status] for status in STATUSES]
        money = [in_dirhams(state.envelope), in_dirhams(state.promised or None)]
        yield [axis.code, formats.plain_words(axis.name), tally.total, *counts, *money]


def in_dirhams(centimes: int | None) -> Decimal | None:
    return None if centimes is None else Decimal(centimes).scaleb(-2)


def target_heads() -> tuple[str, ...]:
    return (
        _("Indicator"), _("Name of the indicator"), _("Where"), _("Year"), _("Target as written"),
        _("Baseline"), _("Baseline of"), _("Target"), _("Actual"), _("Expected by now"), _("Progress"),
        _("Status"), _("Reason"), _("Simulated"), _("Source"), _("Last explanation"), _("Explained on"),
    )  # fmt: skip


def target_rows(found: Overview, explained: Mapping) -> Iterable[list]:
    """The targets of the running year, the plan's own first."""
    for cell in sorted(found.targets, key=lambda cell: cell.centre.code if cell.centre else ""):
        said = explained.get((cell.place, cell.indicator), NOTHING)
        yield [
            cell.indicator,
            formats.plain_words(cell.sheet.name),
            cell.centre.code if cell.centre else _("network"),
            cell.aim.year,
            texts.target(cell.aim, cell.sheet),
            cell.baseline,
            cell.start.on if cell.start else None,
            cell.target,
            cell.counted_value,
            cell.trajectory,
            cell.progress,
            str(status_mark(cell.status).word),
            texts.why(cell.reason),
            cell.aim.simulated or cell.simulated,
            cell.aim.source,
            said.get("text"),
            said.get("day"),
        ]


def coverage_heads() -> tuple[str, ...]:
    return (
        _("Indicator"), _("Name of the indicator"), _("Year"), _("Target as written"), _("Planned"),
        _("Promised"), _("Covered"), _("Remark"),
    )  # fmt: skip


def coverage_rows(found: Overview) -> Iterable[list]:
    for one in found.coverage:
        covered = one.coverage
        missing = [part for part in (covered.planned, covered.promised) if not isinstance(part, Decimal)]
        bound = (
            _("at most: the same things may be counted by several centres") if covered.is_upper_bound else ""
        )
        yield [
            one.sheet.indicator.code,
            formats.plain_words(one.sheet.name),
            one.aim.year,
            texts.target(one.aim, one.sheet),
            *(known(part) for part in (covered.planned, covered.promised, covered.share)),
            " ".join([*(reason_words(part) for part in missing), bound]).strip(),
        ]


def known(figure) -> Decimal | None:
    return figure if isinstance(figure, Decimal) else None


def received_rows(found: Overview) -> Iterable[list]:
    state = found.state
    for centre in state.promise.centres:
        yield [
            centre.code,
            formats.plain_words(centre.name),
            state.received.get(centre.pk) or _("never said"),
        ]
