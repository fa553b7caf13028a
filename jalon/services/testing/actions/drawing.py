"""The paper of a report: worded as it is submitted, drawn as it is authorised, sealed as it is when issued.

Each is done once: the paper of two hundred results takes longer than one page may.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from jalon.evidence.actions import store_document
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.journal.lives import Refused
from jalon.services.actions.numbering import take_number
from jalon.services.models import Counter, Report, ReportDrawing, ReportStep, ReportWords
from jalon.services.models.testing import numbered
from jalon.services.testing.exports.report import paper_of, report_words
from jalon.services.testing.queries.checklist import Seen, all_hold, seen_of
from jalon.services.testing.queries.lines import standing_of
from jalon.services.testing.queries.reports import drawing_of, facts_of, lines_in, shown


def submit_report(report: Report, *, by, roles: Sequence[str], turn: int) -> ReportStep:
    """Submit a report, and set the words of its paper. Raises Refused."""
    with begun(report, "submit", by) as record:
        step = moved(record, report, "submit", by=by, roles=roles, turn=turn)
        word(record, report, shown(report))
        return step


def authorise_report(
    report: Report,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    ticked: Mapping[str, str],
    on: date,
    at: datetime,
    address: str,
) -> ReportStep:
    """Authorise a report and draw its paper, under the number it keeps from now on. Raises Refused."""
    with begun(report, "authorise", by) as record:
        step = moved(record, report, "authorise", by=by, roles=roles, turn=turn, ticked=ticked)
        draw(record, report, by=by, on=on, at=at, address=address)
        return step


def begun(report: Report, verb: str, by):
    payload = {"centre": report.centre.code, "verb": verb}
    return recording("report.moved", subject=f"report:{report.uid}", by=by, payload=payload)


def moved(
    record: Recording,
    report: Report,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    reason: str = "",
    ticked: Mapping[str, str] | None = None,
) -> ReportStep:
    """One step of its life; what was seen and what was ticked is kept with it."""
    seen = seen_of(report, by=by) if verb == "authorise" else {}

    def facts(held: Report) -> dict[str, bool]:
        return facts_of(held, by=by, ticked=ticked) | {"seen_points_hold": all_hold(seen)}

    said = {"ticked": dict(ticked), "seen": answers(seen)} if ticked else None
    told = {"role": roles, "by": by, "turn": turn, "reason": reason, "said": said}
    return lives.move(record, report, verb, facts=facts, **told)


def answers(seen: Mapping[str, Seen]) -> dict[str, str]:
    return {point: one.answer for point, one in seen.items()}


def word(record: Recording, report: Report, shows: str) -> ReportWords:
    """Set the words of the paper, unless they stand for the very rows it shows."""
    last = report.worded.order_by("-id").first()
    if last and last.shows == shows:
        return last
    lines = list(lines_in(report))
    words = report_words(report, lines, standing_of(lines))
    return record.keep(ReportWords(report=report, shows=shows, words=words))


def draw(record: Recording, report: Report, *, by, on: date, at: datetime, address: str) -> ReportDrawing:
    """Set the paper and keep its bytes; a report that was drawn before keeps its number."""
    shows = shown(report)
    said = word(record, report, shows)
    year, serial = number_of(report, on)
    number = numbered(report.centre, year, serial)
    content = paper_of(report, said.words, number=number, address=address, on=on, by=by, at=at)
    return record.keep(
        ReportDrawing(
            report=report,
            year=year,
            serial=serial,
            on=on,
            by=by,
            shows=shows,
            document_id=store_document(content, name=f"{number}.pdf", centre=report.centre, by=by),
        )
    )


def number_of(report: Report, on: date) -> tuple[int, int]:
    drawn = drawing_of(report)
    if drawn:
        return drawn.year, drawn.serial
    return on.year, take_number(report.centre, Counter.Series.REPORT, year=on.year)


def drawn_for(
    record: Recording, report: Report, *, by, on: date, at: datetime, address: str
) -> ReportDrawing:
    """The paper as it was authorised; one of another day is drawn again, for it says the day of its issue.

    Raises Refused when what it shows has changed since.
    """
    step = report.steps.filter(verb="authorise").select_related("person").last()
    author = (step and step.person) or by
    drawn = drawing_of(report)
    if drawn and drawn.shows != shown(report):
        raise Refused(("changed_since_drawn",))
    if drawn and drawn.on == on and drawn.by == author:
        return drawn
    return draw(record, report, by=author, on=on, at=at, address=address)
