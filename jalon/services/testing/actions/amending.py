"""A report that says the same results in other words: it replaces the one that was issued."""

from jalon.journal.lives import Refused
from jalon.services.models import Report
from jalon.services.testing.actions.reports import Particulars, draft_report
from jalon.services.testing.queries.reports import lines_in, opinion_of, particulars_of

OPEN = ("draft", "in_verification", "authorised")


def amend_report(
    report: Report,
    *,
    reason: str,
    language: str,
    bears_mark: bool,
    remarks: str,
    particulars: Particulars,
    by,
    roles,
    keeps_opinion: bool = True,
) -> Report:
    """Draft the report that replaces an issued one, with the same results; nothing is tested again.

    `particulars` are what the new report says of itself, whole. Its opinion is that of the old
    one, by the same author, unless it is left out. Raises Refused.
    """
    if report.state != "issued":
        raise Refused(("not_from_here",))
    if report.replaced_by.filter(state__in=OPEN).exists():
        raise Refused(("amendment_begun",))
    said = {"language": language, "bears_mark": bears_mark, "remarks": remarks}
    if not reason.strip():
        raise Refused(("reason_given",))
    opinion = opinion_of(report)
    if not changes(report, said, particulars) and (keeps_opinion or not opinion):
        raise Refused(("nothing_changes",))
    lines = list(lines_in(report))
    told = {"replaces": report, "changes": reason, "particulars": particulars}
    told |= {"opinion": opinion if keeps_opinion else None}
    return draft_report(report.request, lines, by=by, roles=roles, **said, **told)


def changes(report: Report, said: dict, particulars: Particulars) -> bool:
    """Whether a word of the report would be another."""
    kept = {sample: text.strip() for sample, text in particulars.items() if text.strip()}
    same = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    return any(getattr(report, name) != value for name, value in same.items()) or kept != particulars_of(
        report
    )
