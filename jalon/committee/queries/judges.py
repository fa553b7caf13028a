"""Who may not vote on a point, because they made what it decides: one function a kind."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from jalon.committee.models import Evaluation, EvaluationFinding, Item, Recommendation
from jalon.committee.queries.sessions import Place, Table
from jalon.fund.models import ReleaseStep
from jalon.fund.models.allocation import Proposal
from jalon.network.access import memberships_on
from jalon.reporting.models import Finding, ReturnStep, Sample


def judges(item: Item) -> set[int]:
    """The people (keys) who verified, evaluated or asked for what the point decides."""
    found = JUDGES.get(item.kind, nobody)(named(item))
    return {key for key in found if key}


def named(item: Item) -> str:
    return item.subject.partition(":")[2]


def nobody(name: str) -> Iterable[int]:
    return ()


def verifiers(name: str) -> set[int]:
    """Who drew the sample of a return, found something in it or closed its verification."""
    report = UUID(name)
    drawn = Sample.objects.filter(report__uid=report).values_list("verifier", flat=True)
    found = Finding.objects.filter(sampled__sample__report__uid=report)
    closed = ReturnStep.objects.filter(report__uid=report, verb="verify")
    actors = (rows.values_list("event__actor", flat=True) for rows in (found, closed))
    return {*drawn, *(key for rows in actors for key in rows)}


def requesters(name: str) -> set[int]:
    """Who asked for a release."""
    return set(
        ReleaseStep.objects.filter(release__uid=UUID(name), verb="propose").values_list("person", flat=True)
    )


def of_releases(item_name: str) -> set[int]:
    """Of a release, who asked for it; of a tranche to claim back, nobody."""
    try:
        return requesters(item_name)
    except ValueError:
        return set()


def proposers(name: str) -> set[int]:
    """Who put a sharing to the committee."""
    return set(Proposal.objects.filter(uid=UUID(name)).values_list("person", flat=True))


def evaluators(name: str) -> set[int]:
    """Who wrote the findings or the recommendations of an evaluation."""
    evaluation = Evaluation.objects.filter(code=name.partition("/")[0]).first()
    if evaluation is None:
        return set()
    rows = (
        EvaluationFinding.objects.filter(evaluation=evaluation),
        Recommendation.objects.filter(evaluation=evaluation),
    )
    return {key for found in rows for key in found.values_list("event__actor", flat=True)}


JUDGES: dict[str, Callable[[str], Iterable[int]]] = {
    Item.Kind.RETURN: verifiers,
    Item.Kind.CONTESTED: verifiers,
    Item.Kind.RELEASE: of_releases,
    Item.Kind.ALLOCATION: proposers,
    Item.Kind.RECOMMENDATION: evaluators,
    Item.Kind.EVALUATION: evaluators,
}


def in_conflict(item: Item, table: Table, on: date) -> list[Place]:
    """The members whose organisation is party to the contract the point is about, or who hold a role there.

    The ministry signs every contract, and sits for the plan: only the centre's and the federation's people
    are asked.
    """
    if item.contract is None:
        return []
    centre = item.contract.centre
    parties = {key for key in (centre.pk, centre.federation_id) if key}
    people = [place.seat.person_id for place in table.places]
    held = memberships_on(on).filter(user__in=people, organisation__in=parties)
    holders = set(held.values_list("user", flat=True))
    return [
        place
        for place in table.places
        if place.seat.organisation_id in parties or place.seat.person_id in holders
    ]
