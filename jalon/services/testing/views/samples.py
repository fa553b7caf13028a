"""One sample: what it is, where it has been, and what can be done with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.journal.lives import Refused, offers
from jalon.network.access import requires
from jalon.services.forms.requests import StepForm
from jalon.services.models import Sample, SampleReceipt
from jalon.services.queries.requests import roles_in
from jalon.services.testing.actions import receive, send_to, step_sample
from jalon.services.testing.exports.labels import labels_paper
from jalon.services.testing.forms.samples import SAMPLE_FORMS, is_retention_over
from jalon.services.testing.queries.custody import custody, samples_in
from jalon.services.testing.views.asking import roles_needed, seen, tell, today, trail, work_trail
from jalon.services.testing_words import SAMPLE
from jalon.services.views.asking import request_named, stored

AT_ONCE = 50
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
    is_own = http.standing.can("work.view", found.request.centre)
    context = {
        "is_own": is_own,
        "custody": custody(found),
        "sample": found,
        "state": SAMPLE.state(found.state),
        "receipt": SampleReceipt.objects.filter(sample=found).first(),
        "offers": offers(found, SAMPLE, roles=roles, facts=facts_of(found)),
        "simulated": found.simulated,
        "crumbs": trail(found.request, found.number) if is_own else sample_trail(found),
    }
    return render(http, "services/testing/sample.html", context)


def sample_trail(found: Sample) -> list[tuple[str, str]]:
    """A sample that came from another centre: its request is that centre's, and stays closed."""
    return work_trail((_("Samples"), reverse("services:sample_list")), (found.number, ""))


@require_safe
@requires("work.view")
def samples(http):
    """Every sample of the person's centres, those of one state when it is asked for."""
    state = http.GET.get("state", "")
    state = state if state in Sample.machine.states else ""
    found = samples_in(http.standing, (state,) if state else ())
    page = Paginator(found, AT_ONCE).get_page(http.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, SAMPLE.state(one.state)) for one in page],
        "states": [(code, SAMPLE.state(code)) for code in Sample.machine.states],
        "state": state,
        "crumbs": work_trail((_("Samples"), "")),
    }
    return render(http, "services/testing/samples.html", context)


@require_safe
@requires("work.view")
def labels(http, uid):
    """The labels of the samples of a request, on sheets to print and cut."""
    request = request_named(http, uid)
    found = list(request.samples.filter(centre=request.centre).select_related("centre").order_by("id"))
    if not found:
        raise Http404(_("No sample of this request is announced yet."))
    addresses = [http.build_absolute_uri(reverse("services:sample", args=[one.uid])) for one in found]
    content = labels_paper(found, addresses, language=get_language(), at=timezone.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{request.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


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
    is_own = http.standing.can("work.view", found.request.centre)
    context = {
        "form": form,
        "offer": offer,
        "verb": SAMPLE.verb(verb),
        "about": found.number,
        "back": reverse("services:sample", args=[uid]),
        "crumbs": trail(found.request, found.number) if is_own else sample_trail(found),
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
    if verb == "transfer":
        send_to(found, form.cleaned_data["centre"], on=today(), **told)
        return
    over = ("retention_over",) if is_retention_over(found, today()) else ()
    step_sample(found, verb, reason=form.reason, brought=(*form.brought, *over), said=form.said, **told)
