"""The state of the plan to take away."""

import json

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jalon.kernel.periods import KINDS
from jalon.network.access import requires
from jalon.plan.queries import topics
from jalon.results.exports import note as notes
from jalon.results.exports import workbook as workbooks
from jalon.results.queries.overview import Overview
from jalon.results.queries.records import for_json, records, records_by_axis
from jalon.results.queries.state import state
from jalon.results.views.pages import reading_of
from jalon.results.views.plan import explanations, money_beside, read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTES = ("fr", "ar", "en")
LEVELS = {"axis": "network", "network": "network", "centre": "centre"}


@requires("plan.view")
def as_json(request):
    """The cells as JSON, the same as `jalon state --json`; by and period as its options."""
    asked = reading_of(request)
    by, period = request.GET.get("by", ""), request.GET.get("period", "year")
    found = asked.plan and state(
        asked.plan,
        on=asked.on,
        known_at=asked.known_at,
        by=LEVELS.get(by, "both"),
        period=period if period in KINDS else "year",
        indicators=request.GET.getlist("indicator"),
        constant=asked.is_constant,
        counted_from=asked.counted_from,
    )
    if not found:
        raise Http404
    rows = records_by_axis(found) if by == "axis" else records(found)
    text = json.dumps(for_json(rows), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@requires("plan.view")
def workbook(request):
    """Everything the page shows and every cell behind it, in the reader's language."""
    found = found_overview(request)
    beside = {
        "explained": explanations(request, found, found.late),
        "money": money_beside(request, found.state),
    }
    return download(workbooks.write(found, **beside), XLSX, file_name(found, _("state"), "xlsx"))


@requires("plan.view")
def note(request, language):
    """Two pages to print, in the language asked whatever the reader's."""
    if language not in NOTES:
        raise Http404
    found = found_overview(request)
    published = topics(plan=found.state.plan, known_at=found.state.known_at)
    explained, money = explanations(request, found, found.late), money_beside(request, found.state)
    content = notes.write(found, published, language=language, money=money, explained=explained)
    return download(content, "application/pdf", file_name(found, f"note-{language}", "pdf"))


def found_overview(request) -> Overview:
    asked = reading_of(request)
    found = read(asked) if asked.plan else None
    if found is None:
        raise Http404
    return found


def file_name(found: Overview, what: str, extension: str) -> str:
    """Which plan, which day, and the word in the very name when the data are simulated."""
    state, simulated = found.state, _("simulated")
    parts = (state.plan.code, what, state.on.isoformat(), *([simulated] if state.is_simulated else ()))
    return f"{'-'.join(parts)}.{extension}"


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=content_type, headers=headers)
