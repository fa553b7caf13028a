"""Any figure, opened: its definition, its sums, its rows, and a foot equal to it."""

import csv
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import TruncMonth
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jalon.kernel.measures import NotComputable, Value
from jalon.kernel.periods import PeriodError, parse
from jalon.network.access import requires
from jalon.network.models import Organisation
from jalon.results.queries.figures import Asked, Opened, Part, conditions, opened
from jalon.results.queries.visible import Sight, sight
from jalon.results.views.narrowing import Narrowing, narrowed
from jalon.results.views.pages import no_plan, reading_of, toolbar
from jalon.ui import addresses, formats
from jalon.ui.marks import reason_words

PAGE = 50
SORTS = {
    "on": ("on", "pk"),
    "centre": ("centre__code", "on", "pk"),
    "kind": ("kind", "on", "pk"),
    "quantity": ("quantity", "pk"),
    "amount": ("amount", "pk"),
    "external_id": ("external_id", "pk"),
}
# a reader of masked rows learns neither the day nor the amount from their order
MASKED_SORTS = {
    "on": ("month", "uid"),
    "centre": ("centre__code", "month", "uid"),
    "kind": ("kind", "month", "uid"),
    "quantity": ("quantity", "uid"),
}


@requires("plan.view")
def figure(request):
    """The page behind every figure."""
    asked = reading_of(request)
    if asked.plan is None:
        return no_plan(request, asked)
    found, seen = figure_of(request, asked)
    centres = [found.cell.centre] if found.cell.centre else []
    return render(
        request,
        "results/figure.html",
        toolbar(asked, centres, found.received) | figure_context(request, found, seen, asked.on),
    )


@requires("plan.view")
def rows(request):
    """The rows of a figure as the reader may see them, as CSV."""
    asked = reading_of(request)
    if asked.plan is None:
        raise Http404
    found, seen = figure_of(request, asked)
    part = found.part(request.GET.get("part", ""))
    name = f"jalon-{found.sheet.indicator.code}-{found.cell.period.code}.csv"
    return StreamingHttpResponse(
        lines(part, seen),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def figure_of(request, asked) -> tuple[Opened, Sight]:
    """The figure asked for and what the reader sees of its rows; 404 when there is none."""
    where = conditions(request.GET)
    place, centres = places_of(request.GET.get("centre", ""))
    seen = sight(request.standing, centres, plan=asked.plan.code, known_at=asked.known_at)
    if where and not seen.sees_parts:
        raise PermissionDenied(
            _("Your roles show figures of the plan and of a centre, not smaller parts of them.")
        )
    try:
        period = parse(request.GET.get("period", "") or str(asked.on.year))
    except PeriodError as error:
        raise Http404 from error
    how = {"where": where, "constant": asked.is_constant, "counted_from": asked.counted_from}
    wanted = Asked(asked.plan, request.GET.get("indicator", ""), period, place, **how)
    found = opened(wanted, on=asked.on, known_at=asked.known_at)
    if found is None:
        raise Http404
    return found, seen


def places_of(code: str) -> tuple[int | None, list[Organisation]]:
    centres = list(Organisation.objects.filter(kind="centre"))
    if not code:
        return None, centres
    chosen = [centre for centre in centres if centre.code == code]
    if not chosen:
        raise Http404
    return chosen[0].pk, chosen


def figure_context(request, found: Opened, seen: Sight, on: date) -> dict:
    where = narrowed(request, found, on=on)
    part = found.part(request.GET.get("part", ""))
    lists_things = part.measure.aggregation == "distinct" and request.GET.get("list") != "rows"
    return {
        "found": found,
        "cell": found.cell,
        "sheet": found.sheet,
        "simulated": found.cell.simulated,
        "part": part,
        "parts": [(one, addresses.here(request, part=one.name)) for one in found.parts],
        "where": where,
        "narrowing": Narrowing(found, on=on, initial=request.GET.dict()) if seen.sees_parts else None,
        "sight": seen,
        "things": part.measure.aggregation == "distinct",
        "lists_things": lists_things,
        "value": part.value.value if isinstance(part.value, Value) else None,
        "citation": citation(request, found, where),
        "beside": beside(request, found),
        "download": addresses.at(request, "results:figure_rows", query=request.GET.dict()),
        **(things_page(request, part, seen) if lists_things else rows_page(request, found, part, seen)),
    }


def beside(request, found: Opened) -> dict | None:
    """What an app above keeps with a figure of a centre: a template and its context."""
    if not settings.JALON_BESIDE_FIGURE or found.cell.centre is None or found.where:
        return None
    return import_string(settings.JALON_BESIDE_FIGURE)(request, found.cell, known_at=found.known_at)


def things_page(request, part: Part, seen: Sight) -> dict:
    page = Paginator(seen.things(part), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "listed": seen.named(part, page.object_list)}


def rows_page(request, found: Opened, part: Part, seen: Sight) -> dict:
    paginator = Paginator(ordered(request, part, seen).values_list("pk", flat=True), PAGE)
    behind = rows_behind(part)
    if seen.sees_every_row:
        paginator.count = behind
    page = paginator.get_page(request.GET.get("page"))
    rows = seen.rows(part).in_bulk(page.object_list)  # whole rows of the page only: sorting them all is slow
    listed = [
        (row, found.known.kinds.get(row.kind)) for row in seen.shown(rows[key] for key in page.object_list)
    ]
    return {"page": page, "listed": listed, "hidden": behind - paginator.count}


def rows_behind(part: Part) -> int:
    """How many rows there are; the foot counts some of them only where things or latest rows are counted."""
    return part.rows.count() if part.measure.aggregation in ("distinct", "last") else part.foot.rows


def ordered(request, part: Part, seen: Sight):
    sorts = SORTS if seen.is_full else MASKED_SORTS
    wanted = request.GET.get("sort", "-on")
    fields = sorts.get(wanted.removeprefix("-"), sorts["on"])
    rows = seen.rows(part).annotate(month=TruncMonth("on"))
    if wanted.startswith("-"):
        return rows.order_by(*(F(field).desc(nulls_last=True) for field in fields))
    return rows.order_by(*(F(field).asc(nulls_last=True) for field in fields))


def citation(request, found: Opened, where: list[dict]) -> str:
    """The figure as one sentence to paste elsewhere: what, when, known at which moment, where it opens."""
    cell = found.cell
    said = reason_words(cell.reason).rstrip(".") if isinstance(cell.figure, NotComputable) else ""
    value = said or formats.plain_quantity(cell.value, cell.sheet.shown_unit)
    place = formats.isolate(cell.centre.code) if cell.centre else _("network")
    parts = [f"{one['name']}{_(': ')}{one['value']}" for one in where]
    address = request.build_absolute_uri(addresses.here(request, known_at=found.known_at))
    between = "، " if formats.language_of() == "ar" else ", "
    what = between.join(
        (formats.plain_words(cell.sheet.name), place, *parts, formats.plain_period(cell.period))
    )
    mark = f" [{_('simulated')}]" if cell.simulated else ""
    return _("%(what)s: %(value)s%(mark)s, as known at moment %(moment)s. %(address)s") % {
        "what": what,
        "value": value,
        "mark": mark,
        "moment": formats.plain_number(found.known_at),
        "address": address,
    }


COLUMNS = ("uid", "centre", "kind", "day", "month", "quantity", "unit", "firm", "identity", "simulated")


class Echo:
    """What the CSV writer writes to: each line is given back."""

    def write(self, line: str) -> str:
        return line


def lines(part: Part, seen: Sight):
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in seen.rows(part).order_by("centre__code", "uid").iterator(chunk_size=2000):
        for shown in seen.shown([row]):
            yield writer.writerow(neutral(getattr(shown, column)) for column in COLUMNS)


def neutral(value):
    """A text a spreadsheet would run as a formula is written as text; None as nothing."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
