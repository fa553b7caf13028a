"""An export in one of the formats, streamed: as many rows as there are fit in little memory."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from django.db import transaction

from jalon.evidence.exports.columns import Columns, columns
from jalon.evidence.exports.rows import BATCH, plain, rows
from jalon.evidence.reading.cells import guarded

FORMATS = ("csv", "xlsx", "parquet", "jsonl")
LINES_A_SHEET = 1_048_575
EXACT = 15  # digits a spreadsheet keeps


def export(
    form: str,
    out: BinaryIO,
    *,
    centre=None,
    plan=None,
    on: dt.date | None = None,
    known_at: int | None = None,
    user=None,
    names_of: str = "",
    mark: bool = False,
) -> int:
    """Write the evidence to a stream of bytes, up to a day when one is given; how many rows.

    Without `user`, as an operator of the installation: every row whole. With one, what the person may see of
    each centre, firms under the pseudonyms of the plan `names_of`. `mark` puts a byte order mark before CSV,
    which spreadsheets need to read accents.
    """
    if form not in FORMATS:
        raise ValueError(f"an export is one of {', '.join(FORMATS)}, not {form}")
    known = columns()
    with transaction.atomic():
        counted = Counted(
            rows(known, centre=centre, plan=plan, on=on, known_at=known_at, user=user, names_of=names_of)
        )
        if mark and form == "csv":
            out.write(b"\xef\xbb\xbf")
        WRITERS[form](out, known, counted)
    return counted.count


class Counted:
    def __init__(self, values: Iterable[list]):
        self.values, self.count = values, 0

    def __iter__(self) -> Iterator[list]:
        for value in self.values:
            self.count += 1
            yield value


def write_csv(out: BinaryIO, known: Columns, values: Iterable[list]) -> None:
    """An apostrophe before texts that a spreadsheet would take for formulas; imports take it away."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(known.names)
    texts = [type_ == "text" for type_ in known.types]
    for row in values:
        writer.writerow(
            [
                guarded(value or "") if is_text else plain(value)
                for value, is_text in zip(row, texts, strict=True)
            ]
        )
    text.flush()
    text.detach()


def write_jsonl(out: BinaryIO, known: Columns, values: Iterable[list]) -> None:
    """One object a line; what a row does not say is not there."""
    for row in values:
        said = {
            name: exact(value)
            for name, value in zip(known.names, row, strict=True)
            if value not in ("", None)
        }
        out.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


def exact(value: object) -> object:
    return value if isinstance(value, bool | int) else plain(value)


ARROW = {
    "text": pa.string(),
    "day": pa.date32(),
    "number": pa.decimal128(18, 3),
    "money": pa.decimal128(20, 2),
    "flag": pa.bool_(),
    "moment": pa.int64(),
    "instant": pa.timestamp("us", tz="UTC"),
}


def write_parquet(out: BinaryIO, known: Columns, values: Iterable[list]) -> None:
    schema = pa.schema([(name, ARROW[type_]) for name, type_ in zip(known.names, known.types, strict=True)])
    waiting = iter(values)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(waiting, BATCH)):
            across = [list(column) for column in zip(*batch, strict=True)]
            arrays = [pa.array(column, field.type) for column, field in zip(across, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))


def write_xlsx(out: BinaryIO, known: Columns, values: Iterable[list]) -> None:
    """Texts stay texts (no formula, no link); what a cell cannot hold exactly is written as text."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    waiting, sheets = iter(values), 0
    with xlsxwriter.Workbook(out, options) as book:
        while (some := list(islice(waiting, 1))) or not sheets:
            sheets += 1
            lines = chain(some, islice(waiting, LINES_A_SHEET - 1))
            write_sheet(book.add_worksheet(f"evidence {sheets}"), known, lines)


def write_sheet(sheet, known: Columns, lines: Iterable[list]) -> None:
    sheet.write_row(0, 0, known.names)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(lines, 1):
        for column, value in enumerate(row):
            write_cell(sheet, place, column, value)


def write_cell(sheet, row: int, column: int, value: object) -> None:
    if value in ("", None):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal | int) and len(str(value).strip("-0").replace(".", "")) <= EXACT:
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_string(row, column, guarded(value) if isinstance(value, str) else plain(value))


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet, "jsonl": write_jsonl}
