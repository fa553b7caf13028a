"""What a certificate is on a day: read from its events, the last one speaking (ISO/IEC 17065, 7.11)."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

Standing = Literal["active", "suspended", "withdrawn", "terminated", "expired"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

AFTER: Final[dict[str, Standing]] = {
    "issue": "active",
    "survey": "active",
    "reduce": "active",
    "extend": "active",
    "renew": "active",
    "restore": "active",
    "suspend": "suspended",
    "withdraw": "withdrawn",
    "terminate": "terminated",
    "expire": "expired",
}
"""What each verb of its life leaves it as; a verb that is not here (`fall_due`) changes nothing of it."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A verb done to a certificate on a day. `position` orders those of one day.

    `valid_until` is the last day it is good for, and `scope` what it covers, where the verb says so.
    """

    on: dt.date
    position: int
    verb: str
    valid_until: dt.date | None = None
    scope: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The answer of a day: what the certificate is, since when, until when, and for what."""

    standing: Standing
    since: dt.date
    valid_until: dt.date | None
    scope: tuple[str, ...] = ()

    @property
    def is_in_force(self) -> bool:
        return self.standing == "active"


def status_at(events: Iterable[Happened], day: dt.date) -> Status | None:
    """The status at the end of a day, None before it was issued.

    What happened after the day never counts, and a validity that passed ends a certificate even when nobody
    has written it yet: the last day is still good.
    """
    told = sorted((one for one in events if one.on <= day), key=lambda one: (one.on, one.position))
    speaking = [one for one in told if one.verb in AFTER]
    if not speaking:
        return None
    standing = AFTER[speaking[-1].verb]
    valid_until = _last(told, "valid_until")
    scope = _last(told, "scope") or ()
    if valid_until is not None and valid_until < day and standing in ("active", "suspended"):
        return Status("expired", valid_until + dt.timedelta(1), valid_until, scope)
    return Status(standing, _since(speaking, standing), valid_until, scope)


def _last(told: Sequence[Happened], name: str):
    return next((said for one in reversed(told) if (said := getattr(one, name)) is not None), None)


def _since(speaking: Sequence[Happened], standing: Standing) -> dt.date:
    """The day of the first of the last events that all leave it as it is."""
    since = speaking[-1].on
    for one in reversed(speaking):
        if AFTER[one.verb] != standing:
            break
        since = one.on
    return since


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(issued_on: dt.date, months: int) -> dt.date:
    """The last day of a validity of some months that begins on a day."""
    return months_after(issued_on, months) - dt.timedelta(1)


def surveillance_days(since: dt.date, months: int, until: dt.date) -> list[dt.date]:
    """The days by which a certificate is looked at again, within its validity; none when months is 0."""
    if months <= 0:
        return []
    days, turn = [], 1
    while (day := months_after(since, months * turn)) <= until:
        days.append(day)
        turn += 1
    return days


def next_surveillance(
    events: Iterable[Happened], months: int, day: dt.date, *, until: dt.date | None = None
) -> dt.date | None:
    """The next day of surveillance, counted from the last time it was looked at; None without any left."""
    looked = [one.on for one in events if one.verb in ("issue", "survey", "renew") and one.on <= day]
    if not looked or months <= 0:
        return None
    due = months_after(max(looked), months)
    return due if until is None or due <= until else None
