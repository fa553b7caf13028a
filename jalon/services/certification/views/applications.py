"""Applications: the list, one of them, a new one, its judgements, and the verbs of its life."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.network.access import refusal, requires
from jalon.services.certification import actions, forms
from jalon.services.certification.queries import (
    applications_of,
    facts_of_application,
    last_judgements,
    schemes_of,
    version_on,
)
from jalon.services.certification.views.asking import application_named, crumbs, roles_needed, tabs, tell
from jalon.services.certification_words import APPLICATION, VERDICTS
from jalon.services.models import Judgement, Request
from jalon.services.queries.requests import DECLINED, roles_in
from jalon.services.testing.queries.reports import issued_as
from jalon.services.views.asking import request_named, stored, today
from jalon.services.words import ROLES
from jalon.ui.formats import dotted

AT_ONCE = 50
BROUGHT = ("agreement_kept", "evaluators_named", "review_written", "decision_written")
"""Facts the form of a verb brings: a button is not closed for what its own form asks."""


@require_safe
@requires("work.view")
def applications(http):
    """The applications of the person's centres, and the requests that wait for one."""
    found = Paginator(applications_of(http.standing), AT_ONCE).get_page(http.GET.get("page"))
    centres = http.standing.organisations_where("work.receive")
    waiting = Request.objects.filter(centre__in=centres, application=None, offered__kind="certification")
    context = {
        "page": found,
        "rows": [(one, APPLICATION.state(one.state)) for one in found],
        "open": applications_of(http.standing).exclude(state__in=APPLICATION.machine.final).count(),
        "waiting": waiting.exclude(state__in=DECLINED).select_related("centre", "enterprise")[:AT_ONCE],
        "tabs": tabs(),
        "crumbs": crumbs(),
    }
    return render(http, "services/certification/applications.html", context)


@requires("work.receive")
def new_application(http, uid):
    """Take an application on a request, under a scheme of the day."""
    request = request_named(http, uid)
    if "reception" not in roles_in(http.standing, request.centre):
        raise PermissionDenied(refusal("work.receive"))
    if hasattr(request, "application"):
        return redirect("services:application", request.application.uid)
    found = [version_on(one, today()) for one in schemes_of(http.standing).filter(centre=request.centre)]
    versions = [one for one in found if one]
    form = forms.ApplicationForm(http.POST or None, versions=versions, initial=written_in(request, versions))
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = {"by": http.user, "on": today()}
        try:
            opened = actions.open_application(request, said.pop("version"), **told, **said)
        except Refused as error:
            tell(form, error, APPLICATION)
        else:
            messages.success(http, _("The application is taken."))
            return redirect("services:application", opened.uid)
    context = {"form": form, "request_": request, "crumbs": crumbs((_("New application"), ""))}
    page = "services/certification/new_application.html"
    return render(http, page, context, status=422 if form.errors else 200)


def written_in(request, versions) -> dict:
    """What the request already says of an application."""
    need = request.needs.last()
    said = [line.strip() for line in need.text.splitlines() if line.strip()] if need else []
    first = {"product": said[0][:300], "scope": "\n".join(said)} if said else {}
    return first | ({"version": versions[0].pk} if len(versions) == 1 else {})


@require_safe
@requires("work.view")
def application(http, uid):
    return shown(http, uid)


def shown(http, uid, **bound):
    """One application: what is asked, how each requirement is judged, and what can be done now."""
    found = application_named(http, uid)
    roles = roles_in(http.standing, found.centre)
    facts = facts_of_application(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    judged = last_judgements(found)
    gaps = [one for one in judged.values() if one.verdict == Judgement.Verdict.GAP]
    seen = {"turn": found.turn}
    centres = http.standing.organisations_where("work.view")
    reports = issued_as([one.report for one in judged.values()], centres=centres)
    evaluators = found.evaluators.select_related("person")
    may_judge = found.state == "evaluation" and any(one.person_id == http.user.pk for one in evaluators)
    may_answer = found.state == "gaps" and bool(gaps) and "reception" in roles
    context = {
        "application": found,
        "state": APPLICATION.state(found.state),
        "offers": offers(found, APPLICATION, roles=roles, facts=facts),
        "history": history(found, APPLICATION, roles=ROLES),
        "requirements": [
            requirement_row(one, judged.get(one["code"]), reports) for one in found.version.requirements
        ],
        "evaluators": evaluators,
        "certificate": getattr(found, "certificate", None),
        "judgement_form": forms.JudgementForm(version=found.version, initial=seen) if may_judge else None,
        "gap_form": forms.GapForm(gaps=gaps, initial=seen) if may_answer else None,
        "simulated": found.request.simulated,
        "crumbs": crumbs((found.number, "")),
    }
    page = "services/certification/application.html"
    return render(http, page, context | bound, status=422 if bound else 200)


def requirement_row(asked: dict, judged: Judgement | None, reports: dict) -> dict:
    return {
        "code": asked["code"],
        "words": asked["words"],
        "judged": judged,
        "report": reports.get(judged.report) if judged else None,
        "verdict": VERDICTS[judged.verdict] if judged else "",
        "answer": judged.answers.last() if judged else None,
    }


@require_POST
@requires("work.lead")
def judgements(http, uid):
    """Judge a requirement, as one of the evaluators."""
    found = application_named(http, uid)
    form = forms.JudgementForm(http.POST, http.FILES, version=found.version)
    if form.is_valid():
        said = form.cleaned_data
        document = stored(http, said.pop("file"), found.centre)
        try:
            actions.judge(found, said.pop("requirement"), by=http.user, document=document, **said)
        except Refused as error:
            tell(form, error, APPLICATION)
        else:
            messages.success(http, _("The judgement is kept."))
            return redirect("services:application", uid)
    return shown(http, uid, judgement_form=form)


@require_POST
@requires("work.receive")
def answers(http, uid):
    """Write down what the firm did about a gap."""
    found = application_named(http, uid)
    roles_needed(http, found.centre)
    gaps = [one for one in last_judgements(found).values() if one.verdict == Judgement.Verdict.GAP]
    form = forms.GapForm(http.POST, http.FILES, gaps=gaps)
    if form.is_valid():
        said = form.cleaned_data
        gap = next(one for one in gaps if str(one.pk) == said["gap"])
        try:
            told = {"text": said["text"], "turn": said["turn"], "by": http.user}
            actions.answer_gap(gap, document=stored(http, said["file"], found.centre), **told)
        except Refused as error:
            tell(form, error, APPLICATION)
        else:
            messages.success(http, _("The answer is kept."))
            return redirect("services:application", uid)
    return shown(http, uid, gap_form=form)


@requires("work.view")
def application_step(http, uid, verb):
    """Do a verb of an application, or say what keeps it from being done."""
    found = application_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in APPLICATION.verbs:
        raise Http404(_("An application knows no such verb."))
    facts = facts_of_application(found, on=today(), by=http.user) | dict.fromkeys(BROUGHT, True)
    known = offers(found, APPLICATION, roles=roles, facts=facts)
    offer = next((one for one in known if one.verb == verb), None)
    form = step_form(http, found, verb, offer)
    if http.method == "POST" and form.is_valid():
        try:
            made = do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, APPLICATION)
        else:
            messages.success(http, APPLICATION.done[verb])
            return redirect(made)
    context = {
        "kicker": dotted(found.number, found.request.enterprise),
        "form": form,
        "offer": offer,
        "verb": APPLICATION.verb(verb),
        "back": here(found),
        "crumbs": crumbs((found.number, here(found)), (APPLICATION.verb(verb), "")),
    }
    return render(http, "services/certification/step.html", context, status=422 if form.errors else 200)


def here(found) -> str:
    return reverse("services:application", args=[found.uid])


def step_form(http, found, verb, offer):
    options = {"asks_reason": bool(offer and offer.asks_reason), "initial": {"turn": found.turn}}
    if http.method == "POST":
        options |= {"data": http.POST, "files": http.FILES}
    if verb in ("grant", "refuse"):
        return forms.DecisionForm(version=found.version, **options)
    if verb == "evaluate":
        return forms.EvaluatorsForm(application=found, **options)
    kinds = {"sign": forms.AgreementForm, "conclude": forms.ReviewForm}
    return kinds.get(verb, forms.StepForm)(**options)


def do(http, found, verb, form, roles) -> str:
    """The act of a verb; the page to show next."""
    said = form.cleaned_data
    told = {"by": http.user, "roles": roles, "turn": said["turn"], "on": today()}
    if verb in ("grant", "refuse"):
        decision = form.decision(stored(http, said.get("file"), found.centre))
        made = actions.decide(found, verb, decision=decision, reason=form.reason, **told)
        return reverse("services:certificate", args=[made.uid]) if made else here(found)
    if verb == "evaluate":
        actions.begin_evaluation(found, list(said["people"]), **told)
    elif verb == "sign":
        document = stored(http, said["file"], found.centre)
        actions.step_application(
            found, verb, brought=("agreement_kept",), said={"document": document}, **told
        )
    else:
        actions.step_application(
            found, verb, reason=form.reason, brought=form.brought, said=form.said, **told
        )
    return here(found)
