"""Rows made up for the benchmark: fifty centres, four years, firms served by several centres."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from jalon.kernel.kinds import CATALOGUE
from jalon.results.engine.source import SCHEMA, TEXTS

CENTRES: Final = 50
KINDS: Final = tuple(CATALOGUE)[:25]
FIRMS: Final = 40_000
FIRST_DAY: Final = np.datetime64("2022-01-01")
DAYS: Final = 1461
SIZES: Final = ("micro", "small", "medium", "large")
ORIGINS: Final = ("local", "import")
REGIONS: Final = tuple(f"{number:02d}" for number in range(1, 13))
SECTORS: Final = tuple(f"{number:02d}" for number in range(10, 34))
ATTRIBUTES: Final = ('{"conform": true}', '{"conform": false}')
CONFORM: Final = ("true", "false")
REVERSED: Final = 100  # one row in a hundred is taken back
ROWS_A_MOMENT: Final = 20
CHUNK: Final = 2_000_000


def chunks(rows: int, seed: int = 1) -> Iterator[pa.Table]:
    """The rows of a journal, in the order of their moments, in tables of a file's size."""
    chance = np.random.default_rng(seed)
    firms = {
        "firm_size": chance.integers(0, len(SIZES), FIRMS),
        "region": chance.integers(0, len(REGIONS), FIRMS),
        "sector": chance.integers(0, len(SECTORS), FIRMS),
    }
    for start in range(0, rows, CHUNK):
        yield _chunk(chance, firms, start, min(CHUNK, rows - start))


def _chunk(chance: np.random.Generator, firms: dict[str, np.ndarray], start: int, count: int) -> pa.Table:
    drawn = {
        "centre": chance.integers(1, CENTRES + 1, count),
        "kind": chance.integers(0, len(KINDS), count),
        "day": chance.integers(0, DAYS, count),
        "quantity": chance.integers(1, 50_000, count),
        "enterprise": (FIRMS * chance.random(count) ** 2).astype("int64"),
        "origin": chance.integers(0, 2, count),
        "conform": (chance.random(count) < 0.1).astype("int64"),
        "general_interest": chance.random(count) < 0.4,
    }
    reverses = _reversed(chance, drawn, start, count)
    return _table(drawn, firms, start, reverses)


def _reversed(chance, drawn: dict[str, np.ndarray], start: int, count: int) -> np.ndarray:
    """Turn some rows into reversals of earlier ones; which row each takes back, -1 for none."""
    half, few = count // 2, count // REVERSED
    undone = chance.choice(half, few, replace=False)
    reversal = half + chance.choice(half, few, replace=False)
    for values in drawn.values():
        values[reversal] = values[undone]
    drawn["quantity"][reversal] *= -1
    reverses = np.full(count, -1, "int64")
    reverses[reversal] = undone + start + 1
    return reverses


def _table(drawn: dict[str, np.ndarray], firms: dict, start: int, reverses: np.ndarray) -> pa.Table:
    count = len(reverses)
    firm, numbers = drawn["enterprise"], np.arange(start + 1, start + count + 1)
    columns = {
        "id": pa.array(numbers),
        "moment": pa.array(numbers // ROWS_A_MOMENT + 1),
        "centre": pa.array(drawn["centre"].astype("int32")),
        "kind": _words(drawn["kind"], KINDS),
        "on": pa.array(FIRST_DAY + drawn["day"]),
        "quantity": pa.array(drawn["quantity"]),
        "amount": pa.array(drawn["quantity"] * 7),
        "enterprise": pa.array((firm + 1).astype("int32")),
        "establishment": pa.array(firm * 10),
        "identity": pa.repeat("", count),
        **dict.fromkeys(TEXTS, pa.repeat("", count)),
        "firm_size": _words(firms["firm_size"][firm], SIZES),
        "region": _words(firms["region"][firm], REGIONS),
        "sector": _words(firms["sector"][firm], SECTORS),
        "origin": _words(drawn["origin"], ORIGINS),
        "general_interest": pa.array(drawn["general_interest"]),
        "high_value": pa.nulls(count, pa.bool_()),
        "attributes": _words(drawn["conform"], ATTRIBUTES),
        "reverses": pa.array(reverses, mask=reverses < 0),
        "simulated": pa.array(np.ones(count, bool)),
    }
    table = pa.table({name: columns[name] for name in SCHEMA.names})
    return table.append_column("attributes.conform", _words(drawn["conform"], CONFORM))


def _words(numbers: np.ndarray, words: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.astype("int32")), pa.array(words)
    ).dictionary_decode()


def build(folder: Path, rows: int) -> list[str]:
    """Write the rows as segments are written; their paths."""
    from jalon.evidence.segments import attribute_columns, saved, shared_attributes

    apart, shared = (named(CATALOGUE.values()) for named in (attribute_columns, shared_attributes))
    tables = (_with(chunk, apart) for chunk in chunks(rows))
    return [str(saved(table, folder, str(number), shared=shared)[0]) for number, table in enumerate(tables)]


def _with(table: pa.Table, columns: list[str]) -> pa.Table:
    """A table with the columns it lacks, which say nothing."""
    for name in columns:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    return table
