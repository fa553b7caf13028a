"""The scope of accreditation: which lines are in force on a day, and what they cover."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from jalon.capacity.models import ScopeChange, ScopeLine


def in_force(lines: Iterable[ScopeLine], on: dt.date, *, known_at: int | None = None) -> dict[int, str]:
    """Each line on a day: `in_force`, `to_come`, `ended`, `suspended` or `withdrawn`; one question."""
    lines = list(lines)
    changes = changes_of([line.pk for line in lines], known_at=known_at)
    return {line.pk: status(line, changes.get(line.pk, ()), on) for line in lines}


def changes_of(ids: Collection[int], *, known_at: int | None = None) -> dict[int, list[ScopeChange]]:
    by_line: dict[int, list[ScopeChange]] = defaultdict(list)
    for change in ScopeChange.objects.known_at(known_at).filter(line__in=ids).order_by("on", "pk"):
        by_line[change.line_id].append(change)
    return by_line


def status(line: ScopeLine, changes: Iterable[ScopeChange], on: dt.date) -> str:
    """A line on a day, from its changes, the first one first. A withdrawn line is not restored."""
    if on < line.since:
        return "to_come"
    told = [change.status for change in changes if change.on <= on]
    if ScopeChange.Status.WITHDRAWN in told:
        return "withdrawn"
    if line.until is not None and on > line.until:
        return "ended"
    return "suspended" if told and told[-1] == ScopeChange.Status.SUSPENDED else "in_force"


def in_scope(line: ScopeLine, on: dt.date, *, known_at: int | None = None) -> bool:
    """Whether a line is in force on a day."""
    return in_force([line], on, known_at=known_at)[line.pk] == "in_force"


def scope_for(
    centre, methods: Collection[str], on: dt.date, *, known_at: int | None = None
) -> dict[str, list[ScopeLine]]:
    """The lines in force on a day for each method of a centre; two questions."""
    lines = list(ScopeLine.objects.known_at(known_at).filter(centre=centre, method__in=methods))
    standing = in_force(lines, on, known_at=known_at)
    covered: dict[str, list[ScopeLine]] = {method: [] for method in methods}
    for line in lines:
        if standing[line.pk] == "in_force":
            covered[line.method].append(line)
    return covered
