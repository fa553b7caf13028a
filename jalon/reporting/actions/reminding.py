"""Reminders of returns: each is sent once and recorded, however often the day's work is done."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jalon.journal.actions import recording
from jalon.kernel.calendar import Reminder as Planned
from jalon.kernel.calendar import reminder_for, reminders
from jalon.plan.models import Plan
from jalon.reporting.letters import directors, officers, write_to
from jalon.reporting.models import Reminder
from jalon.reporting.queries.calendar import Due, calendars_on, due


def remind(plan: Plan, *, on: date, link=None) -> list[Reminder]:
    """Send what is due on a day and was not sent: to the director before and after the deadline, to the
    ministry too once lateness is escalated. A server that stood still sends one letter, not all it missed.
    """
    owed = [one for one in due(plan, on=on) if one.submitted_on is None]
    sent = sent_of(plan)
    kept = calendars_on(plan, {one.period for one in owed}, None)
    found = []
    for one in owed:
        last = sent.get((one.contract.pk, one.period.code), {})
        planned = reminder_for(schedule(one, kept[one.period]), on, latest_of(last))
        if planned and one.due_on >= first_day(one):
            found += told(one, kind_of(planned), planned.days, on, link)
        if one.standing == "escalated" and "escalated" not in last:
            found += told(one, Reminder.Kind.ESCALATED, one.escalate_days, on, link)
    return found


def first_day(one: Due) -> date:
    """Nobody is reminded of a period before it is over."""
    return one.period.end


def schedule(one: Due, kept) -> list[Planned]:
    planned = reminders(
        one.due_on,
        before=[days for days in kept.remind_days if days < 0],
        after=[days for days in kept.remind_days if days > 0],
        holidays=one.holidays,
        weekend=one.weekend,
    )
    return [each for each in planned if each.on > one.period.end]


def kind_of(planned: Planned) -> str:
    return Reminder.Kind.LATE if planned.is_late else Reminder.Kind.DUE


def sent_of(plan: Plan) -> dict[tuple[int, str], dict[str, date]]:
    """For each contract and period, the last day of each kind of reminder."""
    found: dict = {}
    for row in Reminder.objects.filter(contract__plan=plan).order_by("on"):
        found.setdefault((row.contract_id, row.period), {})[row.kind] = row.on
    return found


def latest_of(last: dict[str, date]) -> date | None:
    return max((day for kind, day in last.items() if kind != "escalated"), default=None)


def told(one: Due, kind: str, days: int, on: date, link) -> list[Reminder]:
    """Record a reminder and send it once that is kept; nothing when another worker was first."""
    people = officers(on) if kind == Reminder.Kind.ESCALATED else directors(one.contract, on)
    contract, code = one.contract, one.period.code
    payload = {"contract": contract.code, "period": code, "kind": str(kind), "days": days}
    try:
        with transaction.atomic():
            subject = f"return:{contract.code}:{code}"
            with recording("return.reminded", subject=subject, payload=payload) as record:
                row = Reminder(
                    contract=contract, period=code, kind=kind, days=days, on=on, recipients=len(people)
                )
                record.keep(row)
            transaction.on_commit(lambda: send(one, kind, people, link))
    except IntegrityError:
        return []
    return [row]


def send(one: Due, kind: str, people, link) -> None:
    context = {"due": one, "kind": str(kind), "address": link(one) if link else ""}
    titles = {
        "due": lambda: _("The return of %(centre)s is due soon") % {"centre": one.contract.centre.code},
        "late": lambda: _("The return of %(centre)s is late") % {"centre": one.contract.centre.code},
        "escalated": lambda: (
            _("The return of %(centre)s is long late") % {"centre": one.contract.centre.code}
        ),
    }
    write_to(people, titles[str(kind)], "reporting/letters/reminder.txt", context)
