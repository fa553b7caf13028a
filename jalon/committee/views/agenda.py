"""The agenda of a session: what is due, what is on it, in which order."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jalon.committee.actions import agenda as acts
from jalon.committee.forms import PointForm, ReasonForm
from jalon.committee.models import Item
from jalon.committee.queries.agenda import points_of
from jalon.committee.queries.due import due
from jalon.committee.queries.sessions import life_of
from jalon.committee.sentences import decision_words
from jalon.committee.views.asking import (
    crumbs,
    item_named,
    refusals_shown,
    refusals_told,
    session_named,
    today,
)
from jalon.network.access import requires
from jalon.ui import formats

KINDS = dict(Item.Kind.choices)


@requires("committee.call")
def agenda(request, uid):
    """What is due, to be put on by one button or one by one; and the points that are on."""
    found = session_named(uid)
    if request.method == "POST":
        fill(request, found)
        return redirect("committee:agenda", found.uid)
    return shown(request, found)


def fill(request, session) -> None:
    chosen = request.POST.getlist("subject")
    subjects = None if "everything" in request.POST else chosen
    with refusals_told(request):
        filled = acts.fill_agenda(session, by=request.user, on=today(), subjects=subjects)
        put = len(filled.put)
        told = ngettext("%(some)s point is put on the agenda.", "%(some)s points are put on the agenda.", put)
        messages.success(request, told % {"some": formats.plain_number(put)})
        for one, why in filled.left:
            said = {"point": formats.plain_words(one.title), "why": " ".join(why)}
            messages.warning(request, _("%(point)s is left off. %(why)s") % said)


def shown(request, session, **forms):
    waiting = [
        (one, KINDS[one.kind], decision_words(one.kind, one.proposal.get("verb", "note")))
        for one in due(session.plan, today())
    ]
    points = points_of(session)
    context = {
        "session": session,
        "life": life_of(session),
        "due": waiting,
        "points": points,
        "form": PointForm(),
        "simulated": session.simulated or any(point.item.simulated for point in points),
        "crumbs": crumbs(request, session, (_("Agenda"), "")),
    }
    return render(request, "committee/agenda.html", context | forms, status=422 if forms else 200)


@require_POST
@requires("committee.call")
def points(request, uid):
    """Add a free point."""
    found = session_named(uid)
    form = PointForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            acts.add_point(found, title=form.words("title"), text=form.words("text"), by=request.user)
            return redirect("committee:agenda", found.uid)
    return shown(request, found, form=form)


@requires("committee.call")
def removal(request, uid):
    """Take a point off the agenda, and say why."""
    item = item_named(uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            acts.take_off_agenda(item, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("committee:agenda", item.session.uid)
    context = {"item": item, "session": item.session, "form": form}
    return render(
        request,
        "committee/removal.html",
        context | {"crumbs": crumbs(request, item.session, (_("Removal"), ""))},
    )


@require_POST
@requires("committee.call")
def place(request, uid):
    """Move a point up or down."""
    item = item_named(uid)
    with refusals_told(request):
        acts.move(item, places=-1 if request.POST.get("where") == "up" else 1, by=request.user)
    return redirect("committee:agenda", item.session.uid)
