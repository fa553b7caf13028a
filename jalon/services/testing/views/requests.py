"""The tests of a request: its samples, its lines, its reports, and what can be added."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.journal.lives import Refused
from jalon.network.access import requires
from jalon.services.models import Report, SpecificationVersion
from jalon.services.queries.requests import roles_in
from jalon.services.testing.actions import draft_report, expect_sample, order_tests
from jalon.services.testing.forms.lines import OrderForm
from jalon.services.testing.forms.samples import DraftForm, SampleForm
from jalon.services.testing.queries.lines import last_measured, lines_of
from jalon.services.testing.queries.lots import lots_of
from jalon.services.testing.queries.reports import lines_in, reportable, reports_of
from jalon.services.testing.views.asking import roles_needed, tell, today, trail
from jalon.services.testing_words import REPORT, SAMPLE, TEST_LINE
from jalon.services.views.asking import request_named

GONE = ("used_up", "returned", "destroyed", "refused", "lost", "transferred")


@require_safe
@requires("work.view")
def request_tests(http, uid):
    return shown(http, uid)


def shown(http, uid, **forms):
    request = request_named(http, uid)
    lines, roles = list(lines_of(request)), roles_in(http.standing, request.centre)
    measured = last_measured(lines)
    context = {
        "request_": request,
        "samples": [(one, SAMPLE.state(one.state)) for one in samples_of(request)],
        "lines": [(one, TEST_LINE.state(one.state), measured.get(one.pk)) for one in lines],
        "left": sum(one.state in ("to_do", "assigned", "entered", "verified") for one in lines),
        "reports": [(one, REPORT.state(one.state)) for one in reports_of(request)],
        "lots": lots_of(request),
        "ready": sum(one.state == "authorised" for one in lines),
        "is_lead": "technical_lead" in roles,
        "is_desk": "reception" in roles,
        "sample_form": SampleForm(),
        "order_form": OrderForm(versions=versions_of(request)),
        "draft_form": DraftForm(reports=standing_reports(request), initial={"language": "fr"}),
        "simulated": request.simulated,
        "crumbs": trail(request),
    }
    return render(http, "services/testing/request.html", context | forms, status=422 if forms else 200)


def samples_of(request):
    """The samples in the request's own centre: what another centre has of it is that centre's."""
    return request.samples.filter(centre=request.centre).select_related("centre")


def versions_of(request):
    found = SpecificationVersion.objects.filter(specification__centre=request.centre)
    last = found.order_by("specification_id", "-number").distinct("specification_id").values("pk")
    return SpecificationVersion.objects.filter(pk__in=last).select_related("specification")


def standing_reports(request):
    return Report.objects.filter(request=request, state="issued").select_related("issue__centre")


@require_POST
@requires("work.receive")
def samples(http, uid):
    """Announce a sample."""
    request = request_named(http, uid)
    roles_needed(http, request.centre)
    form = SampleForm(http.POST)
    if not form.is_valid():
        return shown(http, uid, sample_form=form)
    sample = expect_sample(request, by=http.user, on=today(), **form.cleaned_data)
    messages.success(http, _("The sample has its number: receive it when it comes."))
    return redirect("services:sample", sample.uid)


@require_POST
@requires("work.lead")
def orders(http, uid):
    """Order the tests of a specification on the samples of the request."""
    request = request_named(http, uid)
    roles_needed(http, request.centre)
    form = OrderForm(http.POST, versions=versions_of(request))
    if form.is_valid():
        there = list(samples_of(request).exclude(state__in=GONE))
        try:
            order_tests(request, samples=there, by=http.user, **form.cleaned_data)
        except Refused as error:
            tell(form, error, TEST_LINE)
        else:
            messages.success(http, _("The tests are ordered: assign them."))
            return redirect("services:request_tests", uid)
    return shown(http, uid, order_form=form)


@require_POST
@requires("work.lead")
def reports(http, uid):
    """Draft a report of what is authorised, or the one that replaces another."""
    request = request_named(http, uid)
    roles = roles_needed(http, request.centre)
    form = DraftForm(http.POST, reports=standing_reports(request))
    if form.is_valid():
        try:
            lines = lines_for(request, form.cleaned_data["replaces"])
            made = draft_report(request, lines, by=http.user, roles=roles, **form.said)
        except Refused as error:
            tell(form, error, REPORT)
        else:
            messages.success(http, _("The report is drafted: read it, then submit it."))
            return redirect("services:report", made.uid)
    return shown(http, uid, draft_form=form)


def lines_for(request, replaced) -> list:
    """What is authorised; a report that replaces another also says its lines that were not tested again."""
    fresh = list(reportable(request))
    again = {line.again_id for line in fresh}
    return [*(line for line in lines_in(replaced) if line.pk not in again), *fresh] if replaced else fresh
