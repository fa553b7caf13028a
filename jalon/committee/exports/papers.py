"""What the book and the minutes share: a session in words, part by part, for the template to set."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.committee.models import Attendance
from jalon.committee.queries.reading import Reading, Table
from jalon.committee.queries.sessions import Life, Place
from jalon.committee.queries.sessions import Table as AtTable
from jalon.ui import formats
from jalon.ui.papers import typeset

TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf(title: str, parts: list[dict], *, at: datetime) -> bytes:
    """The PDF/A; the same words and instant give the same bytes."""
    return typeset(TEMPLATE, {"title": title, "parts": parts}, at=at)


def part(life: Life, title: str, **more) -> dict:
    """One language of a document; every key the template reads."""
    session = life.session
    said = {
        "language": formats.language_of(),
        "mirrored": get_language_bidi(),
        "kicker": formats.plain_words(session.plan.name),
        "title": title,
        "simulated": simulated_sentence() if session.simulated else "",
        "lines": lines_of(life),
        "tables": [],
        "sections": [],
        "closing": [],
    }
    return said | more


def simulated_sentence() -> str:
    return _("Simulated: this session decides nothing real.")


def lines_of(life: Life) -> list[list[str]]:
    found = [[_("Day and hour"), formats.plain_moment(life.starts_at)]]
    if life.place.fr:
        found.append([_("Place"), formats.plain_words(life.place)])
    if life.session.title.fr:
        found.append([_("About"), formats.plain_words(life.session.title)])
    return found


def section(heading: str, *, kicker: str = "", read: Reading | None = None, **more) -> dict:
    read = read or Reading()
    said = {
        "heading": heading,
        "kicker": kicker,
        "lines": [[label, cell.text] for label, cell in read.lines],
        "paragraphs": [read.text] if read.text else [],
        "tables": [table(one) for one in read.tables],
        "sentences": [[depth, text] for depth, text in read.sentences],
        "decision": [],
    }
    return said | more


def table(one: Table) -> dict:
    return {
        "caption": one.caption,
        "heads": list(one.heads),
        "rows": [[cell.text for cell in row] for row in one.rows],
        "numeric": list(one.numeric),
    }


def attendance_table(at: AtTable) -> dict:
    rows = [
        [who(place), formats.plain_words(place.seat.organisation.name), how(place)] for place in at.places
    ]
    heads = [_("Member"), _("For"), _("Attendance")]
    return {"caption": _("At the table"), "heads": heads, "rows": rows, "numeric": []}


def who(place: Place) -> str:
    name = str(place.person)
    return f"{name} ({_('chair')})" if place.seat.is_chair else name


def how(place: Place) -> str:
    if place.attendance is None:
        return _("not recorded")
    if place.attendance.how == Attendance.How.REPRESENTED:
        return _("represented by %(who)s") % {"who": place.attendance.by_whom}
    return str(place.attendance.get_how_display())
