"""The journal of evidence: its rows, one row, its reversal, its export."""

import tempfile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.actions import NotLive
from jalon.evidence.actions import reverse as reverse_row
from jalon.evidence.exports import FORMATS, export
from jalon.evidence.forms import COLUMN_LABELS, ReversalForm, RowFilter
from jalon.evidence.listing import (
    MOST_COUNTED,
    Wanted,
    counted,
    order_for,
    page_of,
    reversed_among,
    rows_wanted,
)
from jalon.evidence.models import DocumentName, Evidence
from jalon.evidence.queries import Sight, all_received_to, catalogue, row_history, sight_of, view_of_row
from jalon.evidence.queries.masking import shown
from jalon.network.access import requires
from jalon.network.models import Organisation
from jalon.network.roles import ROLES, ROWS, Rows
from jalon.plan.models import Plan
from jalon.plan.queries import plan_on
from jalon.plan.queries.catalogue import service_names
from jalon.plan.queries.reading import Reading, reading
from jalon.ui import addresses


def reading_of(request) -> Reading:
    return reading(request.GET, today=timezone.localdate())


def plan_code(request, asked: Reading) -> str:
    """The plan whose pseudonyms are shown."""
    code = request.GET.get("plan", "")
    plan = plan_on(asked.on, known_at=asked.known_at, code=code) or plan_on(asked.on, known_at=asked.known_at)
    return plan.code if plan else ""


@require_safe
@requires("evidence.view")
def journal(request):
    sight, asked = sight_of(request.standing), reading_of(request)
    centres = list(Organisation.objects.filter(kind="centre", pk__in=sight.open_centres).order_by("code"))
    form = RowFilter(request.GET, centres=centres)
    order = order_for(request.GET.get("sort", ""), sight)
    wanted = wanted_of(form, asked, order, {centre.code: centre.pk for centre in centres})
    rows = rows_wanted(wanted, sight)
    page = page_of(rows, order, request.GET)
    count = counted(rows)
    received = all_received_to(asked.known_at)
    context = {
        "form": form,
        "page": page,
        "listed": listed(page.rows, sight, asked, plan_code(request, asked)),
        "count": count,
        "is_more": count > MOST_COUNTED,
        "most": MOST_COUNTED,
        "sight": sight,
        **asked.context(),
        "received_to": [(centre.code, received.get(centre.pk)) for centre in centres],
        "may_import": request.standing.can("evidence.import"),
        "may_consult": request.standing.can("evidence.consult"),
        "downloads": downloads(request),
        "readers": [] if sight.open_centres else readers(),
    }
    return render(request, "evidence/journal.html", context)


def readers() -> list[tuple]:
    """Which roles see rows, and what of them: told to who sees none."""
    return [
        (ROWS[rows], [role.name for role in ROLES.values() if role.rows == rows])
        for rows in (Rows.FULL, Rows.MASKED, Rows.SAMPLED)
    ]


def downloads(request) -> list[tuple[str, str]]:
    """The centre and the moment of this page, in every format."""
    centre = request.GET.get("centre", "")
    return [
        (name.upper(), addresses.at(request, "evidence:export", query={"format": name, "centre": centre}))
        for name in FORMATS
    ]


def wanted_of(form: RowFilter, asked: Reading, order: str, centres: dict[str, int]) -> Wanted:
    form.is_valid()
    said = form.cleaned_data
    return Wanted(
        on=asked.on,
        known_at=asked.known_at,
        centre=centres.get(said.get("centre", "")),
        kind=said.get("kind", ""),
        period=said.get("period"),
        axis=said.get("axis", ""),
        simulated=said.get("simulated"),
        order=order,
    )


def listed(rows: list[Evidence], sight: Sight, asked: Reading, plan: str) -> list[dict]:
    """Each row as it may be seen, with its kind and whether it still stands."""
    kinds, gone = catalogue(), reversed_among(rows, asked.known_at)
    return [
        {
            "row": shown(row, sight.view(row.centre_id), plan=plan),
            "kind": kinds[row.kind].words if row.kind in kinds else row.kind,
            "is_reversed": row.pk in gone,
            "moment": row.event.number,
        }
        for row in rows
    ]


def row_seen(request, uid) -> tuple[Evidence, Rows]:
    """A row the person may see, else not found."""
    rows = Evidence.objects.select_related("centre", "enterprise", "event", "event__actor")
    row = get_object_or_404(rows, uid=uid)
    view = view_of_row(request.standing, row)
    if view not in (Rows.FULL, Rows.MASKED):
        raise Http404
    return row, view


@require_safe
@requires("evidence.view")
def row(request, uid):
    found, view = row_seen(request, uid)
    asked = reading_of(request)
    is_centres = request.standing.row_view(found.centre) == Rows.FULL
    history = row_history(found) if is_centres else []
    gone = {each.reverses_id for each in history}
    kind = catalogue().get(found.kind)
    seen = shown(found, view, plan=plan_code(request, asked))
    offered = service_names(on=found.on, known_at=asked.known_at)
    context = {
        "found": found,
        "row": seen,
        "kind": kind,
        "digest": [bytes(found.hash)[at : at + 4].hex() for at in range(0, 32, 4)],
        "dimensions": [
            (COLUMN_LABELS[name], offered.get(value, value) if name == "service" else value)
            for name, value in seen.dimensions.items()
        ],
        "attributes": [
            (kind.attributes[name].words if kind and name in kind.attributes else name, value)
            for name, value in seen.attributes.items()
        ],
        "history": history,
        "gone": gone,
        "documents": document_names(seen.documents, found.centre_id),
        "is_full": view == Rows.FULL,
        "is_centres": is_centres,
        "rejected": is_rejected(history),
        "simulated": found.simulated,
        "origin": origin_of(request, found) if is_centres else None,
        "may_reverse": may_reverse(request, found, gone),
        "crumbs": [(_("Evidence"), addresses.at(request, "evidence:journal")), (found.centre.code, "")],
    }
    return render(request, "evidence/row.html", context)


def origin_of(request, found: Evidence) -> tuple[str, str] | None:
    """What the row was left by, named by an app above: its number and its address."""
    dotted = settings.JALON_ORIGIN_OF_ROW
    return import_string(dotted)(found, request.standing) if dotted else None


def is_rejected(history: list[Evidence]) -> bool:
    """Whether the line left the evidence because a verification rejected it."""
    return any(each.event.payload.get("source") == "verification" for each in history if each.reverses_id)


def document_names(digests: tuple[str, ...], centre_id: int) -> list[tuple[str, str]]:
    named = DocumentName.objects.filter(document__in=digests, centre=centre_id).order_by("pk")
    names = dict(named.values_list("document_id", "name"))
    return [(digest, names.get(digest, digest[:12])) for digest in digests]


def may_reverse(request, found: Evidence, gone: set) -> bool:
    stands = not found.reverses_id and found.pk not in gone
    return stands and request.standing.can("evidence.reverse", found.centre)


@requires("evidence.reverse")
def reversal(request, uid):
    """Cancel one row: said before it is done, with a reason."""
    found, view = row_seen(request, uid)
    if view != Rows.FULL or not request.standing.can("evidence.reverse", found.centre):
        raise PermissionDenied(_("Only the centre that did it can cancel a row of evidence."))
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancelled = reverse_row(found, by=request.user, reason=form.cleaned_data["reason"])
            return redirect("evidence:row", cancelled.uid)
        except NotLive:
            form.add_error(None, _("This row was already cancelled, or is itself a cancellation."))
    trail = [
        (_("Evidence"), reverse("evidence:journal")),
        (found.external_id, reverse("evidence:row", args=[uid])),
    ]
    kind = catalogue().get(found.kind)
    context = {"found": found, "kind": kind, "form": form, "crumbs": [*trail, (_("Cancel"), "")]}
    return render(request, "evidence/reversal.html", context, status=422 if form.errors else 200)


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
}


@require_safe
@requires("evidence.view")
def download(request):
    """The rows a person may see, as a file."""
    form = request.GET.get("format", "csv")
    if form not in FORMATS:
        raise Http404
    asked = reading_of(request)
    if asked.problems:
        raise Http404(asked.problems[0])
    centre = None
    if request.GET.get("centre"):
        centre = get_object_or_404(Organisation, kind="centre", code=request.GET["centre"])
    plan = get_object_or_404(Plan, code=request.GET["plan"]) if request.GET.get("plan") else None
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    said = {"centre": centre, "plan": plan, "on": asked.on, "known_at": asked.known_at}
    export(form, out, **said, user=request.user, names_of=plan_code(request, asked), mark=True)
    out.seek(0)
    name = f"evidence-{centre.code if centre else 'all'}-{asked.on.isoformat()}.{form}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=TYPES[form])
