"""What can be done with accounts. What is also an act of the network is recorded by `network.actions`."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from jalon.people.models import User


def open_account(*, email, password, name="", language="fr", is_demo=False) -> User:
    user = User(email=User.objects.normalize_email(email), name=name, language=language, is_demo=is_demo)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


def prefer(user, *, name, language, digits, digest) -> User:
    user.name, user.language, user.digits, user.digest = name, language, digits, digest
    user.full_clean(exclude=("password",))
    user.save(update_fields=("name", "language", "digits", "digest"))
    return user


def lock(user) -> None:
    """Inside a transaction: one change at a time to what a person holds."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


@transaction.atomic
def close(user) -> None:
    user.is_active = False
    user.save(update_fields=("is_active",))
    end_sessions(user)


def open_again(user) -> None:
    user.is_active = True
    user.save(update_fields=("is_active",))


@transaction.atomic
def remove_second_factor(user) -> None:
    """With its recovery codes; whoever holds what was lost is signed out."""
    user.authenticator_set.all().delete()
    end_sessions(user)


def end_sessions(user) -> int:
    """Sessions name their person inside their encoded data only, so each live one is read."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    ended = [
        session.pk
        for session in live.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=ended).delete()[0]
