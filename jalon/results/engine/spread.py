"""From a row a class of kinds to a row a measure, in columns."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.results.engine.figures import KEYS, PARTS, SCHEMA


class Line(NamedTuple):
    """What to take of the rows of a class for a measure: values already chosen, by figure part."""

    measure: int
    rows: np.ndarray
    values: dict[str, np.ndarray]


def spread(found: pa.Table, lines: Iterable[Line], parts: Sequence[str]) -> pa.Table:
    """Figures of measures, from lines that name rows of what was found; those of which all parts are 0 go."""
    measures, places, values = [], [], {part: [] for part in parts}
    for line in lines:
        kept = np.zeros(len(line.rows), bool)
        for value in line.values.values():
            kept |= value != 0
        places.append(line.rows[kept])
        measures.append(np.full(len(places[-1]), line.measure, "int32"))
        for part in parts:
            values[part].append(line.values[part][kept])
    taken = pa.array(_joined(places, "int64"))
    table = found.select([name for name in KEYS if name in found.column_names]).take(taken)
    table = table.append_column("measure", pa.array(_joined(measures, "int32")))
    for part in parts:
        table = table.append_column(part, pa.array(_joined(values[part], "int64")))
    return table


def _joined(arrays: list[np.ndarray], type: str) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.empty(0, type)


def by_class(found: pa.Table, *more: str) -> dict[tuple, np.ndarray]:
    """The rows found of each class, or of each class and another column."""
    columns = [found[name].to_numpy() for name in ("class", *more)]
    order = np.lexsort(columns[::-1])
    keys = np.stack([column[order] for column in columns]) if len(order) else np.empty((len(columns), 0))
    starts = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)]) if len(order) else []
    ends = [*starts[1:], len(order)] if len(order) else []
    return {
        tuple(int(value) for value in keys[:, start]): order[start:end]
        for start, end in zip(starts, ends, strict=True)
    }


def numbers(found: pa.Table, prefix: str) -> dict[str, np.ndarray]:
    """The columns of whole numbers whose name starts so."""
    names = [name for name in found.column_names if name.startswith(prefix)]
    return {name: found[name].to_numpy() for name in names}


def complete(table: pa.Table) -> pa.Table:
    """A table with every column of the figures."""
    blank: Final = {"category": pa.scalar("")}
    columns = [
        table[name]
        if name in table.column_names
        else pa.repeat(blank.get(name, pa.scalar(0, pa.int64())), table.num_rows)
        for name in SCHEMA.names
    ]
    return pa.table(columns, names=SCHEMA.names).cast(SCHEMA)


def together(table: pa.Table, measures: Iterable[int]) -> pa.Table:
    """Figures, those of some measures added up where several stand in one place."""
    table = complete(table)
    several = pc.is_in(table["measure"], pa.array(list(measures), pa.int32()))
    if not pc.any(several).as_py():
        return table
    alone, added = table.filter(pc.invert(several)), table.filter(several)
    place = _places(added)
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(place[order]) != 0])
    first = added.select(KEYS).take(pa.array(order[starts]))
    for part in PARTS:
        first = first.append_column(part, pa.array(np.add.reduceat(added[part].to_numpy()[order], starts)))
    return pa.concat_tables([alone, first.cast(SCHEMA)])


def encoded(table: pa.Table) -> pa.Table:
    """A table whose categories are words of a dictionary; one word, '', when there are none."""
    if "category" in table.column_names:
        words = table["category"].combine_chunks().dictionary_encode()
        return table.set_column(table.column_names.index("category"), "category", words)
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(table.num_rows, "int32")), pa.array([""]))
    return table.append_column("category", words)


def places_of(*tables: pa.Table) -> list[np.ndarray]:
    """For each row of some tables, one number for its window, centre and category."""
    words = pa.chunked_array([_words(table) for table in tables]).unify_dictionaries()
    return [
        (pc.fill_null(table["centre"], -1).to_numpy().astype("int64") + 1 << 32)
        + (table["window"].to_numpy().astype("int64") << 16)
        + chunk.indices.to_numpy()
        for table, chunk in zip(tables, words.chunks, strict=True)
    ]


def _words(table: pa.Table) -> pa.DictionaryArray:
    column = table["category"]
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _places(table: pa.Table) -> np.ndarray:
    """One number for each place figures stand in."""
    (place,) = places_of(table)
    _, place = np.unique(place, return_inverse=True)
    return table["measure"].to_numpy().astype("int64") << 32 | place
