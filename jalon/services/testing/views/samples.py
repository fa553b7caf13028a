"""One sample: what it is, where it has been, and what can be done with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.journal.lives import Refused, history, offers
from jalon.network.access import requires
from jalon.services.forms.requests import StepForm
from jalon.services.models import Sample, SampleReceipt
from jalon.services.queries.requests import roles_in
from jalon.services.testing.actions import receive, step_sample
from jalon.services.testing.forms.samples import SAMPLE_FORMS, is_retention_over
from jalon.services.testing.views.asking import roles_needed, seen, tell, today, trail
from jalon.services.testing_words import SAMPLE
from jalon.services.views.asking import stored
from jalon.services.words import ROLES

ASKED_BY_FORMS = tuple(guard for guard in Sample.machine.guards if guard != "retention_over")


def sample_named(http, uid) -> Sample:
    return seen(http, Sample.objects.select_related("centre", "request__enterprise", "request__centre"), uid)


def facts_of(found: Sample) -> dict[str, bool]:
    return dict.fromkeys(ASKED_BY_FORMS, True) | {"retention_over": is_retention_over(found, today())}


@require_safe
@requires("work.view")
def sample(http, uid):
    found = sample_named(http, uid)
    roles = roles_in(http.standing, found.centre)
    context = {
        "sample": found,
        "state": SAMPLE.state(found.state),
        "receipt": SampleReceipt.objects.filter(sample=found).first(),
        "offers": offers(found, SAMPLE, roles=roles, facts=facts_of(found)),
        "history": history(found, SAMPLE, roles=ROLES),
        "simulated": found.simulated,
        "crumbs": trail(found.request, found.number),
    }
    return render(http, "services/testing/sample.html", context)


@requires("work.view")
def sample_step(http, uid, verb):
    """Do a verb of a sample, or say what keeps it from being done."""
    found = sample_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in SAMPLE.verbs:
        raise Http404(_("A sample knows no such verb."))
    told = offers(found, SAMPLE, roles=roles, facts=facts_of(found))
    offer = next((one for one in told if one.verb == verb), None)
    options = {
        "asks_reason": bool(offer and offer.asks_reason),
        "initial": {"turn": found.turn, "day": today()},
    }
    if http.method == "POST":
        options |= {"data": http.POST, "files": http.FILES}
    form = SAMPLE_FORMS.get(verb, StepForm)(**options)
    if http.method == "POST" and form.is_valid():
        try:
            do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, SAMPLE)
        else:
            messages.success(http, _("Done: the sample is %(state)s.") % {"state": SAMPLE.state(found.state)})
            return redirect("services:sample", uid)
    context = {
        "form": form,
        "offer": offer,
        "verb": SAMPLE.verb(verb),
        "about": found.number,
        "back": reverse("services:sample", args=[uid]),
        "crumbs": trail(found.request, found.number),
    }
    return render(http, "services/testing/step.html", context, status=422 if form.errors else 200)


def do(http, found: Sample, verb: str, form, roles) -> None:
    told = {"by": http.user, "roles": roles, "turn": form.cleaned_data["turn"]}
    if verb == "receive":
        said = {
            name: value for name, value in form.cleaned_data.items() if name not in ("turn", "photograph")
        }
        photograph = stored(http, form.cleaned_data["photograph"], found.centre)
        receive(found, photograph=photograph, on=today(), **said, **told)
        return
    over = ("retention_over",) if is_retention_over(found, today()) else ()
    step_sample(found, verb, reason=form.reason, brought=(*form.brought, *over), said=form.said, **told)
