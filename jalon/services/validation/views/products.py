"""Products validated outside campaigns, of the makers who consent: a search, a day, the same as a file."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.services.validation.queries.files import outside_campaigns, validators
from jalon.services.validation.views.register import COLUMNS, asked_day, rows_of, shown_rows
from jalon.services.views.asking import today
from jalon.services.views.lists import csv_of

AT_ONCE = 50
MOST_AT_ONCE = 5000  # of a file


def asked_words(http) -> tuple[str, str]:
    """The words searched, and the code of the centre asked for."""
    return tuple(http.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("q", "centre"))


@require_safe
def products(http):
    """The products that answer a search, each as it stood on the day."""
    (search, centre), day = asked_words(http), asked_day(http)
    found = outside_campaigns(day, search=search, centre=centre)
    page = Paginator(found, AT_ONCE).get_page(http.GET.get("page"))
    rows = shown_rows(page.object_list, day)
    context = {
        "page": page,
        "rows": rows,
        "total": page.paginator.count,
        "search": search,
        "centre": centre,
        "centres": validators(),
        "day": day,
        "is_today": day == today(),
        "simulated": any(one.validation.simulated for one in rows),
    }
    return render(http, "services/validation/public_products.html", context)


@require_safe
def data(http, form):
    """The same list as a file."""
    if form not in ("csv", "json"):
        raise Http404
    (search, centre), day = asked_words(http), asked_day(http)
    found = outside_campaigns(day, search=search, centre=centre)[:MOST_AT_ONCE]
    rows = rows_of(http, found, day)
    if form == "json":
        said = {"day": day.isoformat(), "products": rows}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return csv_of(rows, COLUMNS, f"products-{day}.csv")
