"""The secret address of a person's calendar of sessions."""

import secrets
from hashlib import sha256

from jalon.committee.models import Feed


def renew_feed(person) -> str:
    """A new token for a person's feed; the address they had before closes. Only its digest is kept."""
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(person=person, defaults={"token_digest": digest(token)})
    return token


def close_feed(person) -> None:
    Feed.objects.filter(person=person).delete()


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
