"""The committee's seats and rules, kept by the ministry; each person's own calendar address."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.committee.actions import feeds, keeping
from jalon.committee.exports.calendars import calendar_of
from jalon.committee.forms import RulesForm, SeatEndForm, SeatForm
from jalon.committee.models import Feed
from jalon.committee.queries.seats import all_rules, rules_on, seated, to_terms, words_about_seats
from jalon.committee.queries.sessions import sessions_of
from jalon.committee.sentences import BASES, MAJORITIES
from jalon.committee.views.asking import (
    asked_of,
    crumbs,
    link_of,
    plan_needed,
    refusals_shown,
    today,
)
from jalon.network.access import can, requires
from jalon.people.models import User
from jalon.plan.models import Plan
from jalon.ui import addresses


@requires("committee.view")
def seats(request):
    """Who sits, and everything that was said of the seats; the ministry gives one."""
    asked, plan = asked_of(request), plan_needed(request)
    may_keep = request.standing.can("committee.call")
    form = SeatForm(request.POST or None, on=today(), initial={"since": today()}) if may_keep else None
    if request.method == "POST" and form and form.is_valid():
        with refusals_shown(form):
            keeping.seat(plan, by=request.user, **form.cleaned_data)
            messages.success(request, _("The seat is given."))
            return redirect(addresses.at(request, "committee:seats"))
    context = asked.context() | {
        "plan": plan,
        "seats": seated(plan, asked.on, asked.known_at),
        "history": words_about_seats(plan, asked.known_at),
        "rules": rules_on(plan, asked.on, asked.known_at),
        "form": form,
        "crumbs": crumbs(request, None, (_("Seats"), "")),
    }
    return render(request, "committee/seats.html", context)


@requires("committee.call")
def seat_end(request, uid):
    """End the seat of a person."""
    plan = plan_needed(request)
    person = get_object_or_404(User, uid=uid, pk__in=plan.seats.values("person"))
    form = SeatEndForm(request.POST or None, initial={"until": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            keeping.end_seat(plan, person=person, until=form.cleaned_data["until"], by=request.user)
            return redirect(addresses.at(request, "committee:seats"))
    context = {"form": form, "person": person, "crumbs": crumbs(request, None, (_("End of a seat"), ""))}
    return render(request, "committee/seat_end.html", context)


@requires("committee.view")
def rules(request):
    """How the committee decides, from which day on; the ministry says it."""
    asked, plan = asked_of(request), plan_needed(request)
    deciding = rules_on(plan, asked.on, asked.known_at)
    may_keep = request.standing.can("committee.call")
    initial = {**to_terms(deciding), "effective_from": today()}
    form = RulesForm(request.POST or None, initial=initial) if may_keep else None
    if request.method == "POST" and form and form.is_valid():
        said = form.cleaned_data
        keeping.rule(
            plan,
            deciding=form.deciding(),
            effective_from=said["effective_from"],
            source=said["source"],
            by=request.user,
        )
        messages.success(request, _("The rules are kept."))
        return redirect(addresses.at(request, "committee:rules"))
    context = asked.context() | {
        "plan": plan,
        "rules": deciding,
        "majority": MAJORITIES[deciding.voting.majority],
        "base": BASES[deciding.voting.counted],
        "history": [(one, MAJORITIES[one.voting.majority]) for one in all_rules(plan, asked.known_at)],
        "form": form,
        "crumbs": crumbs(request, None, (_("Rules"), "")),
    }
    return render(request, "committee/rules.html", context)


@requires("committee.view")
def calendar(request):
    """The person's own secret address, shown once; renewing it closes the one before."""
    address = ""
    if request.method == "POST":
        if "close" in request.POST:
            feeds.close_feed(request.user)
        else:
            token = feeds.renew_feed(request.user)
            address = request.build_absolute_uri(reverse("committee:feed", args=[token]))
    context = {
        "address": address,
        "has_feed": Feed.objects.filter(person=request.user).exists(),
        "crumbs": crumbs(request, None, (_("Calendar"), "")),
    }
    return render(request, "committee/calendar.html", context)


@require_safe
def feed(request, token):
    """Sessions for the calendar of whoever holds the secret address, as long as they may read them."""
    known = Feed.objects.select_related("person").filter(token_digest=feeds.digest(token)).first()
    if known is None or not can(known.person, "committee.view"):
        raise Http404(_("This calendar address is closed."))
    plans = Plan.objects.filter(sessions__isnull=False).distinct()
    lived = [life for plan in plans for life in sessions_of(plan)]
    link = link_of(request)
    language = known.person.language
    with translation.override(language):
        content = calendar_of(lived, address=lambda session: link(session, language))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
