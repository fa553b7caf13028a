"""Accounts of firms: a letter, an acceptance. A centre that invites vouches for the person."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.actions.firms import read_ice, register_firm
from jalon.network.actions.invitations import digest
from jalon.network.models import Enterprise, FirmAccount, FirmInvitation
from jalon.people import actions as accounts
from jalon.people.queries import account_of

VALID_FOR = timedelta(days=7)
BETWEEN_LETTERS = timedelta(hours=1)
MOST_AN_HOUR = 100  # letters to people who came by themselves: nobody makes this house write to the world


def invite_firm(
    enterprise: Enterprise, *, email: str, centre, language: str, by, at: datetime, link: Callable[[str], str]
) -> FirmInvitation:
    """Write to a person of a firm the centre serves. Raises OSError when the letter is refused."""
    return written(
        FirmInvitation(email=email.strip(), centre=centre, enterprise=enterprise.final, language=language),
        by=by,
        at=at,
        link=link,
    )


def ask_for_account(
    *, email: str, ice: str, name: str, language: str, at: datetime, link: Callable[[str], str]
) -> FirmInvitation | None:
    """Write to a person who came by themselves; None when too many letters left this hour.

    Raises ValidationError for an ICE that is none.
    """
    number = read_ice(ice).number
    since = FirmInvitation.objects.filter(centre=None, invited_at__gt=at - BETWEEN_LETTERS)
    if since.filter(email__iexact=email.strip()).exists() or since.count() >= MOST_AN_HOUR:
        return None
    asked = FirmInvitation(email=email.strip(), ice=number, name=name.strip(), language=language)
    return written(asked, by=None, at=at, link=link)


def written(invitation: FirmInvitation, *, by, at: datetime, link) -> FirmInvitation:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.invited_at, invitation.expires_at = at, at + VALID_FOR
    payload = {"invitation": str(invitation.uid), "by_themselves": invitation.centre is None}
    with recording("firm.invited", by=by, payload=payload) as record:
        invitation.event_id = record.event_id
        invitation.save()
        with translation.override(invitation.language):
            last_day = timezone.localdate(invitation.expires_at)
            said = {"invitation": invitation, "address": link(token), "last_day": last_day}
            subject, text = _("Your firm's account"), render_to_string("network/firm_letter.txt", said)
        send_mail(subject, text, None, [invitation.email])
    return invitation


def accept_firm(
    invitation: FirmInvitation, *, at: datetime, on: date, user=None, name: str = "", password: str = ""
) -> FirmAccount:
    """Open the account, or let the one signed in act for the firm. Raises ValidationError."""
    with transaction.atomic():
        invitation = FirmInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if not invitation.is_open(at):
            raise ValidationError(_("This letter is no longer good: ask for another one."))
        user = user or opened(invitation, name, password)
        if user.email.casefold() != invitation.email.casefold():
            raise ValidationError(_("This letter is for another address: sign out first."))
        if user.memberships.exists():
            raise ValidationError(_("This account works for the network: a firm needs one of its own."))
        return joined(invitation, user, at, on)


def opened(invitation: FirmInvitation, name: str, password: str):
    if account_of(invitation.email):
        raise ValidationError(_("This address already has an account: sign in, then open the link again."))
    language = invitation.language
    return accounts.open_account(email=invitation.email, password=password, name=name, language=language)


def joined(invitation: FirmInvitation, user, at: datetime, on: date) -> FirmAccount:
    firm = invitation.enterprise or register_firm(name=invitation.name, ice=invitation.ice, on=on, by=user)
    is_vouched = invitation.centre is not None
    held = FirmAccount.objects.filter(user=user).first()
    if held and held.firm != firm.final:
        raise ValidationError(_("This account already acts for another firm."))
    payload = {"person": str(user.uid), "vouched": is_vouched}
    with recording("firm.joined", subject=f"firm:{firm.uid}", by=user, payload=payload) as record:
        invitation.accepted_at = at
        invitation.save(update_fields=("accepted_at",))
        if held is None:
            said = {"is_vouched": is_vouched, "since": on, "event_id": record.event_id}
            return FirmAccount.objects.create(user=user, enterprise=firm, **said)
        held.is_vouched = held.is_vouched or is_vouched
        held.save(update_fields=("is_vouched",))
        return held
