"""What can be asked of indicators: the sheet in force on a day, and its measures as kernel values."""

from collections.abc import Mapping
from datetime import date

from jalon.indicators.models import IndicatorVersion
from jalon.kernel.kinds import Kind
from jalon.kernel.measures import Measure, measure_from

# what only the page of one sheet tells
LONG = ("definition", "source", "method", "limits", "owner", "reason")


def all_sheets(*, known_at: int | None = None, brief: bool = False) -> list[IndicatorVersion]:
    """Every version of every sheet known at the moment, in one query, latest effect first.

    `brief` leaves the long texts unread, for who counts and shows none of them.
    """
    known = IndicatorVersion.objects.known_at(known_at).select_related("indicator")
    if brief:
        known = known.defer(*LONG)
    return list(known.order_by("indicator__code", "-effective_from", "-number"))


def in_force(sheets: list[IndicatorVersion], on: date) -> dict[str, IndicatorVersion]:
    """The sheet of each indicator on a day; before its first version takes effect, its first version."""
    chosen: dict[str, IndicatorVersion] = {}
    for sheet in sheets:
        code = sheet.indicator.code
        current = chosen.get(code)
        if current is None or current.effective_from > on:
            chosen[code] = sheet
    return chosen


def measures_of(sheet: IndicatorVersion, kinds: Mapping[str, Kind]) -> dict[str, Measure]:
    """The measures of a sheet by the names its formula uses; kinds are read in the catalogue given."""
    return {name: measure_from(terms, kinds) for name, terms in sheet.measures.items()}


def sheets_of(code: str, *, known_at: int | None = None) -> list[IndicatorVersion]:
    """The versions of one sheet, first effect first."""
    rows = IndicatorVersion.objects.filter(indicator__code=code).known_at(known_at)
    return list(rows.select_related("indicator", "event").order_by("effective_from", "number"))
