"""Cases: the list, one of them, a new one, its actions, and the verbs of its life."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.network.access import refusal, requires
from jalon.services.forms.requests import StepForm
from jalon.services.models import Case, CaseAction
from jalon.services.quality import actions
from jalon.services.quality.forms import ActionForm, CaseForm, ConclusionForm, DoneForm, EffectivenessForm
from jalon.services.quality.queries.cases import (
    ENDED,
    PLANNING,
    WRITERS,
    actions_of,
    cases_of,
    eligible,
    facts_of,
    overdue,
)
from jalon.services.quality.views.asking import case_named, crumbs, firm_of, here, subject_of, tell
from jalon.services.quality_words import CASE
from jalon.services.queries.requests import roles_in
from jalon.services.views.asking import stored, today
from jalon.services.words import ROLES
from jalon.ui.formats import dotted

AT_ONCE = 50
BROUGHT = ("cause_written", "answer_written", "effectiveness_checked")
"""Facts the form of a verb brings: a button is not closed for what its own form asks."""
FORMS = {"conclude": ConclusionForm, "close": EffectivenessForm}


@require_safe
@requires("work.view")
def cases(http):
    """The cases of the person's centres, those of one state when it is asked for."""
    state = http.GET.get("state", "")
    state = state if state in CASE.machine.states else ""
    found = cases_of(http.standing)
    counts = dict(found.order_by().values_list("state").annotate(Count("id")))
    page = Paginator(cases_of(http.standing, state=state), AT_ONCE).get_page(http.GET.get("page"))
    late = overdue(today()).filter(case__centre__in=http.standing.organisations_where("work.view"))
    context = {
        "page": page,
        "rows": [(one, CASE.state(one.state), subject_of(one), firm_of(one)) for one in page],
        "total": sum(counts.values()),
        "open": sum(count for code, count in counts.items() if code not in ENDED),
        "states": [
            (code, CASE.state(code), counts[code]) for code in CASE.machine.states if counts.get(code)
        ],
        "state": state,
        "late": late,
        "may_open": any_role(http),
        "crumbs": crumbs(),
    }
    return render(http, "services/quality/cases.html", context)


def any_role(http) -> bool:
    return any(http.standing.can(permission) for permission in WRITERS)


def writable(http):
    """The centres in which the person works, and may say that something went wrong."""
    first, second = (http.standing.organisations_where(permission) for permission in WRITERS)
    return (first | second).filter(kind="centre").distinct()


@requires("work.view")
def new_case(http):
    """Write down what went wrong, or what a firm complains of by telephone or letter."""
    centres = writable(http)
    if not centres:
        raise PermissionDenied(refusal("work.quality"))
    asked = centres.filter(code=http.GET.get("centre", "")[:40]).first()
    initial = {"about": http.GET.get("about", "")[:60], "centre": asked}
    form = CaseForm(http.POST or None, centres=centres, initial=initial)
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        opened = actions.open_case(
            form.centre,
            kind=said["kind"],
            title=said["title"],
            text=said["text"],
            about=form.about,
            by=http.user,
            on=today(),
        )
        messages.success(http, _("The case is open: somebody who took no part takes it up."))
        return redirect("services:case", opened.uid)
    context = {"form": form, "crumbs": crumbs((_("New case"), ""))}
    return render(http, "services/quality/new_case.html", context, status=422 if form.errors else 200)


@require_safe
@requires("work.view")
def case(http, uid):
    return shown(http, case_named(http, uid))


def shown(http, found: Case, *, planning: ActionForm | None = None, status: int = 200):
    """One case: what happened, its cause and answer, its actions, and what can be done now."""
    roles = roles_in(http.standing, found.centre)
    facts = facts_of(found, by=http.user) | dict.fromkeys(BROUGHT, True)
    concluded = found.steps.filter(verb="conclude").order_by("-turn").first()
    closed = found.steps.filter(verb="close").order_by("-turn").first()
    may_plan = found.state in PLANNING and bool(actions.KEEPERS & set(roles))
    is_open = found.state not in ENDED
    context = {
        "case": found,
        "state": CASE.state(found.state),
        "about": subject_of(found),
        "firm": firm_of(found),
        "offers": offers(found, CASE, roles=roles, facts=facts),
        "history": history(found, CASE, roles=ROLES),
        "concluded": concluded.said_with_it if concluded else None,
        "closed": closed.said_with_it if closed and not is_open else None,
        "actions": [(one, may_report(http, one, roles)) for one in actions_of(found)],
        "today": today(),
        "eligible": list(eligible(found, today())[:AT_ONCE]) if is_open else None,
        "action_form": planning or (next_action(found) if may_plan else None),
        "simulated": found.simulated,
        "crumbs": crumbs((found.number, "")),
    }
    return render(http, "services/quality/case.html", context, status=status)


def next_action(found: Case) -> ActionForm:
    return ActionForm(centre=found.centre, initial={"turn": found.turn})


def may_report(http, action: CaseAction, roles) -> bool:
    """Whether the person may say that an action was done."""
    is_theirs = action.owner_id == http.user.pk or bool(actions.KEEPERS & set(roles))
    return is_theirs and not hasattr(action, "done") and action.case.state in PLANNING


@requires("work.view")
def case_step(http, uid, verb):
    """Do a verb of a case, or say what keeps it from being done."""
    found = case_named(http, uid)
    if verb not in CASE.verbs:
        raise Http404(_("A case knows no such verb."))
    roles = roles_in(http.standing, found.centre)
    facts = facts_of(found, by=http.user) | dict.fromkeys(BROUGHT, True)
    offer = next((one for one in offers(found, CASE, roles=roles, facts=facts) if one.verb == verb), None)
    options = {"asks_reason": bool(offer and offer.asks_reason), "initial": {"turn": found.turn}}
    form = FORMS.get(verb, StepForm)(http.POST or None, **options)
    if http.method == "POST" and form.is_valid():
        told = {"reason": form.reason, "brought": form.brought, "said": form.said}
        try:
            actions.step_case(found, verb, by=http.user, roles=roles, turn=form.cleaned_data["turn"], **told)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, CASE.done[verb])
            return redirect("services:case", uid)
    context = {
        "kicker": dotted(found.number, found.title),
        "form": form,
        "offer": offer,
        "verb": CASE.verb(verb),
        "back": here(found),
        "crumbs": crumbs((found.number, here(found)), (CASE.verb(verb), "")),
    }
    return render(http, "services/certification/step.html", context, status=422 if form.errors else 200)


@require_POST
@requires("work.quality")
def case_actions(http, uid):
    """Write an action: what, by whom, by when."""
    found = case_named(http, uid)
    roles = roles_in(http.standing, found.centre)
    if not actions.KEEPERS & set(roles):
        raise PermissionDenied(refusal("work.quality"))
    form = ActionForm(http.POST, centre=found.centre)
    if form.is_valid():
        try:
            actions.plan_action(found, by=http.user, roles=roles, **form.cleaned_data)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, _("The action is written."))
            return redirect("services:case", uid)
    return shown(http, found, planning=form, status=422)


@requires("work.view")
def case_action(http, uid, action):
    """Report an action done, with its proof."""
    found = case_named(http, uid)
    named = get_object_or_404(
        CaseAction.objects.select_related("case__centre", "owner"), case=found, uid=action
    )
    roles = roles_in(http.standing, found.centre)
    if not may_report(http, named, roles):
        if http.method == "POST":
            messages.error(http, CASE.refused["not_the_owner"])
        return redirect("services:case", uid)
    form = DoneForm(http.POST or None, http.FILES or None, initial={"on": today(), "turn": found.turn})
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        document = stored(http, said.pop("file"), found.centre)
        try:
            actions.report_done(named, document=document, by=http.user, roles=roles, **said)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, _("The action is reported done."))
            return redirect("services:case", uid)
    context = {
        "action": named,
        "case": found,
        "form": form,
        "crumbs": crumbs((found.number, here(found)), (_("Action done"), "")),
    }
    return render(http, "services/quality/action.html", context, status=422 if form.errors else 200)
