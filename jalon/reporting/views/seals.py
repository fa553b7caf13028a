"""Sealed periods: what was sealed, by which key, and the bundle for who may read its rows."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.queries.sealable import path_of_document
from jalon.kernel.periods import parse
from jalon.network.access import refusal, requires
from jalon.plan.queries import plan_on
from jalon.reporting import actions
from jalon.reporting.bundling import RowChanged
from jalon.reporting.forms.samples import SealForm
from jalon.reporting.models import Seal
from jalon.reporting.queries.calendar import periods_of
from jalon.reporting.queries.seals import seals_of, settled_in
from jalon.reporting.views.asking import asked_of, today
from jalon.ui import addresses, formats

SHOWN = 8  # the last periods that ended


@requires("return.view")
def seals(request):
    """The sealed periods of a plan; POST seals one."""
    asked = asked_of(request)
    plan = plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))
    context = asked.context() | {
        "plan": plan,
        "crumbs": [(_("Returns"), addresses.at(request, "reporting:returns")), (_("Seals"), "")],
    }
    if plan is None:
        return render(request, "reporting/seals.html", context)
    if request.method == "POST" and not request.standing.can("seal.make"):
        raise PermissionDenied(refusal("seal.make"))
    periods = periods_to_seal(plan, asked.on)
    form = SealForm(request.POST or None, periods=[(one["code"], one["label"]) for one in periods])
    if request.method == "POST" and form.is_valid() and sealed(request, plan, form):
        return redirect(addresses.at(request, "reporting:seals"))
    made = [one for one in seals_of(plan) if asked.known_at is None or one.event.number <= asked.known_at]
    context |= {
        "seals": made,
        "periods": periods,
        "ready": [one for one in periods if one["is_ready"]],
        "form": form,
        "may_seal": request.standing.can("seal.make") and asked.known_at is None,
        "may_read": request.standing.can("seal.read"),
        "simulated": any(one.simulated for one in made),
    }
    return render(request, "reporting/seals.html", context, status=422 if form.errors else 200)


def periods_to_seal(plan, on: date) -> list[dict]:
    """The last periods that ended, and what each still waits for."""
    ended = [one for one in periods_of(plan, on=on) if one.end < on][-SHOWN:]
    known = {one.period for one in seals_of(plan)}
    by_period = settled_in(plan, ended)
    found = []
    for period in reversed(ended):
        returns = by_period[period]
        found.append(
            {
                "code": period.code,
                "period": period,
                "label": formats.plain_period(period),
                "waiting": returns.waiting,
                "settled": len(returns.lives),
                "is_sealed": period.code in known,
                "is_ready": bool(returns.lives) and not returns.waiting and period.code not in known,
            }
        )
    return found


def sealed(request, plan, form: SealForm) -> bool:
    try:
        made = actions.seal(plan, parse(form.cleaned_data["period"]), by=request.user, on=today())
    except actions.NotSealed as error:
        form.add_error("period", refused_words(error))
        return False
    except RowChanged as error:
        form.add_error(
            None, _("Row %(row)s is not what was recorded: nothing is sealed.") % {"row": error.row}
        )
        return False
    messages.success(request, _("%(period)s is sealed.") % {"period": formats.plain_period(made.period)})
    return True


def refused_words(error: actions.NotSealed) -> str:
    if error.reason == "waiting":
        return _("Not every return is decided: %(codes)s.") % {"codes": ", ".join(error.waiting)}
    if error.reason == "nothing":
        return _("No contract had to report on this period.")
    return _("This period is sealed, and nothing was decided again since.")


@require_safe
@requires("seal.read")
def seal_bundle(request, uid):
    """The signed bundle, rows of every centre included, for who may read them all."""
    found = get_object_or_404(Seal.objects.select_related("plan"), uid=uid)
    try:
        file = path_of_document(found.bundle_id).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"seal-{found.plan.code}-{found.period}-{found.number}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
