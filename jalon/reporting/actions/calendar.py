"""Keep the calendar of returns and the table of holidays; remind who is due, once a day named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jalon.journal.actions import recording
from jalon.kernel.plausibility import Rules
from jalon.kernel.words import Words
from jalon.plan.models import Plan
from jalon.reporting.models import Calendar, Holiday
from jalon.reporting.queries.calendar import said_days


@dataclass(frozen=True)
class DayOff:
    """What is said of a day: its name, whether nobody works, whether that is an estimate, and who says so."""

    on: date
    name: Words
    is_holiday: bool = True
    is_estimated: bool = False
    source: str = ""


def keep_calendar(plan: Plan, *, by, **terms) -> Calendar:
    """How often a plan's contracts report and by when, from a day on. Raises ValueError for wrong checks."""
    Rules.from_data(terms.get("checks", {}))
    every = {"every": terms["every"], "submit_days": terms["submit_days"]}
    payload = every | {"effective_from": terms["effective_from"].isoformat()}
    with recording("calendar.kept", subject=f"plan:{plan.code}", by=by, payload=payload) as record:
        return record.keep(Calendar(plan=plan, **terms))


def say_days(days: Iterable[DayOff], *, by) -> list[Holiday]:
    """Say which days nobody works; a day said before as it is said now is not said again."""
    said = {day.on: day for day in said_days()}
    new = [day for day in days if differs(said.get(day.on), day)]
    if not new:
        return []
    payload = {"days": [day.on.isoformat() for day in new]}
    with recording("holidays.said", by=by, payload=payload) as record:
        return record.keep_all(Holiday(**vars(day)) for day in new)


def differs(before: Holiday | None, now: DayOff) -> bool:
    return before is None or any(getattr(before, name) != value for name, value in vars(now).items())


def take_back(day: Holiday, *, by, source: str = "") -> list[Holiday]:
    """After all people work that day."""
    return say_days([DayOff(day.on, day.name, is_holiday=False, source=source)], by=by)
