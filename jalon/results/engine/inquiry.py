"""What is asked of a source, whatever the engine, and how a question of it is answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, Protocol

import ibis.expr.types as ir
import pyarrow as pa

from jalon.kernel.kinds import CATALOGUE, Kind
from jalon.kernel.measures import Measure
from jalon.results.engine import rows
from jalon.results.engine.shape import Question, Shape, kinds, question
from jalon.results.engine.source import Source, kept
from jalon.results.engine.windows import Slots, Window

Level = Literal["network", "centre", "both"]
Definition = Callable[..., ir.Table]

NOTHING: Final = Shape(kinds=(), filters=(), uses=())


class Parted(NamedTuple):
    """Distinct measures of which the network's figures are wanted besides, parted by a dimension."""

    dimension: str
    measures: frozenset[int]


NOT_PARTED: Final = Parted("", frozenset())


class Session(Protocol):
    """An engine with the rows of one source before it."""

    shared: tuple[str, ...]

    def keep(self, name: str, table: pa.Table) -> None: ...

    def tell(self, kinds: Iterable[str], fields: Iterable[str]) -> None: ...

    def make(self, name: str, sql: str) -> None: ...

    def undone(self, sql: str) -> pa.Table: ...

    def answer(self, sql: str, shape: Shape, tables: Mapping[str, pa.Table]) -> pa.Table: ...


class Engine(Protocol):
    """What runs SQL compiled for it."""

    Session: Callable[[Source, Mapping[str, Any]], Any]
    compiled: Callable[[ir.Table], str]


@dataclass(frozen=True)
class Inquiry:
    """Measures by number, over windows cut in slots, at some levels, parted by a dimension or not."""

    measures: Mapping[int, Measure]
    slots: Slots
    by: Level
    dimension: str
    merges: Mapping[int, int | None]
    kinds: Mapping[str, Kind]
    parted: Parted = NOT_PARTED

    def chosen(self, *aggregations: str, of: str = "") -> dict[int, Measure]:
        """The measures of some aggregations, by number."""
        return {
            number: measure
            for number, measure in self.measures.items()
            if measure.aggregation in aggregations and of in ("", measure.of)
        }

    def question(self, measures: Mapping[int, Measure], **asked) -> Question:
        """The question some of the measures put."""
        levels = {"centres": self.by != "network", "network": self.by != "centre"}
        return question(measures, **({"category": self.dimension} | levels | asked))

    @property
    def every_kind(self) -> set[str]:
        """The kinds counted."""
        return {kind for measure in self.measures.values() for kind in measure.kinds}

    @property
    def fields(self) -> set[str]:
        """The fields of conditions, and the dimensions."""
        named = (condition.field for measure in self.measures.values() for condition in measure.where)
        return {self.dimension, self.parted.dimension, *named}

    @property
    def looks_back(self) -> bool:
        """Whether a measure asks for rows before its window."""
        return any(measure.is_position for measure in self.measures.values())


def inquiry(
    source: Source,
    measures: Sequence[Measure],
    *,
    periods: Sequence[Window],
    on: date,
    by: Level,
    dimension: str,
    kinds: Mapping[str, Kind] = CATALOGUE,
) -> Inquiry:
    """What is asked, put in order."""
    merges = kept(source.merges, source.pending)
    return Inquiry(dict(enumerate(measures)), Slots(periods, on, source.days), by, dimension, merges, kinds)


class Answers:
    """Asks an engine what an inquiry needs, over one source."""

    def __init__(self, asked: Inquiry, session: Session, compiled: Callable[[ir.Table], str], undone=None):
        self.asked, self.session, self.compiled = asked, session, compiled
        session.tell(asked.every_kind, asked.fields)
        session.keep("days", asked.slots.days(past=False))
        if asked.looks_back:
            session.keep("ever", asked.slots.days(past=True))
        self.undone = session.undone(_sql(compiled, rows.undone, NOTHING)) if undone is None else undone

    def by(self, session: Session) -> "Answers":
        """The same answers by another session over the same source, for questions put at the same time."""
        return Answers(self.asked, session, self.compiled, self.undone)

    def __call__(
        self,
        definition: Definition,
        put: Question,
        tables: Mapping[str, pa.Table],
        *,
        made: Mapping[str, tuple[Definition, Shape]] = MappingProxyType({}),
    ) -> pa.Table:
        """What a definition gives for a question.

        `made` are the small tables it reads, made first, each of a shape of its own.
        """
        shape = replace(put.shape, undone=self.undone.num_rows > 0, shared=self.session.shared)
        small = {"members": put.members, "kinds": kinds(shape), "undone": self.undone, **tables}
        for name, (small_definition, own) in made.items():
            own = replace(own, shared=self.session.shared)
            self.session.make(name, _sql(self.compiled, small_definition, own))
        return self.session.answer(_sql(self.compiled, definition, shape), shape, small)


@lru_cache(maxsize=512)
def _sql(compiled: Callable[[ir.Table], str], definition: Definition, *asked) -> str:
    """Text that depends on nothing but the question's shape."""
    return compiled(definition(*asked))
