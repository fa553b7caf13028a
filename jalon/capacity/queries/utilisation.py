"""How much the instruments of a centre are used: days booked or used, over the days they may be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from jalon.capacity.models import Booking, Calibration, Equipment, EquipmentStep
from jalon.capacity.queries.equipment import IN_USE, as_rule, calibrations_of, day_of, equipment_of
from jalon.kernel.calendar import is_working
from jalon.kernel.validity import valid_at

ONE_DAY = dt.timedelta(days=1)
A_MOMENT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Utilised:
    """An instrument over a period, in days.

    `available`: working days on which it was in service and valid. `busy`: those of them on which it was
    booked or used. `outside`: days it was booked or used without being available, which no rate counts.
    """

    equipment: Equipment
    available: int
    booked: int
    used: int
    busy: int
    outside: int

    @property
    def rate(self) -> Decimal | None:
        return rate(self.busy, self.available)


def rate(busy: int, available: int) -> Decimal | None:
    """None where nothing was available: no data is not zero."""
    return Decimal(busy) / available if available else None


def utilisation(centre, since: dt.date, until: dt.date) -> list[Utilised]:
    """Every instrument of a centre from `since` to `until`; as many questions whatever there is."""
    things = list(equipment_of(centre).order_by("code"))
    ids = [thing.pk for thing in things]
    steps, calibrations = steps_of(ids), calibrations_of(ids, on=until)
    booked, used = booked_days(ids, since, until), used_days(ids, since, until)
    worked = working_days(since, until)
    found = []
    for thing in things:
        may_be_used = available_days(thing, steps[thing.pk], calibrations.get(thing.pk, ()), since, until)
        open_days = worked & may_be_used
        held, busy = booked[thing.pk], booked[thing.pk] | used[thing.pk]
        found.append(
            Utilised(
                thing,
                len(open_days),
                len(held & open_days),
                len(used[thing.pk] & open_days),
                len(busy & open_days),
                len(busy - open_days),
            )
        )
    return found


def working_days(since: dt.date, until: dt.date) -> set[dt.date]:
    off = import_string(settings.JALON_HOLIDAYS)() if settings.JALON_HOLIDAYS else ()
    return {day for day in days(since, until) if is_working(day, off)}


def days(since: dt.date, until: dt.date) -> Iterator[dt.date]:
    return (since + place * ONE_DAY for place in range((until - since).days + 1))


def steps_of(ids: Collection[int]) -> dict[int, list[EquipmentStep]]:
    found: dict[int, list[EquipmentStep]] = defaultdict(list)
    for step in EquipmentStep.objects.filter(thing__in=ids).order_by("thing", "turn"):
        found[step.thing_id].append(step)
    return found


def available_days(
    thing: Equipment,
    steps: Iterable[EquipmentStep],
    calibrations: Collection[Calibration],
    since: dt.date,
    until: dt.date,
) -> set[dt.date]:
    """The days on which an instrument was in service and valid: asked where that may change, not daily."""
    states = [(day_of(step), step.state) for step in steps]
    rules = [as_rule(one) for one in calibrations]
    changes = {since, *(day for day, _state in states), *(one.on for one in rules)}
    changes |= {one.valid_until + ONE_DAY for one in rules if one.valid_until and one.valid_until < until}
    starts = sorted(day for day in changes if since <= day <= until)
    found: set[dt.date] = set()
    for start, following in zip(starts, [*starts[1:], until + ONE_DAY], strict=True):
        state = next((state for day, state in reversed(states) if day <= start), "")
        if state == IN_USE and valid_at(start, rules, is_calibrated=thing.is_calibrated):
            found.update(days(start, following - ONE_DAY))
    return found


Days = Mapping[int, set[dt.date]]


def booked_days(ids: Collection[int], since: dt.date, until: dt.date) -> Days:
    """The days on which each instrument is held, those of the period."""
    found: dict[int, set[dt.date]] = defaultdict(set)
    for key, during in bookings_in(ids, since, until).values_list("equipment", "during"):
        first = max(since, timezone.localdate(during.lower))
        found[key].update(days(first, min(until, timezone.localdate(during.upper - A_MOMENT))))
    return found


def bookings_in(ids: Collection[int], since: dt.date, until: dt.date):
    bounds = (midnight(since), midnight(until + ONE_DAY))
    return Booking.objects.filter(equipment__in=ids, cancel_event=None, during__overlap=bounds)


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def used_days(ids: Collection[int], since: dt.date, until: dt.date) -> Days:
    """The days on which the apps above used each instrument; JALON_DAYS_OF_EQUIPMENT names who knows."""
    found: dict[int, set[dt.date]] = defaultdict(set)
    for name in settings.JALON_DAYS_OF_EQUIPMENT:
        for key, day in import_string(name)(ids, since, until):
            found[key].add(day)
    return found
