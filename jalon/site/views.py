"""The address without a language, and what is answered when nothing can be shown."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jalon.journal.models import Event
from jalon.plan.models import PlanVersion
from jalon.results.views.plan import state

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def front(request):
    """The address without a language leads to the person's own."""
    language = request.user.language if request.user.is_authenticated else get_language()
    return redirect(f"/{language}/")


@require_safe
def home(request):
    """The state of the plan; for a person of a firm, its requests."""
    try:
        return state(request)
    except PermissionDenied:
        if request.method in ("GET", "HEAD") and "portal.use" in request.standing.permissions():
            return redirect("services:portal")
        raise


def missing(request, exception=None):
    """Nothing is there; to who asked for a moment, also which moments there are."""
    return render(request, "404.html", {"moments": moments(request)}, status=404)


def moments(request) -> dict | None:
    """The first and the last moment, and the one that put the first plan on record."""
    person = getattr(request, "user", None)
    if not request.GET.get("known_at", "").strip() or not (person and person.is_authenticated):
        return None
    events = Event.objects.order_by("number")
    plan = PlanVersion.objects.select_related("event").order_by("event__number").first()
    return {"first": events.first(), "last": events.last(), "plan": plan and plan.event}


def refused(request, exception=None):
    """What was sent could not be read, or was more than is taken in one request."""
    if isinstance(exception, TOO_MUCH):
        size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        return render(request, "413.html", {"size": size}, status=413)
    return render(request, "400.html", status=400)
