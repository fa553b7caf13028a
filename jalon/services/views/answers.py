"""What the centre answers: the review of the contract, then the quote and its revisions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.journal.lives import Refused
from jalon.network.access import refusal, requires
from jalon.services.actions import key_of_review, send_quote
from jalon.services.actions import review as keep_review
from jalon.services.forms.requests import QuoteForm, QuoteLines, ReviewForm
from jalon.services.queries.catalogue import prices_on
from jalon.services.queries.requests import sent_quote
from jalon.services.views.asking import crumbs, request_named, roles_needed, tell, today


@requires("work.lead")
def review(http, uid):
    """Tick the points of the contract review."""
    request = request_named(http, uid)
    if "technical_lead" not in roles_needed(http, request):
        raise PermissionDenied(refusal("work.lead"))
    last = request.reviews.last()
    initial = last.ticked | {"rule": last.rule, "rule_factor": last.rule_factor} if last else {}
    initial |= {"turn": request.turn, "after": key_of_review(request)}
    form = ReviewForm(http.POST or None, initial=initial)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = {name: said[name] for name in ("rule", "rule_factor", "notes", "turn", "after")}
        try:
            keep_review(request, ticked=form.ticked, by=http.user, **told)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, _("The review is kept."))
            return redirect("services:request", uid)
    context = {"request_": request, "form": form, "crumbs": crumbs(request, _("Contract review"))}
    return render(http, "services/review.html", context, status=422 if form.errors else 200)


@requires("work.lead")
def quote(http, uid):
    """Write a quote and send it, or revise the one the firm has."""
    request = request_named(http, uid)
    roles = roles_needed(http, request)
    is_revision = request.state != "in_review"
    last = sent_quote(request)
    form = QuoteForm(http.POST or None, asks_reason=is_revision, initial=initial_of(request, last))
    lines = QuoteLines(http.POST or None, initial=initial_lines(last), prefix="lines")
    if http.method == "POST" and form.is_valid() and lines.is_valid():
        said = form.cleaned_data
        try:
            send_quote(
                request,
                lines.lines_written,
                valid_until=said["valid_until"],
                working_days=said["working_days"],
                conditions=said["conditions"],
                funded_amount=int((said["funded"] or 0) * 100),
                axis_code=said["axis_code"],
                funding_line_code=said["funding_line_code"],
                reason=form.reason,
                turn=said["turn"],
                by=http.user,
                roles=roles,
                on=today(),
            )
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, _("The quote is sent."))
            return redirect("services:request", uid)
    context = {
        "request_": request,
        "form": form,
        "lines": lines,
        "prices": prices_on(today(), request.offered.offering),
        "is_revision": is_revision,
        "crumbs": crumbs(request, _("Quote")),
    }
    is_wrong = form.errors or (lines.is_bound and not lines.is_valid())
    return render(http, "services/quote.html", context, status=422 if is_wrong else 200)


def initial_of(request, last) -> dict:
    version = request.offered
    return {
        "turn": request.turn,
        "working_days": last.working_days if last else version.working_days,
        "conditions": last.conditions if last else "",
        "axis_code": last.axis_code if last else version.axis_code,
        "funding_line_code": last.funding_line_code if last else version.funding_line_code,
        "funded": None if not last or not last.funded_amount else f"{last.funded_amount / 100:.2f}",
    }


def initial_lines(last) -> list[dict]:
    lines = last.lines.all() if last else ()
    return [
        {
            "text": line.text,
            "quantity": line.quantity,
            "price": f"{line.unit_amount // 100}.{line.unit_amount % 100:02}",
            "vat": (line.vat_rate * 100).normalize(),
        }
        for line in lines
    ]
