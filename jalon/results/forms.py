"""What a reader may ask of a page: which plan, on which day, as known at which moment."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jalon.journal.queries import MomentError, latest, moment_of
from jalon.plan.models import Plan
from jalon.plan.queries import plan_on

FARTHEST = date(2100, 12, 31)


@dataclass(frozen=True)
class Reading:
    """A plan, a day and a moment. `known_at` is always a number; `is_live` says that it was not asked for."""

    plan: Plan | None
    on: date
    known_at: int
    is_live: bool = True
    problems: tuple[str, ...] = field(default=())


def reading(query: QueryDict, *, today: date) -> Reading:
    """What the query asks, what cannot be read replaced by its usual value and told."""
    problems: list[str] = []
    on = day_of(query.get("on", ""), today, problems)
    known_at = known_moment(query.get("known_at", ""), problems)
    moment = latest() if known_at is None else known_at
    plan = plan_of(query.get("plan", ""), on, moment, problems)
    return Reading(plan, on, moment, known_at is None, tuple(problems))


def day_of(text: str, today: date, problems: list[str]) -> date:
    if not text.strip():
        return today
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None or not date(1950, 1, 1) <= day <= FARTHEST:
        problems.append(
            _("“%(text)s” is no day we can read: write it as 2025-03-31. Today is shown.")
            % {"text": text[:40]}
        )
        return today
    return day


def known_moment(text: str, problems: list[str]) -> int | None:
    if not text.strip():
        return None
    try:
        return moment_of(text)
    except MomentError as error:
        problems.append(_("%(error)s What is known now is shown.") % {"error": error})
        return None


def plan_of(code: str, on: date, known_at: int, problems: list[str]) -> Plan | None:
    found = plan_on(on, known_at=known_at, code=code)
    if found is None and code:
        problems.append(_("No plan has the code “%(code)s”. The current one is shown.") % {"code": code[:40]})
        found = plan_on(on, known_at=known_at)
    return found
