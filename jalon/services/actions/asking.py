"""Many firms asked at once whether they are satisfied, and their answers: a deed each, in one event."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.evidence.actions import record_in
from jalon.journal.actions import recording
from jalon.services.actions.requests import SOURCE
from jalon.services.actions.satisfaction import ASKED_IN, VALID_FOR, deed_of_answer
from jalon.services.models import Asking, Contact, Request, Satisfaction
from jalon.services.queries.satisfaction import digest


@dataclass(frozen=True)
class Answered:
    """What a person of the firm answered to a letter."""

    asking: Asking
    score: int
    in_time: bool | None = None
    text: str = ""


def ask_many(
    asked: Sequence[tuple[Request, Contact]], *, by, on: date, send: Callable[[Asking, str], object]
) -> list[Asking]:
    """Ask each person; `send` gets each letter's secret, kept nowhere else. Raises ValidationError."""
    if not asked:
        return []
    if any(request.state not in ASKED_IN for request, _contact in asked):
        raise ValidationError(_("The firm is asked once it was served: deliver first."))
    centre = asked[0][0].centre
    payload = {"centre": centre.code, "requests": len(asked)}
    tokens = [secrets.token_urlsafe(32) for _one in asked]
    with recording("request.asked_after", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        made = record.keep_all(
            Asking(request=request, contact=whom, token_digest=digest(token), expires_on=on + VALID_FOR)
            for (request, whom), token in zip(asked, tokens, strict=True)
        )
        for asking, token in zip(made, tokens, strict=True):
            send(asking, token)
    return made


def answer_many(answered: Sequence[Answered], *, by, on: date) -> list[Satisfaction]:
    """Keep what people answered, with its evidence in one event; the database refuses a second answer."""
    if not answered:
        return []
    centre = answered[0].asking.request.centre
    payload = {"centre": centre.code, "answers": len(answered)}
    with recording("request.rated", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        made = record.keep_all(
            Satisfaction(
                request=one.asking.request,
                contact=one.asking.contact,
                asking=one.asking,
                score=one.score,
                in_time=one.in_time,
                text=one.text.strip(),
            )
            for one in answered
        )
        (simulated,) = {one.request.simulated for one in made}
        deeds = [deed_of_answer(one, on=on) for one in made]
        record_in(record, centre=centre, deeds=deeds, source=SOURCE, simulated=simulated, on=on)
        return made
