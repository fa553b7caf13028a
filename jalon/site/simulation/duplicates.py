"""Two firms that were recorded twice, by two centres, and merged when somebody noticed."""

from jalon.network.actions import merge_firms
from jalon.network.models import Enterprise

REASON = "Doublon simulé : la même entreprise, inscrite sans ICE par un autre centre."


def merge_some(life) -> None:
    """The last act of a life: until then, and as known until then, they count as two firms each."""
    ids = life.register.keys.enterprise
    for absorbed, kept in life.firms.duplicates:
        if ids[absorbed] and ids[kept]:
            records = Enterprise.objects.in_bulk([int(ids[absorbed]), int(ids[kept])])
            merge_firms(records[ids[absorbed]], records[ids[kept]], reason=REASON, by=None)
            life.events += 1
