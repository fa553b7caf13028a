"""One indicator: its sheet in short, its course against the trajectory, its centres, its disaggregation."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jalon.indicators.models import IndicatorVersion
from jalon.kernel.measures import Value
from jalon.kernel.periods import KINDS
from jalon.network.access import requires
from jalon.results.queries import forecast
from jalon.results.queries.categories import names
from jalon.results.queries.facts import Parted
from jalon.results.queries.promise import NETWORK, promise
from jalon.results.queries.state import since_start, spans_of, state
from jalon.results.views.forecast import course, outlook_row
from jalon.results.views.pages import (
    beginnings,
    cell_row,
    counted_at,
    no_plan,
    perimeter,
    reading_of,
    shown_parts,
    toolbar,
)
from jalon.ui import addresses, formats

SHOWN = ("year", "quarter", "month")


@requires("plan.view")
def indicator(request, code):
    asked = reading_of(request)
    span = request.GET.get("span", "quarter")
    span = span if span in KINDS else "quarter"
    promised = asked.plan and promise(asked.plan, known_at=asked.known_at, counted_from=asked.counted_from)
    if not promised:
        return no_plan(request, asked)
    sheet = promised.sheets_on(asked.on).get(code)
    if sheet is None:
        raise Http404
    years = spans_of(promised, asked.on, "year")
    dimension = dimension_of(request, sheet)
    found = state(
        asked.plan,
        on=asked.on,
        known_at=asked.known_at,
        period=span,
        indicators=[code],
        known_promise=promised,
        constant=asked.is_constant,
        windows=[
            *years,
            *since_start(promised, years, asked.on),
            *forecast.windows(promised, asked.on),
        ],
        parted=Parted(sheet, dimension, years[-1]) if years and dimension else None,
    )
    yearly = found.over(years)
    context = toolbar(asked, found.promise.centres, found.received)
    return render(
        request, "results/indicator.html", context | indicator_context(request, found, yearly, sheet, span)
    )


def dimension_of(request, sheet: IndicatorVersion) -> str:
    """The dimension the indicator is parted by: the one asked for, else the sheet's first."""
    dimension = request.GET.get("by", "")
    return dimension if dimension in sheet.disaggregation else next(iter(sheet.disaggregation), "")


def indicator_context(request, found, yearly, sheet: IndicatorVersion, span: str) -> dict:
    network = [cell for cell in found.cells if cell.place is NETWORK]
    last = yearly.periods[-1] if yearly.periods else None
    centres = [cell for cell in yearly.cells if cell.place is not NETWORK and cell.period == last]
    dimension = dimension_of(request, sheet)
    parts = categories(request, yearly, sheet, last, dimension) if last and dimension else []
    return {
        "sheet": sheet,
        "plan": found.plan,
        "perimeter": perimeter(request, found),
        "beginnings": beginnings(found, sheet.indicator.code),
        "simulated": any(cell.simulated for cell in found.cells),
        "span": span,
        "spans": [(one, addresses.here(request, span=one)) for one in SHOWN],
        "network": network[-1] if network else None,
        "points": [point(request, cell) for cell in network],
        "trajectory": [cell.trajectory for cell in network],
        "years": [cell_row(request, yearly, cell) for cell in yearly.cells if cell.place is NETWORK],
        "centres": [cell_row(request, yearly, cell) for cell in centres],
        "outlook": (whole := outlook_of(request, yearly, NETWORK)),
        "course": course(whole["outlook"]) if whole else [],
        "outlooks": [outlook_of(request, yearly, cell.place) for cell in centres if cell.has_target],
        "period": last,
        "dimension": dimension,
        "dimensions": [(one, addresses.here(request, by=one)) for one in sheet.disaggregation],
        "categories": parts,
        "category_heads": [_("Category"), formats.plain_words(sheet.name)],
        "category_rows": [[formats.plain_words(part["label"]), part["value"]] for part in parts],
        "beside": beside(request, found, sheet),
    }


def beside(request, found, sheet: IndicatorVersion) -> dict | None:
    """What an app above keeps with an indicator: a template and its context."""
    if not settings.JALON_BESIDE_INDICATOR:
        return None
    return import_string(settings.JALON_BESIDE_INDICATOR)(request, found.plan, sheet, known_at=found.known_at)


def outlook_of(request, yearly, place) -> dict:
    """Where the running year will end at a place."""
    cells = [cell for cell in yearly.cells if cell.place == place]
    return outlook_row(request, yearly, forecast.outlook(yearly.setting, cells[-1])) if cells else {}


def point(request, cell) -> dict:
    """What the target is about where there is one, so that the line is read against its trajectory."""
    return {
        "period": cell.period,
        "value": cell.counted_value,
        "href": counted_at(request, cell),
        "partial": cell.receipt != "complete",
    }


def categories(request, found, sheet, period, dimension) -> list[dict]:
    """The indicator parted by the values of one dimension, over the last period."""
    counted = found.setting.facts.parted
    words, rows = names(dimension, found.promise, found.on), []
    for category in counted.categories(period):
        value = counted.value(sheet, period, NETWORK, category)
        query = {"indicator": sheet.indicator.code, "period": period.code, dimension: category or "-"}
        rows.append(
            {
                "label": words.get(category, category) or _("not said"),
                "value": value.value if isinstance(value, Value) else None,
                "href": addresses.at(request, "results:figure", query=query),
            }
        )
    ranked = sorted(rows, key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    return shown_parts(request, found, ranked)
