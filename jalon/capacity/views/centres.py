"""What each centre works with, counted: nobody outside a centre sees more."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.capacity.queries.counts import counts, hidden_heads
from jalon.capacity.views.asking import asked_of
from jalon.network.access import requires
from jalon.network.models import Centre
from jalon.network.roles import Rows


@require_safe
@requires("evidence.view")
def centres(request):
    asked = asked_of(request)
    found = list(Centre.objects.order_by("code"))
    rows = counts(found, asked.on, known_at=asked.known_at)
    blind = [row.centre.pk for row in rows if request.standing.row_view(row.centre) == Rows.NONE]
    hidden = hidden_heads(rows) & frozenset(blind)
    opened = set(request.standing.organisations_where("capacity.view").values_list("pk", flat=True))
    context = asked.context() | {
        "rows": [(row, row.centre.pk in opened, row.centre.pk in hidden) for row in rows],
        "heads": None if hidden else sum(row.heads for row in rows),
        "instruments": sum(row.instruments for row in rows),
        "simulated": any(row.simulated for row in rows),
    }
    return render(request, "capacity/centres.html", context)
