"""What each party undertook: done, late or to do, with its evidence; the party itself reports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.contracts import actions
from jalon.contracts.forms import ReportForm
from jalon.contracts.queries.life import sides_of
from jalon.contracts.queries.terms import terms_in_force
from jalon.contracts.queries.undertakings import followed, late, reports_of
from jalon.contracts.sentences import UNDERTAKEN, why_not
from jalon.contracts.showing import SIDE_NAMES
from jalon.contracts.terms import SIDES
from jalon.contracts.views.asking import asked_of, contract_seen, shared
from jalon.evidence.actions import store_document
from jalon.network.access import refusal as no_role
from jalon.network.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("contract.view")
def undertakings(request, code):
    """Every undertaking with how it stands; a report is taken from the party that undertook it."""
    asked = asked_of(request)
    found = contract_seen(request, code)
    mine = sides_of(request.standing, found)
    terms = terms_in_force(found, on=asked.on, known_at=asked.known_at)
    said = terms.undertakings if terms else ()
    form = ReportForm(
        request.POST or None, request.FILES or None, choices=[one for one in said if one.side in mine]
    )
    if request.method == "POST":
        if not mine:
            raise PermissionDenied(no_role("contract.sign"))
        if form.is_valid() and reported(request, found, form):
            return redirect("contracts:undertakings", code)
    rows = followed(found, said, on=asked.on, known_at=asked.known_at)
    context = shared(request, found, asked) | {
        "sides": by_side(rows),
        "late": late(rows),
        "total": len(rows),
        "form": form if mine and form.fields["which"].choices else None,
        "reports": reports_of(found, known_at=asked.known_at).reverse()[:50],
    }
    return render(request, "contracts/undertakings.html", context, status=422 if form.is_bound else 200)


def by_side(rows) -> list[tuple]:
    return [
        (SIDE_NAMES[side], [(one, UNDERTAKEN[one.state]) for one in rows if one.said.side == side])
        for side in SIDES
    ]


def reported(request, contract, form) -> bool:
    said = form.cleaned_data
    side, _separator, code = said["which"].partition(":")
    kept = [
        store_document(file.read(), name=file.name, centre=contract.centre, by=request.user)
        for file in (said["file"],)
        if file
    ]
    try:
        actions.report_undertaking(
            contract,
            side=side,
            code=code,
            on=said["on"] or timezone.localdate(),
            note=said["note"],
            documents=kept,
            is_done=said["is_done"] == "yes",
            by=request.user,
        )
    except actions.Refused as why:
        for sentence in why_not(why.reasons):
            form.add_error(None, sentence)
        return False
    messages.success(request, _("It is on record."))
    return True
