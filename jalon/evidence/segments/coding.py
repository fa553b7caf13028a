"""One number for all a deed's row says in common with others, one for all its firm says.

Thousands of rows say the same of their kind, axis, service, origin...: a reader asks each such saying once,
and each row for its number. The sayings stand beside the rows, in the metadata of their file or table; rows
keep their own columns too. Numbers mean nothing outside the table they are in.
"""

import base64
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# Files of another format are read like the rows no file holds, and written again at the next writing.
FORMAT: Final = b"2"
FORMAT_KEY: Final = b"jalon.format"

DEED: Final = (
    "kind", "axis", "funding_line", "service", "ecosystem", "origin", "campaign", "general_interest",
    "high_value", "simulated",
)  # fmt: skip
FIRM: Final = ("sector", "region", "firm_size")
LARGEST: Final = 1 << 62


def coded(table: pa.Table, attributes: Iterable[str] = ()) -> pa.Table:
    """A table with the columns `deed` and `firm`, and in its metadata what their numbers stand for.

    A deed's saying holds some attributes too, `sign` (-1 for a row that cancels another) and `undone`, which
    says that the table pairs it with the row that cancels it. Deeds are numbered in the order of their kinds.
    """
    table = table.drop_columns([name for name in ("deed", "firm") if name in table.column_names])
    said = _said(table, [*DEED, *sorted(attributes)])
    deeds, deed = _numbered(said, "deed")
    firms, firm = _numbered(table.select(FIRM), "firm")
    table = table.append_column("deed", deed).append_column("firm", firm)
    return table.replace_schema_metadata(
        {FORMAT_KEY: FORMAT, b"jalon.deeds": packed(deeds), b"jalon.firms": packed(firms)}
    )


def is_current(schema: pa.Schema) -> bool:
    """Whether a table was coded by this version."""
    return (schema.metadata or {}).get(FORMAT_KEY) == FORMAT


@lru_cache(maxsize=4096)
def schema_of(path: Path) -> pa.Schema:
    """The columns and the metadata of a file, which never change."""
    return pq.read_schema(path)


@lru_cache(maxsize=4096)
def shared_of(path: Path) -> frozenset[str]:
    """The attributes a file has in its sayings."""
    deeds = unpacked(schema_of(path).metadata[b"jalon.deeds"])
    return frozenset(name for name in deeds.column_names if name.startswith("attributes."))


def packed(table: pa.Table) -> bytes:
    """A small table as text: Parquet keeps nothing else beside the rows."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(table)
    return base64.b64encode(sink.getvalue())


def unpacked(text: bytes) -> pa.Table:
    """The table `packed` wrote."""
    return pa.ipc.open_stream(base64.b64decode(text)).read_all()


def _said(table: pa.Table, names: Sequence[str]) -> pa.Table:
    is_reversal = table["reverses"].is_valid()
    sign = pc.if_else(is_reversal, pa.scalar(-1, pa.int64()), pa.scalar(1, pa.int64()))
    undone = (
        table["undone_at"].is_valid()
        if "undone_at" in table.column_names
        else pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    )
    return table.select(names).append_column("sign", sign).append_column("undone", undone)


def _numbered(said: pa.Table, name: str) -> tuple[pa.Table, pa.Array]:
    """Each different row once with its number, by the order of the first column; the number of each row."""
    said = said.combine_chunks()
    number = np.zeros(said.num_rows, "int64")
    for place, column in enumerate(said.columns):
        digits, count = _digits(column.combine_chunks(), ranked=place == 0)
        if number.max(initial=0) >= LARGEST // max(count, 1):
            _, number = np.unique(number, return_inverse=True)
        number = number * count + digits
    _, first, number = np.unique(number, return_index=True, return_inverse=True)
    sayings = said.take(pa.array(first)).append_column(name, pa.array(np.arange(len(first), dtype="int32")))
    return sayings.replace_schema_metadata(), pa.array(number.astype("int32"))


def _digits(column: pa.Array, *, ranked: bool) -> tuple[np.ndarray, int]:
    """A number for each different value, null one of them."""
    words = column.dictionary_encode(null_encoding="encode")
    digits, count = words.indices.to_numpy(), len(words.dictionary)
    if ranked and count:
        digits = pc.rank(words.dictionary, tiebreaker="first").to_numpy().astype("int64")[digits] - 1
    return digits, count
