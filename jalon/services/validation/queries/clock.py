"""The clock of a file: working days of the centre from its opening to its opinion."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from jalon.kernel.calendar import WorkingDays, working_days_between
from jalon.kernel.states import WAITING_FOR_THE_FIRM
from jalon.services.models import RequestStep, Validation, ValidationStep
from jalon.services.queries.clock import HOLDS, holidays


@dataclass(frozen=True)
class Taken:
    """Working days taken, without those in which the firm was waited for; the target of the campaign."""

    days: int
    target: int | None
    is_running: bool

    @property
    def is_late(self) -> bool:
        return self.target is not None and self.days > self.target


def clocks(validations: Collection[Validation], *, on: date) -> dict[int, Taken]:
    """The clock of each file on a day; two questions for all of them, and the days off."""
    first = min((one.opened_on for one in validations), default=on)
    counted = WorkingDays(min(first, on), on, holidays())
    own, asked = own_steps(validations), waits(validations)
    return {
        one.pk: taken(one, own[one.pk], asked[one.request_id], on, counted.between) for one in validations
    }


def own_steps(validations: Collection[Validation]) -> dict[int, list[tuple[date, bool]]]:
    """When the clock of each file ran by its own steps."""
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    steps = ValidationStep.objects.filter(thing__in=[one.pk for one in validations])
    rows = steps.order_by("thing", "turn").values_list(
        "thing", "state", KeyTextTransform("on", "said_with_it")
    )
    for key, state, on in rows:
        found[key].append((date.fromisoformat(on), state in Validation.IN_HAND))
    return found


def waits(validations: Collection[Validation]) -> dict[int, list[tuple[date, bool]]]:
    """When the firm of each request was not waited for."""
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    steps = RequestStep.objects.filter(thing__in={one.request_id for one in validations})
    rows = steps.order_by("thing", "turn").values_list("thing", "state", "said_with_it", "event__recorded_at")
    for key, state, said, at in rows:
        is_held = state == "suspended" and bool(said.get(HOLDS))
        found[key].append((timezone.localdate(at), state not in WAITING_FOR_THE_FIRM and not is_held))
    return found


def taken(validation: Validation, own, asked, on: date, between=working_days_between) -> Taken:
    days, since, is_running = 0, validation.opened_on, True
    changes = [(day, runs) for day, runs in merged(validation.opened_on, own, asked) if day <= on]
    for day, runs in changes:
        if is_running and day > since:
            days += between(since, day)
        since, is_running = max(since, day), runs
    if is_running and on > since:
        days += between(since, on)
    target = validation.campaign.target_working_days if validation.campaign else None
    return Taken(days, target, is_running)


def merged(start: date, own, asked) -> Iterator[tuple[date, bool]]:
    """The days on which the clock of a file starts or stops: it runs while both say so."""
    changes = [(day, 0, runs) for day, runs in asked] + [(day, 1, runs) for day, runs in own]
    said = {0: True, 1: True}
    for day, which, runs in sorted(changes, key=lambda one: (one[0], one[1])):
        said[which] = runs
        yield max(day, start), all(said.values())


def median_days(clocks: Iterable[Taken]) -> Decimal | None:
    """The median of the files whose opinion is given; None without one."""
    days = [Decimal(one.days) for one in clocks if not one.is_running]
    return median(days) if days else None
