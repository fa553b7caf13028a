"""What is done to a request: opened, described, moved, delivered, handed to another centre."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from jalon.evidence.actions import Deed, record_in
from jalon.evidence.queries import live_revisions
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.network.models import Enterprise, Establishment, Organisation
from jalon.people import actions as accounts
from jalon.services.actions.numbering import take_number
from jalon.services.models import Contact, Counter, Interaction, Need, OfferingVersion, Request, RequestStep
from jalon.services.queries.clock import clock_of
from jalon.services.queries.requests import facts_of, is_final, sent_quote

SOURCE = "services"


def open_request(
    version: OfferingVersion,
    *,
    enterprise: Enterprise,
    channel: str,
    text: str,
    by,
    on: date,
    answers: Mapping[str, str] | None = None,
    wanted_by: date | None = None,
    establishment: Establishment | None = None,
    contact: Mapping[str, str] | None = None,
    simulated: bool = False,
    uid: UUID | None = None,
) -> Request:
    """Write a firm's request down, as a draft with its number; filing it is a step."""
    centre = version.offering.centre
    payload = {"centre": centre.code, "service": version.offering.code}
    with recording("request.opened", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        request = Request(
            offered=version,
            enterprise=enterprise,
            establishment=establishment,
            channel=channel,
            simulated=simulated,
            uid=uid or uuid4(),
        )
        need = Need(text=text.strip(), answers=dict(answers or {}), wanted_by=wanted_by)
        return begun(record, request, need, centre=centre, on=on, contact=contact)


def open_once(version: OfferingVersion, *, uid: UUID, by, **told) -> Request:
    """Write a request down under the name its page gave it: sent twice, it is one request."""
    with transaction.atomic():
        accounts.lock(by)
        return Request.objects.filter(uid=uid).first() or open_request(version, uid=uid, by=by, **told)


def file_once(version: OfferingVersion, *, uid: UUID, by, on: date, roles: Sequence[str], **told) -> Request:
    """Write a request down and file it, both or neither: sent twice, it is one request, filed once."""
    with transaction.atomic():
        request = open_once(version, uid=uid, by=by, on=on, **told)
        if request.turn == 0:
            step(request, "submit", by=by, roles=roles, turn=0, on=on)
        return request


def begun(
    record: Recording, request: Request, need: Need, *, centre: Organisation, on: date, contact=None
) -> Request:
    request.centre, request.year = centre, on.year
    request.serial = take_number(centre, Counter.Series.REQUEST, year=on.year)
    lives.begin(record, request)
    need.request = request
    record.keep(need)
    if contact and contact.get("name"):
        Contact.objects.create(request=request, **contact)
    return request


def describe(
    request: Request,
    *,
    text: str,
    by,
    answers: Mapping[str, str] | None = None,
    wanted_by: date | None = None,
) -> Need:
    """Say anew what the firm needs: the last word counts."""
    with recording("request.described", subject=subject_of(request), by=by) as record:
        return record.keep(
            Need(request=request, text=text.strip(), answers=dict(answers or {}), wanted_by=wanted_by)
        )


def note(request: Request, *, means: str, text: str, on: date, by, is_shared: bool = False) -> Interaction:
    """Remember something said between the firm and the centre."""
    with recording("request.noted", subject=subject_of(request), by=by, payload={"means": means}) as record:
        return record.keep(
            Interaction(request=request, means=means, on=on, text=text.strip(), is_shared=is_shared)
        )


def subject_of(request: Request) -> str:
    return f"request:{request.uid}"


@contextmanager
def stepping(
    request: Request,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    on: date,
    reason: str = "",
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
    event: str = "request.moved",
) -> Iterator[tuple[Recording, RequestStep]]:
    """Do a verb of a request in one event; what else it records goes under the same. Raises Refused.

    `brought` are the facts the act itself brings: a proof, an answer, days.
    """
    payload = {"centre": request.centre.code, "verb": verb}
    with recording(event, subject=subject_of(request), by=by, payload=payload) as record:

        def facts(held: Request) -> dict[str, bool]:
            return facts_of(held, on=on, by=by) | dict.fromkeys(brought, True)

        step = lives.move(
            record, request, verb, facts=facts, role=roles, by=by, turn=turn, reason=reason, said=said
        )
        yield record, step


def step(request: Request, verb: str, **told) -> RequestStep:
    """Do a verb that records nothing else; see `stepping`."""
    with stepping(request, verb, **told) as (_record, done):
        return done


def deliver(
    request: Request, *, by, roles: Sequence[str], turn: int, on: date, documents: Sequence[str] = ()
) -> RequestStep:
    """Deliver what is final: the deed most indicators count is recorded in the same event."""
    brought = ("deliverable_final",) if documents else ()
    said = {"documents": list(documents)}
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "brought": brought, "said": said}
    with stepping(request, "deliver", event="request.delivered", **told) as (record, done):
        deed = deed_of(request, on=on, documents=documents)
        if not stands(request, deed):
            deeds = {"deeds": [deed], "source": SOURCE, "simulated": request.simulated}
            record_in(record, centre=request.centre, on=on, **deeds)
        return done


def hand_over(request: Request, document: str, **told) -> RequestStep:
    """Deliver a document somebody brings: refused while a test, a file or an application still makes it."""
    if not is_final(request):
        raise lives.Refused(("deliverable_final",))
    return deliver(request, documents=[document], **told)


def stands(request: Request, deed: Deed) -> bool:
    """A service taken up again after a contestation is counted once."""
    last = live_revisions(request.centre_id, [deed.external_id])
    return deed.external_id in last and last[deed.external_id][2]


def deed_of(request: Request, *, on: date, documents: Sequence[str]) -> Deed:
    """The service as evidence: under the axis and the line of its quote, else of the catalogue."""
    version, quote = request.offered, sent_quote(request)
    offering = version.offering
    is_funded = bool(quote and quote.funded_amount)
    return Deed(
        external_id=f"request:{request.uid}",
        kind="service.delivered",
        on=on,
        enterprise=request.enterprise,
        establishment=request.establishment,
        service=offering.service.code if offering.service else offering.code,
        axis=quote.axis_code if is_funded else version.axis_code,
        funding_line=quote.funding_line_code if is_funded else version.funding_line_code,
        general_interest=version.general_interest,
        attributes={"working_days": clock_of(request, on=on).days},
        documents=tuple(documents),
    )


def offer_transfer(
    request: Request, centre: Organisation, *, firm_agreed: bool, by, roles, turn: int, on: date, reason: str
) -> RequestStep:
    """Ask another centre to take a request over; whether the firm agreed is said with it."""
    brought = () if centre.pk == request.centre_id else ("other_centre_named",)
    said = {"centre": centre.code, "firm_agreed": firm_agreed}
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "reason": reason}
    return step(request, "offer_transfer", brought=brought, said=said, **told)


def take_over(request: Request, version: OfferingVersion, *, by, roles, turn: int, on: date) -> Request:
    """Take a request over, as a new one of this centre, under the service it offers; the first one ends."""
    last = request.steps.order_by("-turn").first()
    brought = ("firm_agreed",) if last and last.said_with_it.get("firm_agreed") else ()
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "brought": brought}
    with stepping(request, "take_over", event="request.taken_over", **told) as (record, _step):
        need, contact = request.needs.last(), request.contacts.last()
        follows = Request(
            offered=version,
            enterprise=request.enterprise,
            establishment=request.establishment,
            channel=request.channel,
            simulated=request.simulated,
            comes_from=request,
        )
        again = Need(text=need.text, answers={}, wanted_by=need.wanted_by)
        whom = contact and {"name": contact.name, "email": contact.email, "telephone": contact.telephone}
        return begun(record, follows, again, centre=version.offering.centre, on=on, contact=whom)
