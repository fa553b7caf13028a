"""The register of decisions, one decision, what became of it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions.following import follow_up as follow
from jalon.committee.actions.following import may_follow
from jalon.committee.exports.register import workbook
from jalon.committee.exports.telling import told
from jalon.committee.forms import DecisionFilter, FollowUpForm
from jalon.committee.models import Decision
from jalon.committee.queries.decisions import LATE, followed, register, seen
from jalon.committee.sentences import FOLLOWED, decision_words
from jalon.committee.views.asking import asked_of, plan_asked, refusals_shown, today
from jalon.contracts.models import Contract
from jalon.evidence.documents import path_of
from jalon.journal.models import Event
from jalon.journal.verbs import said
from jalon.network.access import requires
from jalon.ui import addresses

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires("decision.view")
def decisions(request):
    """What was decided, and what must still be done."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    form, rows = found(request, plan, asked)
    context = asked.context() | {
        "plan": plan,
        "form": form,
        "rows": [(one, words_of(one.decision), FOLLOWED[one.state]) for one in rows],
        "late": sum(one.state == LATE for one in rows),
        "simulated": any(one.item.simulated for one in rows),
        "crumbs": [(_("Committee"), addresses.at(request, "committee:sessions")), (_("Decisions"), "")],
    }
    return render(request, "committee/decisions.html", context)


def words_of(taken: Decision) -> str:
    return decision_words(taken.item.kind, taken.verb)


def caused(taken: Decision):
    return Event.objects.filter(number__in=taken.effects).order_by("number")


def release_at(request, taken: Decision, event: Event) -> str:
    """The address of the release an act was about, for who may read the money of its contract."""
    kind, _colon, uid = event.subject.partition(":")
    held = taken.item.contract
    may = kind == "release" and held and request.standing.can("fund.view", held.centre)
    return addresses.at(request, "fund:release", uid) if may else ""


def found(request, plan, asked):
    """The decisions the filters keep; an unreadable filter keeps all."""
    reached = request.standing.organisations_where("decision.view")
    centres = Contract.objects.filter(plan=plan, centre__in=reached).values_list("centre__code", flat=True)
    form = DecisionFilter(request.GET, centres=sorted(centres))
    wanted = form.cleaned_data if form.is_valid() else {}
    filters = {name: wanted.get(name) for name in ("kind", "centre", "session") if wanted.get(name)}
    if plan is None:
        return form, []
    rows = register(plan, request.standing, on=asked.on, known_at=asked.known_at, **filters)
    return form, [one for one in rows if not wanted.get("state") or one.state == wanted["state"]]


@require_safe
@requires("decision.view")
def decisions_file(request):
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    _form, rows = found(request, plan, asked)
    name = f"decisions-{plan.code if plan else 'none'}.xlsx"
    response = HttpResponse(workbook(rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def decision_named(request, uid) -> Decision:
    rows = seen(Decision.objects.known_at(asked_of(request).known_at), request.standing)
    related = ("item__session__plan", "item__contract__centre", "actor", "event__actor")
    return get_object_or_404(rows.select_related(*related), uid=uid)


@require_safe
@requires("decision.view")
def decision(request, uid):
    return shown(request, uid)


def shown(request, uid, **forms):
    """One decision: what was decided and how, the acts it caused, what was done since."""
    asked = asked_of(request)
    taken = decision_named(request, uid)
    one = followed([taken], asked.on, asked.known_at)[0]
    context = asked.context() | {
        "decision": taken,
        "one": one,
        "words": words_of(taken),
        "state": FOLLOWED[one.state],
        "lines": told(taken),
        "effects": [(event, said(event.verb), release_at(request, taken, event)) for event in caused(taken)],
        "may_follow": one.state != "done" and may_follow(taken, request.user, today()),
        "may_open": request.standing.can("committee.view"),
        "form": FollowUpForm(),
        "simulated": taken.item.simulated,
        "crumbs": [
            (_("Decisions"), addresses.at(request, "committee:decisions")),
            (_("Session %(number)s") % {"number": taken.item.session.number}, ""),
        ],
    }
    return render(request, "committee/decision.html", context | forms, status=422 if forms else 200)


@require_POST
@requires("decision.view")
def follow_up(request, uid):
    """Say what was done, with its document."""
    taken = decision_named(request, uid)
    form = FollowUpForm(request.POST, request.FILES)
    if form.is_valid():
        typed, file = form.cleaned_data, form.cleaned_data["file"]
        with refusals_shown(form):
            files = [(file.name, file.read())] if file else []
            follow(
                taken, text=typed["text"], files=files, is_done=typed["is_done"], by=request.user, on=today()
            )
            messages.success(request, _("What was done is recorded."))
            return redirect("committee:decision", taken.uid)
    return shown(request, uid, form=form)


@require_safe
@requires("decision.view")
def document(request, uid, sha256):
    """A document a decision rests on, or attached to what was done about it."""
    taken = decision_named(request, uid)
    attached = {*taken.documents, *(one for row in taken.follow_ups.all() for one in row.documents)}
    if sha256 not in attached:
        raise Http404(_("This decision has no such document."))
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=f"{sha256[:12]}")
