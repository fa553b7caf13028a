"""People: who is there on a day, what they may do, and the share of managerial staff."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from jalon.capacity.models import Authorisation, StaffMove
from jalon.kernel.staffing import Definition, Period, Share
from jalon.kernel.staffing import managerial_share as share_of
from jalon.kernel.states import roles
from jalon.network.access import Standing

OPINIONS = "opinions"
"""What a person is authorised to give, beside the results of a laboratory: opinions and interpretations."""

FUNCTIONS = (
    roles.TECHNICAL_LEAD,
    roles.QUALITY,
    roles.RECEPTION,
    roles.OPERATOR,
    roles.VERIFIER,
    roles.AUTHORISER,
    roles.CERTIFIER,
    roles.FINANCE,
    OPINIONS,
)
"""What of the work of a centre a person may be authorised for, as for a method."""


def moves_of(centres: Collection, *, known_at: int | None = None) -> dict[int, list[StaffMove]]:
    """Moves by person, the first one first; one question."""
    found = StaffMove.objects.known_at(known_at).filter(member__centre__in=centres)
    by_member: dict[int, list[StaffMove]] = defaultdict(list)
    for move in found.select_related("member").order_by("on", "pk"):
        by_member[move.member_id].append(move)
    return by_member


def periods(moves: Iterable[StaffMove]) -> list[Period]:
    """The periods of one person: each move begins one, the next one ends it."""
    said = list(moves)
    ends = [*(move.on for move in said[1:]), None][: len(said)]  # of nobody there is none
    return [
        Period(str(move.member_id), move.grade, move.fte, move.on, end)
        for move, end in zip(said, ends, strict=True)
        if move.verb != StaffMove.Verb.LEFT
    ]


def periods_of(centre, *, known_at: int | None = None) -> list[Period]:
    """Every period of everybody of a centre; one question."""
    return [period for moves in moves_of([centre], known_at=known_at).values() for period in periods(moves)]


def managerial_share(
    centre, on: dt.date, *, definition: Definition | None = None, known_at: int | None = None
) -> Share:
    """The share of managerial and engineering staff of a centre on a day; one question."""
    return share_of(on, periods_of(centre, known_at=known_at), definition)


# what people may do


def authorisations_on(on: dt.date, *, known_at: int | None = None):
    """The authorisations that hold on a day, of people who are there."""
    standing = Q(until=None) | Q(until__gte=on)
    taken_back = Q(end__on__lte=on)
    if known_at is not None:
        taken_back &= Q(end__event__number__lte=known_at)
    found = Authorisation.objects.known_at(known_at).filter(standing, since__lte=on)
    return found.exclude(pk__in=Authorisation.objects.filter(taken_back).values("pk"))


def authorised(person, activity: str, on: dt.date, *, centre, known_at: int | None = None) -> bool:
    """Whether an account may do an activity in a centre on a day: a method's code, or a function."""
    return person.pk in authorised_accounts(centre, [activity], on, known_at=known_at).get(activity, ())


def authorised_accounts(
    centre, activities: Collection[str], on: dt.date, *, known_at: int | None = None
) -> dict[str, frozenset[int]]:
    """The accounts that may do each activity in a centre on a day; two questions."""
    found = authorisations_on(on, known_at=known_at).filter(
        member__centre=centre, activity__in=activities, member__account__isnull=False
    )
    present = {int(period.person) for period in periods_of(centre, known_at=known_at) if period.holds(on)}
    by_activity: dict[str, set[int]] = {activity: set() for activity in activities}
    for activity, member, account in found.values_list("activity", "member", "member__account"):
        if member in present:
            by_activity[activity].add(account)
    return {activity: frozenset(accounts) for activity, accounts in by_activity.items()}


AS = {"capacity.record": (roles.TECHNICAL_LEAD,), "capacity.keep": (roles.DIRECTOR, roles.QUALITY)}
"""What a permission makes of a person in the life of an instrument."""


def roles_of(standing: Standing, centre) -> tuple[str, ...]:
    """What a person is in the lives of a centre's instruments."""
    return tuple(
        role for permission, names in AS.items() if standing.can(permission, centre) for role in names
    )
