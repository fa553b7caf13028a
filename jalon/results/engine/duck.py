"""The engine inside the process: DuckDB, a cursor for each question."""

import os
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.backends.sql import compilers
from sqlglot import expressions as exp

from jalon.results.engine.rows import OF_ROWS
from jalon.results.engine.sayings import TAIL, Sayings
from jalon.results.engine.shape import Shape
from jalon.results.engine.source import SCHEMA, Source

DIALECT: Final = "duckdb"
MEMORY: Final = "1500MB"
DISK: Final = "20GB"

# Rows stand in the order of their kinds: bounds spare whole groups of them, but each row left is asked too.
WORTH: Final = 0.7

NOBODY: Final = pa.table({"id": pa.array([], pa.int64())})


class EngineError(Exception):
    """The rows cannot be counted here; the text says what to do."""


Attributes = Mapping[str, tuple[str, ...]]

_lock = threading.Lock()
_databases: dict[tuple[int, int], duckdb.DuckDBPyConnection] = {}


def compiled(expression: ir.Table) -> str:
    """The SQL of an expression over unbound tables.

    DuckDB adds 64-bit integers up in 128 bits, slow to go on with; what does not fit back is an error.
    """
    query = compilers.duckdb.compiler.to_sqlglot(expression)
    for added in list(query.find_all(exp.Sum)):
        whole = added.parent if isinstance(added.parent, exp.Filter) else added
        if not isinstance(whole.parent, exp.Cast):
            whole.replace(exp.cast(whole.copy(), "BIGINT", copy=False))
    return query.sql(dialect=DIALECT, copy=False)  # nobody else has this tree


def cursor(settings: Mapping[str, Any], at_once: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection of its own to a database of this process, which holds no data.

    Questions put `at_once` have another: each is worked on by who puts it, and the threads they share are
    those left. With as many for each, they would wait for each other.
    """
    cores = int(settings.get("threads") or os.cpu_count() or 2)
    threads = max(1, cores + 1 - at_once)  # DuckDB counts in who puts a question
    with _lock:
        mine = os.getpid(), threads  # a forked worker opens its own
        if mine not in _databases:
            _databases[mine] = _opened(settings, threads)
        return _databases[mine].cursor()


def _opened(settings: Mapping[str, Any], threads: int) -> duckdb.DuckDBPyConnection:
    # of this process alone: the files DuckDB spills to bear the same names in every process
    spilled = f"jalon-duckdb-{os.getpid()}-{threads}"
    connection = duckdb.connect(
        config={
            "memory_limit": settings.get("memory_limit", MEMORY),
            "temp_directory": str(Path(settings.get("temp_directory") or tempfile.gettempdir()) / spilled),
            "max_temp_directory_size": settings.get("max_temp_directory_size", DISK),
            "threads": threads,
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

    def __init__(self, source: Source, settings: Mapping[str, Any], at_once: int = 1):
        self.source, self.sayings = source, Sayings(source)
        self.shared = self.sayings.shared
        self.cursor = cursor(settings, at_once)
        self.waiting: dict[str, pa.Table] = {}
        self.given: dict[str, pa.Table] = {}
        if TAIL in self.sayings.parts:
            self.cursor.register("tail", source.tail)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, kind, failure, where) -> None:
        self.cursor.close()
        if isinstance(failure, duckdb.OutOfMemoryException):
            raise EngineError(
                "Counting these rows takes more memory than the engine may use. "
                "Give it more with a line such as:\n    JALON_ENGINE_MEMORY=4GB"
            ) from failure

    def keep(self, name: str, table: pa.Table) -> None:
        """A small table many questions join: DuckDB knows the bounds of its own, and joins it faster."""
        self.waiting[name] = table

    def tell(self, kinds: Iterable[str], fields: Iterable[str]) -> None:
        """What rows of some kinds say in some fields, in tables of its own."""
        self.keep("deeds", self.sayings.deeds(kinds, fields))
        self.keep("firms", self.sayings.firms())

    def make(self, name: str, sql: str) -> None:
        """A small table made of small tables."""
        self._give(sql, {})
        self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE {_quoted(name)} AS {sql}")

    def _give(self, sql: str, tables: Mapping[str, pa.Table]) -> None:
        """Give DuckDB the small tables a question names, each once."""
        for name in [name for name in self.waiting if _quoted(name) in sql]:
            self.cursor.register("given", self.waiting.pop(name))
            self.cursor.execute(f"CREATE TEMP TABLE {_quoted(name)} AS FROM given")
        for name, table in tables.items():
            if self.given.get(name) is not table and _quoted(name) in sql:
                self.cursor.register(name, table)
                self.given[name] = table

    def undone(self, sql: str) -> pa.Table:
        """The ids of rows cancelled by a reversal they are not paired with."""
        found = [*map(_undone, self.source.known)]
        others = [path for path in self.sayings.parts if path not in self.source.known]
        if others:
            found.append(self.cursor.execute(self._over(others, sql)).to_arrow_table())
        return pa.concat_tables([*found, NOBODY])

    def answer(self, sql: str, shape: Shape, tables: Mapping[str, pa.Table]) -> pa.Table:
        """What a compiled question gives over the source's rows and the given small tables."""
        self._give(sql, tables)
        whole = self._over(self.sayings.parts, sql, shape.attributes, shape.every_kind)
        return self.cursor.execute(whole).to_arrow_table()

    def _over(
        self,
        paths: Iterable[str],
        sql: str,
        attributes: Attributes = MappingProxyType({}),
        kinds: tuple[str, ...] = (),
    ) -> str:
        """A question over the rows of some parts; of the others' kinds, only as many as cost nothing."""
        parts = [self._part(path, attributes, kinds) for path in paths]
        rows = " UNION ALL ".join(part for part in parts if part) or _nothing(attributes)
        begun = f"WITH evidence AS NOT MATERIALIZED ({rows})"
        return f"{begun}, {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f"{begun} {sql}"

    def _part(self, path: str, attributes: Attributes, kinds: tuple[str, ...]) -> str:
        """The rows of a part that are known, their numbers made those of the whole source."""
        columns = _columns(path) if path else frozenset(self.source.tail.column_names)
        is_settled = path != TAIL and path in self.source.known
        deed, firm = self.sayings.starts[path]
        chosen = [
            *map(_quoted, OF_ROWS),
            f"CAST({_paired(columns, None if is_settled else self.source.moment)} AS BIGINT) AS paired"
            if not is_settled
            else "CAST(0 AS BIGINT) AS paired",
            f"deed + {deed} AS deed",
            f"firm + {firm} AS firm",
            *(_quoted(name) if name in columns else _read(name, of) for name, of in attributes.items()),
        ]
        known = (
            ["true"] if is_settled or self.source.moment is None else [f"moment <= {int(self.source.moment)}"]
        )
        if self.source.without:
            known.append(f"centre NOT IN {_numbers(self.source.without)}")
        if self.source.only is not None:
            known.append(f"centre IN {_numbers(self.source.only)}" if self.source.only else "false")
        if kinds:
            bounds = self.sayings.bounds(path, kinds)
            if bounds is None:
                return ""
            if bounds[1] - bounds[0] < WORTH * self.sayings.parts[path][0].num_rows:
                known.append(f"deed BETWEEN {bounds[0]} AND {bounds[1]}")
        relation = _parquet([path]) if path else "tail"
        return f"SELECT {', '.join(chosen)} FROM {relation} WHERE {' AND '.join(known)}"  # noqa: S608 - names quoted


def _paired(columns: frozenset[str], moment: int | None) -> str:
    if "undone_at" not in columns:
        return "0"
    if moment is None:
        return "coalesce(undone_at, 0)"
    return f"CASE WHEN undone_at <= {int(moment)} THEN undone_at ELSE 0 END"


def _nothing(attributes: Attributes) -> str:
    columns = [f"NULL::{_TYPES[SCHEMA.field(name).type]} AS {_quoted(name)}" for name in OF_ROWS]
    columns += ["NULL::INTEGER AS deed", "NULL::INTEGER AS firm"]
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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _numbers(values: Iterable[int]) -> str:
    return f"({', '.join(map(str, sorted(map(int, values))))})"


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
