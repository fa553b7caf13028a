"""From measures to figures: the questions put to the rows, and their answers put together."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.measures import Measure
from jalon.results.engine import extremes, status
from jalon.results.engine.added import matched, openings, sums
from jalon.results.engine.figures import OPENINGS, SCHEMA, Figures
from jalon.results.engine.inquiry import Answers, Inquiry
from jalon.results.engine.seen import Seen, seen
from jalon.results.engine.spread import complete, together


def figures(
    codes: Mapping[str, int],
    inquiry: Inquiry,
    answer: Answers,
    beside: Answers | None = None,
    *,
    behind: bool,
) -> Figures:
    """The figures of an inquiry; `codes` say which of its measures is whose.

    With answers `beside`, what does not add up is counted at the same time as what does.
    """
    if not behind and len(inquiry.chosen("distinct")) == len(inquiry.measures):
        return _of_things(codes, inquiry, inquiry.dimension, seen(inquiry, answer))
    with ThreadPoolExecutor(1) as other:
        counted = other.submit(_besides, inquiry, beside) if beside else None
        added, apart = sums(inquiry, answer)
        opened = openings(inquiry, answer, [added, *apart])
        things, rest = counted.result() if counted else _besides(inquiry, answer)
    totals = {number: total for each in things for number, total in matched(added, each).items()}
    others = [each.figures(left_out=totals) for each in things]
    others += [each.figures(inquiry.measures, {}) for each in apart]
    others = [other for other in [*others, *rest] if other.num_rows]
    table = _whole(added.figures(inquiry.measures, totals), others)
    found = Figures(codes, inquiry.measures, inquiry.dimension, table, opened)
    parts = [each.parted for each in things if each.parted]
    if not parts:
        return found
    return replace(found, parted=_of_things(codes, inquiry, inquiry.parted.dimension, parts))


def _besides(inquiry: Inquiry, answer: Answers) -> tuple[list[Seen], list[pa.Table]]:
    """What does not add up: distinct things, then edges, latest rows and what is in force."""
    rest = (found for part in (_edges, _latest, _in_force) for found in part(inquiry, answer))
    return seen(inquiry, answer), list(rest)


def _of_things(codes: Mapping[str, int], inquiry: Inquiry, dimension: str, things: Sequence[Seen]) -> Figures:
    """Distinct figures alone, the rows behind them left uncounted."""
    table = _whole(SCHEMA.empty_table(), [each.figures(left_out=()) for each in things])
    return Figures(codes, inquiry.measures, dimension, table, OPENINGS.empty_table())


def distinct_measures(measures: Mapping[str, Measure]) -> tuple[dict[str, int], list[Measure]]:
    """Which measure is whose, each once: to Python, a condition on True and one on 1 are the same."""
    places: dict[str, int] = {}
    codes: dict[str, int] = {}
    kept: list[Measure] = []
    for code, measure in measures.items():
        codes[code] = places.setdefault(repr(measure), len(kept))
        if codes[code] == len(kept):
            kept.append(measure)
    return codes, kept


def _edges(inquiry: Inquiry, answer: Answers) -> Iterator[pa.Table]:
    measures = inquiry.chosen("max", "min")
    if not measures:
        return
    found = answer(extremes.edges, inquiry.question(measures), {"spans": inquiry.slots.spans()})
    for edge in ("max", "min"):
        numbers = pa.array(list(inquiry.chosen(edge)), pa.int32())
        part = found.filter(pc.and_(pc.is_in(found["measure"], numbers), pc.is_valid(found[edge])))
        yield part.append_column("total", part[edge]).drop_columns(["max", "min"])


def _latest(inquiry: Inquiry, answer: Answers) -> Iterator[pa.Table]:
    measures = inquiry.chosen("last")
    if measures:
        put = inquiry.question(measures, past=True)
        yield answer(extremes.latest, put, {"spans": inquiry.slots.spans()})


def _in_force(inquiry: Inquiry, answer: Answers) -> Iterator[pa.Table]:
    measures = {
        number: replace(measure, kinds=kinds)
        for number, measure in inquiry.chosen("in_force").items()
        if (kinds := tuple(kind for kind in measure.kinds if inquiry.kinds[kind].opens is not None))
    }
    if not measures:
        return
    every = sorted({kind for measure in measures.values() for kind in measure.kinds})
    opening = tuple(kind for kind in every if inquiry.kinds[kind].opens)
    put = inquiry.question(measures, opening=opening, past=True)
    found = status.in_force(answer(status.events, put, {}), put.shape, inquiry.slots)
    yield found.append_column("rows", found["total"])


def _whole(added: pa.Table, others: Sequence[pa.Table]) -> pa.Table:
    """The additive parts with what the other questions found."""
    if not others:
        return added
    theirs = [complete(other) for other in others]
    measures = {number for other in theirs for number in pc.unique(other["measure"]).to_pylist()}
    return together(pa.concat_tables([added, *theirs]), measures)
