from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.capacity import actions
from jalon.capacity.forms import ClosureForm, LaboratoryForm
from jalon.capacity.models import Laboratory
from jalon.capacity.queries.counts import counts
from jalon.capacity.views.asking import asked_and_done, asked_of, centre_of, crumbs, tabs, today
from jalon.network.access import requires


@require_safe
@requires("capacity.view")
def centre(request, code):
    found = centre_of(request, code, "capacity.view")
    asked = asked_of(request)
    laboratories = Laboratory.objects.known_at(asked.known_at).filter(centre=found, opened_on__lte=asked.on)
    context = asked.context() | {
        "centre": found,
        "laboratories": laboratories.select_related("closure"),
        "means": counts([found], asked.on, known_at=asked.known_at)[0],
        "may_keep": request.standing.can("capacity.keep", found),
        "tabs": tabs(request, found),
        "crumbs": crumbs(request, found),
        "simulated": any(one.simulated for one in laboratories),
    }
    return render(request, "capacity/centre.html", context)


@requires("capacity.keep")
def opening(request, code):
    found = centre_of(request, code, "capacity.keep")
    form = LaboratoryForm(request.POST or None, initial={"opened_on": today()})
    return asked_and_done(
        request,
        form,
        lambda: actions.open_laboratory(found, by=request.user, on=today(), **form.said()),
        said=_("The laboratory is open; its area is counted."),
        to=("capacity:centre", found.code),
        context={
            "title": _("Open a laboratory"),
            "button": _("Open the laboratory"),
            "crumbs": crumbs(request, found, (_("Open a laboratory"), "")),
        },
    )


@requires("capacity.keep")
def closure(request, code, uid):
    found = centre_of(request, code, "capacity.keep")
    laboratory = get_object_or_404(Laboratory, centre=found, uid=uid)
    form = ClosureForm(request.POST or None, initial={"closed_on": today()})
    return asked_and_done(
        request,
        form,
        lambda: actions.close_laboratory(laboratory, by=request.user, on=today(), **form.cleaned_data),
        said=_("The laboratory is closed; its area is counted no more from that day."),
        to=("capacity:centre", found.code),
        context={
            "title": _("Close laboratory %(code)s") % {"code": laboratory.code},
            "lead": _("Its area leaves the centre's area that day. What was done there stays."),
            "button": _("Close the laboratory"),
            "crumbs": crumbs(request, found, (laboratory.code, "")),
        },
    )
