from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.queries import catalogue
from jalon.kernel.kinds import UNITS
from jalon.network.access import requires


@require_safe
@requires("evidence.view")
def kinds(request):
    """What counts as a deed, and what a row of each kind must say."""
    known = catalogue()
    context = {
        "kinds": [(kind, UNITS.get(kind.unit, kind.unit), needs_of(kind)) for kind in known.values()],
        "count": len(known),
    }
    return render(request, "evidence/kinds.html", context)


def needs_of(kind) -> list[str]:
    said = [
        (kind.needs_firm, _("a firm")),
        (kind.needs_document, _("a document")),
        (kind.needs_amount, _("an amount")),
    ]
    said += [
        (kind.needs_identity, _("what is followed")),
        (bool(kind.needs_one_of), _("a title or what is followed")),
    ]
    return [words for is_needed, words in said if is_needed]
