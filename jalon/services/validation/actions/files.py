"""A file: opened on a request, planned clause by clause, inspected, moved, followed afterwards."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.journal.lives import MOVED_MEANWHILE, Refused, hold_at
from jalon.services.actions import deliver, take_number
from jalon.services.models import (
    Campaign,
    Clause,
    Contact,
    Counter,
    Inspection,
    Observation,
    PlannedClause,
    PublicationConsent,
    Request,
    Sample,
    SpecificationVersion,
    TestLine,
    TestOrder,
    Validation,
    ValidationPlan,
    ValidationStep,
)
from jalon.services.testing.actions import order_tests
from jalon.services.validation.queries.files import OPEN_REQUESTS, opinion_of
from jalon.services.validation.queries.judging import (
    answers,
    begun_after,
    facts_of_validation,
    orders_for,
    plan_of,
    planned,
)

GONE = ("used_up", "returned", "destroyed", "refused", "lost", "transferred")
VALIDATED = ("favourable", "favourable_with_reservations", "follow_up", "closed", "withdrawn")
OPENERS = frozenset({"reception", "technical_lead"})
Way = PlannedClause.Way


@dataclass(frozen=True)
class Planned:
    """How a clause is to be judged, as it is typed."""

    clause: Clause
    way: str
    order: TestOrder | None = None
    reason: str = ""


def subject_of(validation: Validation) -> str:
    return f"validation:{validation.uid}"


def open_validation(
    request: Request,
    version: SpecificationVersion | None = None,
    *,
    product: str,
    by,
    roles: Sequence[str],
    on: date,
    campaign: Campaign | None = None,
) -> Validation:
    """Open the file of a product, under a specification or within a campaign and its own. Raises Refused."""
    centre = request.centre
    payload = {"centre": centre.code, "campaign": campaign.code if campaign else ""}
    with recording("validation.opened", subject=f"request:{request.uid}", by=by, payload=payload) as record:
        if problems := hindrances(request, campaign, roles):
            raise Refused(problems)
        return lives.begin(
            record,
            Validation(
                centre=centre,
                year=on.year,
                serial=take_number(centre, Counter.Series.VALIDATION, year=on.year),
                request=request,
                version=campaign.version if campaign else version,
                campaign=campaign,
                product=product.strip(),
                opened_on=on,
                simulated=request.simulated,
            ),
        )


def hindrances(request: Request, campaign: Campaign | None, roles: Sequence[str]) -> list[str]:
    """What keeps a file from being opened; the campaign is kept from closing meanwhile."""
    problems = [] if OPENERS & set(roles) else ["not_yours"]
    problems += [] if request.state in OPEN_REQUESTS else ["request_open"]
    if campaign:
        as_it_is = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        joined = campaign.laboratories.filter(centre=request.centre_id).exists()
        problems += ["campaign_open"] if as_it_is.state != "open" else []
        problems += [] if joined else ["campaign_laboratory"]
    return problems


@transaction.atomic
def order_all(
    validation: Validation, *, by, samples: Collection[Sample] | None = None, turn: int | None = None
) -> list[TestLine]:
    """Order the tests of every clause that has limits, on samples of the product. Raises Refused.

    Without `samples`, on every one of the request that is there. What the request tests already for another
    specification is not tested twice.
    """
    hold_at(validation, turn)
    if validation.state not in Validation.IN_HAND:
        raise Refused(["plan_here"])
    limited = [one for one in validation.version.clauses.all() if not one.limits.is_empty]
    if not limited:
        raise Refused(["nothing_to_test"])
    there = list(samples_of(validation)) if samples is None else list(samples)
    shares = not begun_after(validation)  # what was tested of the product as it was judges it no more
    told = {"clauses": limited, "shares": shares}
    return order_tests(validation.request, validation.version, there, by=by, **told)


def samples_of(validation: Validation):
    """The samples of the file's request that are still there, or to come."""
    return validation.request.samples.exclude(state__in=GONE).select_related("centre")


def plan(
    validation: Validation,
    clauses: Collection[Planned],
    *,
    by,
    notes: str = "",
    turn: int | None = None,
    after: int | None = None,
) -> ValidationPlan:
    """Write how each clause is judged; it is approved as a step. Raises Refused.

    `after` is the key of the plan the page showed, 0 where it showed none.
    """
    known = {one.pk for one in orders_for(validation)}
    payload = {"centre": validation.centre.code, "clauses": len(clauses)}
    with recording("validation.planned", subject=subject_of(validation), by=by, payload=payload) as record:
        hold_at(validation, turn)
        if after is not None and after != key_of_plan(validation):
            raise Refused([MOVED_MEANWHILE])
        if validation.state != "file":
            raise Refused(["plan_here"])
        if any(not is_sound(one, validation, known) for one in clauses):
            raise Refused(["order_of_the_file"])
        if any(one.way == Way.NOT_APPLICABLE and not one.reason.strip() for one in clauses):
            raise Refused(["every_clause_planned"])
        made = record.keep(ValidationPlan(validation=validation, notes=notes.strip()))
        record.keep_all(
            PlannedClause(
                plan=made,
                clause=one.clause,
                way=one.way,
                order=one.order if one.way == Way.TEST else None,
                reason=one.reason.strip(),
            )
            for one in clauses
        )
        return made


def key_of_plan(validation: Validation) -> int:
    """The last plan of the product as it is now, 0 without one: what a page of the plan is drawn with."""
    last = plan_of(validation)
    return last.pk if last else 0


def is_sound(one: Planned, validation: Validation, known: set[int]) -> bool:
    """Whether a clause is of the file's specification, and its tests are ordered for this file."""
    if one.clause.version_id != validation.version_id:
        return False
    if one.way != Way.TEST:
        return True
    return bool(one.order and one.order.pk in known and answers(one.order, one.clause))


def inspect(
    validation: Validation,
    clause: Clause,
    *,
    verdict: str,
    text: str,
    by,
    on: date,
    today: date,
    document: str | None = None,
    turn: int | None = None,
) -> Inspection:
    """Judge a clause by looking, as the plan says. Raises Refused."""
    payload = {"clause": clause.code, "verdict": verdict}
    with recording("validation.inspected", subject=subject_of(validation), by=by, payload=payload) as record:
        hold_at(validation, turn)
        way = planned(validation).get(clause.pk)
        problems = [] if text.strip() else ["inspection_written"]
        problems += [] if on <= today else ["day_not_future"]
        if validation.state != "tests" or way is None or way.way != Way.INSPECTION or by is None:
            problems.append("not_to_inspect")
        if problems:
            raise Refused(problems)
        said = {"verdict": verdict, "text": text.strip(), "on": on, "person": by, "document_id": document}
        return record.keep(Inspection(validation=validation, clause=clause, **said))


@contextmanager
def stepping(
    validation: Validation,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    on: date,
    reason: str = "",
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
) -> Iterator[tuple[Recording, ValidationStep]]:
    payload = {"centre": validation.centre.code, "verb": verb}
    with recording("validation.moved", subject=subject_of(validation), by=by, payload=payload) as record:

        def facts(locked: Validation) -> dict[str, bool]:
            return facts_of_validation(locked, on=on, by=by) | dict.fromkeys(brought, True)

        told = {"role": roles, "by": by, "turn": turn, "reason": reason}
        said = {"on": on.isoformat(), **(said or {})}
        yield record, lives.move(record, validation, verb, facts=facts, said=said, **told)


def step_validation(
    validation: Validation, verb: str, *, until: date | None = None, roles, by, on: date, **told
) -> ValidationStep:
    """Do a verb that gives no opinion; a product is followed `until` a day. Raises Refused."""
    told |= {"by": by, "roles": roles, "on": on}
    if verb == "follow" and until and until > on:
        told |= {"brought": ("follow_up_planned",), "said": {"until": until.isoformat()}}
    with stepping(validation, verb, **told) as (_record, step):
        before = step.before
    if verb == "close" and before == "unfavourable":
        deliver_request(validation, by=by, roles=roles, on=on)
    return step


def deliver_request(validation: Validation, *, by, roles: Sequence[str], on: date) -> None:
    """What the firm asked for is there once every file of its request has its opinion."""
    request = validation.request
    request.refresh_from_db()
    files = Validation.objects.filter(request=request)
    if files.filter(state__in=Validation.UNSETTLED).exists():
        return
    if any(request.machine.taken(request.state, "deliver", ("deliverable_final",), role) for role in roles):
        opinions = [opinion_of(one) for one in files.exclude(opinions=None).order_by("id")]
        documents = [one.issued.document_id for one in opinions]
        deliver(request, by=by, roles=roles, turn=request.turn, on=on, documents=documents)


# afterwards


def observe(
    validation: Validation,
    *,
    on: date,
    today: date,
    is_favourable: bool,
    text: str,
    by,
    document: str | None = None,
    turn: int | None = None,
) -> Observation:
    """Write down what was seen of a validated product; withdrawing it is a step. Raises Refused."""
    with recording("validation.observed", subject=subject_of(validation), by=by) as record:
        hold_at(validation, turn)
        problems = [] if validation.state in VALIDATED else ["not_validated"]
        problems += [] if on <= today else ["day_not_future"]
        if problems:
            raise Refused(problems)
        said = {"is_favourable": is_favourable, "text": text.strip(), "document_id": document}
        return record.keep(Observation(validation=validation, on=on, person=by, **said))


def consent(
    validation: Validation,
    *,
    is_given: bool,
    on: date,
    means: str,
    by,
    contact: str = "",
    document: str | None = None,
    turn: int | None = None,
) -> PublicationConsent:
    """Record whether the maker lets its product stand on the public list; who of the firm said it.

    Raises Refused.
    """
    payload = {"is_given": is_given, "means": means}
    with recording("validation.consented", subject=subject_of(validation), by=by, payload=payload) as record:
        hold_at(validation, turn)
        who = person_named(validation.request, contact)
        said = {"is_given": is_given, "on": on, "means": means, "contact": who, "document_id": document}
        return record.keep(PublicationConsent(validation=validation, **said))


def person_named(request: Request, name: str) -> Contact | None:
    """The person of the firm under that name; a new one when nobody is."""
    name = name.strip()
    if not name:
        return None
    found = request.contacts.filter(name__iexact=name).first()
    return found or Contact.objects.create(request=request, name=name)
