"""What is done to reports: drafted, submitted, authorised, issued once, replaced by another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from jalon.evidence.actions import Deed, issue_stored, record_in
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries import live_revisions
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.journal.lives import Refused
from jalon.kernel.conformity import FAILS, PASSES, worst
from jalon.services.actions.requests import SOURCE, deed_of, deliver
from jalon.services.models import (
    Report,
    ReportDrawing,
    ReportIssue,
    ReportLine,
    ReportOpinion,
    ReportParticular,
    ReportSending,
    ReportStep,
    Request,
    Sample,
    TestLine,
    Validation,
)
from jalon.services.testing.actions.drawing import begun, drawn_for, moved
from jalon.services.testing.queries.checklist import all_hold, seen_points
from jalon.services.testing.queries.lines import Standing, standing_of
from jalon.services.testing.queries.reports import (
    current_documents,
    is_all_authorised,
    is_all_reported,
    lines_in,
    opinion_of,
)

KIND = "test_report"
LEFT = ("issued", "replaced", "cancelled")
SENDERS = frozenset({"reception", "technical_lead", "authoriser"})
Particulars = Mapping[Sample | None, str]
"""What a report says in words of its own, by the sample it describes; the firm's own words by None."""

DRAFTERS = frozenset({"technical_lead", "operator"})


def draft_report(
    request: Request,
    lines: Sequence[TestLine],
    *,
    language: str,
    by,
    roles: Sequence[str],
    bears_mark: bool = False,
    remarks: str = "",
    replaces: Report | None = None,
    changes: str = "",
    particulars: Particulars = MappingProxyType({}),
    opinion: ReportOpinion | None = None,
) -> Report:
    """Draft a report of authorised lines; one that replaces another says what it changes. Raises Refused."""
    if not DRAFTERS & set(roles):
        raise Refused(("not_yours",))
    states = ("authorised", "reported") if replaces else ("authorised",)
    if not lines or any(line.state not in states or line.order.request_id != request.pk for line in lines):
        raise Refused(("every_line_authorised",))
    if replaces and (replaces.state != "issued" or replaces.request_id != request.pk):
        raise Refused(("not_from_here",))
    if replaces and not changes.strip():
        raise Refused(("reason_given",))
    report = Report(
        centre=request.centre,
        request=request,
        language=language,
        bears_mark=bears_mark,
        remarks=remarks.strip(),
        replaces=replaces,
        changes=changes.strip(),
        simulated=request.simulated,
    )
    payload = {"centre": request.centre.code, "lines": len(lines)}
    with recording("report.drafted", subject=f"request:{request.uid}", by=by, payload=payload) as record:
        lives.begin(record, report)
        record.keep_all(ReportLine(report=report, line=line) for line in lines)
        record.keep_all(
            ReportParticular(report=report, sample=sample, text=text.strip())
            for sample, text in particulars.items()
            if text.strip()
        )
        if opinion:
            said = {"author": opinion.author, "on": opinion.on, "text": opinion.text}
            record.keep(ReportOpinion(report=report, **said))
        return report


def step_report(
    report: Report,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    reason: str = "",
    ticked: Mapping[str, str] | None = None,
) -> ReportStep:
    """Submit, authorise, send back or cancel, with no paper yet: it is drawn when the report is issued.

    What was ticked is kept with the step. Raises Refused.
    """
    with begun(report, verb, by) as record:
        return moved(record, report, verb, by=by, roles=roles, turn=turn, reason=reason, ticked=ticked)


@transaction.atomic
def issue_report(
    report: Report, *, by, roles: Sequence[str], turn: int, on: date, at: datetime, address: str
) -> ReportIssue:
    """Issue an authorised report: its paper is sealed, its deeds recorded; the one it replaces ends with it.

    The request is delivered when nothing of it is left to report. Raises Refused.
    """
    if report.state != "authorised":
        raise Refused(("not_from_here",))
    lines = list(lines_in(report))
    if not is_all_authorised(report, {line.state for line in lines}):
        raise Refused(("every_line_authorised",))
    stands = standing_of(lines)
    seen = seen_points(report, lines, stands, by=by, opinion=opinion_of(report))
    facts = {"document_kept": True, "seen_points_hold": all_hold(seen)}
    told = {"role": roles, "by": by}
    with recording("report.issued", subject=f"report:{report.uid}", by=by) as record:
        lives.move(record, report, "issue", facts=facts, turn=turn, **told)
        drawn = drawn_for(record, report, by=by, on=on, at=at, address=address)
        numbers = {"year": drawn.year, "serial": drawn.serial}
        record.payload |= {"centre": report.centre.code, **numbers}
        document = sealed(report, drawn, by=by)
        issued = record.keep(
            ReportIssue(report=report, centre=report.centre, on=on, document=document, **numbers)
        )
        report_lines(record, report, lines, stands, on=on, **told)
        if report.replaces:
            old, why = report.replaces, report.changes
            lives.move(
                record, old, "replace", facts=("new_report_issued",), turn=old.turn, reason=why, **told
            )
    deliver_if_done(report.request, by=by, roles=roles, on=on)
    return issued


def sealed(report: Report, drawn: ReportDrawing, *, by) -> IssuedDocument:
    """The very bytes that were drawn, issued."""
    return issue_stored(
        drawn.document_id,
        kind=KIND,
        subject=f"report:{report.uid}",
        permission="work.view",
        organisation=report.centre,
        facts={"number": drawn.number},
        simulated=report.simulated,
        by=by,
    )


def record_sending(report: Report, *, means: str, day: date, on: date, by, roles, contact=None):
    """Note that an issued report left for the firm. Raises Refused."""
    if report.state not in LEFT:
        raise Refused(("not_from_here",))
    if not SENDERS & set(roles):
        raise Refused(("not_yours",))
    if day > on or day < report.issue.on:
        raise Refused(("sent_once_issued",))
    if contact and contact.request_id != report.request_id:
        raise Refused(("not_from_here",))
    payload = {"centre": report.centre.code, "means": means}
    with recording("report.sent", subject=f"report:{report.uid}", by=by, payload=payload) as record:
        return record.keep(ReportSending(report=report, on=day, means=means, contact=contact))


def report_lines(record: Recording, report, lines, stands: Standing, *, on: date, role, by) -> None:
    """Each line reported for the first time leaves its deed; what is tested again left it before."""
    fresh = [line for line in lines if line.state == "authorised"]
    lives.move_all(record, fresh, "report", facts=("report_issued",), role=role, by=by)
    envelope = deed_of(report.request, on=on, documents=())
    first = first_uids(fresh)
    deeds = [deed_of_line(envelope, line, first[line.pk], stands) for line in fresh]
    again = [f"test:{first[line.pk]}" for line in fresh if line.again_id]
    last = live_revisions(report.centre_id, again) if again else {}
    new = [deed for deed in deeds if deed.external_id not in last]
    if new:
        told = {"source": SOURCE, "simulated": report.simulated, "on": on}
        record_in(record, centre=report.centre, deeds=new, **told)


def deed_of_line(envelope: Deed, line: TestLine, first: UUID, stands: Standing) -> Deed:
    """A test reported; done again for a later report, it is the same test."""
    version = line.clause.version
    said = {"method": line.clause.method, "accredited": stands.accredited.get(line.pk, False)}
    verdict = worst([one.verdict for _clause, one in stands.statements(line)])
    if verdict in PASSES | FAILS:
        said["conform"] = verdict in PASSES
    said |= {
        name: text for name, text in (("standard", version.standard), ("family", version.family)) if text
    }
    return replace(
        envelope,
        external_id=f"test:{first}",
        kind="test.reported",
        quantity=Decimal(1),
        origin=line.sample.origin,
        attributes=said,
    )


def first_uids(lines: Sequence[TestLine]) -> dict[int, UUID]:
    """The test each line was first ordered as; one question for each time a line was done again."""
    back = {line.pk: (line.again_id, line.uid) for line in lines}
    found = dict(back)
    while wanted := {before for before, _uid in back.values() if before}:
        earlier = TestLine.objects.filter(pk__in=wanted).values_list("pk", "again_id", "uid")
        known = {key: (before, uid) for key, before, uid in earlier}
        back = {key: known[before] for key, (before, _uid) in back.items() if before}
        found |= back
    return {key: uid for key, (_before, uid) in found.items()}


def deliver_if_done(request: Request, *, by, roles: Sequence[str], on: date) -> None:
    """Deliver a request whose every test is reported, with the reports that stand."""
    request.refresh_from_db()
    if request.validations.filter(state__in=Validation.UNSETTLED).exists():
        return  # its opinion delivers it
    if request.state == "in_progress" and is_all_reported(request):
        documents = current_documents(request)
        deliver(request, by=by, roles=roles, turn=request.turn, on=on, documents=documents)
