"""The weekly letter: what needs a person and what changed, in their language, when there is something."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.network.access import memberships_on, standing
from jalon.people.models import User
from jalon.ui.addresses import origin
from jalon.ui.needs import Asker, changes_for, needs_of

WEEK = timedelta(days=7)
MOST = 20  # lines of each part; the rest is counted


def readers(on: date) -> list[User]:
    """Who holds a role, wants the letter and may sign in here: nobody of a simulation."""
    held = memberships_on(on).values("user")
    wanted = User.objects.filter(pk__in=held, digest=True, is_active=True, is_demo=False)
    return [person for person in wanted.order_by("pk") if person.has_usable_password()]


def write_digest(person: User, *, on: date) -> bool:
    """Send the letter of the week that ends on a day; False when there is nothing to say."""
    with translation.override(person.language):
        message = digest_of(person, on)
        if message is not None:
            message.send()
    return message is not None


def digest_of(person: User, on: date) -> EmailMessage | None:
    asker = Asker(person, standing(person, on=on), on)
    needs, changes = needs_of(asker), changes_for(asker, midnight(on - WEEK))
    if not needs and not changes:
        return None
    context = {
        "needs": [(need, need.is_late(on), absolute(need.href)) for need in needs[:MOST]],
        "more_needs": max(len(needs) - MOST, 0),
        "changes": [(one, absolute(one.href)) for one in changes[:MOST]],
        "more_changes": max(len(changes) - MOST, 0),
        "inbox": absolute(reverse("network:inbox")),
        "preferences": absolute(reverse("people:preferences")),
        "is_demo": settings.JALON_DEMO,
    }
    title = _("Jalon: what needs you this week")
    return EmailMessage(title, render_to_string("network/digest.txt", context), None, [person.email])


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def absolute(href: str) -> str:
    return f"{origin()}{href}" if href else ""
