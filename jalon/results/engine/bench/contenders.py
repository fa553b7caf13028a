"""Four ways to the same answer; each gives it in tables, one after the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from jalon.results import engine
from jalon.results.engine.bench import sql
from jalon.results.engine.bench.data import KINDS
from jalon.results.engine.bench.question import ANSWER, DIMENSIONS, FILTERS, MEASURES, ON, QUARTERS

MEMORY: Final = "1500MB"
TABLE: Final = "bench_rows"


def jalon(folder: Path, dsn: str) -> Iterator[pa.Table]:
    """The engine, as pages ask it."""
    paths = files(folder)
    source = engine.Source(paths, settled=paths)
    for place, dimension in enumerate(DIMENSIONS):
        found = engine.measure(
            source,
            MEASURES,
            periods=QUARTERS,
            on=ON,
            by="centre",
            dimension=dimension,
            settings={"memory_limit": MEMORY},
        ).table
        yield pa.table(
            [
                pa.repeat(pa.scalar(place, pa.int32()), found.num_rows),
                *(found[name] for name in ANSWER.names[1:]),
            ],
            names=ANSWER.names,
        )


def duckdb_sql(folder: Path, dsn: str) -> Iterator[pa.Table]:
    """DuckDB with SQL written by hand, over the same files."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False})
    connection.execute("SET enable_progress_bar = false")
    quarter = sql.QUARTER.format(day='"on"')
    columns = f'*, "attributes.conform" AS conform, {quarter} AS quarter'
    connection.execute(f"CREATE VIEW rows AS SELECT {columns} FROM read_parquet({files(folder)})")  # noqa: S608 - our own words
    connection.execute("CREATE VIEW live AS FROM rows WHERE undone_at IS NULL AND reverses IS NULL")
    for place, dimension in enumerate(DIMENSIONS):
        for query in (sql.additive(dimension), sql.distinct(dimension)):
            yield connection.execute(sql.unpivoted(query, place, dimension)).to_arrow_table()


def postgres_sql(folder: Path, dsn: str) -> Iterator[pa.Table]:
    """PostgreSQL with the same SQL, over a table."""
    import psycopg

    quarter = sql.QUARTER.format(day="on_day")
    with psycopg.connect(dsn) as connection:
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET jit = off")
        connection.execute(
            f"CREATE TEMP VIEW rows AS SELECT *, ({quarter})::integer AS quarter FROM {TABLE}"  # noqa: S608 - our own words
        )
        connection.execute(
            "CREATE TEMP VIEW live AS SELECT * FROM rows WHERE reverses IS NULL"
            " AND id NOT IN (SELECT reverses FROM rows WHERE reverses IS NOT NULL)"
        )
        for place, dimension in enumerate(DIMENSIONS):
            for query in (sql.additive(dimension), sql.distinct(dimension)):
                found = connection.execute(query)
                names = [column.name for column in found.description]
                columns = dict(zip(names, zip(*found.fetchall(), strict=True), strict=True))
                yield _long(columns, place, dimension)


def load(tables: Iterator[pa.Table], dsn: str) -> None:
    """Put the rows in a table of PostgreSQL."""
    from adbc_driver_postgresql import dbapi

    names = [
        "id",
        "centre",
        "kind",
        "on",
        "quantity",
        "amount",
        "enterprise",
        "firm_size",
        "origin",
        "region",
    ]
    names += ["general_interest", "reverses", "attributes.conform"]
    with dbapi.connect(dsn) as connection, connection.cursor() as cursor:
        for number, table in enumerate(tables):
            chosen = table.select(names).rename_columns({"on": "on_day", "attributes.conform": "conform"})
            cursor.adbc_ingest(TABLE, chosen, mode="append" if number else "create")
        connection.commit()
        cursor.execute(f"ANALYZE {TABLE}")
        connection.commit()


def pandas(folder: Path, dsn: str) -> Iterator[pa.Table]:
    """pandas, with categories for words."""
    import pandas as pd
    import pyarrow.parquet as pq

    names = [
        "id",
        "centre",
        "kind",
        "on",
        "quantity",
        "amount",
        "enterprise",
        "firm_size",
        "origin",
        "region",
    ]
    names += ["general_interest", "reverses", "attributes.conform"]
    words = ["kind", "firm_size", "origin", "region", "attributes.conform"]
    rows = pq.read_table(files(folder), columns=names, read_dictionary=words).to_pandas()
    reversed_ids = rows["reverses"].dropna().astype("int64")
    rows = rows[rows["reverses"].isna() & ~rows["id"].isin(reversed_ids)].drop(columns=["id", "reverses"])
    days = pd.to_datetime(rows.pop("on"))
    rows["quarter"] = ((days.dt.year - 2022) * 4 + days.dt.quarter - 1).astype("int8")
    passes = {
        1: rows["origin"] == "import",
        2: rows["firm_size"].isin(["micro", "small"]),
        3: rows["attributes.conform"] == "false",
        4: rows["general_interest"],
    }
    for place, dimension in enumerate(DIMENSIONS):
        keys = ["kind", "centre", "quarter", *([dimension] if dimension else [])]
        for filter in range(len(FILTERS)):
            chosen = rows[passes[filter]] if filter else rows
            groups = chosen.groupby(keys, observed=True, sort=False)
            found = groups[["quantity", "amount"]].sum()
            found["count"] = groups.size()
            firms = chosen[[*keys, "enterprise"]].drop_duplicates()
            found["firms"] = firms.groupby(keys, observed=True, sort=False).size()
            columns = {name: values.to_numpy() for name, values in found.reset_index().items()}
            order = ("count", "quantity", "amount", "firms")
            renamed = {f"m{filter * len(order) + number}": columns[name] for number, name in enumerate(order)}
            yield _long({key: columns[key] for key in keys} | renamed, place, dimension)


def _long(columns: Mapping[str, Sequence], place: int, dimension: str) -> pa.Table:
    """A row a figure, from a column a measure."""
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    numbers = np.array([kinds[kind] for kind in columns["kind"]], "int32") * sql.MEASURES_A_KIND
    tables = [
        pa.table(
            {
                "dimension": pa.repeat(pa.scalar(place, pa.int32()), len(numbers)),
                "measure": pa.array(numbers + int(name[1:]), pa.int32()),
                "centre": pa.array(columns["centre"], pa.int32()),
                "window": pa.array(columns["quarter"], pa.int32()),
                "category": pa.array(columns[dimension], pa.string())
                if dimension
                else pa.repeat("", len(numbers)),
                "total": pa.array([int(value or 0) for value in totals], pa.int64()),
            }
        )
        for name, totals in columns.items()
        if name[0] == "m" and name[1:].isdigit()
    ]
    return pa.concat_tables(tables)


def files(folder: Path) -> list[str]:
    """The segments of a folder."""
    return sorted(map(str, folder.glob("*.parquet")))


CONTENDERS: Final[dict[str, Callable[[Path, str], Iterator[pa.Table]]]] = {
    "Jalon": jalon,
    "DuckDB SQL": duckdb_sql,
    "PostgreSQL SQL": postgres_sql,
    "pandas": pandas,
}
