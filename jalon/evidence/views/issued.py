"""Documents issued here: who signed, whether it still holds, and any file somebody brings to be checked."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jalon.evidence import documents
from jalon.evidence.forms import CheckForm
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries import issued as queries
from jalon.evidence.showing import capacity_words, kind_words
from jalon.network.access import requires

MOST_BYTES = 50 * 2**20
PROBLEMS = {
    "not_a_pdf": gettext_lazy("This file is no PDF."),
    "too_many": gettext_lazy("This file holds more signatures than a document can have here."),
    "added_after": gettext_lazy("Something was added after the last signature."),
}


def issued_seen(request, uid) -> IssuedDocument:
    """The document, for those its own permission lets read it; a hidden one is as one that is not there."""
    found = IssuedDocument.objects.select_related("document", "organisation", "event__actor")
    held = found.filter(uid=uid).first()
    if held is None or not request.standing.can(held.permission, held.organisation):
        raise Http404(_("No document is issued here under this address."))
    return held


@require_safe
@requires("plan.view")
def issued(request, uid):
    """Who signed a document, when, with what, and whether its bytes still hold."""
    held = issued_seen(request, uid)
    context = state_of(held) | {"issued": held, "simulated": held.simulated}
    context["crumbs"] = [(_("Documents issued"), ""), (held.subject, "")]
    return render(request, "evidence/issued.html", context)


def state_of(held: IssuedDocument) -> dict:
    """Its signatures, each with what the bytes say of it, and every state of the bytes there is."""
    signatures = list(queries.signatures_of(held))
    checked = found_whole(held)
    by_capacity = {one.capacity: one for one in checked.verdict.signatures} if checked else {}
    rows = [{"signature": one, "found": by_capacity.get(one.capacity)} for one in signatures]
    return {
        "rows": rows,
        "checked": checked,
        "waiting": capacity_words(queries.next_capacity(held)),
        "kind": kind_words(held.kind),
        "missing": checked is None,
    }


def found_whole(held: IssuedDocument):
    """What the bytes kept here say of themselves; None when the file is gone."""
    try:
        return queries.check(queries.current_bytes(held))
    except FileNotFoundError:
        return None


@require_safe
@requires("plan.view")
def issued_file(request, uid, sha256):
    """One state of the bytes: as issued, or after one of the signatures."""
    held = issued_seen(request, uid)
    states = {held.document_id, *held.signatures.values_list("document_id", flat=True)}
    if sha256 not in states:
        raise Http404
    try:
        file = documents.path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{held.subject.replace(':', '-')}-{sha256[:8]}.pdf"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires("plan.view")
def check(request):
    """Bring a file: whether it left this house, who signed it, and whether it holds. Nothing is kept."""
    form = CheckForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        checked = queries.check(form.cleaned_data["file"].read(MOST_BYTES + 1))
        held = checked.issued
        may_open = bool(held) and request.standing.can(held.permission, held.organisation)
        context |= {
            "checked": checked,
            "problem": PROBLEMS.get(checked.verdict.problem, ""),
            "rows": [{"signature": None, "found": one} for one in checked.verdict.signatures],
            "issued": held if may_open else None,
        }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "evidence/check.html", context, status=status)
