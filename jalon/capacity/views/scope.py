from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.capacity import actions
from jalon.capacity.forms import ScopeChangeForm, ScopeForm
from jalon.capacity.models import ScopeLine
from jalon.capacity.queries import in_force
from jalon.capacity.views.asking import asked_and_done, asked_of, centre_of, crumbs, stored, tabs, today
from jalon.capacity.words import SCOPE_STATES
from jalon.network.access import requires
from jalon.ui import addresses
from jalon.ui.formats import dotted


@require_safe
@requires("capacity.view")
def scope(request, code):
    centre = centre_of(request, code, "capacity.view")
    asked = asked_of(request)
    found = list(ScopeLine.objects.known_at(asked.known_at).filter(centre=centre))
    standing = in_force(found, asked.on, known_at=asked.known_at)
    context = asked.context() | {
        "centre": centre,
        "lines": [(line, standing[line.pk], SCOPE_STATES[standing[line.pk]]) for line in found],
        "covered": sum(status == "in_force" for status in standing.values()),
        "may_keep": request.standing.can("capacity.keep", centre),
        "tabs": tabs(request, centre),
        "crumbs": crumbs(request, centre, (_("Scope of accreditation"), "")),
        "simulated": any(line.simulated for line in found),
    }
    return render(request, "capacity/scope.html", context)


def trail(request, centre, *more) -> list[tuple]:
    address = addresses.at(request, "capacity:scope", centre.code)
    return crumbs(request, centre, (_("Scope of accreditation"), address), *more)


@requires("capacity.keep")
def registration(request, code):
    centre = centre_of(request, code, "capacity.keep")
    form = ScopeForm(request.POST or None, request.FILES or None, initial={"since": today()})

    def register():
        documents = stored(request, centre)
        actions.register_scope_line(centre, by=request.user, on=today(), documents=documents, **form.said())

    return asked_and_done(
        request,
        form,
        register,
        said=_("The line is in the scope; reports of its method may carry the mark from its first day."),
        to=("capacity:scope", centre.code),
        context={
            "title": _("Enter a line of the scope"),
            "button": _("Enter the line"),
            "has_file": True,
            "crumbs": trail(request, centre, (_("Enter a line of the scope"), "")),
        },
    )


@requires("capacity.keep")
def change(request, code, uid):
    centre = centre_of(request, code, "capacity.keep")
    line = get_object_or_404(ScopeLine, centre=centre, uid=uid)
    form = ScopeChangeForm(request.POST or None, initial={"day": today()})
    return asked_and_done(
        request,
        form,
        lambda: actions.change_scope_line(line, by=request.user, on=today(), **form.cleaned_data),
        said=_("The line changes that day; what was reported before stands."),
        to=("capacity:scope", centre.code),
        context={
            "title": _("Suspend, restore or withdraw a line"),
            "lead": dotted(line.method, line.characteristic),
            "button": _("Change the line"),
            "crumbs": trail(request, centre, (line.method, "")),
        },
    )
