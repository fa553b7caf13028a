"""What the committee's pages share: the plan read, a session or point by its uid, a refusal that is shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.committee.actions.refusing import Refused
from jalon.committee.models import Item, Session
from jalon.committee.queries.agenda import standing
from jalon.plan.models import Plan
from jalon.plan.queries import plan_on
from jalon.plan.queries.reading import Reading, reading
from jalon.ui import addresses


def asked_of(request) -> Reading:
    return reading(request.GET, today=timezone.localdate())


def plan_asked(request, asked: Reading) -> Plan | None:
    return plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))


def plan_needed(request) -> Plan:
    plan = plan_asked(request, asked_of(request))
    if plan is None:
        raise Http404(_("There is no plan yet."))
    return plan


def session_named(uid, known_at: int | None = None) -> Session:
    known = Session.objects.known_at(known_at).select_related("plan", "event")
    return get_object_or_404(known, uid=uid)


def item_named(uid, known_at: int | None = None) -> Item:
    """A point on the agenda; one that was taken off is no longer there."""
    known = standing(Item.objects.known_at(known_at), known_at).select_related("session__plan")
    return get_object_or_404(known, uid=uid)


def crumbs(request, session: Session | None = None, *more) -> list[tuple]:
    may = request.standing.can("committee.view")
    found = [(_("Committee"), addresses.at(request, "committee:sessions") if may else "")]
    if session:
        label = _("Session %(number)s") % {"number": session.number}
        found.append((label, addresses.at(request, "committee:session", session.uid)))
    found += more
    return [*found[:-1], (found[-1][0], "")]


@contextmanager
def refusals_shown(form) -> Iterator[None]:
    """A refusal is an error of the form it came from; nothing typed is lost."""
    try:
        yield
    except Refused as error:
        form.add_error(None, error.sentences)


@contextmanager
def refusals_told(request) -> Iterator[None]:
    """A refusal of a button is told on the page it leads back to."""
    try:
        yield
    except Refused as error:
        for sentence in error.sentences:
            messages.error(request, sentence)


def link_of(request):
    """The address letters carry: of a session's page, in the language of its reader."""

    def link(session: Session, language: str) -> str:
        with translation.override(language):
            return request.build_absolute_uri(reverse("committee:session", args=[session.uid]))

    return link


def now():
    return timezone.now()


def today():
    return timezone.localdate()
