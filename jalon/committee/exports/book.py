"""The book of a session: the agenda, then each point with its figures and what is proposed."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.committee.exports import papers
from jalon.committee.models import Item
from jalon.committee.queries.agenda import Point, points_of
from jalon.committee.queries.reading import reading
from jalon.committee.queries.sessions import Life
from jalon.committee.sentences import decision_words
from jalon.ui import formats


def book_of(life: Life, *, language: str, at: datetime, known_at: int | None = None) -> bytes:
    """The PDF of a session's book in a language."""
    points = points_of(life.session, known_at)
    with override(language), formats.digits("western"):
        title = _("Book of session %(number)s") % {"number": formats.plain_number(life.session.number)}
        sections = [section(point) for point in points]
        part = papers.part(life, title, tables=[agenda_table(points)], sections=sections)
        return papers.pdf(formats.dotted(life.session.plan.code, title), [part], at=at)


def agenda_table(points: list[Point]) -> dict:
    rows = [
        [
            formats.plain_number(point.number),
            formats.plain_words(point.item.title),
            str(point.item.get_kind_display()),
            proposed(point.item),
        ]
        for point in points
    ]
    heads = ["", _("Point"), _("Kind"), _("Proposed")]
    return {"caption": _("Agenda"), "heads": heads, "rows": rows, "numeric": [0]}


def section(point: Point) -> dict:
    item = point.item
    number, moment = formats.plain_number(point.number), formats.plain_number(item.known_at)
    kicker = formats.dotted(
        _("Point %(number)s") % {"number": number},
        item.get_kind_display(),
        _("as known at moment %(moment)s") % {"moment": moment},
    )
    proposal = _("Proposed: %(what)s") % {"what": proposed(item)}
    heading = formats.plain_words(item.title)
    return papers.section(heading, kicker=kicker, read=reading(item), decision=[proposal])


def proposed(item: Item) -> str:
    return decision_words(item.kind, item.proposal.get("verb", "note"))
