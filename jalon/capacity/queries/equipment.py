"""Instruments: which may be used on a day, which are free, and what a failure puts in doubt."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.capacity.models import Booking, Calibration, Disposition, Equipment, EquipmentStep
from jalon.kernel.validity import Calibrated, Doubt, Validity, doubt, valid_at

IN_USE = "in_service"


def equipment_of(centre, *, kind: str = ""):
    """The instruments of a centre, all of them or those of a kind."""
    found = Equipment.objects.filter(centre=centre).select_related("laboratory")
    return found.filter(kind=kind) if kind else found


def calibrations_of(
    ids: Collection[int], *, on: dt.date | None = None, known_at: int | None = None
) -> dict[int, list[Calibration]]:
    """Calibrations and checks by instrument, the first one first; one question."""
    found = Calibration.objects.known_at(known_at).filter(equipment__in=ids).order_by("on", "pk")
    by_equipment: dict[int, list[Calibration]] = defaultdict(list)
    for record in found if on is None else found.filter(on__lte=on):
        by_equipment[record.equipment_id].append(record)
    return by_equipment


def as_rule(record: Calibration) -> Calibrated:
    return Calibrated(record.on, record.passed, record.valid_until, record.kind, record.pk)


def validity_of(
    equipment: Iterable[Equipment], on: dt.date, *, known_at: int | None = None
) -> dict[int, Validity]:
    """The calibration's word on each instrument for a day, whatever its state; one question."""
    things = list(equipment)
    records = calibrations_of([thing.pk for thing in things], on=on, known_at=known_at)
    return {
        thing.pk: valid_at(on, map(as_rule, records.get(thing.pk, ())), is_calibrated=thing.is_calibrated)
        for thing in things
    }


def equipment_valid(ids: Collection[int], on: dt.date, *, known_at: int | None = None) -> dict[int, Validity]:
    """Whether each instrument may be used on a day: in service that day, and its calibration good.

    Three questions whatever their number. An instrument that is not there is `unknown`, never valid.
    """
    things = list(Equipment.objects.known_at(known_at).filter(pk__in=ids))
    states = states_on([thing.pk for thing in things], on, known_at=known_at)
    by_calibration = validity_of(things, on, known_at=known_at)
    found = dict.fromkeys(ids, Validity("unknown", "never"))
    for thing in things:
        in_use = states.get(thing.pk) == IN_USE
        found[thing.pk] = by_calibration[thing.pk] if in_use else Validity("invalid", "not_in_service")
    return found


def states_on(ids: Collection[int], on: dt.date, *, known_at: int | None = None) -> dict[int, str]:
    """The state of instruments at the end of a day, by the day each step says it happened."""
    steps = EquipmentStep.objects.known_at(known_at).filter(thing__in=ids)
    states: dict[int, str] = {}
    for step in steps.order_by("thing", "turn"):
        if day_of(step) <= on:
            states[step.thing_id] = step.state
    return states


def day_of(step: EquipmentStep) -> dt.date:
    """The day a step happened, as it was said with it; never before that of the step before."""
    return dt.date.fromisoformat(step.said_with_it["on"])


def instruments_for(centre, kinds: Collection[str], on: dt.date) -> list[Equipment]:
    """The instruments of these kinds that may be used on a day; three questions."""
    found = list(equipment_of(centre).filter(kind__in=kinds, state=IN_USE))
    valid = equipment_valid([thing.pk for thing in found], on)
    return [thing for thing in found if valid[thing.pk]]


# bookings


@dataclass(frozen=True)
class Bookable:
    """An instrument over a time: free, or held by these bookings."""

    equipment: Equipment
    bookings: tuple[Booking, ...]

    @property
    def is_free(self) -> bool:
        return not self.bookings


def free_during(equipment: Iterable[Equipment], start: dt.datetime, end: dt.datetime) -> list[Bookable]:
    """Which instruments are free from `start` to `end`, and who holds the others; one question."""
    things = list(equipment)
    held: dict[int, list[Booking]] = defaultdict(list)
    standing = Booking.objects.filter(equipment__in=things, cancel_event=None, during__overlap=(start, end))
    for booking in standing.select_related("person").order_by("during"):
        held[booking.equipment_id].append(booking)
    return [Bookable(thing, tuple(held.get(thing.pk, ()))) for thing in things]


# what a failure puts in doubt


@dataclass(frozen=True)
class Use:
    """A use of an instrument, as the app that made it tells it: its key, words, and where to look."""

    key: str
    label: str
    on: dt.date
    href: str = ""


Asked = Callable[[Collection[int], dt.date | None, dt.date], Iterable[Use]]


@dataclass(frozen=True)
class Impact:
    """What a failed calibration or check puts in doubt, and what was decided of each use."""

    failed: Calibration
    days: Doubt
    uses: tuple[tuple[Use, Disposition | None], ...]

    @property
    def left(self) -> int:
        """How many uses still wait for a decision."""
        return sum(disposition is None for _use, disposition in self.uses)


def impact(failed: Calibration, *, known_at: int | None = None) -> Impact:
    """Every use of the instrument since its last good calibration, as the apps above tell them."""
    records = calibrations_of([failed.equipment_id], known_at=known_at)[failed.equipment_id]
    days = doubt(as_rule(failed), map(as_rule, records))
    decided = {one.use: one for one in failed.dispositions.known_at(known_at).select_related("event")}
    uses = [use for asked in askers() for use in asked([failed.equipment_id], days.since, days.until)]
    in_doubt = sorted((use for use in uses if use.on in days), key=lambda use: (use.on, use.key))
    return Impact(failed, days, tuple((use, decided.get(use.key)) for use in in_doubt))


def askers() -> list[Asked]:
    """What the apps above offer, by their dotted names: they know what was measured with what."""
    return [import_string(name) for name in getattr(settings, "JALON_USES_OF_EQUIPMENT", ())]
