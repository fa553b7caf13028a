"""Many requests of a centre at once: the same steps, guards and evidence as one, in few questions.

A morning's post, a batch that comes in by file, a simulated past. Every function moves all or none.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from jalon.evidence.actions import Deed, record_in
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.network.models import Enterprise, Establishment, Organisation
from jalon.services.actions.numbering import take_numbers
from jalon.services.actions.quoting import Line, vat_of
from jalon.services.actions.requests import SOURCE
from jalon.services.models import (
    Acceptance,
    Asking,
    Contact,
    ContractReview,
    Counter,
    Need,
    OfferingVersion,
    Quote,
    QuoteLine,
    Request,
    RequestStep,
    Satisfaction,
)
from jalon.services.queries.catalogue import is_offered, unanswered
from jalon.services.queries.clock import clocks_of
from jalon.services.queries.requests import is_complete, is_funded


@dataclass(frozen=True)
class Asked:
    """What a firm asks, as it is written down."""

    version: OfferingVersion
    enterprise: Enterprise
    text: str
    channel: str
    establishment: Establishment | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    wanted_by: date | None = None
    contact: Mapping[str, str] | None = None


def open_requests(
    centre: Organisation, asked: Sequence[Asked], *, by, on: date, simulated: bool = False
) -> list[Request]:
    """Write requests down, as drafts with their numbers."""
    payload = {"centre": centre.code, "requests": len(asked)}
    with recording("request.opened", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        numbers = take_numbers(centre, Counter.Series.REQUEST, year=on.year, count=len(asked))
        made = [
            Request(
                centre=centre,
                year=on.year,
                serial=serial,
                offered=one.version,
                enterprise=one.enterprise,
                establishment=one.establishment,
                channel=one.channel,
                simulated=simulated,
            )
            for serial, one in zip(numbers, asked, strict=True)
        ]
        lives.begin_all(record, made)
        record.keep_all(need_of(request, one) for request, one in zip(made, asked, strict=True))
        spoken = [
            Contact(request=request, **one.contact)
            for request, one in zip(made, asked, strict=True)
            if one.contact
        ]
        Contact.objects.bulk_create(spoken)
        return made


def need_of(request: Request, one: Asked) -> Need:
    return Need(request=request, text=one.text.strip(), answers=dict(one.answers), wanted_by=one.wanted_by)


@contextmanager
def stepping_all(
    requests: Sequence[Request],
    verb: str,
    *,
    by,
    roles: Sequence[str],
    on: date,
    reason: str = "",
    brought: Collection[str] = (),
    said=None,
    event: str = "request.moved",
) -> Iterator[tuple[Recording, list[RequestStep]]]:
    """Do a verb of requests of one centre in one event; what else it records goes under the same."""
    centre = requests[0].centre
    payload = {"centre": centre.code, "verb": verb, "requests": len(requests)}
    with recording(event, subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        known = facts_of_all(requests, verb, on=on)

        def facts(held: Request) -> dict[str, bool]:
            return known[held.pk] | dict.fromkeys(brought, True)

        told = {"role": roles, "by": by, "reason": reason, "said": said}
        yield record, lives.move_all(record, requests, verb, facts=facts, **told)


def step_requests(requests: Sequence[Request], verb: str, **told) -> list[RequestStep]:
    """Do a verb that records nothing else; see `stepping_all`. Raises Refused."""
    if not requests:
        return []
    with stepping_all(requests, verb, **told) as (_record, done):
        return done


# what guards them


def facts_of_all(requests: Sequence[Request], verb: str, *, on: date) -> dict[int, dict[str, bool]]:
    """What holds of each by its records, of what the verb asks: a question a guard, however many requests."""
    asked = {guard for line in Request.machine.transitions if line.verb == verb for guard in line.guards}
    found: dict[int, dict[str, bool]] = {request.pk: {} for request in requests}
    for guard in sorted(asked & READERS.keys()):
        for key, holds in READERS[guard](requests, on).items():
            found[key][guard] = holds
    return found


def last_of(model, requests: Sequence[Request]) -> dict[int, object]:
    """The last word on each request; one question."""
    rows = model.objects.filter(request__in=requests).order_by("request_id", "-id").distinct("request_id")
    return {row.request_id: row for row in rows}


def needs_described(requests, on) -> dict[int, bool]:
    needs = last_of(Need, requests)
    return {
        one.pk: bool(
            (need := needs.get(one.pk)) and need.text.strip() and not unanswered(one.offered, need.answers)
        )
        for one in requests
    }


def services_offered(requests, on) -> dict[int, bool]:
    offered = {one.offered_id: one.offered for one in requests}
    holds = {key: is_offered(version, on) for key, version in offered.items()}
    return {one.pk: holds[one.offered_id] for one in requests}


def contracts_reviewed(requests, on) -> dict[int, bool]:
    reviews = last_of(ContractReview, requests)
    return {one.pk: is_complete(reviews.get(one.pk)) for one in requests}


def quotes_valid(requests, on) -> dict[int, bool]:
    sent = sent_quotes(requests)
    return {one.pk: bool((quote := sent.get(one.pk)) and on <= quote.valid_until) for one in requests}


def quotes_over(requests, on) -> dict[int, bool]:
    sent = sent_quotes(requests)
    return {one.pk: bool((quote := sent.get(one.pk)) and on > quote.valid_until) for one in requests}


def fundings_available(requests, on) -> dict[int, bool]:
    sent = sent_quotes(requests)
    return {one.pk: bool((quote := sent.get(one.pk)) and is_funded(quote, on)) for one in requests}


def satisfactions_asked(requests, on) -> dict[int, bool]:
    asked = Asking.objects.filter(request=OuterRef("pk"))
    answered = Satisfaction.objects.filter(request=OuterRef("pk"))
    found = Request.objects.filter(pk__in=[one.pk for one in requests])
    held = set(found.filter(Exists(asked) | Exists(answered)).values_list("pk", flat=True))
    return {one.pk: one.pk in held for one in requests}


READERS = {
    "need_described": needs_described,
    "service_offered": services_offered,
    "contract_reviewed": contracts_reviewed,
    "quote_valid": quotes_valid,
    "validity_over": quotes_over,
    "funding_available": fundings_available,
    "satisfaction_asked": satisfactions_asked,
}


def sent_quotes(requests: Sequence[Request]) -> dict[int, Quote]:
    """The revision each firm has; two questions."""
    steps = RequestStep.objects.filter(thing__in=requests, verb__in=("quote", "revise"))
    last = steps.order_by("thing_id", "-turn").distinct("thing_id")
    revision = {step.thing_id: step.said_with_it["revision"] for step in last}
    quotes = Quote.objects.filter(request__in=list(revision))
    return {quote.request_id: quote for quote in quotes if quote.revision == revision[quote.request_id]}


# answering


def review_requests(
    requests: Sequence[Request], *, ticked: Mapping[str, str], rule: str, by, rule_factor=None
) -> list[ContractReview]:
    """Say of each what was checked before quoting."""
    if not requests:
        return []
    centre = requests[0].centre
    payload = {"centre": centre.code, "requests": len(requests)}
    with recording("request.reviewed", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        said = {"rule": rule, "rule_factor": rule_factor}
        return record.keep_all(ContractReview(request=one, ticked=dict(ticked), **said) for one in requests)


def quote_requests(
    quoted: Sequence[tuple[Request, Sequence[Line]]],
    *,
    valid_until: date,
    by,
    roles: Sequence[str],
    on: date,
    working_days: int | None = None,
) -> list[Quote]:
    """Send each firm its first quote. Raises Refused."""
    if not quoted:
        return []
    brought = ("quote_written",) if all(lines for _one, lines in quoted) and valid_until >= on else ()
    requests = [request for request, _lines in quoted]
    told = {"by": by, "roles": roles, "on": on, "brought": brought, "said": {"revision": 1}}
    with stepping_all(requests, "quote", event="request.quoted", **told) as (record, _steps):
        made = record.keep_all(
            Quote(
                request=request,
                revision=1,
                valid_until=valid_until,
                working_days=working_days,
                amount=sum(line.amount for line in lines),
                vat=vat_of(lines),
            )
            for request, lines in quoted
        )
        pairs = zip(made, (lines for _request, lines in quoted), strict=True)
        record.keep_all(
            QuoteLine(quote=quote, position=position, amount=line.amount, **vars(line))
            for quote, lines in pairs
            for position, line in enumerate(lines, 1)
        )
        return made


def accept_requests(
    requests: Sequence[Request], orders: Mapping[int, str], *, by, roles: Sequence[str], on: date
) -> list[Acceptance]:
    """Record the purchase order of each, by its key. Raises Refused."""
    if not requests:
        return []
    is_proven = all(orders.get(one.pk, "").strip() for one in requests)
    told = {"by": by, "roles": roles, "on": on, "brought": ("acceptance_proven",) if is_proven else ()}
    with stepping_all(requests, "accept", event="request.accepted", **told) as (record, _steps):
        sent = sent_quotes(requests)
        return record.keep_all(
            Acceptance(
                quote=sent[one.pk], proof=Acceptance.Proof.ORDER, order_number=orders[one.pk].strip(), on=on
            )
            for one in requests
        )


# delivering


def deliver_requests(
    requests: Sequence[Request],
    documents: Mapping[int, Sequence[str]],
    *,
    by,
    roles: Sequence[str],
    on: date,
) -> list[RequestStep]:
    """Deliver what is final, by the documents of each: a deed each, in one event. Raises Refused.

    For what is delivered for the first time: work taken up again is delivered by `deliver`.
    """
    if not requests:
        return []
    is_final = all(documents.get(one.pk) for one in requests)
    told = {"by": by, "roles": roles, "on": on, "brought": ("deliverable_final",) if is_final else ()}
    told["said"] = lambda one: {"documents": list(documents[one.pk])}
    with stepping_all(requests, "deliver", event="request.delivered", **told) as (record, done):
        deeds = list(deeds_of(requests, on=on, documents=documents).values())
        simulated = {one.simulated for one in requests} == {True}
        record_in(record, centre=requests[0].centre, deeds=deeds, source=SOURCE, simulated=simulated, on=on)
        return done


def deeds_of(
    requests: Sequence[Request], *, on: date, documents: Mapping[int, Sequence[str]] | None = None
) -> dict[int, Deed]:
    """Each service as evidence, as `requests.deed_of` says one."""
    sent, clocks = sent_quotes(requests), clocks_of(requests, on=on)
    return {one.pk: deed_of(one, sent.get(one.pk), clocks[one.pk], on, documents or {}) for one in requests}


def deed_of(request: Request, quote: Quote | None, days: int, on: date, documents) -> Deed:
    version = request.offered
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
        attributes={"working_days": days},
        documents=tuple(documents.get(request.pk, ())),
    )
