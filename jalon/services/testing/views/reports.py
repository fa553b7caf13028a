"""Reports: one report with what can be done, its file, and the page on which anybody checks it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.evidence.queries.issued import current_bytes
from jalon.journal.lives import Refused, history, offers
from jalon.kernel import conformity
from jalon.network.access import refusal, requires
from jalon.services.forms.requests import StepForm
from jalon.services.models import Report, ReportIssue
from jalon.services.queries.requests import roles_in
from jalon.services.testing.actions import (
    authorise_report,
    give_opinion,
    issue_report,
    record_sending,
    step_report,
    submit_report,
)
from jalon.services.testing.actions.reports import SENDERS
from jalon.services.testing.forms.controls import SendingForm
from jalon.services.testing.forms.reports import OpinionForm
from jalon.services.testing.forms.samples import ChecklistForm, FileForm
from jalon.services.testing.queries.checklist import Seen, all_hold, seen_of
from jalon.services.testing.queries.lines import last_measured
from jalon.services.testing.queries.reports import (
    checked,
    drawing_of,
    facts_of,
    lines_in,
    may_opine,
    opinion_of,
    particulars_of,
)
from jalon.services.testing.views.asking import roles_needed, seen, tell, today, trail
from jalon.services.testing_words import CHECKLIST, CONFIRMED, REPORT
from jalon.services.words import ROLES

MOST_BYTES = 50 * 2**20


def report_named(http, uid) -> Report:
    found = Report.objects.select_related("centre", "request__centre", "request__enterprise", "replaces")
    return seen(http, found, uid)


def issue_of(found: Report) -> ReportIssue | None:
    return ReportIssue.objects.filter(report=found).select_related("centre", "document").first()


def offered(http, found: Report, seen=None):
    """What can be done, and what keeps it back; a person's own answers to the checklist are still to come."""
    ticked = dict.fromkeys(CONFIRMED, "yes")
    facts = facts_of(found, by=http.user, ticked=ticked) | {"document_kept": True}
    facts["seen_points_hold"] = all_hold(seen or {})
    told = offers(found, REPORT, roles=roles_in(http.standing, found.centre), facts=facts)
    return [one for one in told if one.verb != "replace"]


def seen_by(http, found: Report) -> dict[str, Seen]:
    """What the checklist sees of a report that waits to be authorised or issued."""
    return seen_of(found, by=http.user) if found.state in ("in_verification", "authorised") else {}


def asks_reason(http, found: Report, verb: str) -> bool:
    told = offers(found, REPORT, roles=roles_in(http.standing, found.centre))
    return any(one.verb == verb and one.asks_reason for one in told)


@require_safe
@requires("work.view")
def report(http, uid):
    return shown(http, uid)


def shown(http, uid, form=None, opinion_form=None):
    found = report_named(http, uid)
    opinion, seen = opinion_of(found), seen_by(http, found)
    lines = list(lines_in(found))
    measured = last_measured(lines)
    issue = issue_of(found)
    named = issue or drawing_of(found)
    context = {
        "report": found,
        "issue": issue,
        "number": named.number if named else "",
        "state": REPORT.state(found.state),
        "lines": [(line, measured.get(line.pk)) for line in lines],
        "verdicts": conformity.VERDICTS,
        "seen": told_of(seen),
        "offers": offered(http, found, seen),
        "history": history(found, REPORT, roles=ROLES),
        "sendings": found.sendings.select_related("contact"),
        "sending_form": form or sending_form(http, found),
        "opinion": opinion,
        "opinion_form": opinion_form or opinion_form_of(http, found, opinion),
        "particulars": particulars_of(found).items(),
        "may_amend": found.state == "issued" and http.standing.can("work.lead", found.centre),
        "later": found.replaced_by.exclude(state="cancelled").last(),
        "simulated": found.simulated,
        "crumbs": trail(found.request, _("Report")),
    }
    return render(http, "services/testing/report.html", context, status=422 if form or opinion_form else 200)


def opinion_form_of(http, found: Report, opinion) -> OpinionForm | None:
    """For who may give one, while the report is drafted."""
    if found.state != "draft" or not may_opine(found.centre, http.user, today()):
        return None
    return OpinionForm(initial={"opinion": opinion.text if opinion else ""})


@require_POST
@requires("work.view")
def report_opinion(http, uid):
    """Give an opinion on a drafted report, or take it back."""
    found = report_named(http, uid)
    roles_needed(http, found.centre)
    form = OpinionForm(http.POST)
    if form.is_valid():
        try:
            give_opinion(found, form.cleaned_data["opinion"], by=http.user, on=today())
        except Refused as error:
            tell(form, error, REPORT)
        else:
            messages.success(http, _("The opinion is kept."))
            return redirect("services:report", uid)
    return shown(http, uid, opinion_form=form)


def sending_form(http, found: Report, data=None) -> SendingForm | None:
    """None for who sends nothing."""
    if not SENDERS & set(roles_in(http.standing, found.centre)):
        return None
    return SendingForm(data, contacts=found.request.contacts.all(), initial={"day": today()})


@require_POST
@requires("work.view")
def sendings(http, uid):
    """Note that a report was sent."""
    found = report_named(http, uid)
    roles = roles_needed(http, found.centre)
    form = sending_form(http, found, http.POST)
    if form is None:
        raise PermissionDenied(refusal("work.receive"))
    if form.is_valid():
        try:
            record_sending(found, by=http.user, roles=roles, on=today(), **form.cleaned_data)
        except Refused as error:
            tell(form, error, REPORT)
        else:
            messages.success(http, _("The sending is noted."))
            return redirect("services:report", uid)
    return shown(http, uid, form)


@requires("work.view")
def report_step(http, uid, verb):
    """Submit, authorise, issue, send back or cancel a report."""
    found = report_named(http, uid)
    roles = roles_needed(http, found.centre)
    if verb not in REPORT.verbs or verb == "replace":
        raise Http404(_("A report knows no such verb."))
    kind = ChecklistForm if verb == "authorise" else StepForm
    asks = asks_reason(http, found, verb)
    form = kind(http.POST or None, asks_reason=asks, initial={"turn": found.turn})
    if http.method == "POST" and form.is_valid():
        try:
            do(http, found, verb, form, roles)
        except Refused as error:
            tell(form, error, REPORT)
        else:
            messages.success(http, _("Done: the report is %(state)s.") % {"state": REPORT.state(found.state)})
            return redirect("services:report", uid)
    seen = seen_by(http, found)
    context = {
        "form": form,
        "seen": told_of(seen) if verb == "authorise" else (),
        "offer": next((one for one in offered(http, found, seen) if one.verb == verb), None),
        "verb": REPORT.verb(verb),
        "about": found.request.number,
        "back": reverse("services:report", args=[uid]),
        "crumbs": trail(found.request, REPORT.verb(verb)),
    }
    return render(http, "services/testing/step.html", context, status=422 if form.errors else 200)


def told_of(seen: dict[str, Seen]) -> list[tuple[str, Seen]]:
    return [(CHECKLIST[point], one) for point, one in seen.items()]


def do(http, found: Report, verb: str, form, roles) -> None:
    told = {"by": http.user, "roles": roles, "turn": form.cleaned_data["turn"]}
    address = http.build_absolute_uri(reverse("report_check", args=[found.uid]))
    printed = {"on": today(), "at": timezone.now(), "address": address}
    if verb == "submit":
        submit_report(found, **told)
    elif verb == "authorise":
        authorise_report(found, ticked=form.ticked, **printed, **told)
    elif verb == "issue":
        issue_report(found, **printed, **told)
    else:
        step_report(found, verb, reason=form.reason, **told)


@require_safe
@requires("work.view")
def report_file(http, uid):
    """The very bytes that were issued."""
    issue = issue_of(report_named(http, uid))
    if issue is None:
        return redirect("services:report", uid)
    answer = HttpResponse(current_bytes(issue.document), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{issue.number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(http, uid):
    """Open to all: the number, day and status of a report, and whether a file is it; never its content."""
    found = checked(uid)
    if found is None:
        raise Http404(_("No report was issued under this address."))
    form = FileForm(http.POST or None, http.FILES or None)
    context = {"found": found, "state": REPORT.state(found.state), "form": form}
    if http.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        context["is_the_file"] = file.size <= MOST_BYTES and found.is_the_file(file.open())
    return render(http, "services/testing/check.html", context, status=422 if form.errors else 200)
