"""The engine inside the process: DuckDB, a cursor for each question."""

import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlglot
from sqlglot import expressions as exp

from jalon.results.engine.source import SCHEMA, Source

DIALECT: Final = "duckdb"
MEMORY: Final = "1500MB"
DISK: Final = "20GB"

NOBODY: Final = pa.table({"id": pa.array([], pa.int64())})

Attributes = Mapping[str, tuple[str, ...]]

_lock = threading.Lock()
_database: tuple[int, duckdb.DuckDBPyConnection] | None = None


def compiled(expression: ir.Table) -> str:
    """The SQL of an expression over unbound tables.

    DuckDB adds 64-bit integers up in 128 bits, slow to go on with; what does not fit back is an error.
    """
    query = sqlglot.parse_one(ibis.to_sql(expression, dialect=DIALECT, pretty=False), read=DIALECT)
    return query.transform(_narrowed).sql(dialect=DIALECT)


def _narrowed(node: exp.Expression) -> exp.Expression:
    added = node.this if isinstance(node, exp.Filter) else node
    if isinstance(added, exp.Sum) and not isinstance(node.parent, exp.Filter | exp.Cast):
        return exp.cast(node.copy(), "BIGINT")
    return node


def cursor(settings: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """A connection of its own to this process's database, which holds no data."""
    global _database
    with _lock:
        if _database is None or _database[0] != os.getpid():  # a forked worker opens its own
            _database = (os.getpid(), _opened(settings))
        return _database[1].cursor()


def _opened(settings: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    # of this process alone: the files DuckDB spills to bear the same names in every process
    spilled = Path(settings.get("temp_directory") or tempfile.gettempdir()) / f"jalon-duckdb-{os.getpid()}"
    connection = duckdb.connect(
        config={
            "memory_limit": settings.get("memory_limit", MEMORY),
            "temp_directory": str(spilled),
            "max_temp_directory_size": settings.get("max_temp_directory_size", DISK),
            "threads": int(settings.get("threads") or os.cpu_count() or 2),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET parquet_metadata_cache = true")  # segments never change
    # Filters made by joins may reach Arrow tables, which cannot apply them (duckdb-python#463); ours are
    # written out.
    connection.execute("SET disabled_optimizers = 'join_filter_pushdown'")
    return connection


class Session:
    """One question being answered: the rows of a source, seen through one cursor."""

    def __init__(self, source: Source, settings: Mapping[str, Any]):
        self.source = source
        self.cursor = cursor(settings)
        if source.tail is not None:
            self.cursor.register("tail", source.tail)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *failure) -> None:
        self.cursor.close()

    def keep(self, name: str, table: pa.Table) -> None:
        """A small table many questions join: DuckDB knows the bounds of its own, and joins it faster."""
        self.cursor.register("given", table)
        self.cursor.execute(f"CREATE TEMP TABLE {_quoted(name)} AS FROM given")
        self.cursor.unregister("given")

    def undone(self, sql: str) -> pa.Table:
        """The ids of rows cancelled by a reversal they are not paired with."""
        known, others = self.source.known, replace(self.source, paths=self.source.mixed)
        asked = self.answer(sql, {}, {}, others) if others.paths or others.tail is not None else None
        return pa.concat_tables([*map(_undone, known), *([asked] if asked is not None else []), NOBODY])

    def answer(
        self,
        sql: str,
        attributes: Attributes,
        tables: Mapping[str, pa.Table],
        source: Source | None = None,
    ) -> pa.Table:
        """What a compiled question gives over the source's rows and the given small tables."""
        for name, table in tables.items():
            self.cursor.register(name, table)
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW evidence AS {_evidence(source or self.source, attributes)}"
        )
        return self.cursor.execute(sql).to_arrow_table()


def _evidence(source: Source, attributes: Attributes) -> str:
    """The rows known, of segments with the same columns together, then of the tail."""
    parts = [
        _selected(_parquet(paths), columns, attributes, moment=None)
        for columns, paths in _alike(source.known).items()
    ]
    parts += [
        _selected(_parquet(paths), columns, attributes, moment=source.moment)
        for columns, paths in _alike(source.mixed).items()
    ]
    if source.tail is not None:
        parts.append(_selected("tail", frozenset(), attributes, moment=source.moment))
    return " UNION ALL ".join(parts) if parts else _nothing(attributes)


def _selected(relation: str, columns: frozenset[str], attributes: Attributes, *, moment: int | None) -> str:
    paired = "0"
    if "undone_at" in columns:
        paired = "coalesce(undone_at, 0)"
        if moment is not None:
            paired = f"CASE WHEN undone_at <= {int(moment)} THEN undone_at ELSE 0 END"
    chosen = [
        *map(_quoted, SCHEMA.names),
        f"CAST({paired} AS BIGINT) AS paired",
        *(_quoted(name) if name in columns else _read(name, kinds) for name, kinds in attributes.items()),
    ]
    known = "true" if moment is None else f"moment <= {int(moment)}"
    return f"SELECT {', '.join(chosen)} FROM {relation} WHERE {known}"  # noqa: S608


def _nothing(attributes: Attributes) -> str:
    columns = [f"NULL::{_TYPES[field.type]} AS {_quoted(field.name)}" for field in SCHEMA]
    texts = [f"NULL::VARCHAR AS {_quoted(name)}" for name in attributes]
    return f"SELECT {', '.join([*columns, '0::BIGINT AS paired', *texts])} WHERE false"


_TYPES: Final = {
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


@lru_cache(maxsize=4096)
def _columns(path: str) -> frozenset[str]:
    """The columns of a segment, which never change."""
    return frozenset(pq.read_schema(path).names)


@lru_cache(maxsize=4096)
def _undone(path: str) -> pa.Table:
    """The ids that reversals of a segment cancel in others."""
    columns = ["reverses", "undone_at"] if "undone_at" in _columns(path) else ["reverses"]
    table = pq.read_table(path, columns=columns)
    loose = table["reverses"].is_valid()
    if "undone_at" in columns:
        loose = pc.and_(loose, table["undone_at"].is_null())
    return pa.table({"id": table["reverses"].filter(loose)})


def _alike(paths: Sequence[str]) -> dict[frozenset[str], list[str]]:
    """Segments by their columns: what one keeps apart, an older one has in JSON only."""
    alike: dict[frozenset[str], list[str]] = {}
    for path in map(str, paths):
        alike.setdefault(_columns(path), []).append(path)
    return alike


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _parquet(paths: Sequence[str]) -> str:
    return f"read_parquet([{', '.join(map(_text, paths))}])"


def _read(name: str, kinds: tuple[str, ...]) -> str:
    """An attribute as text, from the rows of the kinds that need it."""
    path = _text('$."' + name.removeprefix("attributes.") + '"')
    among = ", ".join(map(_text, kinds))
    said = f"CASE WHEN list_contains([{among}], kind) THEN json_extract_string(attributes, {path}) END"
    return f"{said} AS {_quoted(name)}"
