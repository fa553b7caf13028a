"""A return: one contract, one period; written, questioned, submitted, and then kept as it was."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jalon.evidence.actions import store_document
from jalon.evidence.queries import catalogue
from jalon.network.access import refusal, requires
from jalon.reporting import actions
from jalon.reporting.actions.remarks import write
from jalon.reporting.forms.returns import ReasonForm, ReturnForm
from jalon.reporting.models import Question
from jalon.reporting.queries.burden import burden_of
from jalon.reporting.queries.calendar import due
from jalon.reporting.queries.evidence import late_rows
from jalon.reporting.queries.sheet import Sheet, sheet_of
from jalon.reporting.sentences import DUE_STATES
from jalon.reporting.showing import asked_about, lines_of, told_steps
from jalon.reporting.views.asking import (
    asked_of,
    contract_seen,
    contracts_seen,
    crumbs,
    figure_at,
    period_of,
    tabs,
    today,
)
from jalon.ui import addresses, formats

LISTED = 20


@requires("return.view")
def page(request, code, period):
    """Everything of a return; POST keeps what was written."""
    asked, found = asked_of(request), contract_seen(request, code)
    span = period_of(found, period)
    sheet = sheet_of(found, span, known_at=asked.known_at, until=asked.on)
    if sheet is None or span.start > asked.on:
        raise Http404(_("This period has not begun, or nothing was known of the plan at that moment."))
    may_write = request.standing.can("return.write", found.centre)
    if request.method == "POST" and not may_write:
        raise PermissionDenied(refusal("return.write"))
    is_open = may_write and asked.known_at is None and not (sheet.life and sheet.life.is_submitted)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReturnForm(*bound, sheet=sheet) if is_open or bound else None
    if bound and form.is_valid() and kept(request, sheet, form):
        return redirect(addresses.at(request, "reporting:return", code, period))
    context = asked.context() | page_context(request, asked, sheet, form)
    return render(request, "reporting/return.html", context, status=422 if form and form.errors else 200)


def kept(request, sheet: Sheet, form: ReturnForm) -> bool:
    """Whether what was written is recorded; what the action refuses is told beside what was typed."""
    said = form.cleaned_data
    try:
        files = [stored(request, sheet, said["document"])] if said.get("document") else []
        notes = form.notes(files)
        write(
            sheet.contract, sheet.period, notes, by=request.user, on=today(),
            fields=len(form.typed), seconds=form.seconds,
        )  # fmt: skip
    except actions.Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    if notes:
        messages.success(request, _("What you wrote is kept."))
    else:
        messages.info(request, _("Nothing was changed."))
    return True


def stored(request, sheet: Sheet, file) -> str:
    return store_document(file, name=file.name, centre=sheet.contract.centre, by=request.user)


def page_context(request, asked, sheet: Sheet, form: ReturnForm | None) -> dict:
    contract, life = sheet.contract, sheet.life
    [owed] = due(
        contract.plan, on=asked.on, known_at=asked.known_at, contracts=[contract], spans=[sheet.period]
    )
    standing = request.standing
    questions = Question.objects.known_at(asked.known_at).filter(contract=contract, period=sheet.period.code)
    return {
        "sheet": sheet,
        "contract": contract,
        "plan": contract.plan,
        "period": sheet.period,
        "life": life,
        "due": owed,
        "form": form,
        "lines": lines_of(sheet, form, Addresses(request, sheet)),
        "state_words": DUE_STATES.get(owed.state, owed.state),
        "asked": asked_about(sheet, form, catalogue()),
        "blocking": [one for one in sheet.unsettled if one.check.must_be_settled],
        "steps": told_steps(life),
        "burden": burden_of(life.report, asked.known_at) if life else None,
        "late_rows": rows_late(standing, sheet, asked),
        "questions": named(sheet, questions.select_related("event__actor").prefetch_related("answers")),
        "comments": named(sheet, sheet.comments),
        "may_submit": standing.can("return.submit", contract.centre) and not (life and life.is_submitted),
        "may_send_back": standing.can("return.send_back", contract.centre) and owed.state == "submitted",
        "may_ask": standing.can("figure.ask", contract.centre),
        "may_attest": standing.can("received_to.attest", contract.centre),
        "sample_href": sample_at(request, sheet),
        "tabs": tabs(request, contract),
        "crumbs": crumbs(request, contract, (formats.plain_period(sheet.period), "")),
        "simulated": sheet.simulated or bool(life and life.report.simulated),
    }


def named(sheet: Sheet, said) -> list[tuple]:
    """What was said, each with the sheet of the indicator it is about, if it is about one of the return's."""
    sheets = {row.cell.indicator: row.cell.sheet for row in sheet.rows}
    return [(one, sheets.get(one.indicator)) for one in said]


def sample_at(request, sheet: Sheet) -> str:
    """The page of the sample, once there is something to sample."""
    submitted = sheet.life is not None and sheet.life.is_submitted
    return (
        addresses.at(request, "reporting:sample", sheet.contract.code, sheet.period.code) if submitted else ""
    )


@dataclass(frozen=True)
class Addresses:
    """Where the figures of a return lead."""

    request: HttpRequest
    sheet: Sheet

    def figure(self, indicator: str, period: str = "", **more) -> str:
        code = period or self.sheet.period.code
        return figure_at(self.request, self.sheet.contract, indicator, code, **more)

    def question(self, indicator: str) -> str:
        asked = {"contract": self.sheet.contract.code, "indicator": indicator}
        asked["period"] = self.sheet.period.code
        return addresses.at(self.request, "reporting:question_new", query=asked)

    def level(self, indicator: str) -> str:
        place = (self.sheet.contract.code, self.sheet.period.code, indicator)
        return addresses.at(self.request, "reporting:level", *place)


def rows_late(standing, sheet: Sheet, asked) -> dict:
    """Rows that came for the period after it was frozen: how many, and the first for who sees rows."""
    if not sheet.life or not sheet.life.is_submitted:
        return {}
    rows = late_rows(sheet.contract.centre, sheet.period, known_at=sheet.life.known_at, until=asked.known_at)
    is_seen = standing.row_view(sheet.contract.centre) == "full"
    return {"count": rows.count(), "rows": rows[:LISTED] if is_seen else ()}


@requires("return.submit")
def submission(request, code, period):
    """Says what will be frozen, or what keeps it back; POST submits."""
    found = get_object_or_404(contracts_seen(request.standing, "return.submit"), code=code)
    span = period_of(found, period)
    sheet = sheet_of(found, span)
    if sheet is None or span.start > today():
        raise Http404
    refused = []
    if request.method == "POST":
        try:
            report = actions.open_return(found, span, by=request.user, on=today())
            actions.submit(report, by=request.user, on=today())
            messages.success(request, _("The return is submitted: its values stand as they are now."))
            return redirect(addresses.at(request, "reporting:return", code, period))
        except actions.Refused as error:
            refused = error.sentences
    context = {
        "sheet": sheet, "contract": found, "period": span, "refused": refused,
        "unknown": [row for row in sheet.rows if row.cell.value is None],
        "is_over": today() > span.end,
        "is_submitted": bool(sheet.life and sheet.life.is_submitted),
        "crumbs": trail(request, found, span, _("Submission")),
    }  # fmt: skip
    return render(request, "reporting/submission.html", context, status=409 if refused else 200)


@requires("return.send_back")
def sending_back(request, code, period):
    """Asks why; POST gives the return back to the centre."""
    found = get_object_or_404(contracts_seen(request.standing, "return.send_back"), code=code)
    span = period_of(found, period)
    sheet = sheet_of(found, span)
    if sheet is None or sheet.life is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.send_back(sheet.life.report, reason=reason, by=request.user, on=today())
            messages.success(request, _("The return is open again for the centre."))
            return redirect(addresses.at(request, "reporting:return", code, period))
        except actions.Refused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
    context = {"form": form, "contract": found, "period": span, "life": sheet.life}
    context["crumbs"] = trail(request, found, span, _("Sending back"))
    return render(request, "reporting/sending_back.html", context, status=422 if form.errors else 200)


def trail(request, contract, period, last: str) -> list[tuple]:
    up = addresses.at(request, "reporting:return", contract.code, period.code)
    return crumbs(request, contract, (formats.plain_period(period), up), (last, ""))
