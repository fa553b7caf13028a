"""Invitations: the only way to an account. The letter holds a token; the database its digest."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.actions.people import grant, refuse_misplaced, said
from jalon.network.models import Invitation
from jalon.network.roles import ROLES
from jalon.people import actions as accounts
from jalon.people.queries import account_of

VALID_FOR = timedelta(days=7)


class LetterNotSent(Exception):
    """The invitation is recorded, and the mail server did not take its letter."""


def invite(*, email, role, organisation, language, by, at, link: Callable[[str], str]) -> Invitation:
    """Send a letter that opens a role; an earlier open invitation to the same role is withdrawn.

    `link` makes the address of the acceptance page from the token, in the language of the letter. Raises
    LetterNotSent when the mail server does not take it; inviting again sends another one.
    """
    refuse_misplaced(role, organisation)
    refuse_held(email, role, organisation)
    token = secrets.token_urlsafe(32)
    payload = {"role": role, "valid_to": (at + VALID_FOR).isoformat()}
    with recording(
        "person.invited", subject=f"organisation:{organisation.code}", by=by, payload=payload
    ) as record:
        open_ones(email, role, organisation).update(withdrawn_at=at)
        invitation = Invitation(
            email=email.strip(),
            organisation=organisation,
            role=role,
            language=language,
            token_digest=digest(token),
            invited_at=at,
            expires_at=at + VALID_FOR,
            event_id=record.event_id,
        )
        invitation.full_clean(exclude=("event", "user"))
        invitation.save()
        record.payload["invitation"] = str(invitation.uid)
        transaction.on_commit(lambda: send_letter(invitation, by, link, token))
    return invitation


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def open_ones(email, role, organisation):
    return Invitation.objects.filter(
        email__iexact=email.strip(),
        role=role,
        organisation=organisation,
        accepted_at=None,
        withdrawn_at=None,
    )


def refuse_held(email, role, organisation) -> None:
    user = account_of(email)
    if user and user.memberships.filter(role=role, organisation=organisation, ends_on=None).exists():
        raise ValidationError(_("This person already holds this role there."))


def send_letter(invitation, by, link, token) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "by": by,
            "address": link(token),
            "role": said(ROLES[invitation.role].name),
            "description": said(ROLES[invitation.role].description),
            "organisation": said(invitation.organisation.name),
            "last_day": timezone.localdate(invitation.expires_at),
        }
        subject = _("You are invited to Jalon: %(organisation)s") % context
        text = render_to_string("network/invitation.txt", context)
    deliver(subject, text, invitation.email)


def deliver(subject, text, address) -> None:
    try:
        send_mail(subject, text, None, [address])
    except OSError as error:  # what mail servers refuse, and those that are not there
        raise LetterNotSent(
            _(
                "The invitation of %(email)s is recorded, and its letter was not sent: %(why)s. "
                "Have the mail server checked, then invite the person again."
            )
            % {"email": address, "why": error}
        ) from error


def withdraw_invitation(invitation, *, by, at) -> None:
    if not invitation.is_open(at):
        raise ValidationError(_("This invitation is no longer open."))
    subject = f"organisation:{invitation.organisation.code}"
    payload = {"invitation": str(invitation.uid)}
    with recording("invitation.withdrawn", subject=subject, by=by, payload=payload):
        invitation.withdrawn_at = at
        invitation.save(update_fields=("withdrawn_at",))


def accept_invitation(invitation, *, at, on, user=None, name="", password=""):
    """Open the account (or take the role on one's own existing account) and hold the role from that day.

    Raises ValidationError when the invitation is no longer open, or is for somebody else.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if not invitation.is_open(at):
            raise ValidationError(_("This invitation is no longer open: ask for another one."))
        user = user or open_invited(invitation, name, password)
        if user.email.casefold() != invitation.email.casefold():
            raise ValidationError(_("This invitation is for another address: sign out first."))
        record_acceptance(invitation, user, at, on)
    return user


def open_invited(invitation, name, password):
    if account_of(invitation.email):
        raise ValidationError(_("This address already has an account: sign in, then open the link again."))
    return accounts.open_account(
        email=invitation.email, password=password, name=name, language=invitation.language
    )


def record_acceptance(invitation, user, at, on) -> None:
    subject = f"organisation:{invitation.organisation.code}"
    payload = {"invitation": str(invitation.uid), "person": str(user.uid), "role": invitation.role}
    with recording("invitation.accepted", subject=subject, by=user, payload=payload) as record:
        invitation.accepted_at, invitation.user = at, user
        invitation.save(update_fields=("accepted_at", "user"))
        grant(user, invitation.role, invitation.organisation, on, event_id=record.event_id)
