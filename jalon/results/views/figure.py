"""Any figure, opened: its definition, its sums, its rows, and a foot equal to it."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import render

from jalon.kernel.measures import DIMENSIONS, Value
from jalon.kernel.periods import PeriodError, parse
from jalon.network.access import requires
from jalon.network.models import Organisation
from jalon.results.queries.figures import Asked, conditions, opened
from jalon.results.queries.rows import with_kept_enterprise
from jalon.results.views.pages import no_plan, reading_of, toolbar
from jalon.ui import addresses, formats

PAGE = 50
SORTS = {
    "on": ("on", "pk"),
    "centre": ("centre__code", "on", "pk"),
    "kind": ("kind", "on", "pk"),
    "quantity": ("quantity", "pk"),
    "amount": ("amount", "pk"),
    "external_id": ("external_id", "pk"),
}


@requires("plan.view")
def figure(request):
    """The page behind every figure."""
    asked = reading_of(request)
    if asked.plan is None:
        return no_plan(request, asked)
    found = opened(figure_asked(request, asked), on=asked.on, known_at=asked.known_at)
    if found is None:
        raise Http404
    centres = [found.cell.centre] if found.cell.centre else []
    return render(request, "results/figure.html", toolbar(asked, centres) | figure_context(request, found))


def figure_asked(request, asked) -> Asked:
    query = request.GET
    try:
        period = parse(query.get("period", "") or str(asked.on.year))
    except PeriodError as error:
        raise Http404 from error
    place = None
    if query.get("centre"):
        place = (
            Organisation.objects.filter(kind="centre", code=query["centre"])
            .values_list("pk", flat=True)
            .first()
        )
        if place is None:
            raise Http404
    return Asked(asked.plan, query.get("indicator", ""), period, place, conditions(query))


def figure_context(request, found) -> dict:
    part = found.part(request.GET.get("part", ""))
    return {
        "found": found,
        "cell": found.cell,
        "sheet": found.sheet,
        "simulated": found.cell.simulated,
        "part": part,
        "parts": [(one, addresses.here(request, part=one.name)) for one in found.parts],
        "where": [
            (one.field, one.value, addresses.here(request, **{one.field: None})) for one in found.where
        ],
        "page": Paginator(rows(request, part, found), PAGE).get_page(request.GET.get("page")),
        "value": part.value.value if isinstance(part.value, Value) else None,
        "citation": citation(request, found),
    }


def rows(request, part, found):
    wanted = request.GET.get("sort", "-on")
    fields = SORTS.get(wanted.removeprefix("-"), SORTS["on"])
    rows = with_kept_enterprise(part.rows, found.known_at).select_related("centre", "event")
    ordering = [
        F(field).desc(nulls_last=True) if wanted.startswith("-") else F(field).asc(nulls_last=True)
        for field in fields
    ]
    return rows.order_by(*ordering)


def citation(request, found) -> str:
    """The figure as one sentence to paste elsewhere: what, when, known at which moment, where it opens."""
    cell = found.cell
    value = (
        formats.plain_quantity(cell.value, cell.sheet.unit)
        if cell.value is not None
        else formats.plain_reason(cell.reason)
    )
    place = cell.centre.code if cell.centre else ""
    address = request.build_absolute_uri(addresses.here(request, known_at=found.known_at, page=None))
    said = (formats.plain_words(cell.sheet.name), place, formats.plain_period(cell.period))
    return f"{', '.join(one for one in said if one)}: {value} (moment {found.known_at}). {address}"


def dimensions() -> tuple[str, ...]:
    return DIMENSIONS
