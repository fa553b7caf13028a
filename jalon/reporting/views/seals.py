"""Sealed periods: asked of the worker, followed, what was sealed, the bundle for who may read its rows."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalon.evidence.queries.sealable import path_of_document
from jalon.kernel.periods import parse
from jalon.network.access import refusal, requires
from jalon.plan.queries import plan_on
from jalon.reporting import actions
from jalon.reporting.forms.samples import SealForm
from jalon.reporting.models import Seal, Sealing
from jalon.reporting.queries.calendar import periods_of
from jalon.reporting.queries.sealings import has_worker, job_of, sealing_of, sealings_of
from jalon.reporting.queries.seals import seals_of, settled_in
from jalon.reporting.views.asking import asked_of
from jalon.reporting.views.strata import parted
from jalon.ui import addresses, formats

SHOWN = 8  # the last periods that ended


@requires("return.view")
def seals(request):
    """The sealed periods of a plan; POST asks for the seal of one."""
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
    if request.method == "POST" and form.is_valid() and (asked_seal := asked_for(request, plan, form)):
        return redirect(addresses.at(request, "reporting:seal", asked_seal.uid))
    made = [one for one in seals_of(plan) if asked.known_at is None or one.event.number <= asked.known_at]
    context |= {
        "seals": made,
        "periods": periods,
        "under_way": sealings_of(plan) if asked.known_at is None else [],
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


def asked_for(request, plan, form: SealForm) -> Sealing | None:
    """The seal the worker is asked for; what keeps it from being made is told beside the period."""
    try:
        return actions.ask_seal(plan, parse(form.cleaned_data["period"]), by=request.user, at=timezone.now())
    except actions.NotSealed as error:
        form.add_error("period", refused_words(error.reason, error.waiting))
        return None


def refused_words(reason: str, waiting=(), row: int | None = None) -> str:
    if reason == "waiting":
        return _("Not every return is decided: %(codes)s.") % {"codes": ", ".join(waiting)}
    if reason == "nothing":
        return _("No contract had to report on this period.")
    if reason == "row_changed":
        return _("Row %(row)s is not what was recorded: nothing is sealed.") % {"row": row}
    return _("This period is sealed, and nothing was decided again since.")


@require_safe
@requires("return.view")
def seal(request, uid):
    """One seal; while it is made, how far it is."""
    if asked := sealing_of(uid):
        return under_way(request, asked)
    if request.htmx:  # the page of a seal under way asks how far it is: now there is something to see
        return HttpResponseClientRefresh()
    found = get_object_or_404(Seal.objects.select_related("plan", "event", "event__actor"), uid=uid)
    context = {
        "seal": found,
        "plan": found.plan,
        "marks": marks_of(found),
        "may_read": request.standing.can("seal.read"),
        "crumbs": trail(request, found),
        "simulated": found.simulated,
    }
    return render(request, "reporting/seal.html", context)


def marks_of(found: Seal) -> list[tuple]:
    return [
        (_("Root of the rows"), parted(found.root)),
        (_("Manifest (SHA-256 of what is signed)"), parted(found.manifest)),
        (_("Public key"), parted(found.public_key)),
    ]


def trail(request, one: Seal | Sealing) -> list[tuple]:
    up = addresses.at(request, "reporting:seals", query={"plan": one.plan.code})
    returns = addresses.at(request, "reporting:returns")
    return [(_("Returns"), returns), (_("Seals"), up), (formats.plain_period(one.period), "")]


def under_way(request, asked: Sealing):
    """How far the worker is; to htmx the part that moves, until there is something else to see."""
    job = job_of(asked)
    if request.htmx and not job:
        return HttpResponseClientRefresh()
    context = {
        "asked": asked,
        "plan": asked.plan,
        "job": job,
        "has_worker": has_worker(),
        "steps": steps_of(asked),
        "refusal": refused_words(**asked.refusal) if asked.refusal else "",
        "again": addresses.at(request, "reporting:seals", query={"plan": asked.plan.code}),
        "may_seal": request.standing.can("seal.make"),
        "crumbs": trail(request, asked),
    }
    name = "reporting/sealing.html" + ("#progress" if request.htmx else "")
    answer = render(request, name, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def steps_of(asked: Sealing) -> list[tuple]:
    """Every stage with its state: those before the present one are done."""
    names = (_("Asked"), _("Rows"), _("Values and samples"), _("Signature"))
    now = Sealing.Stage.values.index(asked.stage)
    return [
        (name, "done" if place < max(now, 1) else "now" if place == now else "todo")
        for place, name in enumerate(names)
    ]


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
