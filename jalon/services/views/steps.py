"""The verbs of a request: each a page that asks what it needs, and does it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.journal.lives import Refused, offers
from jalon.network.access import requires
from jalon.services.actions import accept, hand_over, offer_transfer, step, take_over
from jalon.services.forms.requests import (
    AcceptanceForm,
    AnswerForm,
    DaysForm,
    DeliveryForm,
    StepForm,
    SuspensionForm,
    TakeOverForm,
    TransferForm,
)
from jalon.services.models import OfferingVersion
from jalon.services.queries.catalogue import versions_on
from jalon.services.queries.requests import facts_of
from jalon.services.views.asking import crumbs, request_named, roles_needed, stored, tell, today
from jalon.services.views.requests import brought_by_forms
from jalon.services.words import REQUEST

FORMS = {
    "answer": AnswerForm,
    "plan": DaysForm,
    "suspend": SuspensionForm,
    "offer_transfer": TransferForm,
    "take_over": TakeOverForm,
    "accept": AcceptanceForm,
    "deliver": DeliveryForm,
}
ELSEWHERE = ("quote", "revise")  # their own page


@requires("work.view")
def steps(http, uid, verb):
    """Do a verb of a request, or say what keeps it from being done."""
    request = request_named(http, uid)
    roles = roles_needed(http, request)
    if verb not in REQUEST.verbs or verb in ELSEWHERE:
        raise Http404(_("A request knows no such verb."))
    offered = offer_of(http, request, roles, verb)
    form = form_of(http, request, verb, offered)
    if http.method == "POST" and form.is_valid():
        try:
            done = do(http, request, verb, form, roles)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(http, REQUEST.done[verb])
            return redirect("services:request", done.uid)
    context = {"request_": request, "form": form, "offer": offered, "verb": REQUEST.verb(verb)}
    context["crumbs"] = crumbs(request, REQUEST.verb(verb))
    return render(http, "services/step.html", context, status=422 if form.errors else 200)


def offer_of(http, request, roles, verb):
    facts = facts_of(request, on=today(), by=http.user) | brought_by_forms(request)
    return next((one for one in offers(request, REQUEST, roles=roles, facts=facts) if one.verb == verb), None)


def form_of(http, request, verb, offered):
    options = {"asks_reason": bool(offered and offered.asks_reason), "initial": {"turn": request.turn}}
    if verb == "take_over":
        options["versions"] = own_versions(http)
    if http.method == "POST":
        options |= {"data": http.POST, "files": http.FILES}
    return FORMS.get(verb, StepForm)(**options)


def own_versions(http):
    centres = http.standing.organisations_where("work.direct")
    keys = [one.pk for one in versions_on(today()).values() if one.offering.centre in centres]
    return OfferingVersion.objects.filter(pk__in=keys).select_related("offering__centre")


def do(http, request, verb, form, roles):
    """The act of a verb; the request to show next."""
    said = form.cleaned_data
    told = {"by": http.user, "roles": roles, "turn": said["turn"], "on": today()}
    if verb == "take_over":
        return take_over(request, said["version"], **told)
    if verb == "offer_transfer":
        offer_transfer(request, said["centre"], firm_agreed=said["firm_agreed"], reason=form.reason, **told)
    elif verb == "deliver":
        hand_over(request, stored(http, said["file"], request.centre), **told)
    elif verb == "accept":
        proof = {"proof": said["proof"], "order_number": said["order_number"]}
        document = stored(http, said["file"], request.centre)
        accept(request, document=document, reason=form.reason, **proof, **told)
    else:
        step(request, verb, reason=form.reason, brought=form.brought, said=form.said, **told)
    return request
