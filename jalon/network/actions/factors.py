"""A person lost what their second factor is on: an administrator removes it, and a letter says so."""

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.network.actions.invitations import LetterNotSent
from jalon.people import actions as accounts
from jalon.people.queries import has_second_factor


def remove_second_factor(user, *, by) -> None:
    """The password alone signs in again; sessions end. Raises LetterNotSent once it is done and untold."""
    if user == by:
        raise ValidationError(_("Your own second factor is turned off on the page of your account."))
    with recording("person.factor_removed", subject=f"person:{user.uid}", by=by):
        accounts.lock(user)
        if not has_second_factor(user):
            raise ValidationError(_("This account has no second factor."))
        accounts.remove_second_factor(user)
        transaction.on_commit(lambda: tell(user, by))


def tell(user, by) -> None:
    with translation.override(user.language):
        subject = _("The second factor of your Jalon account was removed")
        text = render_to_string("network/factor_removed.txt", {"person": user, "by": by})
    try:
        send_mail(subject, text, None, [user.email])
    except OSError as error:  # what mail servers refuse, and those that are not there
        said = _("The second factor is removed, and the letter to %(email)s was not sent: %(why)s.")
        raise LetterNotSent(said % {"email": user.email, "why": error}) from error
