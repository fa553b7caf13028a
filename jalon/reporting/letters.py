"""Letters of reporting: plain text, in each reader's language; one that cannot be sent loses nothing."""

import logging
from collections.abc import Callable, Iterable

from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract
from jalon.network.access import memberships_on
from jalon.people.models import User

LOG = logging.getLogger(__name__)


def directors(contract: Contract, on=None) -> list[User]:
    """Who answers for the contract at its centre, deputies included."""
    return holders(Q(role="centre_director", organisation=contract.centre_id), on)


def officers(on=None) -> list[User]:
    return holders(Q(role="programme_officer"), on)


def holders(held: Q, on=None) -> list[User]:
    rows = memberships_on(on or timezone.localdate()).filter(held).select_related("user")
    return list({row.user_id: row.user for row in rows}.values())


def write_to(people: Iterable[User], subject: Callable[[], str], template: str, context: dict) -> int:
    """Send one letter a person, in their language; how many the mail server took."""
    sent = 0
    for user in people:
        with translation.override(user.language or "fr"):
            text = render_to_string(template, context | {"reader": user})
            sent += delivered(user.email, subject(), text)
    return sent


def delivered(address: str, subject: str, text: str) -> bool:
    try:
        send_mail(subject, text, None, [address])
    except OSError:  # what mail servers refuse; the page says the same
        LOG.warning("a letter of reporting was not sent")
        return False
    return True


def tell_of_question(question, by, link) -> None:
    context = {"question": question, "by": by, "address": link(question) if link else ""}
    code = question.contract.centre.code
    write_to(
        directors(question.contract),
        lambda: _("A question on a figure of %(centre)s") % {"centre": code},
        "reporting/letters/question.txt",
        context,
    )


def tell_of_answer(answer, by, link) -> None:
    """To who asked, and to the centre's directors; not to the person who writes."""
    question = answer.question
    asker = question.event.actor
    readers = {user.pk: user for user in (asker, *directors(question.contract)) if user}
    readers.pop(by.pk if by else None, None)
    context = {"answer": answer, "question": question, "address": link(question) if link else ""}
    write_to(
        readers.values(),
        lambda: _("An answer on a figure of %(centre)s") % {"centre": question.contract.centre.code},
        "reporting/letters/answer.txt",
        context,
    )
