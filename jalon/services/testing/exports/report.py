"""The report of tests as PDF/A: what ISO/IEC 17025:2017 asks of it (7.8), in one language."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.kernel import conformity
from jalon.services.models import Clause, Report, SampleReceipt, TestLine
from jalon.services.testing.queries.lines import Standing
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("report.typ")


def report_paper(
    report: Report,
    lines: Sequence[TestLine],
    stands: Standing,
    *,
    number: str,
    address: str,
    on: date,
    by,
    at: datetime,
) -> bytes:
    """The PDF/A; the same bytes for the same words and instant."""
    with override(report.language), formats.digits("western"):
        content = {
            "language": report.language,
            "mirrored": get_language_bidi(),
            "simulated": _("Simulated: this report is not real.") if report.simulated else "",
            "title": _("Test report %(number)s") % {"number": formats.isolate(number)},
            "kicker": formats.plain_words(report.centre.name),
            "mark": number,
            "accredited": _("Accredited tests: those that are not are marked with *.")
            if report.bears_mark
            else "",
            "facts": facts_of(report, lines, stands, on, by),
            "samples": samples_of(lines),
            "heads": [
                _("Clause"),
                _("Characteristic"),
                _("Method"),
                _("Sample"),
                _("Result"),
                _("Limits"),
                _("Verdict"),
            ],
            "rows": [one for line in lines for one in rows_of(line, stands, report.bears_mark)],
            "statements": [told for line in lines for told in statements_told(line, stands, report.language)],
            "remarks": report.remarks,
            "words": {
                "samples": _("Samples"),
                "results": _("Results"),
                "statements": _("Statements of conformity, and what they rest on"),
                "remarks": _("Opinions and remarks"),
                "only": _(
                    "The results concern the samples tested only. The report is copied whole or not at all."
                ),
                "check": _("Check this report:"),
            },
            "address": address,
            "qr": drawn(address),
        }
    return typeset(TEMPLATE, content, at=at)


def accredited_sentence() -> str:
    return _("Accredited tests: those that are not are marked with *.")


def only_sentence() -> str:
    return _("The results concern the samples tested only. The report is copied whole or not at all.")


def heads() -> list[str]:
    testing = [_("Clause"), _("Characteristic"), _("Method"), _("Sample")]
    return [*testing, _("Result"), _("Limits"), _("Verdict")]


def drawn(address: str) -> str:
    kept = BytesIO()
    segno.make(address, error="m").save(kept, kind="svg", border=0, xmldecl=False)
    return kept.getvalue().decode()


def facts_of(report: Report, lines: Sequence[TestLine], stands: Standing, on: date, by) -> list[list[str]]:
    days = sorted(stands.measured[line.pk].on for line in lines)
    versions = versions_of(lines, stands)
    span = formats.plain_day(days[0]), formats.plain_day_range(days[0], days[-1])
    said = [
        [_("Firm"), str(report.request.enterprise)],
        [_("Request"), formats.isolate(report.request.number)],
        *([_("Specification"), titled(one)] for one in versions),
        [_("Tested"), span[days[0] != days[-1]]],
        [_("Issued on"), formats.plain_day(on)],
        [_("Authorised by"), (by.get_full_name() or by.email) if by else ""],
    ]
    if report.replaces:
        replaced = _("%(number)s: %(changes)s") % {
            "number": formats.isolate(report.replaces.issue.number),
            "changes": report.changes,
        }
        said.insert(0, [_("Replaces the report"), replaced])
    return said


def titled(version) -> str:
    return " · ".join(filter(None, [formats.plain_words(version.title), version.standard]))


def versions_of(lines: Sequence[TestLine], stands: Standing) -> list:
    """The specifications the results are judged by, in the order they come."""
    own = [line.clause.version for line in lines]
    also = [clause.version for line in lines for clause, _stated in stands.statements(line)]
    return list({version.pk: version for version in (*own, *also)}.values())


def samples_of(lines: Sequence[TestLine]) -> list[list[str]]:
    samples = {line.sample_id: line.sample for line in lines}
    receipts = {one.sample_id: one for one in SampleReceipt.objects.filter(sample__in=samples)}
    rows = []
    for key, sample in samples.items():
        came = receipts.get(key)
        condition = [came.get_condition_display(), came.remarks] if came else []
        received = [_("received on %(day)s") % {"day": formats.plain_day(came.on)}] if came else []
        told = " · ".join(filter(None, [sample.description, *received, *map(str, condition)]))
        rows.append([formats.isolate(sample.number), told])
    return rows


def rows_of(line: TestLine, stands: Standing, bears_mark: bool) -> list[list[str]]:
    """A row for the clause of the line, and one for each clause of another specification it answers."""
    said = stands.measured[line.pk]
    spread = f" ± {said.uncertainty.normalize():f} (k = {said.k.normalize():f})" if said.uncertainty else ""
    flag = " *" if bears_mark and not stands.accredited.get(line.pk) else ""
    result = formats.isolate(f"{said.shown}{spread} {said.unit}".strip())
    stated = stands.statements(line)
    own = stated or [(line.clause, None)]
    if own[0][0].pk != line.clause_id:
        own = [(line.clause, None), *own]
    return [row(line, clause, one, result, flag) for clause, one in own]


def row(line: TestLine, clause: Clause, stated, result: str, flag: str) -> list[str]:
    limits = clause.limits
    told = conformity.figures(stated) if stated else None
    bounds = conformity.interval(told.lower, told.upper, limits, clause.unit) if told else limits_told(clause)
    return [
        named(line, clause) + flag,
        formats.plain_words(clause.characteristic),
        formats.isolate(clause.method),
        formats.isolate(line.sample.number),
        result,
        formats.isolate(bounds) if bounds else "—",
        formats.plain_words(conformity.VERDICTS[stated.verdict]) if stated else "—",
    ]


def named(line: TestLine, clause: Clause) -> str:
    """The clause, with its specification where it is not the one the line was ordered under."""
    if clause.pk == line.clause_id:
        return clause.code
    return f"{clause.version.specification.code} {clause.code}"


def limits_told(clause) -> str:
    numbers = [None if one is None else one.normalize() for one in (clause.lower, clause.upper)]
    return conformity.interval(*numbers, clause.limits, clause.unit)


def statements_told(line: TestLine, stands: Standing, language: str) -> list[list[str]]:
    return [
        [
            f"{named(line, clause)} · {formats.isolate(line.sample.number)}",
            " ".join(
                conformity.write(one, language) for _depth, one in conformity.explanation(stated).walk()
            ),
        ]
        for clause, stated in stands.statements(line)
    ]
