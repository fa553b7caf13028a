"""Measures over millions of rows: the only place that knows DuckDB, Ibis and Spark."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from jalon.kernel.kinds import CATALOGUE, Kind
from jalon.kernel.measures import Measure
from jalon.results.engine import ask, duck
from jalon.results.engine.duck import EngineError
from jalon.results.engine.figures import Cell, Figures, Place, decimals, nothing, together
from jalon.results.engine.inquiry import Answers, Inquiry, Level, Parted, inquiry
from jalon.results.engine.perimeter import left, portions
from jalon.results.engine.source import SCHEMA, Source
from jalon.results.engine.windows import Window

ENGINES: Final = {"duckdb": duck}

__all__ = ("SCHEMA", "Cell", "EngineError", "Figures", "Place", "Source", "decimals", "measure")


def measure(
    source: Source,
    measures: Mapping[str, Measure],
    *,
    periods: Sequence[Window],
    on: date,
    by: Level = "network",
    dimension: str | None = None,
    kinds: Mapping[str, Kind] = CATALOGUE,
    settings: Mapping[str, Any] | None = None,
    behind: bool = True,
    parted: tuple[str, Iterable[str]] = ("", ()),
) -> Figures:
    """The figures of measures over the rows of a source, in every period, up to a day.

    `periods` are any windows of days, `Period`s for instance, also overlapping ones; those that begin after
    `on` have no figure. `by` says the levels wanted: the network, each centre, or both. `dimension` parts the
    figures by the values of one dimension. Every figure equals `kernel.measures.evaluate` over the same rows,
    with the window cut at `on` and, for a category, the condition that the dimension has that value; what a
    centre holds leaves with it (`source.departures`).
    Without `behind`, the rows behind distinct figures are left uncounted when nothing else is asked: their
    `rows` and `simulated` are 0. `parted` names a dimension and distinct measures whose figures of the
    network are wanted besides, parted by it, the rows behind them uncounted: `Figures.parted`.
    """
    if not measures:  # before a plan begins no sheet is in force
        return nothing(dimension or "")
    engine = ENGINES[(settings or {}).get("engine", "duckdb")]
    codes, each = ask.distinct_measures(measures)
    whole = inquiry(source, each, periods=periods, on=on, by=by, dimension=dimension or "", kinds=kinds)
    whole = replace(whole, parted=Parted(parted[0], frozenset(codes[code] for code in parted[1])))
    away = left(periods, on, source.departures)
    found = []
    for portion in portions(each, periods, away):
        rows = replace(source, without=source.without | portion.without)
        windows = replace(whole.slots, windows=[periods[place] for place in portion.windows])
        asked = replace(whole, measures=portion.measures, slots=windows)
        figures = answered(engine, rows, asked, codes, settings or {}, behind=behind)
        found.append(figures.at(portion.windows))
    return replace(together(found), measures=whole.measures, left=away)


def answered(
    engine, source: Source, asked: Inquiry, codes: Mapping[str, int], settings: Mapping[str, Any], *, behind
) -> Figures:
    """The figures of one inquiry over one source."""
    at_once = 2 if source.is_small else 1
    with contextlib.ExitStack() as stack:
        session, *others = [
            stack.enter_context(engine.Session(source, settings, at_once)) for _ in range(at_once)
        ]
        answer = Answers(asked, session, engine.compiled)
        return ask.figures(codes, asked, answer, *map(answer.by, others), behind=behind)
