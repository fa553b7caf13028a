"""What the pages of the laboratory share: the thing named, its trail, what was refused."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.journal.lives import Refused, Telling
from jalon.network.access import refusal
from jalon.services.queries.requests import roles_in


def today():
    return timezone.localdate()


def seen(http, found, uid):
    """A thing of a centre whose work the person sees; any other is not there."""
    own = http.standing.organisations_where("work.view")
    thing = found.filter(centre__in=own, uid=uid).first()
    if thing is None:
        raise Http404(_("Nothing of your centres is at this address."))
    return thing


def roles_needed(http, centre) -> tuple[str, ...]:
    roles = roles_in(http.standing, centre)
    if not roles:
        raise PermissionDenied(refusal("work.do"))
    return roles


def tell(form, error: Refused, telling: Telling) -> None:
    for sentence in telling.sentences(error.reasons):
        form.add_error(None, sentence)


def trail(request, last: str = "") -> list[tuple[str, str]]:
    """Work, the request, its tests, then what is shown."""
    found = [
        *work_trail(),
        (request.number, reverse("services:request", args=[request.uid])),
        (_("Tests"), reverse("services:request_tests", args=[request.uid])),
    ]
    return [*found, (last, "")] if last else [*found[:-1], (found[-1][0], "")]


def work_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Work"), reverse("services:requests")), *more]
