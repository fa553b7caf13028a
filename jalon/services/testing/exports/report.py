"""The report of tests as PDF/A: what ISO/IEC 17025:2017 asks of it (7.8), in one language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from jalon.services.models import Report, SampleReceipt, TestLine
from jalon.services.testing.exports.statements import explained, rows_of, statements_told
from jalon.services.testing.queries.lines import Standing
from jalon.services.testing.queries.reports import opinion_of, particulars_of
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
    words = report_words(report, lines, stands)
    return paper_of(report, words, number=number, address=address, on=on, by=by, at=at)


def report_words(report: Report, lines: Sequence[TestLine], stands: Standing) -> dict:
    """Everything the paper says but its number, its day and who authorised it."""
    own = particulars_of(report)
    with override(report.language), formats.digits("western"):
        said = {line.pk: explained(line, stands) for line in lines}
        return {
            "language": report.language,
            "mirrored": get_language_bidi(),
            "simulated": _("Simulated: this report is not real.") if report.simulated else "",
            "kicker": formats.plain_words(report.centre.name),
            "accredited": _("Accredited tests: those that are not are marked with *.")
            if report.bears_mark
            else "",
            "facts": facts_of(report, lines, stands, own.get(None, "")),
            "samples": samples_of(lines, own),
            "heads": [
                _("Clause"),
                _("Characteristic"),
                _("Method"),
                _("Sample"),
                _("Result"),
                _("Limits"),
                _("Verdict"),
            ],
            "rows": [
                one for line in lines for one in rows_of(line, stands, said[line.pk], report.bears_mark)
            ],
            "statements": statements_told(lines, stands, said, report.language),
            "remarks": report.remarks,
            **opinion_told(report),
            "words": {
                "samples": _("Samples"),
                "results": _("Results"),
                "statements": _("Statements of conformity, and what they rest on"),
                "remarks": _("Remarks"),
                "opinion": _("Opinions and interpretations, which are not results"),
                "only": _(
                    "The results concern the samples tested only. The report is copied whole or not at all."
                ),
                "check": _("Check this report:"),
            },
        }


def paper_of(report: Report, words: dict, *, number: str, address: str, on: date, by, at: datetime) -> bytes:
    """The words with their number, their day and who vouches for them, as PDF/A."""
    with override(report.language), formats.digits("western"):
        last = [
            [_("Issued on"), formats.plain_day(on)],
            [_("Authorised by"), (by.get_full_name() or by.email) if by else ""],
        ]
        content = words | {
            "title": _("Test report %(number)s") % {"number": formats.isolate(number)},
            "mark": number,
            "facts": [*words["facts"], *last],
            "address": address,
            "qr": drawn(address),
        }
    return typeset(TEMPLATE, content, at=at)


def drawn(address: str) -> str:
    kept = BytesIO()
    segno.make(address, error="m").save(kept, kind="svg", border=0, xmldecl=False)
    return kept.getvalue().decode()


def facts_of(report: Report, lines: Sequence[TestLine], stands: Standing, told: str) -> list[list[str]]:
    days = sorted(stands.measured[line.pk].on for line in lines)
    versions = versions_of(lines, stands)
    span = formats.plain_day(days[0]), formats.plain_day_range(days[0], days[-1])
    said = [
        [_("Firm"), str(report.request.enterprise)],
        [_("Request"), formats.isolate(report.request.number)],
        *([_("Specification"), titled(one)] for one in versions),
        [_("Tested"), span[days[0] != days[-1]]],
        *([[_("Told by the firm"), told]] if told else []),
    ]
    if report.replaces:
        replaced = _("%(number)s: %(changes)s") % {
            "number": formats.isolate(report.replaces.issue.number),
            "changes": report.changes,
        }
        said.insert(0, [_("Replaces the report"), replaced])
    return said


def opinion_told(report: Report) -> dict[str, str]:
    """The opinion, apart from the results, and whose it is."""
    found = opinion_of(report)
    if found is None:
        return {"opinion": "", "opinion_by": ""}
    name = found.author.get_full_name() or found.author.email
    told = {"name": formats.isolate(name), "day": formats.plain_day(found.on)}
    return {"opinion": found.text, "opinion_by": _("Given by %(name)s on %(day)s") % told}


def titled(version) -> str:
    return formats.dotted(formats.plain_words(version.title), version.standard)


def versions_of(lines: Sequence[TestLine], stands: Standing) -> list:
    """The specifications the results are judged by, in the order they come."""
    own = [line.clause.version for line in lines]
    also = [clause.version for line in lines for clause, _stated in stands.statements(line)]
    return list({version.pk: version for version in (*own, *also)}.values())


def samples_of(lines: Sequence[TestLine], own: Mapping) -> list[list[str]]:
    """Each sample as it was described, or as the report describes it in words of its own."""
    samples = {line.sample_id: line.sample for line in lines}
    receipts = {one.sample_id: one for one in SampleReceipt.objects.filter(sample__in=samples)}
    rows = []
    for key, sample in samples.items():
        came = receipts.get(key)
        condition = [came.get_condition_display(), came.remarks] if came else []
        received = [_("received on %(day)s") % {"day": formats.plain_day(came.on)}] if came else []
        told = formats.dotted(own.get(sample, sample.description), *received, *condition)
        rows.append([formats.isolate(sample.number), told])
    return rows
