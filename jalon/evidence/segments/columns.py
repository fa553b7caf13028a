"""The columns of a segment, and how rows of the database are read into them."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa
import pyarrow.csv
from django.db import connection
from psycopg import sql

from jalon.kernel.kinds import Kind

TEXTS: Final = (
    "axis", "funding_line", "service", "sector", "ecosystem", "region", "firm_size", "origin", "campaign",
)  # fmt: skip

SCHEMA: Final = pa.schema(
    [
        ("id", pa.int64()),
        ("moment", pa.int64()),
        ("centre", pa.int32()),
        ("kind", pa.string()),
        ("on", pa.date32()),
        ("quantity", pa.int64()),
        ("amount", pa.int64()),
        ("enterprise", pa.int32()),
        ("establishment", pa.int64()),
        ("identity", pa.string()),
        *((name, pa.string()) for name in TEXTS),
        ("general_interest", pa.bool_()),
        ("high_value", pa.bool_()),
        ("attributes", pa.string()),
        ("reverses", pa.int64()),
        ("simulated", pa.bool_()),
    ]
)

# Where a column does not bear the name of a segment's: quantities become whole thousandths.
SOURCES: Final = {
    "moment": "j.number",
    "centre": "e.centre_id",
    "on": "e.on_day",
    "quantity": "(e.quantity * 1000)::bigint",
    "enterprise": "e.enterprise_id",
    "establishment": "e.establishment_id",
    "attributes": "e.attributes::text",
    "reverses": "e.reverses_id",
}

COPY: Final = sql.SQL(
    "COPY (SELECT {columns} FROM evidence_evidence e JOIN journal_event j ON j.id = e.event_id"
    " WHERE j.number > {after} AND j.number <= {up_to}) TO STDOUT (FORMAT csv)"
)


def attribute_columns(kinds: Iterable[Kind]) -> list[str]:
    """The attributes a segment keeps apart, so that nobody reads JSON again: all but free text."""
    return sorted(
        {
            f"attributes.{name}"
            for kind in kinds
            for name, attribute in kind.attributes.items()
            if attribute.type != "text"
        }
    )


def shared_attributes(kinds: Iterable[Kind]) -> list[str]:
    """Those of them that many rows say alike: what is true or not, and choices."""
    return sorted(
        {
            f"attributes.{name}"
            for kind in kinds
            for name, attribute in kind.attributes.items()
            if attribute.type in ("bool", "choice")
        }
    )


def rows(*, after: int, up_to: int, attributes: Iterable[str] = ()) -> Iterator[pa.RecordBatch]:
    """The rows of the moments after one and up to another, in batches; with some attributes apart."""
    schema = _with(attributes)
    columns = [_source(name) for name in schema.names]
    command = COPY.format(columns=sql.SQL(", ").join(columns), after=after, up_to=up_to)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(command) as copied:
        yield from _parsed(_File(copied), schema)


def _with(attributes: Iterable[str]) -> pa.Schema:
    return pa.schema([*SCHEMA, *(pa.field(name, pa.string()) for name in attributes)])


def _source(name: str) -> sql.Composable:
    if name.startswith("attributes."):
        return sql.SQL("e.attributes ->> {}").format(name.removeprefix("attributes."))
    return sql.SQL(SOURCES[name]) if name in SOURCES else sql.SQL("e.{}").format(sql.Identifier(name))


def _parsed(file: "_File", schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    if not file.first:
        return
    reader = pa.csv.open_csv(
        pa.PythonFile(file, mode="r"),
        read_options=pa.csv.ReadOptions(column_names=schema.names, block_size=1 << 22),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,  # "" is a text, nothing at all is null
        ),
    )
    with reader:
        yield from reader


class _File:
    """What COPY sends, read as a file."""

    closed = False

    def __init__(self, copied):
        self.pieces = iter(copied)
        self.first = bytes(next(self.pieces, b""))
        self.waiting = bytearray(self.first)

    def read(self, size: int = -1) -> bytes:
        for piece in self.pieces:
            self.waiting += piece
            if 0 <= size <= len(self.waiting):
                break
        size = len(self.waiting) if size < 0 else size
        taken = bytes(self.waiting[:size])
        del self.waiting[:size]
        return taken

    def close(self) -> None:
        self.closed = True
