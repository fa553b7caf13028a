"""A report that was issued, said in other words: nothing is tested again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.journal.lives import Refused
from jalon.network.access import requires
from jalon.services.testing.actions import amend_report
from jalon.services.testing.forms.reports import AmendmentForm
from jalon.services.testing.queries.reports import lines_in, opinion_of, particulars_of
from jalon.services.testing.views.asking import roles_needed, tell, trail
from jalon.services.testing.views.reports import issue_of, report_named
from jalon.services.testing_words import REPORT


@require_http_methods(["GET", "HEAD", "POST"])
@requires("work.lead")
def amendment(http, uid):
    """Draft the report that replaces this one."""
    found = report_named(http, uid)
    roles = roles_needed(http, found.centre)
    samples = list({line.sample_id: line.sample for line in lines_in(found)}.values())
    told = {"has_opinion": opinion_of(found) is not None}
    form = AmendmentForm.of(found, samples, particulars_of(found), http.POST or None, **told)
    if http.method == "POST" and form.is_valid():
        try:
            made = amend_report(found, by=http.user, roles=roles, **form.said)
        except Refused as error:
            tell(form, error, REPORT)
        else:
            messages.success(http, _("The new report is drafted: read it, then submit it."))
            return redirect("services:report", made.uid)
    context = {
        "report": found,
        "issue": issue_of(found),
        "form": form,
        "is_open": found.state == "issued",
        "crumbs": trail(found.request, _("Amendment")),
        "back": reverse("services:report", args=[uid]),
    }
    return render(http, "services/testing/amendment.html", context, status=422 if form.errors else 200)
