"""What is written about a file: its plan, its tests, inspections, observations and the maker's consent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.journal.lives import MOVED_MEANWHILE, Refused
from jalon.network.access import requires
from jalon.network.queries import firm_account_of
from jalon.services.firm.views import request_seen
from jalon.services.testing_words import TEST_LINE
from jalon.services.validation import actions, forms
from jalon.services.validation.queries.files import consent_of
from jalon.services.validation.queries.judging import judged, orders_for, planned
from jalon.services.validation.views.asking import crumbs, here, roles_needed, tell, validation_named
from jalon.services.validation.views.files import shown
from jalon.services.validation_words import VALIDATION
from jalon.services.views.asking import stored, today


@requires("work.lead")
def validation_plan(http, uid):
    """Say of every clause how it is judged."""
    found = validation_named(http, uid)
    roles_needed(http, found.centre)
    clauses, samples = list(found.version.clauses.all()), actions.samples_of(found)
    seen = {"turn": found.turn, "after": actions.key_of_plan(found)}
    told = {"clauses": clauses, "orders": orders_for(found), "ways": planned(found), "initial": seen}
    form = forms.PlanForm(http.POST or None, **told)
    if http.method == "POST" and form.is_valid():
        try:
            actions.plan(found, form.planned, by=http.user, **form.seen)
        except Refused as error:
            tell(form, error, VALIDATION)
        else:
            messages.success(http, _("The plan is kept: approve it once it is whole."))
            return redirect(here(found))
    context = {
        "validation": found,
        "form": form,
        "samples_form": samples.exists() and forms.SamplesForm(samples=samples, initial={"turn": found.turn}),
        "orders": len(told["orders"]),
        "crumbs": crumbs((found.number, here(found)), (_("Plan"), "")),
    }
    return render(http, "services/validation/plan.html", context, status=422 if form.errors else 200)


@require_POST
@requires("work.lead")
def validation_orders(http, uid):
    """Order the tests of the file's specification on the samples of its request."""
    found = validation_named(http, uid)
    roles_needed(http, found.centre)
    form = forms.SamplesForm(http.POST, samples=actions.samples_of(found))
    if not form.is_valid():
        reason = MOVED_MEANWHILE if form.errors.get("turn") else "samples_named"
        messages.error(http, *VALIDATION.sentences([reason]))
        return redirect("services:validation_plan", uid)
    said = form.cleaned_data
    try:
        lines = actions.order_all(found, by=http.user, samples=said["samples"], turn=said["turn"])
    except Refused as error:
        telling = VALIDATION if set(error.reasons) <= set(VALIDATION.refused) else TEST_LINE
        messages.error(http, " ".join(telling.sentences(error.reasons)))
    else:
        messages.success(http, _("The tests are ordered: %(count)s lines to assign.") % {"count": len(lines)})
    return redirect("services:validation_plan", uid)


@require_POST
@requires("work.do")
def inspections(http, uid):
    """Judge a clause by looking."""
    found = validation_named(http, uid)
    roles_needed(http, found.centre)
    looked = [one.clause for one in judged(found) if one.planned and one.planned.way == "inspection"]
    form = forms.InspectionForm(http.POST, http.FILES, clauses=looked)
    if form.is_valid():
        said = form.cleaned_data
        told = {name: said[name] for name in ("verdict", "text", "on", "turn")}
        document = stored(http, said["file"], found.centre)
        try:
            actions.inspect(
                found, form.clauses[said["clause"]], by=http.user, today=today(), document=document, **told
            )
        except Refused as error:
            tell(form, error, VALIDATION)
        else:
            messages.success(http, _("The inspection is kept."))
            return redirect(here(found))
    return shown(http, found, inspection_form=form)


@require_POST
@requires("work.lead")
def observations(http, uid):
    """Write down what was seen of a validated product."""
    found = validation_named(http, uid)
    roles_needed(http, found.centre)
    form = forms.ObservationForm(http.POST, http.FILES)
    if form.is_valid():
        said = form.cleaned_data
        document = stored(http, said.pop("file"), found.centre)
        try:
            actions.observe(found, by=http.user, today=today(), document=document, **said)
        except Refused as error:
            tell(form, error, VALIDATION)
        else:
            messages.success(http, _("What was seen is kept."))
            return redirect(here(found))
    return shown(http, found, observation_form=form)


@require_POST
@requires("work.receive")
def consents(http, uid):
    """Record the maker's word on the public list."""
    found = validation_named(http, uid)
    roles_needed(http, found.centre)
    form = forms.ConsentForm(http.POST, http.FILES)
    if not form.is_valid():
        return shown(http, found, consent_form=form)
    said = form.cleaned_data
    document = stored(http, said.pop("file"), found.centre)
    is_given = said.pop("is_given") == "yes"
    try:
        actions.consent(found, is_given=is_given, by=http.user, document=document, **said)
    except Refused as error:
        tell(form, error, VALIDATION)
        return shown(http, found, consent_form=form)
    messages.success(http, _("The maker's word is kept."))
    return redirect(here(found))


@requires("portal.use")
def portal_consents(http, uid):
    """The firm says whether its products stand on the public list."""
    request = request_seen(http, uid)
    files = list(request.validations.order_by("id"))
    form = forms.OwnConsentForm(http.POST or None, initial={"turn": len(files)})
    if http.method == "POST" and form.is_valid() and form.cleaned_data["turn"] != len(files):
        tell(form, Refused([MOVED_MEANWHILE]), VALIDATION)
    elif http.method == "POST" and form.is_valid():
        name = http.user.get_full_name() or http.user.email
        for one in files:
            is_given = form.cleaned_data["is_given"] == "yes"
            told = {"on": today(), "means": "portal", "by": http.user, "contact": name}
            actions.consent(one, is_given=is_given, **told)
        messages.success(http, _("Your word is kept."))
        return redirect("services:portal_request", uid)
    context = {
        "request_": request,
        "account": firm_account_of(http.user),
        "files": [(one, consent_of(one)) for one in files],
        "form": form,
    }
    return render(http, "services/validation/own_consent.html", context, status=422 if form.errors else 200)
