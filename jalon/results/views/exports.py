"""The state of the plan to take away."""

import json

from django.http import Http404, HttpResponse

from jalon.network.access import requires
from jalon.results.queries.records import for_json, records
from jalon.results.queries.state import state
from jalon.results.views.pages import reading_of


@requires("plan.view")
def as_json(request):
    """The cells as JSON, the same as `jalon state --json`."""
    asked = reading_of(request)
    found = state(asked.plan, on=asked.on, known_at=asked.known_at) if asked.plan else None
    if found is None:
        raise Http404
    text = json.dumps(for_json(records(found)), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@requires("plan.view")
def workbook(request):
    raise Http404


@requires("plan.view")
def note(request, language):
    raise Http404
