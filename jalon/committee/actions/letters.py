"""Letters to members, each in the reader's language, with the session for their calendar."""

import logging
from collections.abc import Iterable

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from jalon.committee.exports.calendars import CANCEL, REQUEST, calendar_of
from jalon.committee.models import Seat
from jalon.committee.queries.sessions import Life
from jalon.ui import formats

LOG = logging.getLogger(__name__)
SUBJECTS = {
    "call": gettext_lazy("Committee: session %(number)s on %(day)s"),
    "postpone": gettext_lazy("Committee: session %(number)s is moved to %(day)s"),
    "cancel": gettext_lazy("Committee: session %(number)s is cancelled"),
}


def send_letters(life: Life, seats: Iterable[Seat], verb: str, link) -> None:
    """A letter to each member. A mail server that refuses changes nothing: the session stays called."""
    letters = [letter(life, seat, verb, link) for seat in seats if seat.person.is_active]
    try:
        get_connection().send_messages(letters)
    except OSError as error:
        LOG.warning("session %s: letters were not sent: %s", life.session.uid, error)


def letter(life: Life, seat: Seat, verb: str, link) -> EmailMultiAlternatives:
    with translation.override(seat.person.language):
        address = link(life.session, seat.person.language)
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
