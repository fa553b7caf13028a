"""The files money rests on, for whoever reads the page that names them."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jalon.evidence.documents import path_of
from jalon.fund.models import Acceptance, Pledge, Receipt, ReleaseStep
from jalon.fund.views.money_journal import entry_seen
from jalon.fund.views.money_pages import contract_seen, reach_of
from jalon.fund.views.releases import release_seen
from jalon.network.access import requires


def of_entry(request, uid) -> list[str]:
    return entry_seen(request, uid).documents


def of_release(request, uid) -> list[str]:
    steps = ReleaseStep.objects.filter(release=release_seen(request, uid))
    return [sha256 for documents in steps.values_list("documents", flat=True) for sha256 in documents]


def of_acceptance(request, uid) -> list[str]:
    found = get_object_or_404(Acceptance.objects.select_related("contract"), uid=uid)
    contract_seen(request, found.contract.code)
    return found.documents


def of_pledge(request, uid) -> list[str]:
    return of_funder(request, Pledge, uid)


def of_receipt(request, uid) -> list[str]:
    return of_funder(request, Receipt, uid)


def of_funder(request, model, uid) -> list[str]:
    """Letters between a funder and the ministry are for who reads the money of every contract."""
    found = get_object_or_404(model.objects.select_related("plan"), uid=uid)
    if reach_of(request, found.plan) is not None:
        raise Http404
    return found.documents


NAMED_BY = {
    "entry": of_entry,
    "release": of_release,
    "acceptance": of_acceptance,
    "pledge": of_pledge,
    "receipt": of_receipt,
}


@require_safe
@requires("fund.view")
def file(request, kind, uid, sha256):
    """A stored file, to be saved and never to be run here."""
    if kind not in NAMED_BY or sha256 not in NAMED_BY[kind](request, uid):
        raise Http404
    try:
        content = path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=sha256[:12])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
