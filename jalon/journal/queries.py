"""What can be asked of the journal: its last moment, the moment of an instant, whose journal it is."""

import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from jalon.journal.models import Event
from jalon.ui import formats

FOUNDED = "journal.founded"


class MomentError(ValueError):
    """A text that names no moment; the message is for the person who typed it."""


def latest() -> int:
    """The last moment, 0 while nothing happened."""
    return Event.objects.order_by("-number").values_list("number", flat=True).first() or 0


def head() -> bytes:
    """The hash of the last event, which covers all those before it; empty while nothing happened."""
    return bytes(Event.objects.order_by("-number").values_list("hash", flat=True).first() or b"")


def moment_of(text: str) -> int:
    """The moment a person means: an event's number, or the last event by an instant or by a day's end."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= BEYOND:
        return numbered(int(text))
    number = (
        Event.objects.filter(recorded_at__lt=after(text)).order_by("-number").values_list("number", flat=True)
    )
    return number.first() or 0


def numbered(number: int) -> int:
    last = latest()
    if number > last:
        raise MomentError(
            _("The journal goes to moment %(last)s: moment %(number)s has not happened yet.")
            % {"last": formats.plain_number(last), "number": formats.plain_number(number)}
        )
    return number


BEYOND = 18  # digits: no journal goes so far
YEARS = range(1900, 2200)  # the day after the last one there is, or its instant elsewhere, is none


def year_of(day: date | None) -> int | None:
    return day.year if day else None


def after(text: str) -> datetime:
    """The first instant that no longer belongs to the text: a day lasts until the next one begins."""
    try:
        # a "+" arrives as a space when an address was typed by hand
        instant, day = parse_datetime(text.replace(" 0", "+0")) or parse_datetime(text), parse_date(text)
    except ValueError:
        instant = day = None
    if year_of(day or instant) not in YEARS:
        instant = day = None
    if day:
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    if instant is None:
        raise MomentError(
            _(
                "“%(text)s” is no moment: write an event's number, a day (2025-03-31) "
                "or an instant (2025-03-31T18:00)."
            )
            % {"text": text[:40]}
        )
    aware = instant if timezone.is_aware(instant) else timezone.make_aware(instant)
    return aware + timedelta(microseconds=1)


def founding() -> Event | None:
    return Event.objects.filter(number=1).first()


def identity() -> uuid.UUID | None:
    """The journal's own name, so that two journals never mix; None before anything happened."""
    event = founding()
    return uuid.UUID(event.payload["journal"]) if event else None


def purpose() -> str:
    """What the journal was begun for: "production", "demo" or "bench"; empty before anything happened."""
    event = founding()
    return event.payload["purpose"] if event else ""
