"""Terms as rows of the sheets, and the plain values their cells hold."""

from collections.abc import Iterable, Iterator

from jalon.contracts.terms import Baseline, Objective, Target, Terms
from jalon.contracts.workbook.bounds import bounds_written, conditions_written
from jalon.contracts.workbook.layout import LANGUAGES
from jalon.kernel.money import dirhams
from jalon.kernel.words import Words

Row = dict[str, object]


def said_words(name: str, words: Words) -> Row:
    return {f"{name}_{language}": getattr(words, language) for language in LANGUAGES}


def fields(terms: Terms, contract: str) -> Row:
    """The answers of the first sheet."""
    plain = {name: getattr(terms, name) for name in ("effective_from", "starts_on", "ends_on", "source")}
    words = said_words("reason", terms.reason) | said_words("authority", terms.authority)
    words |= said_words("note", terms.note)
    return {"contract": contract} | plain | words


def objectives(terms: Terms) -> Iterator[Row]:
    for one in terms.objectives:
        said = {"code": one.code, "axis": one.axis, "global_objective": one.global_objective}
        yield said | said_words("name", one.name)


def targets(terms: Terms) -> Iterator[Row]:
    """A row for each objective, indicator and way of promising; a baseline is written once."""
    left = {one.indicator: one for one in terms.baselines}
    for objective in terms.objectives:
        for (indicator, *manner), years in by_manner(objective):
            baseline = left.pop(indicator, None)
            yield target_row(objective.code, indicator, manner, years) | baseline_cells(baseline)
    for indicator, baseline in left.items():
        yield {"indicator": indicator} | baseline_cells(baseline)


def by_manner(objective: Objective) -> Iterator[tuple[tuple, list[Target]]]:
    found: dict[tuple, list[Target]] = {}
    for one in objective.targets:
        key = (one.indicator, one.shape, one.tolerance, one.approximate, one.source)
        found.setdefault(key, []).append(one)
    yield from found.items()


def target_row(objective: str, indicator: str, manner: Iterable, years: list[Target]) -> Row:
    shape, tolerance, approximate, source = manner
    said = {"objective": objective, "indicator": indicator, "shape": shape, "tolerance": tolerance}
    about = {"approximate": "yes" if approximate else "", "source": source}
    return said | about | {one.year: one.value for one in years}


def baseline_cells(baseline: Baseline | None) -> Row:
    if baseline is None:
        return {}
    names = ("value", "on", "source")
    return {f"baseline_{name}": getattr(baseline, name) for name in names}


def money(terms: Terms) -> Iterator[Row]:
    rows: dict[tuple, Row] = {}
    for one in terms.allocations:
        row = rows.setdefault((one.funding_line, one.axis), {"line": one.funding_line, "axis": one.axis})
        row[one.year] = dirhams(one.amount)
    yield from rows.values()


def tranches(terms: Terms) -> Iterator[Row]:
    for one in terms.tranches:
        said = {"code": one.code, "line": one.funding_line, "axis": one.axis, "year": one.year}
        paid = {
            "amount": dirhams(one.amount),
            "due_on": one.due_on,
            "rule": str(one.rule.get("rule", "")),
            "bounds": bounds_written(one.rule),
            "conditions": conditions_written(one.conditions),
        }
        yield said | paid | said_words("name", one.name)


def undertakings(terms: Terms) -> Iterator[Row]:
    for one in terms.undertakings:
        said = {"side": one.side, "code": one.code, "due_on": one.due_on, "source": one.source}
        yield said | said_words("text", one.text)


def past(terms: Terms) -> Iterator[Row]:
    for one in terms.past_totals:
        yield {name: getattr(one, name) for name in ("indicator", "year", "value", "document", "source")}


ROWS = {
    "objectives": objectives,
    "targets": targets,
    "money": money,
    "tranches": tranches,
    "undertakings": undertakings,
    "past": past,
}
