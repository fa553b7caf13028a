"""The journal of evidence as a list: filtered, ordered, cut into pages by a key."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jalon.evidence.models import Evidence
from jalon.evidence.queries import Sight
from jalon.kernel.periods import Period

A_PAGE = 50
MOST_COUNTED = 10_000
ORDERS = {
    "on": ("on", "pk"),
    "-on": ("-on", "-pk"),
    "recorded": ("pk",),
    "-recorded": ("-pk",),
}


@dataclass(frozen=True)
class Wanted:
    """What a person asked of the list. `on`: rows of later days are left out."""

    on: dt.date
    known_at: int | None = None
    centre: int | None = None
    kind: str = ""
    period: Period | None = None
    axis: str = ""
    simulated: bool | None = None
    line: str = ""
    order: str = "-on"


@dataclass(frozen=True)
class Page:
    """Rows, and the keys of the pages before and after: the public identifier of a row."""

    rows: list[Evidence]
    newer: str = ""
    older: str = ""


def rows_wanted(wanted: Wanted, sight: Sight) -> QuerySet[Evidence]:
    rows = Evidence.objects.known_at(wanted.known_at).filter(on__lte=wanted.on)
    rows = rows.filter(sight.seen)
    rows = rows.filter(centre=wanted.centre) if wanted.centre else rows
    if wanted.period:
        rows = rows.filter(on__range=(wanted.period.start, wanted.period.end))
    said = {
        "kind": wanted.kind,
        "axis": wanted.axis,
        "simulated": wanted.simulated,
        "external_id": wanted.line,
    }
    return rows.filter(**{name: value for name, value in said.items() if value not in ("", None)})


def order_for(asked: str, sight: Sight) -> str:
    """Who sees months does not learn days from their order: masked rows come as they were recorded."""
    if sight.is_full:
        return asked if asked in ORDERS else "-on"
    return asked if asked in ("recorded", "-recorded") else "-recorded"


def counted(rows: QuerySet[Evidence]) -> int:
    """How many rows, at most one more than is worth counting for a page."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def page_of(rows: QuerySet[Evidence], order: str, keys: Mapping[str, str]) -> Page:
    """A page after (`before`) or before (`after`) the row a key names; the first one without a key."""
    newer_than, older_than = keys.get("after", ""), keys.get("before", "")
    fields = ORDERS[order]
    backwards = bool(newer_than)
    if backwards:
        fields = tuple(opposite(field) for field in fields)
    rows = rows.select_related("centre", "enterprise", "event").order_by(*fields)
    key = newer_than or older_than
    start = Evidence.objects.filter(uid=key).first() if is_key(key) else None
    if start:
        rows = rows.filter(beyond(start, fields))
    found = list(rows[: A_PAGE + 1])
    more, found = len(found) > A_PAGE, found[:A_PAGE]
    if backwards:
        found.reverse()
    first, last = (str(found[0].uid), str(found[-1].uid)) if found else ("", "")
    has_newer = more if backwards else bool(start)
    return Page(found, first if has_newer else "", last if (backwards or more) else "")


def opposite(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def beyond(start: Evidence, fields: tuple[str, ...]) -> Q:
    """The rows that come after one in an order of one or two fields."""
    first, *rest = fields
    found = further(first, start)
    if rest:
        name = first.lstrip("-")
        found |= Q(**{name: getattr(start, name)}) & further(rest[0], start)
    return found


def further(field: str, start: Evidence) -> Q:
    name = field.lstrip("-")
    return Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": getattr(start, name)})


def reversed_among(rows: list[Evidence], known_at: int | None) -> set[int]:
    """Which of the rows were reversed by the moment."""
    reversals = Evidence.objects.known_at(known_at).filter(reverses__in=[row.pk for row in rows])
    return set(reversals.values_list("reverses_id", flat=True))
