"""Evaluations and what they ask: of the plan read, of the plans before it, one by one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.committee.actions.agenda import put_on_agenda
from jalon.committee.actions.evaluating import find, open_evaluation
from jalon.committee.actions.evaluating import recommend as ask
from jalon.committee.evaluation_forms import EvaluationForm, FindingForm, RecommendationForm
from jalon.committee.models import Evaluation
from jalon.committee.queries.due import evaluation_due
from jalon.committee.queries.evaluations import evaluations_of, opened, plans_before, seen_by
from jalon.committee.views.asking import asked_of, plan_asked, plan_needed, refusals_shown, today
from jalon.evidence.documents import path_of
from jalon.network.access import refusal, requires
from jalon.ui import addresses


@require_safe
@requires("evaluation.view")
def evaluations(request):
    """What the plan's evaluations ask, and what became of what those of the plans before it asked."""
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    known_at = asked.known_at
    every = evaluations_of([plan, *plans_before(plan, known_at)], request.standing, known_at) if plan else []
    own = [one for one in every if one.evaluation.plan_id == plan.pk]
    lives = [life for one in every for life in one.asked]
    context = asked.context() | {
        "plan": plan,
        "own": own,
        "before": [one for one in every if one not in own],
        "asked": len(lives),
        "late": sum(life.is_late(asked.on) for life in lives),
        "may_call": request.standing.can("committee.call"),
        "simulated": any(one.evaluation.simulated for one in every),
        "crumbs": [(_("Committee"), committee_address(request)), (_("Evaluations"), "")],
    }
    return render(request, "committee/evaluations.html", context)


def committee_address(request) -> str:
    may = request.standing.can("committee.view")
    return addresses.at(request, "committee:sessions") if may else ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires("committee.call")
def evaluation_opening(request):
    """Open an evaluation, or put it to a session that is to come."""
    plan = plan_needed(request)
    form = EvaluationForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            return made(request, plan, form)
    context = {"plan": plan, "form": form, "crumbs": crumbs(request, _("Open an evaluation"))}
    return render(request, "committee/evaluation_opening.html", context, status=422 if form.errors else 200)


def made(request, plan, form):
    typed = form.cleaned_data
    title, terms = form.words("title"), form.words("terms")
    if session := typed["session"]:
        one = evaluation_due(typed["code"], title, terms, typed["contract"])
        put_on_agenda(session, one, by=request.user, on=today())
        messages.success(request, _("The evaluation is on the agenda of the session."))
        return redirect("committee:session", session.uid)
    about = {"code": typed["code"], "title": title, "terms": terms, "contract": typed["contract"]}
    study = open_evaluation(plan, **about, by=request.user, on=today())
    messages.success(request, _("The evaluation is open."))
    return redirect("committee:evaluation", study.code)


def crumbs(request, *labels):
    found = [(_("Evaluations"), addresses.at(request, "committee:evaluations"))]
    return [*found, *((label, "") for label in labels)]


def evaluation_named(request, code: str) -> Evaluation:
    rows = Evaluation.objects.known_at(asked_of(request).known_at).filter(seen_by(request.standing))
    return get_object_or_404(rows.select_related("plan", "contract__centre", "event__actor"), code=code)


@require_safe
@requires("evaluation.view")
def evaluation(request, code):
    return shown(request, code)


def shown(request, code, **forms):
    """One evaluation: its terms, what it found, what it asks and of whom."""
    asked = asked_of(request)
    study = evaluation_named(request, code)
    one = opened([study], asked.known_at)[0]
    context = asked.context() | {
        "evaluation": study,
        "one": one,
        "late": len(one.late(asked.on)),
        "over": one.count("closed", "rejected"),
        "may_write": request.standing.can("evaluation.write") and asked.known_at is None,
        "finding_form": FindingForm(),
        "recommendation_form": RecommendationForm(),
        "simulated": study.simulated,
        "crumbs": crumbs(request, study.title),
    }
    return render(request, "committee/evaluation.html", context | forms, status=422 if forms else 200)


@require_POST
@requires("evaluation.write")
def findings(request, code):
    study = written_on(request, code)
    form = FindingForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_shown(form):
            find(
                study,
                text=form.words("text"),
                files=[(file.name, file.read())] if file else [],
                by=request.user,
            )
            messages.success(request, _("The finding is recorded."))
            return redirect("committee:evaluation", code)
    return shown(request, code, finding_form=form)


@require_POST
@requires("evaluation.write")
def recommendations(request, code):
    study = written_on(request, code)
    form = RecommendationForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        said = {name: typed[name] for name in ("code", "addressed_to", "due_on", "led_to")}
        with refusals_shown(form):
            ask(study, **said, text=form.words("text"), by=request.user)
            messages.success(request, _("The recommendation waits for the committee."))
            return redirect("committee:evaluation", code)
    return shown(request, code, recommendation_form=form)


def written_on(request, code: str) -> Evaluation:
    """An evaluation the person may write on: it says so of its contract's centre."""
    study = evaluation_named(request, code)
    if not request.standing.can("evaluation.write", study.contract.centre if study.contract else None):
        raise PermissionDenied(refusal("evaluation.write"))
    return study


@require_safe
@requires("evaluation.view")
def finding_document(request, code, sha256):
    study = evaluation_named(request, code)
    if not study.findings.filter(documents__contains=[sha256]).exists():
        raise Http404(_("This evaluation has no such document."))
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=f"{sha256[:12]}")
