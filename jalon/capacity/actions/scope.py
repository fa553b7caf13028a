import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalon.capacity.actions.laboratories import SOURCE
from jalon.capacity.actions.refusing import checked, refuse_future
from jalon.capacity.models import ScopeChange, ScopeLine
from jalon.capacity.queries.scope import changes_of, status
from jalon.evidence.actions import Deed, record_in
from jalon.journal.actions import recording

FROM = {
    ScopeChange.Status.SUSPENDED: ("in_force",),
    ScopeChange.Status.RESTORED: ("suspended",),
    ScopeChange.Status.WITHDRAWN: ("in_force", "suspended"),
}


@transaction.atomic
def register_scope_line(
    centre, *, since: dt.date, by, on: dt.date, documents: Iterable[str] = (), simulated=False, **said
) -> ScopeLine:
    """Enter a line a body accredited; it counts as granted from its day."""
    refuse_future(since, on)
    line = checked(
        ScopeLine(centre=centre, since=since, documents=list(documents), simulated=simulated, **said)
    )
    with recording("scope.granted", subject=f"centre:{centre.code}", by=by) as record:
        record.payload["line"] = str(line.uid)
        record.keep(line)
        attributes = {"body": line.body} | ({"valid_until": line.until} if line.until else {})
        deed = Deed(
            f"scope:{line.uid}", "scope.granted", since, identity=str(line.uid), attributes=attributes
        )
        record_in(record, centre=centre, deeds=[deed], source=SOURCE, simulated=simulated, on=on)
    return line


@transaction.atomic
def change_scope_line(line: ScopeLine, *, to: str, day: dt.date, reason: str, by, on: dt.date) -> ScopeChange:
    """Suspend, restore or withdraw a line from a day on: reports of that day and after lose or regain it."""
    refuse_future(day, on)
    ScopeLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    changes = changes_of([line.pk]).get(line.pk, [])
    if changes and day < changes[-1].on:
        raise ValidationError(_("A change comes on or after the last one of the line."), code="order")
    if status(line, changes, day) not in FROM[ScopeChange.Status(to)]:
        raise ValidationError(_("This cannot be done to a line that stands as this one does that day."))
    payload = {"line": str(line.uid)}
    subject = f"centre:{line.centre.code}"
    with recording(f"scope.{to}", subject=subject, by=by, payload=payload) as record:
        change = record.keep(ScopeChange(line=line, status=to, on=day, reason=reason))
        deed = Deed(
            f"scope:{line.uid}:{len(changes) + 1}",
            f"scope.{to}",
            day,
            identity=str(line.uid),
            attributes={"body": line.body},
        )
        record_in(record, centre=line.centre, deeds=[deed], source=SOURCE, simulated=line.simulated, on=on)
    return change
