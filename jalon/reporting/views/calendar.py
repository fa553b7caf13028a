"""When a plan's returns are due, and which days nobody works."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.kernel.calendar import add_working_days
from jalon.kernel.periods import containing
from jalon.network.access import requires
from jalon.plan.queries import plan_on
from jalon.reporting.actions.calendar import DayOff, keep_calendar, say_days
from jalon.reporting.forms.calendar import CalendarForm, HolidayForm, initial_of
from jalon.reporting.models import Reminder
from jalon.reporting.queries.calendar import (
    calendar_of,
    calendars_of,
    rules_of,
    said_days,
    weekend_of,
)
from jalon.reporting.queries.calendar import (
    holidays as days_off,
)
from jalon.reporting.queries.proposals import countries, country, proposed
from jalon.reporting.views.asking import asked_of, contracts_seen, today
from jalon.ui import addresses

AHEAD = 6
FARTHEST_YEAR, EARLIEST_YEAR = 2100, 1990


@require_safe
@requires("return.view")
def calendar(request):
    """The calendar in force: how often, by when, and the next deadlines."""
    asked = asked_of(request)
    plan = plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))
    context = asked.context() | {"plan": plan, "may_keep": request.standing.can("calendar.keep")}
    if plan is None:
        return render(request, "reporting/calendar.html", context)
    kept = calendar_of(plan, on=asked.on, known_at=asked.known_at)
    off = days_off(asked.known_at)
    reminders = Reminder.objects.known_at(asked.known_at).filter(
        contract__in=contracts_seen(request.standing).filter(plan=plan)
    )
    context |= {
        "kept": kept,
        "is_usual": kept.pk is None,
        "versions": calendars_of(plan, asked.known_at),
        "rules": rules_of(kept),
        "deadlines": deadlines(kept, asked.on, off),
        "reminders": reminders.select_related("contract__centre").order_by("-event__number")[:20],
        "estimated": [day for day in said_days(asked.known_at) if day.is_estimated and day.on >= asked.on],
    }
    return render(request, "reporting/calendar.html", context)


def deadlines(kept, on: date, off) -> list[dict]:
    """The last period that is over and those to come, each with its last day to submit."""
    period = containing(kept.every, on).previous()
    found = []
    for _number in range(AHEAD):
        due_on = add_working_days(period.end, kept.submit_days, off, weekend_of(kept))
        found.append({"period": period, "due_on": due_on, "is_past": due_on < on})
        period = period.next()
    return found


@requires("calendar.keep")
def terms(request):
    """Keep the plan's calendar from a day on."""
    plan = plan_on(today(), code=request.GET.get("plan", ""))
    if plan is None:
        return redirect("reporting:calendar")
    kept = calendar_of(plan, on=today())
    first = initial_of(kept, rules_of(kept)) | {"effective_from": today()}
    form = CalendarForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.terms()
        said["checks"]["to_settle"] = sorted(rules_of(kept).to_settle)
        keep_calendar(plan, by=request.user, sampling=kept.sampling, **said)
        messages.success(request, _("The calendar is kept: deadlines follow it from that day on."))
        return redirect(addresses.at(request, "reporting:calendar"))
    context = {"form": form, "plan": plan, "crumbs": trail(request, _("Terms"))}
    return render(request, "reporting/calendar_terms.html", context, status=422 if form.errors else 200)


def trail(request, last: str) -> list[tuple]:
    return [
        (_("Returns"), addresses.at(request, "reporting:returns")),
        (_("Calendar of returns"), addresses.at(request, "reporting:calendar")),
        (last, ""),
    ]


@requires("return.view")
def holidays(request):
    """The days nobody works in a year; who keeps the calendar adds, confirms and takes back."""
    asked, year = asked_of(request), year_of(request)
    may_keep = request.standing.can("calendar.keep")
    first = first_of(request.GET.get("day", ""))
    form = HolidayForm(request.POST or None, initial=first) if may_keep else None
    if request.method == "POST" and form and form.is_valid():
        said = say_days([form.day_off()], by=request.user)
        told = _("The day is said.") if said else _("This day already stood so.")
        messages.success(request, told)
        there = addresses.at(request, "reporting:holidays", query={"year": form.cleaned_data["on"].year})
        return redirect(there)
    days = said_days(asked.known_at, year=year)
    context = asked.context() | {
        "form": form,
        "days": days,
        "year": year,
        "estimated": sum(day.is_estimated and day.is_holiday for day in days),
        "off": sum(day.is_holiday for day in days),
        "may_keep": may_keep,
        "crumbs": trail(request, _("Holidays")),
    }
    return render(request, "reporting/holidays.html", context, status=422 if form and form.errors else 200)


def year_of(request) -> int:
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else today().year
    return min(max(year, EARLIEST_YEAR), FARTHEST_YEAR)


def first_of(day: str) -> dict | None:
    """What the form shows of a day that is to be changed."""
    for one in said_days() if day else ():
        if one.on.isoformat() == day:
            same = ("on", "is_estimated", "is_holiday", "source")
            return {name: getattr(one, name) for name in same} | vars_of(one.name)
    return None


def vars_of(words) -> dict[str, str]:
    return {"fr": words.fr, "ar": words.ar, "en": words.en}


@requires("calendar.keep")
def proposals(request):
    """Public holidays of a country in a year, to take over those that hold; nothing is taken by itself."""
    year = year_of(request)
    code = request.GET.get("country", "") or country()
    said = {day.on: day for day in said_days(year=year)}
    offered = [one | {"said": said.get(one["on"])} for one in proposed(code, year)]
    if request.method == "POST":
        chosen = set(request.POST.getlist("day"))
        days = [DayOff(**{k: v for k, v in one.items() if k != "said"}) for one in offered
                if one["on"].isoformat() in chosen]  # fmt: skip
        kept = say_days(days, by=request.user)
        messages.success(request, _("%(count)s days are in the table.") % {"count": len(kept)})
        return redirect(addresses.at(request, "reporting:holidays", query={"year": year}))
    context = {
        "offered": offered,
        "new": sum(one["said"] is None for one in offered),
        "year": year,
        "country": code,
        "countries": countries(),
        "crumbs": trail(request, _("Proposals")),
    }
    return render(request, "reporting/holiday_proposals.html", context)
