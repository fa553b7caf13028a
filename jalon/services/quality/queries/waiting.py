"""What waits in a centre today: each kind of thing counted, and the same things as rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jalon.capacity.queries import equipment_of, equipment_valid
from jalon.kernel.calendar import WorkingDays
from jalon.kernel.states import REQUEST
from jalon.services.models import (
    Case,
    CaseAction,
    Certificate,
    Quote,
    Report,
    Request,
    RequestStep,
    TestLine,
)
from jalon.services.quality.queries.cases import ENDED as CASES_ENDED
from jalon.services.quality.queries.cases import overdue, with_names
from jalon.services.queries.clock import ENDED, holidays, runs
from jalon.services.testing.queries.lines import known

OPEN_REQUESTS = tuple(
    state for state in REQUEST.states if state not in (*ENDED, *REQUEST.final) or state == "contested"
)

REQUESTS: Mapping[str, tuple[str, ...]] = {
    "to_examine": ("submitted", "in_review", "transfer_offered"),
    "with_the_firm": ("information_asked", "quoted"),
    "to_plan": ("accepted",),
    "under_way": ("planned", "in_progress", "suspended"),
    "contested": ("contested",),
}
"""What waits of requests: in which states."""

LINES = {"to_test": ("to_do", "assigned"), "to_verify": ("entered",), "to_authorise": ("verified",)}
REPORTS = {"reports_to_authorise": ("in_verification",), "reports_to_issue": ("authorised",)}


def requests_in(centre, states) -> QuerySet[Request]:
    found = Request.objects.filter(centre=centre, state__in=states)
    return found.select_related("centre", "enterprise", "offered").order_by("-id")


def lines_in(centre, states) -> QuerySet[TestLine]:
    return known(TestLine.objects.filter(centre=centre, state__in=states)).order_by("id")


def reports_in(centre, states) -> QuerySet[Report]:
    found = Report.objects.filter(centre=centre, state__in=states)
    return found.select_related("request__centre", "request__enterprise").order_by("id")


def surveillance_due(centre) -> QuerySet[Certificate]:
    found = Certificate.objects.filter(centre=centre, state="surveillance_due")
    return found.select_related("centre", "application__request__enterprise").order_by("id")


def open_cases(centre) -> QuerySet[Case]:
    return with_names(Case.objects.filter(centre=centre).exclude(state__in=CASES_ENDED))


def late_actions(centre, on: date) -> QuerySet[CaseAction]:
    return overdue(on).filter(case__centre=centre)


def not_usable(centre, on: date) -> list:
    """The instruments in service whose calibration does not hold on the day."""
    found = list(equipment_of(centre).filter(state="in_service").select_related("centre").order_by("code"))
    valid = equipment_valid([thing.pk for thing in found], on)
    return [(thing, valid[thing.pk]) for thing in found if not valid[thing.pk]]


@dataclass(frozen=True)
class Late:
    """A request whose clock has gone further than was promised."""

    request: Request
    days: int
    promised: int


def late_requests(centre, on: date) -> list[Late]:
    """The requests of a centre that are late on a day, the latest first; two questions, and the days off."""
    quoted = Quote.objects.filter(request=OuterRef("pk"), working_days__gt=0).order_by("-revision")
    last = Subquery(quoted.values("working_days")[:1])
    found = requests_in(centre, OPEN_REQUESTS)
    promised = found.annotate(promised=Coalesce(last, "offered__working_days")).exclude(promised=None)
    requests = {one.pk: one for one in promised}
    days = days_of(requests, on)
    late = [Late(one, days[key], one.promised) for key, one in requests.items() if days[key] > one.promised]
    return sorted(late, key=lambda one: (one.promised - one.days, one.request.pk))


def days_of(requests: Mapping[int, Request], on: date) -> Mapping[int, int]:
    """The working days the centre has taken of each request, as `clock_of` counts them; one question."""
    rows = RequestStep.objects.filter(thing__in=list(requests)).order_by("thing", "turn")
    steps = defaultdict(list)
    for key, state, said, at in rows.values_list("thing", "state", "said_with_it", "event__recorded_at"):
        steps[key].append((timezone.localdate(at), runs(state, said)))
    first = min((found[0][0] for found in steps.values()), default=on)
    last = max((found[-1][0] for found in steps.values()), default=on)
    counted = WorkingDays(min(first, on), max(last, on), holidays())
    return defaultdict(int, {key: taken(found, on, counted) for key, found in steps.items()})


def taken(steps: list[tuple[date, bool]], on: date, counted: WorkingDays) -> int:
    """The working days between a step after which the clock runs and the one that follows it."""
    ends = [day for day, _runs in steps[1:]] + [max(on, steps[-1][0])]
    return sum(
        counted.between(day, end) for (day, is_running), end in zip(steps, ends, strict=True) if is_running
    )


# how many


def counts(centre, on: date) -> dict[str, int]:
    """How many things wait, by what they wait for; as many questions whatever there is."""
    return {
        "late_requests": len(late_requests(centre, on)),
        **summed(REQUESTS, Request, centre),
        **summed(LINES, TestLine, centre),
        **summed(REPORTS, Report, centre),
        "surveillance_due": surveillance_due(centre).count(),
        "not_usable": len(not_usable(centre, on)),
        "open_cases": open_cases(centre).count(),
        "late_actions": late_actions(centre, on).count(),
    }


def by_state(model, centre, states: Iterable[str]) -> dict[str, int]:
    """How many things are in each of the states named: an index knows them, and the past is not read."""
    rows = model.objects.filter(centre=centre, state__in=states).order_by()
    return dict(rows.values_list("state").annotate(Count("id")))


def summed(kinds: Mapping[str, tuple[str, ...]], model, centre) -> dict[str, int]:
    found = by_state(model, centre, chain(*kinds.values()))
    return {kind: sum(found.get(state, 0) for state in named) for kind, named in kinds.items()}


ROWS: Mapping[str, Callable] = {
    "late_requests": late_requests,
    **{kind: lambda centre, on, s=states: requests_in(centre, s) for kind, states in REQUESTS.items()},
    **{kind: lambda centre, on, s=states: lines_in(centre, s) for kind, states in LINES.items()},
    **{kind: lambda centre, on, s=states: reports_in(centre, s) for kind, states in REPORTS.items()},
    "surveillance_due": lambda centre, on: surveillance_due(centre),
    "not_usable": not_usable,
    "open_cases": lambda centre, on: open_cases(centre),
    "late_actions": late_actions,
}
"""The rows behind each count: as many, by the same conditions."""
