"""Make a drawn sample larger: what the errors call for is proposed, the verifier says why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jalon.network.access import refusal, requires
from jalon.reporting import actions
from jalon.reporting.forms.samples import EnlargementForm
from jalon.reporting.queries.samples import (
    called_for,
    enlargements_of,
    errors_in,
    findings_of,
    sample_of,
    sizes_of,
)
from jalon.reporting.views.asking import today
from jalon.reporting.views.samples import life_seen, trail
from jalon.reporting.views.strata import strata_of
from jalon.ui import addresses


@requires("return.verify")
def enlargement(request, code, period):
    """The sizes of each stratum; POST draws what comes next in the order of the seed."""
    life = life_seen(request, code, period)
    drawn = sample_of(life)
    if drawn is None:
        raise Http404(_("No sample of this return is drawn: there is nothing to make larger."))
    contract = life.report.contract
    if not request.standing.can("return.verify", contract.centre):
        raise PermissionDenied(refusal("return.verify"))
    strata, errors = offered(drawn)
    form = EnlargementForm(request.POST or None, strata=strata)
    up = addresses.at(request, "reporting:sample", code, period)
    if request.method == "POST" and form.is_valid() and enlarged(request, drawn, form):
        messages.success(request, _("The sample is larger: check what was added like the rest."))
        return redirect(up)
    context = {
        "form": form,
        "contract": contract,
        "period": life.period,
        "errors": errors,
        "up": up,
        "crumbs": trail(request, life, (_("Sample"), up), (_("Enlarge"), "")),
        "simulated": life.report.simulated,
    }
    return render(request, "reporting/enlargement.html", context, status=422 if form.errors else 200)


def offered(drawn) -> tuple[list[dict], object]:
    """The strata of which something is left to draw, each with the size its errors call for."""
    sizes, errors = sizes_of(drawn, enlargements_of(drawn)), errors_in(drawn, findings_of(drawn))
    proposed = called_for(drawn, sizes, errors)
    strata = [one | {"proposed": proposed[one["key"]]} for one in strata_of(drawn, sizes, errors)]
    return [one for one in strata if one["size"] < one["population"]], errors


def enlarged(request, drawn, form: EnlargementForm) -> bool:
    try:
        actions.enlarge(
            drawn, sizes=form.sizes, reason=form.cleaned_data["reason"], by=request.user, on=today()
        )
    except actions.Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    return True
