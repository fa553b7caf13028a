"""What the calendar does to requests: a quote expires after its last day, an order that was rated closes."""

from datetime import date

from jalon.journal.lives import Refused
from jalon.services.actions.requests import step
from jalon.services.models import Request

BY_THE_CALENDAR = {"by": None, "roles": ("scheduler",)}


def expire_quotes(*, on: date) -> int:
    """Let the quotes expire whose last day is over; how many did. Running again changes nothing."""
    late = Request.objects.filter(state="quoted", quotes__valid_until__lt=on).distinct()
    return sum(is_done(request, "expire", on) for request in late.select_related("centre"))


def close_served(*, on: date) -> int:
    """Close what was delivered once the firm answered, or its link died; how many did."""
    served = Request.objects.filter(state="delivered").select_related("centre")
    answered = served.filter(satisfactions__isnull=False).distinct()
    silent = served.filter(askings__isnull=False).exclude(askings__expires_on__gt=on).distinct()
    found = {request.pk: request for request in (*answered, *silent)}
    return sum(is_done(request, "close", on) for request in found.values())


def is_done(request: Request, verb: str, on: date) -> bool:
    """Do a verb, unless somebody moved the request meanwhile or it still holds."""
    try:
        step(request, verb, turn=request.turn, on=on, **BY_THE_CALENDAR)
    except Refused:
        return False
    return True
