"""When a plan's contracts report: the calendar in force, the days off, deadlines and who is late."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon.contracts.models import Contract
from jalon.contracts.queries import adopted_versions, in_force
from jalon.kernel.calendar import WEEKEND, Standing, add_working_days, standing
from jalon.kernel.periods import Period, containing, parse
from jalon.kernel.plausibility import Rules
from jalon.plan.models import Plan
from jalon.plan.queries import version_in_force
from jalon.reporting.models import Calendar, Holiday, Return
from jalon.reporting.queries.returns import Life, lives

REMINDED = (-15, -5, -1, 1, 7)
SOON = 15


def calendar_of(plan: Plan, *, on: date, known_at: int | None = None) -> Calendar:
    """The plan's calendar in force on a day, as known at a moment; the usual one when none was kept."""
    return chosen(calendars_of(plan, known_at), plan, on)


def chosen(kept: Iterable[Calendar], plan: Plan, on: date) -> Calendar:
    """Of calendars, latest effect first, the one in force on a day."""
    return next((one for one in kept if one.effective_from <= on), None) or usual(plan)


def usual(plan: Plan) -> Calendar:
    """What holds while nobody decided otherwise: by quarter, twenty working days after its end."""
    weekend = [day + 1 for day in sorted(WEEKEND)]
    return Calendar(plan=plan, every="quarter", remind_days=list(REMINDED), weekend=weekend)


def calendars_of(plan: Plan, known_at: int | None = None) -> list[Calendar]:
    """Every calendar of a plan, the latest effect first."""
    known = Calendar.objects.known_at(known_at).filter(plan=plan).select_related("event", "event__actor")
    return list(known.order_by("-effective_from", "-event__number"))


def rules_of(calendar: Calendar) -> Rules:
    return Rules.from_data(calendar.checks)


def weekend_of(calendar: Calendar) -> frozenset[int]:
    """The days of the weekend as the kernel counts them, from Monday 0."""
    return frozenset(day - 1 for day in calendar.weekend)


def said_days(known_at: int | None = None, *, year: int | None = None) -> list[Holiday]:
    """The last word about each day, in the order of days; those taken back included."""
    known = Holiday.objects.known_at(known_at)
    known = known.filter(on__year=year) if year else known
    return list(known.order_by("on", "-event__number", "-pk").distinct("on"))


def holidays(known_at: int | None = None) -> frozenset[date]:
    """The days nobody works, besides weekends."""
    return frozenset(day.on for day in said_days(known_at) if day.is_holiday)


@dataclass(frozen=True)
class Due:
    """A return that a contract owes for a period, opened or not."""

    contract: Contract
    period: Period
    due_on: date
    on: date
    life: Life | None = None
    escalate_days: int = 10
    holidays: Collection[date] = field(default=(), repr=False)
    weekend: Collection[int] = WEEKEND

    @property
    def report(self) -> Return | None:
        return self.life.report if self.life else None

    @property
    def state(self) -> str:
        """The state of the machine; `not_begun` and `to_open` before there is a return."""
        if self.life:
            return self.life.state
        return "to_open" if self.on > self.period.end else "not_begun"

    @property
    def submitted_on(self) -> date | None:
        return self.life.submission.on if self.life and self.life.submission else None

    @property
    def standing(self) -> Standing:
        """done, done_late, to_come, soon, late or escalated."""
        return standing(
            self.due_on,
            on=self.on,
            done_on=self.submitted_on,
            soon=SOON,
            escalated_after=self.escalate_days,
            holidays=self.holidays,
            weekend=self.weekend,
        )

    @property
    def is_late(self) -> bool:
        return self.standing in ("late", "escalated")


def periods_of(plan: Plan, *, on: date, known_at: int | None = None) -> list[Period]:
    """The periods of a plan begun on a day, in order, each of the kind of the calendar of its first day.

    Nothing is due before somebody kept a calendar: none begins before the first takes effect.
    """
    version = version_in_force(plan, on=on, known_at=known_at)
    kept = calendars_of(plan, known_at)
    if version is None or not kept:
        return []
    found: list[Period] = []
    day = max(version.starts_on, kept[-1].effective_from)
    while day <= min(version.ends_on, on):
        found.append(containing(chosen(kept, plan, day).every, day))
        day = found[-1].end + timedelta(days=1)
    return found


def deadline(contract: Contract, period: Period, *, known_at: int | None = None) -> date:
    """The last day to submit: so many working days after the period, by the calendar of its last day."""
    kept = calendar_of(contract.plan, on=period.end, known_at=known_at)
    return add_working_days(period.end, kept.submit_days, holidays(known_at), weekend_of(kept))


def due(
    plan: Plan,
    *,
    on: date,
    known_at: int | None = None,
    contracts: Iterable[Contract] | None = None,
    spans: Iterable[Period] | None = None,
) -> list[Due]:
    """Every return the plan's contracts owe for the periods begun on a day, in as many queries whatever
    their number of returns. A return that is open keeps the deadline it was opened with.
    """
    spans = periods_of(plan, on=on, known_at=known_at) if spans is None else list(spans)
    held = in_force(adopted_versions(plan, known_at=known_at), on)
    chosen = [version.contract for version in held.values()] if contracts is None else list(contracts)
    known = Return.objects.known_at(known_at).filter(contract__in=chosen)
    known = known.select_related("contract", "contract__centre", "contract__plan")
    lived = {(life.report.contract_id, life.report.period): life for life in lives(known, known_at).values()}
    off, calendars = holidays(known_at), calendars_on(plan, spans, known_at)
    return [
        owed(contract, span, lived.get((contract.pk, span.code)), calendars[span], off, on)
        for contract in sorted(chosen, key=lambda one: one.centre.code)
        for span in spans
    ]


def calendars_on(plan: Plan, spans: Iterable[Period], known_at: int | None) -> Mapping[Period, Calendar]:
    """The calendar of each period, in one query."""
    kept = calendars_of(plan, known_at)
    return {span: chosen(kept, plan, span.end) for span in spans}


def owed(contract: Contract, period: Period, life: Life | None, kept: Calendar, off, on: date) -> Due:
    weekend = weekend_of(kept)
    due_on = life.report.due_on if life else add_working_days(period.end, kept.submit_days, off, weekend)
    return Due(contract, period, due_on, on, life, kept.escalate_days, off, weekend)


def period_asked(code: str, plan: Plan, *, known_at: int | None = None) -> Period | None:
    """The period of a code when the plan's calendar has it; None otherwise."""
    try:
        period = parse(code)
    except ValueError:
        return None
    return period if period.kind == calendar_of(plan, on=period.end, known_at=known_at).every else None
