"""Who was asked whether it is satisfied, and who answered."""

from hashlib import sha256

from jalon.services.models import Asking, Contact, Request, Satisfaction

WORKED = ("quote", "revise", "plan", "start", "suspend", "resume", "deliver")
"""The verbs by which a person takes part in the work of a request."""


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def asking_of(token: str) -> Asking | None:
    """The letter a secret comes from."""
    found = Asking.objects.filter(token_digest=digest(token))
    return found.select_related("request__centre", "request__offered", "contact").first()


def answer_of(request: Request, contact: Contact) -> Satisfaction | None:
    return Satisfaction.objects.filter(request=request, contact=contact).first()


def is_asked(request: Request) -> bool:
    """Whether the firm was asked, or said by itself how satisfied it is."""
    return request.askings.exists() or request.satisfactions.exists()


def took_part(person, request: Request) -> bool:
    """Whether a person did some of the work of a request."""
    return request.steps.filter(person=person, verb__in=WORKED).exists()
