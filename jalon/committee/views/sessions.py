"""Sessions: the list, one session, its call, its steps, who is there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions import attendance
from jalon.committee.actions import sessions as acts
from jalon.committee.actions.refusing import Refused
from jalon.committee.actions.stepping import refusals
from jalon.committee.forms import AnswerForm, CallForm, PostponeForm, ReasonForm
from jalon.committee.models import Attendance
from jalon.committee.queries.agenda import counts, points_of
from jalon.committee.queries.minutes import minutes_issued
from jalon.committee.queries.seats import rules_on, seated
from jalon.committee.queries.sessions import SECRETARY, facts_of, life_of, parties, sessions_of, table_of
from jalon.committee.sentences import STATES, VERBS, decision_words, said
from jalon.committee.views.asking import (
    asked_of,
    crumbs,
    link_of,
    now,
    plan_asked,
    plan_needed,
    refusals_shown,
    refusals_told,
    session_named,
    today,
)
from jalon.evidence.queries.issued import next_capacity, signatures_of
from jalon.network.access import requires


@require_safe
@requires("committee.view")
def sessions(request):
    """Every session of a plan, and the next one."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    lived = sessions_of(plan, asked.known_at) if plan else []
    tallies = counts([life.session for life in lived], asked.known_at)
    rows = [
        {"life": life, "state": STATES[life.state], "tally": tallies.get(life.session.pk, (0, 0, 0))}
        for life in lived
    ]
    coming = [row for row in rows if row["life"].state == "called" and row["life"].on >= asked.on]
    context = asked.context() | {
        "plan": plan,
        "rows": rows,
        "next": min(coming, key=lambda row: row["life"].starts_at, default=None),
        "seats": seated(plan, asked.on, asked.known_at) if plan else [],
        "may_call": request.standing.can("committee.call"),
        "simulated": any(life.session.simulated for life in lived),
    }
    return render(request, "committee/sessions.html", context)


@requires("committee.call")
def call(request):
    """Call the committee to a session."""
    plan = plan_needed(request)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            called = acts.call(
                plan,
                starts_at=form.starts_at,
                place=form.words("place"),
                title=form.words("title"),
                urgency=form.cleaned_data["urgency"],
                uid=form.cleaned_data["uid"],
                by=request.user,
                on=today(),
                link=link_of(request),
            )
            messages.success(request, _("The session is called, and its members are written to."))
            return redirect("committee:agenda", called.uid)
    context = {"form": form, "plan": plan, "rules": rules_on(plan, today()), "seats": seated(plan, today())}
    return render(
        request, "committee/call.html", context | {"crumbs": crumbs(request, None, (_("Call"), ""))}
    )


@require_safe
@requires("committee.view")
def session(request, uid):
    return shown(request, uid)


def shown(request, uid, **forms):
    """One session: its agenda, its members, and what may be done now."""
    asked = asked_of(request)
    found = session_named(uid, asked.known_at)
    life, points = life_of(found, asked.known_at), points_of(found, asked.known_at)
    table = table_of(life, asked.known_at)
    issued = minutes_issued(found, asked.known_at)
    undecided = sum(not point.is_decided for point in points)
    facts = facts_of(life, table, at=now(), undecided=undecided, is_minuted=issued is not None)
    mine = parties(life, request.user)
    place = table.of(request.user)
    context = asked.context() | {
        "plan": found.plan,
        "session": found,
        "life": life,
        "state": STATES[life.state],
        "steps": [(VERBS[step.verb], step) for step in life.steps],
        "points": [(point, proposed(point.item), decided(point)) for point in points],
        "decided_count": sum(point.is_decided and not point.is_put_off for point in points),
        "put_off_count": sum(point.is_put_off for point in points),
        "table": table,
        "place": place,
        "answer": AnswerForm(table=table, person=request.user) if place else None,
        "choices": choices(life, facts, request.user) if asked.known_at is None else [],
        "postpone_form": PostponeForm(),
        "reason_form": ReasonForm(),
        "is_secretary": SECRETARY in mine,
        "may_call": request.standing.can("committee.call"),
        "issued": issued,
        "signatures": list(signatures_of(issued, known_at=asked.known_at)) if issued else [],
        "next_capacity": next_capacity(issued) if issued else None,
        "simulated": found.simulated or any(point.item.simulated for point in points),
        "crumbs": crumbs(request, found),
    }
    return render(request, "committee/session.html", context | forms, status=422 if forms else 200)


def proposed(item) -> str:
    return decision_words(item.kind, item.proposal.get("verb", "note"))


def decided(point) -> str:
    return decision_words(point.item.kind, point.decision.verb) if point.decision else ""


def choices(life, facts, by) -> list[dict]:
    """The verbs of the session from here, each with what keeps it from being done."""
    found = []
    for verb in ("hold", "postpone", "cancel", "minute", "correct"):
        against = refusals(life, verb, facts | {"reason_given": True}, by)
        if not {"not_from_here", "not_yours"} & set(against):
            found.append({"verb": verb, "words": VERBS[verb], "against": said(against)})
    return found


@require_POST
@requires("committee.vote")
def opening(request, uid):
    """Open the session."""
    found = session_named(uid)
    with refusals_told(request):
        acts.hold(found, by=request.user, at=now())
    return redirect("committee:session", found.uid)


@require_POST
@requires("committee.vote")
def postponement(request, uid):
    found = session_named(uid)
    form = PostponeForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            acts.postpone(
                found,
                starts_at=form.starts_at,
                place=form.words("place"),
                reason=form.cleaned_data["reason"],
                by=request.user,
                on=today(),
                link=link_of(request),
            )
            return redirect("committee:session", found.uid)
    return shown(request, uid, postpone_form=form)


@require_POST
@requires("committee.vote")
def cancellation(request, uid):
    found = session_named(uid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            said_why = form.cleaned_data["reason"]
            acts.cancel(found, reason=said_why, by=request.user, on=today(), link=link_of(request))
            return redirect("committee:session", found.uid)
    return shown(request, uid, reason_form=form)


@requires("committee.record")
def roll(request, uid):
    """Who is there, seat by seat: the secretary calls the roll."""
    found = session_named(uid)
    table = table_of(life_of(found))
    forms = [(place, answer_of(request, place, table)) for place in table.places]
    if request.method == "POST" and all(form.is_valid() for _place, form in forms):
        wrong = [form for place, form in forms if not recorded(found, place, form, request.user)]
        if not wrong:
            messages.success(request, _("The attendance is recorded."))
            return redirect("committee:session", found.uid)
    context = {
        "session": found,
        "forms": forms,
        "table": table,
        "crumbs": crumbs(request, found, (_("Roll"), "")),
    }
    return render(request, "committee/roll.html", context)


def answer_of(request, place, table) -> AnswerForm:
    said_before = place.attendance
    initial = {"how": said_before.how if said_before else "present", "by_whom": place.representative}
    data = request.POST if request.method == "POST" else None
    return AnswerForm(data, initial=initial, prefix=place.key, table=table, person=place.person)


def recorded(session, place, form: AnswerForm, by) -> bool:
    """Record a member's attendance when it changed; False when it is refused."""
    how, by_whom = form.cleaned_data["how"], form.cleaned_data["by_whom"]
    before = place.attendance
    same = (
        before
        and before.how == how
        and (place.representative == by_whom or how != Attendance.How.REPRESENTED)
    )
    if same:
        return True
    try:
        attendance.attend(session, person=place.person, how=how, by_whom=by_whom, by=by)
    except Refused as error:
        form.add_error(None, error.sentences)
        return False
    return True


@require_POST
@requires("committee.vote")
def answer(request, uid):
    """A member says whether they come, or who represents them."""
    found = session_named(uid)
    form = AnswerForm(request.POST, table=table_of(life_of(found)), person=request.user)
    if form.is_valid():
        with refusals_shown(form):
            attendance.attend(found, person=request.user, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your answer is recorded."))
            return redirect("committee:session", found.uid)
    return shown(request, uid, answer=form)
