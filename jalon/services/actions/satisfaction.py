"""The end of a request: the firm is asked by a secret link whether it is satisfied, and answers once."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.evidence.actions import Deed, record_in
from jalon.journal.actions import recording
from jalon.services.actions.requests import SOURCE, subject_of
from jalon.services.models import Asking, Contact, Request, Satisfaction
from jalon.services.queries.satisfaction import answer_of, digest

VALID_FOR = timedelta(days=60)
LANGUAGES = ("fr", "ar")  # whom one writes to may read either
POINTS = 2  # of ten, a step of the scale of five
ASKED_IN = ("delivered", "closed")


def ask_after(
    request: Request, *, name: str, email: str, by, on: date, link: Callable[[str, str], str]
) -> Asking:
    """Write to a person of the firm. `link` makes the address of the page, from the secret and a language.

    Raises ValidationError before the delivery, and OSError when the mail server refuses the letter: nothing
    is recorded then.
    """
    token = secrets.token_urlsafe(32)
    with recording("request.asked_after", subject=subject_of(request), by=by) as record:
        held = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
        if held.state not in ASKED_IN:
            raise ValidationError(_("The firm is asked once it was served: deliver first."))
        contact = contact_of(held, name=name, email=email)
        if answer_of(held, contact):
            raise ValidationError(_("This person already answered for this order."))
        asking = record.keep(
            Asking(request=held, contact=contact, token_digest=digest(token), expires_on=on + VALID_FOR)
        )
        send_letter(held, asking, {language: link(token, language) for language in LANGUAGES})
    return asking


def contact_of(request: Request, *, name: str, email: str) -> Contact:
    """The person to speak to under that address; a new one when nobody is."""
    found = request.contacts.filter(email__iexact=email.strip()).first()
    return found or Contact.objects.create(request=request, name=name.strip(), email=email.strip())


def send_letter(request: Request, asking: Asking, addresses: dict[str, str]) -> None:
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            said = {"request_": request, "asking": asking, "address": addresses[language]}
            parts.append(render_to_string("services/satisfaction.txt", said).strip())
    with translation.override("fr"):
        subject = _("Are you satisfied? %(number)s") % {"number": request.number}
    send_mail(subject, "\n\n".join(parts) + "\n", None, [asking.contact.email])


def answer(
    request: Request,
    contact: Contact,
    *,
    score: int,
    by=None,
    on: date | None = None,
    asking: Asking | None = None,
    in_time: bool | None = None,
    text: str = "",
) -> Satisfaction:
    """Keep what a person of the firm answers, with its evidence: once an order; today, unless `on` says it.

    Raises ValidationError the second time.
    """
    on = on or timezone.localdate()
    said = {"score": score, "in_time": in_time, "text": text.strip(), "asking": asking}
    try:
        with (
            transaction.atomic(),
            recording(
                "request.rated", subject=subject_of(request), by=by, payload={"score": score}
            ) as record,
        ):
            kept = record.keep(Satisfaction(request=request, contact=contact, **said))
            deeds = {"deeds": [deed_of_answer(kept, on=on)], "source": SOURCE, "on": on}
            record_in(record, centre=request.centre, simulated=request.simulated, **deeds)
            return kept
    except IntegrityError as error:
        raise ValidationError(_("You already answered for this order: thank you.")) from error


def deed_of_answer(said: Satisfaction, *, on: date) -> Deed:
    """An answer as evidence: points out of ten."""
    request, offering = said.request, said.request.offered.offering
    return Deed(
        external_id=f"satisfaction:{request.uid}:{said.contact_id}",
        kind="satisfaction.answered",
        on=on,
        quantity=Decimal(said.score * POINTS),
        enterprise=request.enterprise,
        establishment=request.establishment,
        service=offering.service.code if offering.service else offering.code,
    )
