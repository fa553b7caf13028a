"""The working-day clock of a request: it stands still while the firm is waited for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from jalon.kernel.calendar import add_working_days, working_days_between
from jalon.kernel.states import WAITING_FOR_THE_FIRM
from jalon.services.models import Request, RequestStep

ENDED = ("delivered", "closed", "cancelled", "declined", "lost", "transferred")
HOLDS = "waits_for_firm"  # what a suspension says with it


def holidays() -> Collection[date]:
    """The days off of the installation, read where they are kept: JALON_HOLIDAYS names who knows."""
    return import_string(settings.JALON_HOLIDAYS)() if settings.JALON_HOLIDAYS else ()


@dataclass(frozen=True)
class Clock:
    """How long the centre has taken: in working days, without those in which it waited for the firm."""

    days: int
    promised: int | None
    is_running: bool
    due_on: date | None

    @property
    def is_late(self) -> bool:
        return self.promised is not None and self.days > self.promised


def clock_of(request: Request, *, on: date, off: Collection[date] | None = None) -> Clock:
    """The clock on a day, from the steps' own days."""
    off = holidays() if off is None else off
    days, since = 0, None
    for step in request.steps.select_related("event").order_by("turn"):
        day = timezone.localdate(step.event.recorded_at)
        if since is not None:
            days += working_days_between(since, day, off)
        since = day if runs(step.state, step.said_with_it) else None
    if since is not None:
        days += working_days_between(since, on, off)
    promised = promised_days(request)
    is_running = since is not None
    left = promised - days if promised is not None else None
    due_on = add_working_days(on, left, off) if is_running and left is not None else None
    return Clock(days, promised, is_running, due_on)


def clocks_of(requests: Iterable[Request], *, on: date) -> dict[int, int]:
    """The days each centre has taken, as `clock_of` counts them; one question for all requests."""
    off, taken, since = holidays(), {one.pk: 0 for one in requests}, {}
    steps = RequestStep.objects.filter(thing__in=list(taken)).select_related("event")
    for step in steps.order_by("thing_id", "turn"):
        day, key = timezone.localdate(step.event.recorded_at), step.thing_id
        if key in since:
            taken[key] += working_days_between(since.pop(key), day, off)
        if runs(step.state, step.said_with_it):
            since[key] = day
    for key, day in since.items():
        taken[key] += working_days_between(day, on, off)
    return taken


def runs(state: str, said: dict) -> bool:
    """Whether the centre's days count in a state."""
    if state in ENDED or state in WAITING_FOR_THE_FIRM:
        return False
    return not (state == "suspended" and said.get(HOLDS))


def promised_days(request: Request) -> int | None:
    """What the quote promises, else the catalogue."""
    quote = request.quotes.order_by("-revision").first()
    return quote.working_days if quote and quote.working_days else request.offered.working_days
