"""The book of a session, its minutes, the signatures under them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions import minutes as acts
from jalon.committee.exports.book import book_of
from jalon.committee.forms import ReasonForm
from jalon.committee.queries.minutes import minutes_issued
from jalon.committee.queries.sessions import life_of
from jalon.committee.views import sessions
from jalon.committee.views.asking import asked_of, now, refusals_shown, refusals_told, session_named
from jalon.evidence.queries.issued import current_bytes
from jalon.network.access import requires

LANGUAGES = ("fr", "ar")


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
@requires("committee.view")
def book(request, uid):
    """The book of the session, in French or in Arabic."""
    known_at = asked_of(request).known_at
    found = session_named(uid, known_at)
    asked = request.GET.get("language") or get_language()
    language = asked if asked in LANGUAGES else "fr"
    life = life_of(found, known_at)
    content = book_of(life, language=language, at=life.steps[-1].event.recorded_at, known_at=known_at)
    return pdf(content, f"{found.plan.code}-{found.number}-{language}.pdf")


@require_safe
@requires("committee.view")
def minutes(request, uid):
    """The minutes with the signatures they have: the very bytes that were issued and signed."""
    found = session_named(uid)
    issued = minutes_issued(found)
    if issued is None:
        raise Http404(_("The minutes of this session are not issued yet."))
    return pdf(current_bytes(issued), f"{found.plan.code}-{found.number}.pdf")


@require_POST
@requires("committee.record")
def issue(request, uid):
    found = session_named(uid)
    with refusals_told(request):
        acts.issue_minutes(found, by=request.user, at=now())
        messages.success(request, _("The minutes are issued: the chair signs, then the secretary."))
    return redirect("committee:session", found.uid)


@require_POST
@requires("committee.record")
def correction(request, uid):
    found = session_named(uid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            acts.correct_minutes(found, reason=form.cleaned_data["reason"], by=request.user, at=now())
            return redirect("committee:session", found.uid)
    return sessions.shown(request, uid, reason_form=form)


@require_POST
@requires("committee.vote")
def signature(request, uid):
    """Sign the minutes as the chair or the secretary."""
    found = session_named(uid)
    said = {"capacity": request.POST.get("capacity", ""), "seen": request.POST.get("seen")}
    with refusals_told(request):
        acts.sign_minutes(found, by=request.user, at=now(), **said)
        messages.success(request, _("You signed the minutes."))
    return redirect("committee:session", found.uid)
