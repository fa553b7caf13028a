"""Keep the committee's seats and rules: from a day on, never over what was said before."""

from datetime import date

from django.db import transaction

from jalon.committee.actions.refusing import refuse
from jalon.committee.models import Rules, Seat
from jalon.committee.queries.seats import Deciding, seated, to_terms
from jalon.journal.actions import recording
from jalon.network.models import Organisation
from jalon.plan.models import Plan


@transaction.atomic
def seat(
    plan: Plan, *, person, organisation: Organisation, since: date, by, is_chair=False, votes=True
) -> Seat:
    """Give a person a seat for an organisation; a person has one seat, the last word counts.

    A new chair takes the place of the one there was, who keeps a seat.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    payload = {"plan": plan.code, "organisation": organisation.code, "since": since.isoformat()}
    with recording("committee.seated", subject=f"committee:{plan.code}", by=by, payload=payload) as record:
        before = [one for one in seated(plan, since) if is_chair and one.is_chair and one.person != person]
        record.keep_all(said_again(one, is_chair=False, since=since) for one in before)
        made = Seat(plan=plan, person=person, organisation=organisation, since=since)
        made.is_chair, made.votes = is_chair, votes
        return record.keep(made)


def said_again(one: Seat, **changes) -> Seat:
    kept = ("plan_id", "person_id", "organisation_id", "is_chair", "votes", "since", "until")
    return Seat(**({name: getattr(one, name) for name in kept} | changes))


@transaction.atomic
def end_seat(plan: Plan, *, person, until: date, by) -> Seat:
    """End a seat: `until` is the first day without it. Raises Refused."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    rows = Seat.objects.filter(plan=plan, person=person).select_related("organisation")
    last = rows.order_by("-event__number", "-pk").first()
    refuse(["no_seat"] if last is None or last.until else [])
    refuse(["seat_ends_before"] if until < last.since else [])
    payload = {"plan": plan.code, "organisation": last.organisation.code, "until": until.isoformat()}
    with recording("committee.unseated", subject=f"committee:{plan.code}", by=by, payload=payload) as record:
        return record.keep(said_again(last, until=until))


def rule(plan: Plan, *, deciding: Deciding, effective_from: date, by, source: str = "") -> Rules:
    """Say how the committee decides from a day on."""
    terms = to_terms(deciding)
    payload = {"plan": plan.code, "from": effective_from.isoformat()} | terms
    with recording("committee.ruled", subject=f"committee:{plan.code}", by=by, payload=payload) as record:
        return record.keep(Rules(plan=plan, effective_from=effective_from, terms=terms, source=source))
