"""The report of tests as PDF/A: what ISO/IEC 17025:2017 asks of it (7.8), in one language."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.kernel import conformity
from jalon.services.models import Report, SampleReceipt, TestLine
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
            "rows": [row(line, stands, report.bears_mark) for line in lines],
            "statements": [told for line in lines if (told := statement_told(line, stands, report.language))],
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
    version = lines[0].clause.version
    span = formats.plain_day(days[0]), formats.plain_day_range(days[0], days[-1])
    said = [
        [_("Firm"), str(report.request.enterprise)],
        [_("Request"), formats.isolate(report.request.number)],
        [_("Specification"), f"{formats.plain_words(version.title)} · {version.standard}"],
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


def row(line: TestLine, stands: Standing, bears_mark: bool) -> list[str]:
    said, clause = stands.measured[line.pk], line.clause
    spread = f" ± {said.uncertainty.normalize():f} (k = {said.k.normalize():f})" if said.uncertainty else ""
    flag = " *" if bears_mark and not stands.accredited.get(line.pk) else ""
    limits = clause.limits
    told = conformity.figures(said.stated) if said.stated else None
    bounds = conformity.interval(told.lower, told.upper, limits, clause.unit) if told else limits_told(clause)
    return [
        clause.code + flag,
        formats.plain_words(clause.characteristic),
        formats.isolate(clause.method),
        formats.isolate(line.sample.number),
        formats.isolate(f"{said.shown}{spread} {said.unit}".strip()),
        formats.isolate(bounds) if bounds else "—",
        formats.plain_words(conformity.VERDICTS[said.stated.verdict]) if said.stated else "—",
    ]


def limits_told(clause) -> str:
    numbers = [None if one is None else one.normalize() for one in (clause.lower, clause.upper)]
    return conformity.interval(*numbers, clause.limits, clause.unit)


def statement_told(line: TestLine, stands: Standing, language: str) -> list[str]:
    stated = stands.measured[line.pk].stated
    if stated is None:
        return []
    told = conformity.explanation(stated)
    heading = f"{line.clause.code} · {formats.isolate(line.sample.number)}"
    return [heading, " ".join(conformity.write(one, language) for _depth, one in told.walk())]
