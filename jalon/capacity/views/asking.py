"""What the pages of this app share: the centre a person may see, its tabs, an action that may refuse."""

from collections.abc import Callable
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.evidence.actions import store_document
from jalon.plan.queries.reading import Reading, reading
from jalon.ui import addresses


def today():
    return timezone.localdate()


def asked_of(request) -> Reading:
    return reading(request.GET, today=today())


def centre_of(request, code: str, permission: str):
    """A centre over which the person has the permission; another's is as one that is not there."""
    where = request.standing.organisations_where(permission)
    return get_object_or_404(where.filter(kind="centre"), code=code)


def tabs(request, centre) -> list[tuple]:
    pages = [
        (_("Laboratories"), "capacity:centre", "capacity.view"),
        (_("Instruments"), "capacity:equipment", "capacity.view"),
        (_("Use of the instruments"), "capacity:utilisation", "capacity.view"),
        (_("Scope of accreditation"), "capacity:scope", "capacity.view"),
        (_("People"), "capacity:people", "capacity.keep"),
    ]
    return [
        (label, addresses.at(request, name, centre.code))
        for label, name, permission in pages
        if request.standing.can(permission, centre)
    ]


def crumbs(request, centre, *more) -> list[tuple]:
    return [
        (_("Means"), addresses.at(request, "capacity:centres")),
        (centre.code, addresses.at(request, "capacity:centre", centre.code) if more else ""),
        *more,
    ]


def stored(request, centre, name: str = "document") -> list[str]:
    """The file of a form, kept; its digest, or nothing when none was given."""
    file = request.FILES.get(name)
    return [store_document(file, name=file.name, centre=centre, by=request.user)] if file else []


@contextmanager
def refusals_shown(form):
    """A refusal of an action is an error of the form it came from; nothing typed is lost."""
    try:
        yield
    except ValidationError as error:
        form.add_error(None, error.messages)


def asked_and_done(request, form, do: Callable[[], object], *, said: str, to: tuple, context: dict):
    """A page that is one form: shown, or carried out and left, or shown again with what is refused."""
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            do()
            messages.success(request, said)
            return redirect(*to)
    context |= {"form": form}
    return render(request, "capacity/form.html", context, status=422 if form.errors else 200)
