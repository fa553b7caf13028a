"""The centres beside each other: how long their services took, and what firms said of them.

Who does not see the rows of a centre in full reads its statistics once they are of enough services to name
no firm; what is hidden is not found by taking the others from the network.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform

from jalon.evidence.models import Evidence
from jalon.kernel.disclosure import SMALLEST, suppressed
from jalon.network.models import Organisation
from jalon.services.quality.queries.figures import (
    ANSWERED,
    ASKED,
    DELIVERED,
    STANDING,
    Satisfied,
    TurnAround,
    answers_in,
    orders_asked_in,
)


@dataclass(frozen=True)
class Found:
    """What is recorded of a centre over a period, before anything is hidden."""

    tally: Mapping[Decimal, int]
    said: Satisfied
    simulated: bool = False


@dataclass(frozen=True)
class Compared:
    """What a reader reads of a centre, or of the network where `centre` is None; None is hidden."""

    centre: Organisation | None
    turn_around: TurnAround | None
    asked: int | None
    response: Decimal | None
    answers: Satisfied | None
    hides_response: bool
    simulated: bool


@dataclass(frozen=True)
class Centres:
    rows: tuple[Compared, ...]
    network: Compared

    @property
    def is_simulated(self) -> bool:
        return self.network.simulated


COUNTS = {
    "delivered": lambda one: sum(one.tally.values()),
    "asked": lambda one: one.said.asked,
    "responded": lambda one: one.said.responded,
    "answers": lambda one: one.said.answers,
}
"""What is counted, and hidden when it is too small: a statistic is hidden with the count it is made of."""


def compared(
    centres: Iterable[Organisation],
    since: date,
    until: date,
    *,
    shown: Collection[int],
    full: Collection[int],
) -> Centres:
    """The centres in `shown` and the whole network; those in `full` are read as they are. Three questions."""
    centres = list(centres)
    found = found_by_centre([one.pk for one in centres], since, until)
    hidden, unsaid = masked(found, full)
    rows = tuple(
        of(one, found[one.pk], {name for name, keys in hidden.items() if one.pk in keys})
        for one in centres
        if one.pk in shown
    )
    return Centres(rows, of(None, together(found.values()), unsaid))


def masked(found: Mapping[int, Found], full: Collection[int]) -> tuple[dict[str, frozenset[int]], set[str]]:
    """By count, the centres of which it is hidden; and the counts that even the network hides."""
    others = {key: one for key, one in found.items() if key not in full}
    hidden = {
        name: suppressed({key: Decimal(count(one)) for key, one in others.items()})
        for name, count in COUNTS.items()
    }
    unsaid = {
        name
        for name, keys in hidden.items()
        if keys and sum(COUNTS[name](found[key]) for key in keys) < SMALLEST
    }
    return hidden, unsaid


def of(centre: Organisation | None, found: Found, hidden: Collection[str]) -> Compared:
    hides_response = bool({"asked", "responded"} & set(hidden))
    return Compared(
        centre=centre,
        turn_around=None if "delivered" in hidden else TurnAround("", found.tally),
        asked=None if "asked" in hidden else found.said.asked,
        response=None if hides_response else found.said.response,
        answers=None if "answers" in hidden else found.said,
        hides_response=hides_response,
        simulated=found.simulated,
    )


def together(every: Iterable[Found]) -> Found:
    tally: Counter[Decimal] = Counter()
    said = Satisfied(0, 0, 0, 0, 0)
    is_simulated = False
    for one in every:
        tally.update(one.tally)
        said = said + one.said
        is_simulated |= one.simulated
    return Found(tally, said, is_simulated)


def found_by_centre(centres: Collection[int], since: date, until: date) -> dict[int, Found]:
    """What is recorded of each centre, counted by the database."""
    tallies: dict[int, Counter[Decimal]] = defaultdict(Counter)
    simulated: set[int] = set()
    rows = Evidence.objects.filter(centre__in=centres, on__gte=since, on__lte=until).order_by()
    days = KeyTextTransform("working_days", "attributes")
    counted = {"times": STANDING, "invented": Count("id", filter=Q(simulated=True))}
    found = rows.filter(DELIVERED).values_list("centre", days).annotate(**counted)
    for centre, taken, times, invented in found:
        tallies[centre][Decimal(taken)] += times
        simulated |= {centre} if invented else set()
    asked = orders_asked_in(since, until).filter(centre__in=centres).values("centre")
    answers = answers_in(since, until).filter(request__centre__in=centres).values("request__centre")
    orders = {row.pop("centre"): row for row in asked.annotate(**ASKED)}
    said = {row.pop("request__centre"): row for row in answers.annotate(**ANSWERED)}
    return {
        key: Found(
            +tallies[key],
            Satisfied(**orders.get(key, NOBODY_ASKED), **said.get(key, NOBODY_ANSWERED)),
            key in simulated,
        )
        for key in centres
    }


NOBODY_ASKED = {"asked": 0, "responded": 0}
NOBODY_ANSWERED = {"answers": 0, "points": 0, "satisfied": 0}
