"""What the numbers of rows stand for: the sayings of every file and of the tail, one after the other."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jalon.results.engine.source import SHARED, Source

TAIL: Final = ""


@dataclass(frozen=True)
class Sayings:
    """`deeds` and `firms` of the parts of a source; the numbers of a part begin where those before it end."""

    source: Source

    @cached_property
    def parts(self) -> dict[str, tuple[pa.Table, pa.Table]]:
        """By path, the tail under a name that is none."""
        found = {str(path): of_file(str(path)) for path in self.source.paths}
        tail = self.source.tail
        if tail is not None and tail.num_rows:
            found[TAIL] = (of_schema(tail.schema, "deed"), of_schema(tail.schema, "firm"))
        return found

    @cached_property
    def starts(self) -> dict[str, tuple[int, int]]:
        """The number before the first of each part."""
        found, deeds, firms = {}, 0, 0
        for path, (own_deeds, own_firms) in self.parts.items():
            found[path] = (deeds, firms)
            deeds, firms = deeds + own_deeds.num_rows, firms + own_firms.num_rows
        return found

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """The attributes every part has in its sayings."""
        held = [
            {name for name in deeds.column_names if name.startswith("attributes.")}
            for deeds, _ in self.parts.values()
        ]
        return tuple(sorted(set.intersection(*held))) if held else ()

    def deeds(self, kinds: Iterable[str], fields: Iterable[str]) -> pa.Table:
        """The deeds of some kinds, with some of what they say.

        That a row is undone is known of a part wholly known only.
        """
        fields = {*fields, "kind", "sign", "simulated", "undone"}
        names = ["deed", *(name for name in (*SHARED["deed"], *self.shared) if name in fields)]
        whole = _stacked([self._deeds(path, names) for path in self.parts], "deed")
        return whole.filter(pc.is_in(whole["kind"], pa.array(list(kinds), pa.string())))

    def firms(self) -> pa.Table:
        """Every saying of a firm."""
        return _stacked([firms.select(["firm", *SHARED["firm"]]) for _, firms in self.parts.values()], "firm")

    def _deeds(self, path: str, names: Sequence[str]) -> pa.Table:
        deeds = self.parts[path][0].select(names)
        if path not in self.source.mixed:
            return deeds
        none = pa.repeat(pa.scalar(False), deeds.num_rows)
        return deeds.set_column(names.index("undone"), "undone", none)

    def bounds(self, path: str, kinds: Sequence[str]) -> tuple[int, int] | None:
        """The least and the greatest number in a part of a deed of some kinds; None when it has none."""
        deeds = self.parts[path][0]
        numbers = deeds["deed"].filter(pc.is_in(deeds["kind"], pa.array(kinds, pa.string())))
        return (pc.min(numbers).as_py(), pc.max(numbers).as_py()) if len(numbers) else None


def _stacked(parts: Sequence[pa.Table], code: str) -> pa.Table:
    if not parts:
        return EMPTY[code]
    whole = pa.concat_tables(parts)
    return whole.set_column(0, code, pa.array(np.arange(whole.num_rows, dtype="int32")))


def _empty(code: str, columns: Iterator[tuple[str, pa.DataType]]) -> pa.Table:
    return pa.schema([(code, pa.int32()), *columns]).empty_table()


TYPES: Final = {
    "general_interest": pa.bool_(),
    "high_value": pa.bool_(),
    "simulated": pa.bool_(),
    "undone": pa.bool_(),
    "sign": pa.int64(),
}
EMPTY: Final = {
    code: _empty(code, ((name, TYPES.get(name, pa.string())) for name in names))
    for code, names in SHARED.items()
}


@lru_cache(maxsize=1024)
def of_file(path: str) -> tuple[pa.Table, pa.Table]:
    """The deeds and the firms of a file, which never change."""
    schema = pq.read_schema(path)
    return of_schema(schema, "deed"), of_schema(schema, "firm")


def of_schema(schema: pa.Schema, code: str) -> pa.Table:
    """The sayings kept in a table's metadata."""
    return pa.ipc.open_stream(base64.b64decode(schema.metadata[f"jalon.{code}s".encode()])).read_all()
