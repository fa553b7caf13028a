"""Samples, orders and reports of many requests of a centre at once: the same guards, in few questions.

Test lines are many already: see `lines`. Every function moves all or none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jalon.evidence.actions import record_in
from jalon.evidence.models import IssuedDocument
from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.network.models import Organisation
from jalon.services.actions.many import deeds_of, last_of
from jalon.services.actions.numbering import take_numbers
from jalon.services.actions.requests import SOURCE
from jalon.services.models import (
    ContractReview,
    Counter,
    Report,
    ReportIssue,
    ReportLine,
    ReportStep,
    Request,
    Sample,
    SamplePassage,
    SampleReceipt,
    SampleStep,
    SpecificationVersion,
    TestLine,
    TestOrder,
)
from jalon.services.testing.actions.reports import DRAFTERS, deed_of_line, first_uids
from jalon.services.testing.queries.checklist import seen_to_hold
from jalon.services.testing.queries.lines import ORDERED, Standing, rule_of, standing_of
from jalon.services.testing.queries.reports import is_confirmed


@dataclass(frozen=True)
class Announced:
    """A sample that is to come."""

    request: Request
    description: str
    origin: str
    family: str = ""


@dataclass(frozen=True)
class Ordered:
    """What is to be tested of a request, on which samples."""

    request: Request
    version: SpecificationVersion
    samples: Sequence[Sample]


@dataclass(frozen=True)
class Drafted:
    """What a report is to hold."""

    request: Request
    lines: Sequence[TestLine]
    language: str = Report.Language.FRENCH
    bears_mark: bool = False


def told_of(things: Sequence, verb: str = "") -> dict:
    centre = things[0].centre
    payload = {"centre": centre.code, "things": len(things)} | ({"verb": verb} if verb else {})
    return {"subject": f"centre:{centre.code}", "payload": payload}


# samples


def expect_samples(centre: Organisation, announced: Sequence[Announced], *, by, on: date) -> list[Sample]:
    """Announce samples: each has its number, and a label before it comes."""
    payload = {"centre": centre.code, "things": len(announced)}
    with recording("sample.expected", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        numbers = take_numbers(centre, Counter.Series.SAMPLE, year=on.year, count=len(announced))
        return lives.begin_all(
            record,
            [
                Sample(
                    centre=centre,
                    year=on.year,
                    serial=serial,
                    request=one.request,
                    description=one.description,
                    family=one.family,
                    origin=one.origin,
                    simulated=one.request.simulated,
                )
                for serial, one in zip(numbers, announced, strict=True)
            ],
        )


def receive_samples(
    samples: Sequence[Sample], *, quantity: Decimal, unit: str, by, roles: Sequence[str], on: date
) -> list[SampleReceipt]:
    """Take samples in, in good condition, on the day; the deeds are in the same event. Raises Refused."""
    facts = {
        "quantity_positive": quantity > 0,
        "day_not_future": True,
        "condition_noted": True,
        "deviation_pictured": True,
    }
    with recording("sample.received", by=by, **told_of(samples)) as record:
        lives.move_all(record, samples, "receive", facts=facts, role=roles, by=by)
        said = {"on": on, "quantity": quantity, "unit": unit, "condition": SampleReceipt.Condition.GOOD}
        receipts = record.keep_all(SampleReceipt(sample=sample, **said) for sample in samples)
        passed = SamplePassage.objects.filter(expected__in=samples).values_list("expected", flat=True)
        first = [sample for sample in samples if sample.pk not in set(passed)]  # the others are counted
        envelopes = deeds_of(list({one.request_id: one.request for one in first}.values()), on=on)
        deeds = [
            replace(
                envelopes[sample.request_id],
                external_id=f"sample:{sample.uid}",
                kind="sample.received",
                origin=sample.origin,
                attributes={"family": sample.family} if sample.family else {},
            )
            for sample in first
        ]
        told = {"source": SOURCE, "simulated": is_simulated(samples), "on": on}
        record_in(record, centre=samples[0].centre, deeds=deeds, **told)
        return receipts


def is_simulated(things: Sequence) -> bool:
    """Simulated and real things are never moved together: one word says it of all."""
    (said,) = {thing.simulated for thing in things}
    return said


def step_samples(
    samples: Sequence[Sample],
    verb: str,
    *,
    by,
    roles: Sequence[str],
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
) -> list[SampleStep]:
    """Do a verb that records nothing else. Raises Refused."""
    if not samples:
        return []
    with recording("sample.moved", by=by, **told_of(samples, verb)) as record:
        return lives.move_all(record, samples, verb, facts=brought, role=roles, by=by, said=said)


# orders


def order_all(ordered: Sequence[Ordered], *, by) -> list[TestLine]:
    """A line for each clause and sample, under the rule agreed in each review. Raises Refused."""
    requests = [one.request for one in ordered]
    if any(request.state not in ORDERED for request in requests):
        raise Refused(("request_ordered",))
    if any(not one.samples for one in ordered):
        raise Refused(("sample_named",))
    reviews = last_of(ContractReview, requests)
    with recording("test.ordered", by=by, **told_of(requests)) as record:
        rules = [rule_of(reviews.get(request.pk)) for request in requests]
        orders = record.keep_all(
            TestOrder(request=one.request, version=one.version, rule=rule and rule.to_data())
            for one, rule in zip(ordered, rules, strict=True)
        )
        return lives.begin_all(
            record,
            [
                TestLine(centre=one.request.centre, order=order, sample=sample, clause=clause)
                for one, order in zip(ordered, orders, strict=True)
                for sample in one.samples
                for clause in one.version.clauses.all()
            ],
        )


# reports


def draft_reports(drafted: Sequence[Drafted], *, by, roles: Sequence[str]) -> list[Report]:
    """Draft reports of authorised lines. Raises Refused."""
    if not DRAFTERS & set(roles):
        raise Refused(("not_yours",))
    for one in drafted:
        belong = all(line.order.request_id == one.request.pk for line in one.lines)
        if not one.lines or not belong or any(line.state != "authorised" for line in one.lines):
            raise Refused(("every_line_authorised",))
    requests = [one.request for one in drafted]
    with recording("report.drafted", by=by, **told_of(requests)) as record:
        made = [
            Report(
                centre=one.request.centre,
                request=one.request,
                language=one.language,
                bears_mark=one.bears_mark,
                simulated=one.request.simulated,
            )
            for one in drafted
        ]
        lives.begin_all(record, made)
        pairs = zip(made, drafted, strict=True)
        record.keep_all(ReportLine(report=report, line=line) for report, one in pairs for line in one.lines)
        return made


def step_reports(
    reports: Sequence[Report],
    verb: str,
    *,
    by,
    roles: Sequence[str],
    reason: str = "",
    ticked: Mapping[str, str] | None = None,
) -> list[ReportStep]:
    """Submit, authorise, send back or cancel; what was ticked is kept with each step. Raises Refused."""
    if not reports:
        return []
    known = facts_of_reports(reports, verb, by=by, ticked=ticked)
    said = {"ticked": dict(ticked)} if ticked else None
    with recording("report.moved", by=by, **told_of(reports, verb)) as record:
        told = {"role": roles, "by": by, "reason": reason, "said": said}
        return lives.move_all(record, reports, verb, facts=lambda held: known[held.pk], **told)


def facts_of_reports(reports: Sequence[Report], verb: str, *, by, ticked) -> dict[int, dict[str, bool]]:
    """What holds of each report that replaces none: as many questions for one as for a hundred."""
    states: dict[int, set[str]] = defaultdict(set)
    for key, state in ReportLine.objects.filter(report__in=reports).values_list("report", "line__state"):
        states[key].add(state)
    steps = ReportStep.objects.filter(thing__in=reports, verb="submit").order_by("thing_id", "-turn")
    wrote = {step.thing_id: step.person_id for step in steps.distinct("thing_id")}
    by_report = lines_of_reports(reports) if verb == "authorise" else {}
    stands = standing_of([line for lines in by_report.values() for line in lines])
    holding = seen_to_hold(reports, by_report, stands, by=by)
    return {
        one.pk: {
            "every_line_authorised": states[one.pk] == {"authorised"} and not one.replaces_id,
            "checklist_complete": is_confirmed(ticked),
            "seen_points_hold": one.pk in holding,
            "authoriser_is_another": bool(one.pk in wrote and by and wrote[one.pk] != by.pk),
            "mark_allowed": not one.bears_mark
            or any(stands.accredited.get(line.pk) for line in by_report.get(one.pk, ())),
        }
        for one in reports
    }


def lines_of_reports(reports: Sequence[Report]) -> dict[int, list[TestLine]]:
    """The lines of each, in the order they are printed; one question."""
    found: dict[int, list[TestLine]] = {report.pk: [] for report in reports}
    rows: QuerySet = ReportLine.objects.filter(report__in=reports).select_related(
        "line__centre",
        "line__clause__version__specification",
        "line__sample__centre",
        "line__order__request__enterprise",
        "line__again",
    )
    for row in rows.order_by("line__sample", "line__clause__position", "line_id"):
        found[row.report_id].append(row.line)
    return found


@dataclass(frozen=True)
class Issuing:
    """A report about to leave the house, with what its paper says."""

    report: Report
    lines: Sequence[TestLine]
    stands: Standing
    serial: int


Papers = Callable[[Sequence[Issuing]], Sequence[IssuedDocument]]


def issue_reports(
    reports: Sequence[Report], *, by, roles: Sequence[str], on: date, papers: Papers
) -> list[ReportIssue]:
    """Issue authorised reports that replace none: numbers, documents, deeds. Raises Refused.

    `papers` sets and keeps the document of each; requests are delivered by `deliver_requests`, with
    `ReportIssue.document`.
    """
    if any(report.state != "authorised" or report.replaces_id for report in reports):
        raise Refused(("not_from_here",))
    by_report = lines_of_reports(reports)
    lines = [line for report in reports for line in by_report[report.pk]]
    if any(line.state != "authorised" for line in lines):
        raise Refused(("every_line_authorised",))
    stands, centre = standing_of(lines), reports[0].centre
    numbers = take_numbers(centre, Counter.Series.REPORT, year=on.year, count=len(reports))
    kept = papers(
        [
            Issuing(report, by_report[report.pk], stands, serial)
            for report, serial in zip(reports, numbers, strict=True)
        ]
    )
    with recording("report.issued", by=by, **told_of(reports)) as record:
        record.payload |= {"year": on.year, "serials": [numbers.start, numbers.stop - 1]}
        holding = seen_to_hold(reports, by_report, stands, by=by)
        facts = {one.pk: {"document_kept": True, "seen_points_hold": one.pk in holding} for one in reports}
        lives.move_all(record, reports, "issue", facts=lambda held: facts[held.pk], role=roles, by=by)
        issued = record.keep_all(
            ReportIssue(report=report, centre=centre, year=on.year, serial=serial, on=on, document=document)
            for report, serial, document in zip(reports, numbers, kept, strict=True)
        )
        lives.move_all(record, lines, "report", facts=("report_issued",), role=roles, by=by)
        envelopes = deeds_of([report.request for report in reports], on=on)
        first = first_uids(lines)
        deeds = [
            deed_of_line(envelopes[line.order.request_id], line, first[line.pk], stands) for line in lines
        ]
        told = {"source": SOURCE, "simulated": is_simulated(reports), "on": on}
        record_in(record, centre=centre, deeds=deeds, **told)
        return issued
