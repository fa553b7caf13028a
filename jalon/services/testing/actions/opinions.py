"""Opinions and interpretations: given on a report that is drafted, by who is authorised to give them."""

from datetime import date

from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.services.models import Report, ReportOpinion
from jalon.services.testing.queries.reports import may_opine


def give_opinion(report: Report, text: str, *, by, on: date) -> ReportOpinion:
    """Say what the results mean, apart from them; blank takes the opinion back. Raises Refused."""
    payload = {"centre": report.centre.code, "is_blank": not text.strip()}
    with recording("report.opinion_given", subject=f"report:{report.uid}", by=by, payload=payload) as record:
        held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
        if held.state != "draft":
            raise Refused(("opinion_on_draft",))
        if not may_opine(report.centre, by, on):
            raise Refused(("opinion_author",))
        return record.keep(ReportOpinion(report=report, author=by, on=on, text=text.strip()))
