"""A report as lines for a terminal, in the language in force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.evidence.imports import sentences
from jalon.evidence.imports.report import Report

MOST = 50


def told(report: Report) -> Iterator[str]:
    """What happened, then what is wrong, where, and what to do."""
    yield heading(report)
    if report.refusal:
        yield " ".join(sentences.refusal(report.refusal, report.detail))
        return
    yield _("%(new)d new, %(unchanged)d unchanged, %(corrected)d corrected, %(reversed)d reversed") % {
        "new": report.new,
        "unchanged": report.unchanged,
        "corrected": report.corrected,
        "reversed": report.reversed,
    }
    yield from (f"  {place(said)}: {' '.join(sentences.problem(said))}" for said in report.problems[:MOST])
    left = len(report.problems) - MOST
    if left > 0:
        yield ngettext("  and %(left)d more error", "  and %(left)d more errors", left) % {"left": left}
    yield from (f"  {place(said)} {sentences.warning(said)}".rstrip() for said in report.warnings[:MOST])


def heading(report: Report) -> str:
    said = {"file": report.file_name, "centre": report.centre, "moment": report.moment, "lines": report.lines}
    if report.recorded:
        return _("%(file)s is recorded for %(centre)s at moment %(moment)s.") % said
    if report.refusal:
        return _("%(file)s cannot be read.") % said
    if report.problems:
        return _("%(file)s has errors: nothing is recorded.") % said
    if not report.changed:
        return _("%(file)s changes nothing: its %(lines)d lines are already recorded.") % said
    return _("%(file)s can be imported for %(centre)s; nothing is recorded yet.") % said


def place(said: dict) -> str:
    """Where a person looks: sheet, cell, column and value."""
    cell = f"{said['letter']}{said['row'] or ''}"
    parts = (said["sheet"], cell, said["column"], f"“{said['value']}”" if said["value"] else "")
    return " · ".join(part for part in parts if part)
