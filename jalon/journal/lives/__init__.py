"""Lives: things with a state, and the steps that moved them, kept together by the database itself.

An app declares a `Thing` with its `machine`, its `Step` with `thing = ForeignKey(..., related_name="steps")`,
and `advances(...)` in a migration. Inside an action:

    with recording("request.submitted", subject=f"request:{request.uid}", by=by) as record:
        move(record, request, "submit", role="firm", by=by, turn=turn, facts=facts_of)

`turn` is the one the page was drawn with: who acts on a page that no longer holds is refused. What writes
about a thing without moving it calls `hold_at(thing, turn)`.
"""

from jalon.journal.lives.checking import thing_models, wrong
from jalon.journal.lives.keeping import advances
from jalon.journal.lives.moving import MOVED_MEANWHILE, Refused, begin, begin_all, hold_at, move, move_all
from jalon.journal.lives.telling import Offer, Telling, Told, history, offers
from jalon.journal.lives.things import Step, Thing

__all__ = (
    "MOVED_MEANWHILE",
    "Offer",
    "Refused",
    "Step",
    "Telling",
    "Thing",
    "Told",
    "advances",
    "begin",
    "begin_all",
    "history",
    "hold_at",
    "move",
    "move_all",
    "offers",
    "thing_models",
    "wrong",
)
