"""The same answer in SQL written by hand by somebody who knows the data, for DuckDB and PostgreSQL."""

from typing import Final

from jalon.results.engine.bench.data import KINDS
from jalon.results.engine.bench.question import AGGREGATIONS, FILTERS

MEASURES_A_KIND: Final = len(FILTERS) * len(AGGREGATIONS)
QUARTER: Final = "(extract(year FROM {day}) - 2022) * 4 + extract(quarter FROM {day}) - 1"
KIND: Final = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))


def additive(dimension: str) -> str:
    """Counts and sums, a column for each; a reversal takes away the row it cancels."""
    columns = [
        "count(*) {where} - 2 * count(reverses) {where}",
        "sum(quantity) {where}",
        "sum(amount) {where}",
    ]
    numbers = [
        f"{column.format(where=f'FILTER (WHERE {each.sql})')} AS m{place * len(AGGREGATIONS) + number}"
        for place, each in enumerate(FILTERS)
        for number, column in enumerate(columns)
    ]
    keys = _keys(dimension)
    return f"SELECT {keys}, {', '.join(numbers)} FROM rows GROUP BY {keys}"  # noqa: S608 - our own words


def distinct(dimension: str) -> str:
    """Firms once each with what their rows pass, then how many pass."""
    keys = _keys(dimension)
    flags = ", ".join(f"bool_or({each.sql}) AS f{place}" for place, each in enumerate(FILTERS))
    counts = ", ".join(
        f"count(*) FILTER (WHERE f{place}) AS m{place * len(AGGREGATIONS) + 3}"
        for place in range(len(FILTERS))
    )
    firms = f"SELECT {keys}, enterprise, {flags} FROM live GROUP BY {keys}, enterprise"  # noqa: S608 - our own words
    return f"SELECT {keys}, {counts} FROM ({firms}) AS firms GROUP BY {keys}"  # noqa: S608 - our own words


def _keys(dimension: str) -> str:
    return f"kind, centre, quarter{', ' + dimension if dimension else ''}"


def unpivoted(query: str, place: int, dimension: str) -> str:
    """A row a figure (DuckDB)."""
    return f"""
        SELECT {place}::INTEGER AS dimension,
               ((CASE kind {KIND} END) * {MEASURES_A_KIND} + substr(name, 2)::INTEGER)::INTEGER AS measure,
               centre, quarter::INTEGER AS "window", {dimension or "''"} AS category, total::BIGINT AS total
          FROM (UNPIVOT ({query}) ON COLUMNS('^m[0-9]+$') INTO NAME name VALUE total)
    """  # noqa: S608 - our own words
