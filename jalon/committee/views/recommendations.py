"""One recommendation: what is asked, where it stands, and the next step of whoever it waits for."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.committee.actions.recommending import step
from jalon.committee.evaluation_forms import StepForm
from jalon.committee.models import Evaluation, Recommendation
from jalon.committee.queries.evaluations import seen_by
from jalon.committee.queries.recommendations import RELATED, Life, life_of, parties
from jalon.committee.sentences import STATES_OF_ADVICE, STEPS_OF_ADVICE
from jalon.committee.views.asking import asked_of, refusals_shown, today
from jalon.committee.views.evaluations import crumbs
from jalon.evidence.documents import path_of
from jalon.kernel.states import RECOMMENDATION
from jalon.network.access import requires
from jalon.ui import addresses
from jalon.ui.formats import dotted

PAGES = {"axis": "results:axis", "objective": "results:objective"}


def recommendation_named(request, uid) -> Recommendation:
    rows = Recommendation.objects.known_at(asked_of(request).known_at)
    rows = rows.filter(evaluation__in=Evaluation.objects.filter(seen_by(request.standing)))
    return get_object_or_404(rows.select_related(*RELATED), uid=uid)


@require_safe
@requires("evaluation.view")
def recommendation(request, uid):
    return shown(request, uid)


def shown(request, uid, **refused):
    asked = asked_of(request)
    life = life_of(recommendation_named(request, uid), asked.known_at)
    one = life.asked
    context = asked.context() | {
        "one": one,
        "life": life,
        "state": STATES_OF_ADVICE[life.state],
        "is_late": life.is_late(asked.on),
        "steps": [(row, STEPS_OF_ADVICE[row.verb]) for row in life.steps],
        "led_to": place_of(request, one),
        "choices": choices(request, life, refused) if asked.known_at is None else [],
        "simulated": one.evaluation.simulated,
        "crumbs": [
            *crumbs(request),
            (one.evaluation.title, addresses.at(request, "committee:evaluation", one.evaluation.code)),
            (one.code, ""),
        ],
    }
    return render(request, "committee/recommendation.html", context, status=422 if refused else 200)


def choices(request, life: Life, refused: dict) -> list[tuple]:
    """The steps the person may take now, each with its form. What only a decision does is not among them."""
    who = parties(life, request.user, on=today())
    verbs = dict.fromkeys(line.verb for party in who for line in RECOMMENDATION.waiting(life.state, party))
    able = [verb for verb in verbs if verb in StepForm.ASKS and not (verb == "close" and mine(request, life))]
    return [(verb, STEPS_OF_ADVICE[verb], refused.get(verb) or StepForm(verb=verb)) for verb in able]


def mine(request, life: Life) -> bool:
    return request.user.pk in life.actors


def place_of(request, one: Recommendation) -> tuple[str, str] | None:
    """The axis or objective a recommendation led to: its name and its page."""
    kind, _colon, rest = one.led_to.partition(":")
    plan, _slash, code = rest.partition("/")
    if kind not in PAGES:
        return None
    return dotted(plan, code), addresses.at(request, PAGES[kind], code, query={"plan": plan})


@require_POST
@requires("evaluation.view")
def recommendation_step(request, uid, verb):
    """Reply, say what was done, prove it, close it, address it."""
    one = recommendation_named(request, uid)
    if verb not in StepForm.ASKS:
        raise Http404(_("There is no such step."))
    form = StepForm(request.POST, request.FILES, verb=verb)
    if form.is_valid():
        with refusals_shown(form):
            step(one, verb, by=request.user, on=today(), **said(form.cleaned_data))
            messages.success(request, _("It is recorded."))
            return redirect("committee:recommendation", uid)
    return shown(request, uid, **{verb: form})


def said(typed: dict) -> dict:
    file = typed.pop("file", None)
    return typed | ({"files": [(file.name, file.read())]} if file else {})


@require_safe
@requires("evaluation.view")
def recommendation_document(request, uid, sha256):
    one = recommendation_named(request, uid)
    if sha256 not in life_of(one).documents:
        raise Http404(_("This recommendation has no such document."))
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=f"{sha256[:12]}")
