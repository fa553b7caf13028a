"""Sessions as iCalendar (RFC 5545): the file of a letter, and the feed a member's calendar reads."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from jalon.committee.models import Session
from jalon.committee.queries.sessions import Life
from jalon.ui import formats

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
LASTS = timedelta(hours=3)


def calendar_of(lived: Iterable[Life], *, method: str = PUBLISH, address: Callable[[Session], str]) -> bytes:
    """The sessions as one calendar, in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//committee//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", _("Sessions of the committee"))
    for life in lived:
        calendar.add_component(event_of(life, address(life.session)))
    return calendar.to_ical()


def event_of(life: Life, address: str) -> Event:
    """A session: the same UID whatever changes, a sequence that grows with each step."""
    session, event = life.session, Event()
    event.add("uid", f"{session.uid}@jalon")
    event.add("sequence", len(life.steps))
    event.add("dtstamp", life.steps[-1].event.recorded_at)
    event.add("dtstart", life.starts_at)
    event.add("dtend", life.starts_at + LASTS)
    event.add("summary", summary(life))
    event.add("location", formats.plain_words(life.place))
    event.add("description", address)
    event.add("url", address)
    event.add("status", "CANCELLED" if life.state == "cancelled" else "CONFIRMED")
    return event


def summary(life: Life) -> str:
    said = {"number": formats.plain_number(life.session.number), "plan": life.session.plan.code}
    text = _("Committee of %(plan)s: session %(number)s") % said
    return formats.dotted(text, _("simulated")) if life.session.simulated else text
