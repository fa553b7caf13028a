"""The checklist of a report (ISO/IEC 17025:2017, 7.8): what is seen here by itself, with its evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.services.models import Report, ReportOpinion, SampleReceipt, TestLine
from jalon.services.testing.queries.lines import Standing, standing_of
from jalon.services.testing.queries.reports import lines_in, may_opine, opinion_of
from jalon.services.testing_words import CHECKLIST, CONFIRMED
from jalon.ui import formats

YES, NO, NOT_APPLICABLE = "yes", "no", "not_applicable"


@dataclass(frozen=True)
class Seen:
    """What is seen of a point: whether it holds, and on what that rests."""

    answer: str
    told: str = ""

    @property
    def holds(self) -> bool:
        return self.answer != NO


def seen_of(report: Report, *, by) -> dict[str, Seen]:
    """Every point that can be seen of a report, in the order of the checklist."""
    lines = list(lines_in(report))
    return seen_points(report, lines, standing_of(lines), by=by, opinion=opinion_of(report))


def seen_points(
    report: Report,
    lines: Sequence[TestLine],
    stands: Standing,
    *,
    by,
    opinion: ReportOpinion | None,
    received: Collection[int] | None = None,
) -> dict[str, Seen]:
    """As `seen_of`, of lines that were read; `received` are the samples known to have come."""
    samples = {line.sample_id for line in lines}
    if received is None:
        received = set(SampleReceipt.objects.filter(sample__in=samples).values_list("sample", flat=True))
    firm, centre = str(report.request.enterprise), formats.plain_words(report.centre.name)
    days = sum(line.pk in stands.measured for line in lines)
    found = {
        "identified": Seen(YES, formats.dotted(centre, firm, report.request.number)),
        "method": counted(sum(bool(line.clause.method) for line in lines), len(lines)),
        "sample": counted(len(samples & set(received)), len(samples)),
        "days": counted(days, len(lines)),
        "results": counted(sum(is_sound(line, stands) for line in lines), len(lines)),
        "concerned": Seen(YES, _("printed on every report")),
        "statement": stated(lines, stands),
        "opinions": opined(report, opinion),
        "authorised": Seen(YES, by.get_full_name() or by.email) if by else Seen(NO),
        "amended": amended(report),
    }
    return {point: found[point] for point in CHECKLIST if point not in CONFIRMED}


def all_hold(seen: Mapping[str, Seen]) -> bool:
    return all(one.holds for one in seen.values())


def seen_to_hold(
    reports: Sequence[Report], by_report: Mapping[int, Sequence[TestLine]], stands: Standing, *, by
) -> frozenset[int]:
    """The reports of whose checklist every point that is seen holds; two questions."""
    samples = {line.sample_id for lines in by_report.values() for line in lines}
    received = set(SampleReceipt.objects.filter(sample__in=samples).values_list("sample", flat=True))
    found = ReportOpinion.objects.filter(report__in=reports).select_related("author").order_by("id")
    opinions = {one.report_id: one for one in found}
    return frozenset(
        report.pk
        for report in reports
        if (lines := by_report.get(report.pk))
        and all_hold(
            seen_points(
                report,
                lines,
                stands,
                by=by,
                received=received,
                opinion=opinion if (opinion := opinions.get(report.pk)) and opinion.text else None,
            )
        )
    )


def counted(held: int, every: int) -> Seen:
    """Of none, nothing holds."""
    told = {"held": formats.plain_number(held), "every": formats.plain_number(every)}
    return Seen(YES if held == every and every else NO, _("%(held)s of %(every)s") % told)


def is_sound(line: TestLine, stands: Standing) -> bool:
    """A unit, an uncertainty where the rule decides by it, valid instruments, somebody who was authorised."""
    said = stands.measured.get(line.pk)
    rule = line.order.decides_by
    needs = bool(rule and rule.needs_uncertainty and not line.clause.limits.is_empty)
    is_told = bool(said and said.unit) and (said.uncertainty is not None or not needs)
    return bool(is_told and stands.equipped.get(line.pk) and stands.authorised.get(line.pk))


def stated(lines: Sequence[TestLine], stands: Standing) -> Seen:
    """A statement keeps its rule and its clause."""
    measured = [stands.measured[line.pk] for line in lines if line.pk in stands.measured]
    count = sum(bool(one.statement) + len(stands.also.get(one.pk, ())) for one in measured)
    return counted(count, count) if count else Seen(NOT_APPLICABLE)


def opined(report: Report, opinion: ReportOpinion | None) -> Seen:
    if opinion is None:
        return Seen(NOT_APPLICABLE)
    is_allowed = may_opine(report.centre, opinion.author, opinion.on)
    return Seen(YES if is_allowed else NO, opinion.author.get_full_name() or opinion.author.email)


def amended(report: Report) -> Seen:
    if report.replaces is None:
        return Seen(NOT_APPLICABLE)
    names_it = report.replaces.state == "issued" and bool(report.changes)
    return Seen(YES if names_it else NO, report.replaces.issue.number)
