"""What a reader may ask of a page: which plan, on which day, as known at which moment."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from jalon.journal.queries import latest
from jalon.plan.models import Plan
from jalon.plan.queries import plan_on, versions
from jalon.plan.queries.reading import reading as read_when

CONSTANT = "constant"


@dataclass(frozen=True)
class Reading:
    """A plan, a day and a moment. `known_at` is always a number; `is_live` says that it was not asked for."""

    plan: Plan | None
    on: date
    known_at: int
    is_live: bool = True
    is_constant: bool = False  # only the centres that are there to the end of what is shown
    counted_from: date | None = None  # the start of another version of the plan, for what is cumulative
    problems: tuple[str, ...] = field(default=())


def reading(query: QueryDict, *, today: date) -> Reading:
    """What the query asks, what cannot be read replaced by its usual value and told."""
    when = read_when(query, today=today)
    problems = list(when.problems)
    moment = latest() if when.known_at is None else when.known_at
    plan = plan_of(query.get("plan", ""), when.on, moment, problems)
    constant = query.get("perimeter") == CONSTANT
    start = start_of(query.get("counted_from", ""), plan, moment, problems)
    return Reading(plan, when.on, moment, when.known_at is None, constant, start, tuple(problems))


def start_of(text: str, plan: Plan | None, known_at: int, problems: list[str]) -> date | None:
    """The start of one of the plan's versions; any other day is told, and the usual one taken."""
    if not text or plan is None:
        return None
    starts = versions(plan, known_at=known_at).values_list("starts_on", flat=True)
    found = next((day for day in starts if day.isoformat() == text), None)
    if found is None:
        problems.append(
            _("No version of this plan begins on “%(text)s”. The start of the version in force is taken.")
            % {"text": text[:40]}
        )
    return found


def plan_of(code: str, on: date, known_at: int, problems: list[str]) -> Plan | None:
    found = plan_on(on, known_at=known_at, code=code)
    if found is None and code:
        problems.append(_("No plan has the code “%(code)s”. The current one is shown.") % {"code": code[:40]})
        found = plan_on(on, known_at=known_at)
    return found
