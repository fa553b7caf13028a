"""Deputies: somebody holds another's role for a time; the journal says for whom."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.actions.people import grant
from jalon.network.models import Membership
from jalon.people.models import User

LONGEST = 366


def name_deputy(
    membership: Membership, *, deputy: User, starts_on: date, ends_on: date, by: User, on: date
) -> Membership:
    """Give a person the role of another from a day until the first day without it. Raises
    ValidationError.
    """
    refuse_wrong_days(membership, starts_on, ends_on, on)
    if deputy == membership.user:
        raise ValidationError(_("Nobody is their own deputy."))
    if membership.deputy_for_id:
        raise ValidationError(_("A deputy names no deputy: the person they stand for does."))
    payload = {
        "person": str(deputy.uid),
        "role": membership.role,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "deputy_for": str(membership.user.uid),
    }
    subject = f"organisation:{membership.organisation.code}"
    with recording("role.held", subject=subject, by=by, payload=payload) as record:
        return grant(
            deputy,
            membership.role,
            membership.organisation,
            starts_on,
            event_id=record.event_id,
            ends_on=ends_on,
            deputy_for=membership.user,
        )


def refuse_wrong_days(membership: Membership, starts_on: date, ends_on: date, on: date) -> None:
    if ends_on <= starts_on:
        raise ValidationError(_("A deputy's time ends after it begins."))
    if starts_on < on:
        raise ValidationError(_("A deputy is named from today on: nobody acted for you before."))
    if (ends_on - starts_on).days > LONGEST:
        raise ValidationError(_("A deputy is named for a year at most; somebody for longer holds the role."))
    if membership.ends_on and ends_on > membership.ends_on:
        raise ValidationError(_("Your own role ends before that day."))
