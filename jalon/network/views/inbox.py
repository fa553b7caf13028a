"""What waits for the person who reads."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from jalon import __version__
from jalon.journal import queries as journal
from jalon.network.access import standing
from jalon.ui.needs import Asker, needs_of

FIRST = 8


@require_safe
@login_required
def inbox(request):
    """Everything that waits, its day and its page; other pages take its first lines from here."""
    on, needs = waiting(request.user)
    context = {
        "rows": [(need, need.is_late(on)) for need in needs],
        "late": sum(need.is_late(on) for need in needs),
        "kinds": sorted(Counter(need.kind for need in needs).items()),
        "crumbs": [(_("What needs you"), "")],
    }
    if not request.htmx:
        return render(request, "network/inbox.html", context)
    shown = context | {"rows": context["rows"][:FIRST], "more": max(len(needs) - FIRST, 0)}
    return render(request, "network/parts/needs.html", shown)


def as_it_stands(request) -> str:
    """A name for what waits: another event, day, person or way of writing numbers makes another."""
    person = request.user
    told = (person.pk, person.digits, get_language())
    said = (journal.head().hex(), timezone.localdate(), *told, __version__)
    return f'"{".".join(map(str, said))}"'


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
@etag(as_it_stands)
def count(request):
    """How many things wait, for the rail: a number, nothing when there is none.

    Every page asks for it, and it takes as long as a page: a browser that knows it is told so.
    """
    _on, needs = waiting(request.user)
    return render(request, "network/parts/needs_count.html", {"some": len(needs)})


def waiting(user):
    on = timezone.localdate()
    return on, needs_of(Asker(user, standing(user, on=on), on))
