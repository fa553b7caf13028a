"""From a row a class of kinds to a row a measure, in columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.results.engine.figures import KEYS, PARTS, SCHEMA


class Line(NamedTuple):
    """What to take of the rows of a class for a measure: the values chosen by figure part, 0 in others."""

    measure: int
    rows: np.ndarray
    chosen: Callable[[], Mapping[str, np.ndarray]]


def spread(found: pa.Table, lines: Sequence[Line], parts: Sequence[str]) -> pa.Table:
    """Figures of measures, from lines that name rows of what was found; those of which all parts are 0 go."""
    most, count = sum(len(line.rows) for line in lines), 0
    measures, places = np.empty(most, "int32"), np.empty(most, "int32")
    values = {part: np.zeros(most, "int64") for part in parts}  # memory not written to costs nothing
    for line in lines:
        chosen = {part: value for part, value in line.chosen().items() if value.any()}
        kept = np.zeros(len(line.rows), bool)
        for value in chosen.values():
            kept |= value != 0
        filled = slice(count, count := count + int(np.count_nonzero(kept)))
        measures[filled], places[filled] = line.measure, line.rows[kept]
        for part, value in chosen.items():
            np.compress(kept, value, out=values[part][filled])
    names = [name for name in KEYS if name in found.column_names]
    table = found.select(names).take(pa.array(places[:count]))
    table = table.append_column("measure", pa.array(measures[:count]))
    for part in parts:
        table = table.append_column(part, pa.array(values[part][:count]))
    return table


def taken(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The values of ascending rows: as they stand, when the rows follow each other."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return values[rows[0] : rows[-1] + 1]
    return values[rows]


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
