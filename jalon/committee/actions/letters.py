"""Letters to members, each in the reader's language, with the session for their calendar."""

from collections.abc import Callable, Iterable

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from jalon.committee.exports.calendars import CANCEL, REQUEST, calendar_of
from jalon.committee.models import Seat, Session
from jalon.committee.queries.sessions import Life
from jalon.ui import formats

LETTER = "committee.letter"
SUBJECTS = {
    "call": gettext_lazy("Committee: session %(number)s on %(day)s"),
    "postpone": gettext_lazy("Committee: session %(number)s is moved to %(day)s"),
    "cancel": gettext_lazy("Committee: session %(number)s is cancelled"),
}


def ask_for_letters(
    life: Life, seats: Iterable[Seat], verb: str, link: Callable[[Session, str], str]
) -> None:
    """A job a member, in the transaction of the act: the worker writes, and again where it could not."""
    job = app.configure_task(LETTER, allow_unknown=False)
    session, known_at = life.session, life.steps[-1].event.number
    for seat in seats:
        address = link(session, seat.person.language)
        job.defer(session=str(session.uid), seat=seat.pk, verb=verb, known_at=known_at, address=address)


def send_letter(life: Life, seat: Seat, verb: str, address: str) -> None:
    """Write to one member; nothing to who has no account any more. Raises OSError where mail is refused."""
    if seat.person.is_active:
        letter(life, seat, verb, address).send()


def letter(life: Life, seat: Seat, verb: str, address: str) -> EmailMultiAlternatives:
    with translation.override(seat.person.language):
        said = {
            "number": formats.plain_number(life.session.number),
            "day": formats.plain_day(life.on),
            "moment": formats.plain_moment(life.starts_at),
            "place": formats.plain_words(life.place),
            "plan": formats.plain_words(life.session.plan.name),
            "title": formats.plain_words(life.session.title),
            "reason": life.steps[-1].reason,
            "address": address,
            "verb": verb,
            "simulated": life.session.simulated,
        }
        message = EmailMultiAlternatives(
            SUBJECTS[verb] % said, render_to_string("committee/letter.txt", said), None, [seat.person.email]
        )
        method = CANCEL if verb == "cancel" else REQUEST
        content = calendar_of([life], method=method, address=lambda session: address)
        message.attach("session.ics", content, f"text/calendar; method={method}; charset=utf-8")
    return message
