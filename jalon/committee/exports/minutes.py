"""The minutes of a session: one document, in French and in Arabic, from the same data."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.committee.exports import papers
from jalon.committee.exports.telling import told
from jalon.committee.models import Decision
from jalon.committee.queries.agenda import Point, points_of
from jalon.committee.queries.ballots import ballots_of
from jalon.committee.queries.sessions import Life, Table, table_of
from jalon.ui import formats

LANGUAGES = ("fr", "ar")


def minutes_of(life: Life, *, at: datetime) -> bytes:
    """The PDF of the minutes as they stand."""
    points, table = points_of(life.session), table_of(life)
    parts = []
    for language in LANGUAGES:
        with override(language), formats.digits("western"):
            parts.append(part(life, points, table))
    title = formats.dotted(life.session.plan.code, parts[0]["title"])
    return papers.pdf(title, parts, at=at)


def part(life: Life, points: list[Point], table: Table) -> dict:
    title = _("Minutes of session %(number)s") % {"number": formats.plain_number(life.session.number)}
    return papers.part(
        life,
        title,
        tables=[papers.attendance_table(table)],
        sections=[section(point, life) for point in points],
        closing=[quorum(table), _("Signed electronically by the chair and by the secretary.")],
    )


def quorum(table: Table) -> str:
    return _(
        "%(present)s of %(members)s members with a vote were present or represented; quorum: %(quorum)s."
    ) % {
        "present": formats.plain_number(len(table.present)),
        "members": formats.plain_number(len(table.voters)),
        "quorum": formats.plain_number(table.quorum),
    }


def section(point: Point, life: Life) -> dict:
    item = point.item
    number = _("Point %(number)s") % {"number": formats.plain_number(point.number)}
    kicker = formats.dotted(number, item.get_kind_display())
    said = [*told(point.decision), *files(point.decision)] if point.decision else [_("Not decided.")]
    heading = formats.plain_words(item.title)
    return papers.section(heading, kicker=kicker, paragraphs=left(point, life), decision=said)


def files(decision: Decision) -> list[str]:
    """The files it rests on: whoever holds one can compare its bytes."""
    return [_("Document, SHA-256: %(digest)s") % {"digest": digest} for digest in decision.documents]


def left(point: Point, life: Life) -> list[str]:
    """Who left the table, or was asked and stayed."""
    ballots = ballots_of(point.item, life)
    gone = [_("%(who)s left the table: %(why)s") % said(one) for one in ballots.withdrawn.values()]
    stayed = [_("%(who)s, asked, stayed: %(why)s") % said(one) for one in ballots.stayed.values()]
    return gone + stayed


def said(answer) -> dict:
    return {"who": answer.person, "why": answer.reason}
