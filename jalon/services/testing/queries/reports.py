"""Reports: their lines, what guards them, and what anybody may learn of one that was issued."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from hashlib import file_digest
from operator import or_

from django.db.models import Q

from jalon.capacity.queries import OPINIONS, authorised_accounts
from jalon.kernel import chain
from jalon.services.models import (
    AlsoStated,
    Measurement,
    Report,
    ReportDrawing,
    ReportIssue,
    ReportOpinion,
    ReportParticular,
    Request,
    Sample,
    SampleReceipt,
    TestLine,
)
from jalon.services.testing.queries.lines import OPEN, known, standing_of
from jalon.services.testing_words import CONFIRMED

SHARED = ("centre", "clause__version__specification", "sample__centre", "order__request__enterprise")
SHOWN_MARK = "services.report.shown.1"
CHECKABLE = ("issued", "replaced", "cancelled")
NUMBER = re.compile(r"(?P<code>.+)-(?P<year>[0-9]{4})-R(?P<serial>[0-9]{5,9})")


def issued_as(numbers: Collection[str], *, centres) -> dict[str, Report]:
    """The reports these centres issued under these very numbers; a text that is no number has none."""
    asked = [found for number in numbers if (found := NUMBER.fullmatch(number))]
    if not asked:
        return {}
    named = (Q(centre__code=one["code"], year=int(one["year"]), serial=int(one["serial"])) for one in asked)
    found = ReportIssue.objects.filter(reduce(or_, named), centre__in=centres)
    return {one.number: one.report for one in found.select_related("centre", "report")}


def lines_in(report: Report):
    """The lines of a report, in the order they are printed; what many of them share is read once."""
    found = TestLine.objects.filter(reported_in__report=report).prefetch_related(*SHARED)
    return found.order_by("sample", "clause__position", "id")


def shown(report: Report) -> str:
    """The digest of what a report shows: its rows, by their own digests, and the names that may change.

    A line is digested with its clause, its sample and its order; none of those changes once written.
    """
    lines = TestLine.objects.filter(reported_in__report=report)
    said = Measurement.objects.filter(line__in=lines).order_by("line_id", "-id").distinct("line_id")
    measured = Measurement.objects.filter(pk__in=said.values("pk"))
    tables = (
        lines,
        measured,
        AlsoStated.objects.filter(measurement__in=measured),
        SampleReceipt.objects.filter(sample__lines__in=lines).distinct(),
        ReportParticular.objects.filter(report=report),
        ReportOpinion.objects.filter(report=report),
    )
    digests = [
        bytes(one).hex() for rows in tables for one in rows.order_by("pk").values_list("hash", flat=True)
    ]
    names = (str(report.request.enterprise), report.centre.name.fr, report.centre.name.ar)
    return chain.digest(
        ("services.report.shown.1", report.digest().hex(), digests, names, marked(report))
    ).hex()


def marked(report: Report) -> list[int]:
    """The lines that bear the mark of accreditation on the paper."""
    if not report.bears_mark:
        return []
    return sorted(key for key, holds in standing_of(list(lines_in(report))).accredited.items() if holds)


def particulars_of(report: Report) -> dict[Sample | None, str]:
    """What a report says in words of its own, by the sample described; the firm's own words by None."""
    return {one.sample: one.text for one in report.particulars.select_related("sample")}


def opinion_of(report: Report) -> ReportOpinion | None:
    """The opinion the report gives, with its author."""
    last = report.opinions.select_related("author").order_by("-id").first()
    return last if last and last.text else None


def may_opine(centre, user, on: date) -> bool:
    """Whether a person is authorised on a day to give opinions for a centre."""
    return bool(user) and user.pk in authorised_accounts(centre, [OPINIONS], on)[OPINIONS]


def drawing_of(report: Report) -> ReportDrawing | None:
    """The paper as it was last drawn."""
    return report.drawings.select_related("report__centre").order_by("-id").first()


def reports_of(request: Request):
    found = Report.objects.filter(request=request)
    return found.select_related("centre", "issue__centre", "replaces__issue__centre").order_by("-id")


def reportable(request: Request):
    """Lines a new report can hold: authorised, and not yet reported."""
    return known(TestLine.objects.filter(order__request=request, state="authorised")).order_by(
        "sample", "clause__position", "id"
    )


def facts_of(report: Report, *, by, ticked: Mapping[str, str] | None = None) -> dict[str, bool]:
    """What holds of a report but for what its checklist sees; the rest of it is ticked with the act."""
    found = TestLine.objects.filter(reported_in__report=report).values_list("state", flat=True).distinct()
    reached = set(found.order_by())
    submitted = report.steps.filter(verb="submit").order_by("-turn").first()
    return {
        "every_line_authorised": is_all_authorised(report, reached),
        "checklist_complete": is_confirmed(ticked),
        "authoriser_is_another": bool(submitted and by and submitted.person_id != by.pk),
        "mark_allowed": not report.bears_mark or is_in_scope(lines_in(report)),
    }


def is_all_authorised(report: Report, states: Collection[str]) -> bool:
    """Whether a report holds lines, and none waits; one that replaces another repeats what was reported."""
    wanted = {"authorised", "reported"} if report.replaces_id else {"authorised"}
    return bool(states) and set(states) <= wanted


def is_confirmed(ticked: Mapping[str, str] | None) -> bool:
    """Whether a person answered for every point nothing here can see."""
    return all((ticked or {}).get(point) in ("yes", "not_applicable") for point in CONFIRMED)


def is_in_scope(lines: Collection[TestLine]) -> bool:
    """Whether a line may bear the mark; those that may not are flagged as such on the paper."""
    return any(standing_of(list(lines)).accredited.values())


def is_all_reported(request: Request) -> bool:
    """Whether nothing is left to test or to report; a request without a reported line is not."""
    lines = TestLine.objects.filter(order__request=request)
    return lines.filter(state="reported").exists() and not lines.filter(state__in=OPEN).exists()


def current_documents(request: Request) -> list[str]:
    """The files of the reports that stand."""
    found = ReportIssue.objects.filter(report__request=request, report__state="issued")
    return list(found.order_by("id").values_list("document__document_id", flat=True))


@dataclass(frozen=True)
class Checked:
    """What anybody learns of a report: its number, its day, its status; never its content."""

    issue: ReportIssue
    state: str
    replaced_by: ReportIssue | None

    def is_the_file(self, file) -> bool:
        """Whether a file is, byte for byte, the one that was issued."""
        return file_digest(file, "sha256").hexdigest() == self.issue.document.document_id


def checked(uid) -> Checked | None:
    """A report that was issued; one that was not is not there."""
    found = ReportIssue.objects.filter(report__uid=uid, report__state__in=CHECKABLE)
    issue = found.select_related("report", "centre", "document").first()
    if issue is None:
        return None
    later = ReportIssue.objects.filter(report__replaces=issue.report).select_related("centre", "report")
    return Checked(issue, issue.report.state, later.last())
