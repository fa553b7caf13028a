"""What each centre works with, as numbers alone."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from jalon.capacity.models import Equipment, Laboratory, ScopeLine
from jalon.capacity.queries.equipment import IN_USE, states_on
from jalon.capacity.queries.people import moves_of, periods
from jalon.capacity.queries.scope import in_force
from jalon.kernel.disclosure import suppressed
from jalon.kernel.staffing import Period, Share, managerial_share
from jalon.network.models import Organisation


@dataclass(frozen=True)
class Means:
    """The means of a centre on a day."""

    centre: Organisation
    laboratories: int
    area: Decimal
    instruments: int
    lines: int
    share: Share
    simulated: bool

    @property
    def heads(self) -> int:
        return int(self.share.measures["present_heads"])


def counts(centres: Iterable[Organisation], on: dt.date, *, known_at: int | None = None) -> list[Means]:
    """Each centre's means on a day; as many questions whatever the centres and what they have."""
    centres = list(centres)
    rooms = laboratories_on(centres, on, known_at=known_at)
    used = instruments_on(centres, on, known_at=known_at)
    lines = lines_on(centres, on, known_at=known_at)
    people: dict[int, list[Period]] = {}
    simulated: set[int] = set()
    for moves in moves_of(centres, known_at=known_at).values():
        member = moves[0].member
        people.setdefault(member.centre_id, []).extend(periods(moves))
        simulated |= {member.centre_id} if member.simulated else set()
    return [
        Means(
            centre,
            *rooms.get(centre.pk, (0, Decimal(0))),
            used[centre.pk],
            lines[centre.pk],
            managerial_share(on, people.get(centre.pk, ())),
            centre.pk in simulated,
        )
        for centre in centres
    ]


def laboratories_on(centres, on, *, known_at) -> dict[int, tuple[int, Decimal]]:
    found = Laboratory.objects.known_at(known_at).filter(centre__in=centres, opened_on__lte=on)
    closed = Q(closure__on__lte=on)
    if known_at is not None:
        closed &= Q(closure__event__number__lte=known_at)
    standing = found.exclude(pk__in=Laboratory.objects.filter(closed).values("pk"))
    rows = standing.order_by().values("centre").annotate(count=Count("pk"), total=Sum("area"))
    return {row["centre"]: (row["count"], row["total"]) for row in rows}


def instruments_on(centres, on, *, known_at) -> Counter:
    things = dict(Equipment.objects.known_at(known_at).filter(centre__in=centres).values_list("pk", "centre"))
    states = states_on(list(things), on, known_at=known_at)
    return Counter(things[key] for key, state in states.items() if state == IN_USE)


def lines_on(centres, on, *, known_at) -> Counter:
    lines = list(ScopeLine.objects.known_at(known_at).filter(centre__in=centres))
    standing = in_force(lines, on, known_at=known_at)
    return Counter(line.centre_id for line in lines if standing[line.pk] == "in_force")


def hidden_heads(rows: Iterable[Means]) -> frozenset[int]:
    """The centres whose staff is too small to be shown to who must recognise nobody."""
    return suppressed({row.centre.pk: Decimal(row.heads) for row in rows})
