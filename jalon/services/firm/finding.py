"""How a service is found: by anybody in what the centres offer, by a firm among its own requests too."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network.access import requires, standing
from jalon.network.queries import firm_account_of
from jalon.services.firm.forms import ServiceSearch
from jalon.services.firm.queries import found_requests, found_services
from jalon.services.firm.views import crumbs
from jalon.services.queries.catalogue import versions_on
from jalon.services.views.asking import today
from jalon.services.words import REQUEST

LONGEST = 100
SHOWN = 20


@require_safe
def services(http):
    """What the centres offer today, by words, centre and kind: open to everybody, as the register is."""
    offered = list(versions_on(today()).values())
    centres = {one.offering.centre.code: one.offering.centre for one in offered}
    form = ServiceSearch(http.GET, centres=[centres[code] for code in sorted(centres)])
    form.is_valid()
    said = {name: form.cleaned_data.get(name, "") for name in ("q", "kind", "centre")}
    is_firm = "portal.use" in standing(http.user).permissions()
    context = {
        "form": form,
        "versions": found_services(offered, said["q"], kind=said["kind"], centre=said["centre"]),
        "is_any_offered": bool(offered),
        "may_ask": is_firm or not http.user.is_authenticated,
        "is_firm": is_firm,
        "crumbs": crumbs((_("Find a service"), "")) if is_firm else [],
    }
    return render(http, "services/portal_services.html", context)


@require_safe
@requires("portal.use")
def search(http):
    """The search of the top bar, for a firm: its own requests, and the services of the centres."""
    text = http.GET.get("q", "").strip()[:LONGEST]
    requests = found_requests(firm_account_of(http.user), text)
    services = found_services(list(versions_on(today()).values()), text) if text else []
    context = {
        "text": text,
        "count": len(requests) + len(services),
        "requests": [(one, REQUEST.public_state(one.state)) for one in requests[:SHOWN]],
        "services": services[:SHOWN],
        "has_more": len(requests) > SHOWN or len(services) > SHOWN,
        "crumbs": crumbs((_("Search"), "")),
    }
    return render(http, "services/portal_search.html", context)
