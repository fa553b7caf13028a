"""What the firm says of its own request: a complaint, an appeal."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.network.access import requires
from jalon.services.firm.views import crumbs, request_seen
from jalon.services.quality.actions import complain
from jalon.services.quality.forms import ComplaintForm
from jalon.services.quality.queries.cases import told_to_firm
from jalon.services.quality_words import CASE
from jalon.services.views.asking import today


@requires("portal.use")
def complaint(http, uid):
    """Complain of a request of the firm, and read what the centre answered to what was said before."""
    found = request_seen(http, uid)
    form = ComplaintForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        complain(found, by=http.user, on=today(), **form.cleaned_data)
        messages.success(http, _("Your complaint is with the centre: somebody who took no part takes it up."))
        return redirect("services:portal_complaint", uid)
    context = {
        "request_": found,
        "form": form,
        "told": [(one, CASE.public_state(one.case.state)) for one in told_to_firm(found)],
        "crumbs": crumbs((found.number, reverse("services:portal_request", args=[uid])), (_("Complain"), "")),
    }
    return render(http, "services/quality/complaint.html", context, status=422 if form.errors else 200)
