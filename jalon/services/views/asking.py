"""What the pages of the work share: the request named, its trail, what was refused."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.evidence.actions import store_document
from jalon.journal.lives import Refused
from jalon.network.access import refusal
from jalon.services.models import Offering, Request
from jalon.services.queries.requests import roles_at, transfer_of
from jalon.services.words import REQUEST


def today():
    return timezone.localdate()


def request_named(http, uid) -> Request:
    """A request of a centre whose work the person sees, or one offered to it; any other is not there."""
    seen = http.standing.organisations_where("work.view")
    found = (
        Request.objects.filter(Q(centre__in=seen) | Q(state="transfer_offered"), uid=uid)
        .select_related("centre", "enterprise", "offered__offering__service", "comes_from__centre")
        .first()
    )
    if found is None or not (found.centre in seen or transfer_of(found) in seen):
        raise Http404(_("No request of your centres is at this address."))
    return found


def roles_needed(http, request: Request) -> tuple[str, ...]:
    """What the person is to the request; refused when that is nothing."""
    roles = roles_at(http.standing, request)
    if not roles:
        raise PermissionDenied(refusal("work.receive"))
    return roles


def offering_named(http, uid) -> Offering:
    seen = http.standing.organisations_where("work.view")
    found = Offering.objects.filter(centre__in=seen, uid=uid).select_related("centre", "service").first()
    if found is None:
        raise Http404(_("No service of your centres is at this address."))
    return found


def tell(form, error: Refused) -> None:
    """Say on the form why the act was refused: a sentence a reason."""
    for sentence in REQUEST.sentences(error.reasons):
        form.add_error(None, sentence)


def stored(http, file, centre) -> str | None:
    return store_document(file, name=file.name, centre=centre, by=http.user) if file else None


def crumbs(request: Request | None = None, *more: str) -> list[tuple[str, str]]:
    """The way down to a page of the work."""
    found = [(_("Work"), reverse("services:requests"))]
    if request:
        found.append((request.number, reverse("services:request", args=[request.uid])))
    trail = [*found, *((label, "") for label in more)]
    return [*trail[:-1], (trail[-1][0], "")]


def offering_crumbs(offering: Offering | None = None, *more: str) -> list[tuple[str, str]]:
    found = [
        (_("Work"), reverse("services:requests")),
        (_("Services offered"), reverse("services:offerings")),
    ]
    if offering:
        found.append((offering.code, reverse("services:offering", args=[offering.uid])))
    trail = [*found, *((label, "") for label in more)]
    return [*trail[:-1], (trail[-1][0], "")]
