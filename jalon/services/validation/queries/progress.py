"""How far a campaign is, as one of its centres reads it: its own files, and of the others what names nobody.

A centre knows its own numbers: what it reads of the others is masked as if its own were not in the table.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from jalon.kernel.disclosure import SMALLEST, suppressed
from jalon.network.models import Organisation
from jalon.services.models import Campaign, Opinion, Validation
from jalon.services.validation.queries.clock import Taken, clocks, median_days
from jalon.services.validation.queries.files import grouped, laboratories_of

Shown = dict[str, int | None]
"""Numbers by group; None where the number would name a maker."""


@dataclass(frozen=True)
class Laboratory:
    centre: Organisation
    counts: Shown


@dataclass(frozen=True)
class Progress:
    """`own` and `own_total` are of the reader's centres; the rest is of every laboratory."""

    counts: Shown
    total: int | None
    own: Mapping[str, int]
    laboratories: tuple[Laboratory, ...]

    @property
    def own_total(self) -> int:
        return sum(self.own.values())


def progress(campaign: Campaign, own: Collection[int]) -> Progress:
    """The files of a campaign for the centres named in `own`; three questions."""
    by_centre = counted_by_centre(campaign)
    mine: Counter[str] = Counter()
    for key in own & by_centre.keys():
        mine.update(by_centre[key])
    others = {key: found for key, found in by_centre.items() if key not in own}
    shown, totals, total = masked(others)
    counts = {group: added(mine[group], totals.get(group, 0)) for group in {*mine, *totals}}
    laboratories = tuple(
        Laboratory(one, by_centre.get(one.pk, {}) if one.pk in own else shown.get(one.pk, {}))
        for one in laboratories_of(campaign)
    )
    return Progress(counts, added(sum(mine.values()), total), dict(mine), laboratories)


def counted_by_centre(campaign: Campaign) -> dict[int, dict[str, int]]:
    """How many files of each centre are where, a closed one as its last opinion left it; two questions."""
    states: dict[int, Counter] = defaultdict(Counter)
    rows = campaign.validations.order_by().values_list("centre", "state").annotate(Count("id"))
    for centre, state, count in rows:
        states[centre][state] += count
    opinions: dict[int, Counter] = defaultdict(Counter)
    closed = Opinion.objects.filter(validation__campaign=campaign, validation__state="closed")
    last = closed.order_by("validation_id", "-turn").distinct("validation_id")
    for centre, kind in last.values_list("validation__centre", "kind"):
        opinions[centre][kind] += 1
    return {centre: grouped(found, opinions[centre]) for centre, found in states.items()}


def masked(
    others: Mapping[int, Mapping[str, int]],
) -> tuple[dict[int, Shown], Shown, int | None]:
    """What may be read of other centres' files: of each by group, of all by group, of all together."""
    sums: Counter[str] = Counter()
    for found in others.values():
        sums.update(found)
    hidden = suppressed(sums)
    shown: dict[int, Shown] = {key: dict(found) for key, found in others.items()}
    for group in sums:
        column = {key: found.get(group, 0) for key, found in others.items()}
        unsaid = {key for key in column if column[key]} if group in hidden else suppressed(column)
        for key in unsaid:
            shown[key][group] = None
    total = enough(sum(sums.values()))
    return shown, {group: None if group in hidden else count for group, count in sums.items()}, total


def enough(count: int) -> int | None:
    """A number of things of others, when it names none of them."""
    return None if 0 < count < SMALLEST else count


def added(mine: int, others: int | None) -> int | None:
    return None if others is None else mine + others


def totals(campaigns: Iterable[Campaign], own: Collection[int]) -> dict[int, int | None]:
    """How many files each campaign has, where that names no maker of another centre; one question."""
    mine: Counter[int] = Counter()
    others: Counter[int] = Counter()
    rows = Validation.objects.filter(campaign__in=list(campaigns)).order_by()
    for key, centre, count in rows.values_list("campaign", "centre").annotate(Count("id")):
        (mine if centre in own else others)[key] += count
    return {one.pk: added(mine[one.pk], enough(others[one.pk])) for one in campaigns}


@dataclass(frozen=True)
class Pace:
    """The median of the files concluded, of every laboratory or of the reader's own; those that are late."""

    median: Decimal | None
    is_of_all: bool
    late: int | None


def pace(campaign: Campaign, own: Collection[int], *, on: date) -> Pace:
    """How fast a campaign is on a day; as many questions whatever its files."""
    files = list(campaign.validations.only("campaign", "centre", "request", "opened_on"))
    times = clocks(files, on=on)
    mine = [times[one.pk] for one in files if one.centre_id in own]
    return pace_of(mine, [times[one.pk] for one in files if one.centre_id not in own])


def pace_of(mine: Collection[Taken], others: Collection[Taken]) -> Pace:
    """From the clocks of the reader's files and of the others': few of these are left out."""
    is_of_all = enough(sum(not one.is_running for one in others)) is not None
    median = median_days([*mine, *others] if is_of_all else mine)
    return Pace(median, is_of_all, added(late_of(mine), enough(late_of(others))))


def late_of(times: Iterable[Taken]) -> int:
    return sum(one.is_running and one.is_late for one in times)
