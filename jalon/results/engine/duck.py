"""The engine inside the process: DuckDB, a cursor for each question."""

import os
import tempfile
import threading
from collections.abc import Mapping
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from jalon.results.engine.source import SCHEMA, Source

DIALECT = "duckdb"
MEMORY = "1500MB"

_lock = threading.Lock()
_database: tuple[int, duckdb.DuckDBPyConnection] | None = None


def compiled(expression: ir.Table) -> str:
    """The SQL of an expression over unbound tables."""
    return ibis.to_sql(expression, dialect=DIALECT, pretty=False)


def cursor(settings: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """A connection of its own to this process's database, which holds no data."""
    global _database
    with _lock:
        if _database is None or _database[0] != os.getpid():  # a forked worker opens its own
            _database = (os.getpid(), _opened(settings))
        return _database[1].cursor()


def _opened(settings: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    folder = settings.get("temp_directory") or tempfile.gettempdir()
    connection = duckdb.connect(
        config={
            "memory_limit": settings.get("memory_limit", MEMORY),
            "temp_directory": str(folder),
            "max_temp_directory_size": settings.get("max_temp_directory_size", "20GB"),
            "threads": int(settings.get("threads") or os.cpu_count() or 2),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("SET parquet_metadata_cache = true")  # segments never change
    return connection


class Session:
    """One question being answered: the rows of a source, seen through one cursor."""

    def __init__(self, source: Source, settings: Mapping[str, Any]):
        self.source = source
        self.cursor = cursor(settings)
        self.cursor.register("tail", SCHEMA.empty_table() if source.tail is None else source.tail)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *failure) -> None:
        self.cursor.close()

    def answer(
        self, sql: str, attributes: Mapping[str, frozenset[str]], tables: Mapping[str, pa.Table]
    ) -> pa.Table:
        """What a compiled question gives over the source's rows and the given small tables."""
        for name, table in tables.items():
            self.cursor.register(name, table)
        self.cursor.execute(f"CREATE OR REPLACE TEMP VIEW evidence AS {self._rows(attributes)}")
        return self.cursor.execute(sql).to_arrow_table()

    def _rows(self, attributes: Mapping[str, frozenset[str]]) -> str:
        source = self.source
        columns = ", ".join([*map(_quoted, SCHEMA.names), *(_read(*item) for item in attributes.items())])
        until = "" if source.moment is None else f" WHERE moment <= {int(source.moment)}"
        relations = []
        if source.known:
            relations.append(_parquet(source.known))
        if source.mixed:
            relations.append(_parquet(source.mixed) + until)
        if source.tail is not None or not relations:
            relations.append("tail" + until)
        return " UNION ALL ".join(f"SELECT {columns} FROM {relation}" for relation in relations)  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _parquet(paths) -> str:
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}])"


def _read(name: str, kinds: frozenset[str]) -> str:
    """An attribute as text, from the rows of the kinds that need it."""
    path = _text('$."' + name.removeprefix("attributes.") + '"')
    among = ", ".join(map(_text, sorted(kinds)))
    return f"CASE WHEN kind IN ({among}) THEN json_extract_string(attributes, {path}) END AS {_quoted(name)}"
